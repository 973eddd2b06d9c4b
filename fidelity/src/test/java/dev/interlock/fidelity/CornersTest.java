package dev.interlock.fidelity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.FakeAws;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The expressions that a seed may miss: each operator, function, boundary and mistake once, held against one item. */
@ExtendWith(LocalDynamoDb.class)
final class CornersTest {
    private static final String TABLE = "corners";
    private static final Pattern PLACEHOLDER = Pattern.compile(":\\w+");
    private static final Map<String, AttributeValue> KEY =
            Map.of("pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromN("1"));
    private static final Map<String, AttributeValue> ITEM = Map.ofEntries(
            Map.entry("pk", AttributeValue.fromS("a")),
            Map.entry("sk", AttributeValue.fromN("1")),
            Map.entry("n", AttributeValue.fromN("5")),
            Map.entry("s", AttributeValue.fromS("hello")),
            Map.entry("b", AttributeValue.fromB(SdkBytes.fromUtf8String("abc"))),
            Map.entry("t", AttributeValue.fromBool(true)),
            Map.entry("nul", AttributeValue.fromNul(true)),
            Map.entry("e", AttributeValue.fromS("")),
            Map.entry("ss", AttributeValue.fromSs(List.of("a", "b"))),
            Map.entry("ns", AttributeValue.fromNs(List.of("1", "2"))),
            Map.entry(
                    "l",
                    AttributeValue.fromL(List.of(
                            AttributeValue.fromS("x"),
                            AttributeValue.fromN("2"),
                            AttributeValue.fromM(Map.of("q", AttributeValue.fromS("w")))))),
            Map.entry(
                    "m",
                    AttributeValue.fromM(Map.of(
                            "a",
                            AttributeValue.fromN("1"),
                            "b",
                            AttributeValue.fromM(Map.of("c", AttributeValue.fromS("d")))))));
    private static final Map<String, AttributeValue> VALUES = Map.ofEntries(
            Map.entry(":a", AttributeValue.fromS("a")),
            Map.entry(":ab", AttributeValue.fromSs(List.of("b", "a"))),
            Map.entry(":b", AttributeValue.fromB(SdkBytes.fromUtf8String("abc"))),
            Map.entry(":big", AttributeValue.fromN("9E125")),
            Map.entry(":frac", AttributeValue.fromN("0.12345678901234567890123456789012345678")),
            Map.entry(":l", AttributeValue.fromL(List.of(AttributeValue.fromS("new")))),
            Map.entry(":m", AttributeValue.fromN("7")),
            Map.entry(":n", AttributeValue.fromN("5")),
            Map.entry(":ns", AttributeValue.fromNs(List.of("2", "3"))),
            Map.entry(":nul", AttributeValue.fromNul(true)),
            Map.entry(":s", AttributeValue.fromS("hello")),
            Map.entry(":ss", AttributeValue.fromSs(List.of("b", "c"))),
            Map.entry(":t", AttributeValue.fromBool(true)),
            Map.entry(":two", AttributeValue.fromN("2")),
            Map.entry(":x", AttributeValue.fromS("x")),
            Map.entry(":z", AttributeValue.fromN("0")));

    private static DynamoDbClient local;
    private static DynamoDbClient fake;

    @BeforeAll
    static void start(DynamoDbClient client) {
        local = client;
        fake = FakeAws.create().connect(DynamoDbClient.builder()).build();
        both().forEach(one -> Script.createTable(one, TABLE));
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @Test
    void conditions() throws IOException {
        requireEqual(
                "conditions.txt",
                expression -> DeleteItemRequest.builder()
                        .tableName(TABLE)
                        .key(KEY)
                        .conditionExpression(expression)
                        .expressionAttributeValues(values(expression))
                        .returnValues(ReturnValue.ALL_OLD)
                        .build());
    }

    @Test
    void updates() throws IOException {
        requireEqual(
                "updates.txt",
                expression -> UpdateItemRequest.builder()
                        .tableName(TABLE)
                        .key(KEY)
                        .updateExpression(expression)
                        .expressionAttributeValues(values(expression))
                        .returnValues(ReturnValue.ALL_NEW)
                        .build());
    }

    @Test
    void keyConditions() throws IOException {
        requireEqual(
                "key-conditions.txt",
                expression -> QueryRequest.builder()
                        .tableName(TABLE)
                        .keyConditionExpression(expression)
                        .expressionAttributeValues(values(expression))
                        .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0.0",
                "00012.500",
                "1E125",
                "1E-130",
                "-1.5e3",
                "+7",
                ".5",
                "5.",
                "1e2",
                "9.9E125",
                "1E126",
                "1E-131",
                "-1E126",
                "12345678901234567890123456789012345678",
                "123456789012345678901234567890123456789",
                "1.00000000000000000000000000000000000000000",
                "abc",
                "",
                " 1",
                "1 ",
                "0x10",
                "NaN",
                "Infinity",
                "1_000"
            })
    void numbers(String number) {
        requireEqual(put(Map.of("k", AttributeValue.fromN(number))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024, 1025, 2048, 2049})
    void keySizes(int size) {
        requireEqual(PutItemRequest.builder()
                .tableName(TABLE)
                .item(Map.of("pk", AttributeValue.fromS("x".repeat(size)), "sk", AttributeValue.fromN("1")))
                .build());
    }

    @Test
    void namelessAttribute() {
        requireEqual(put(Map.of("", AttributeValue.fromS("x"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 31, 32, 33})
    void nesting(int depth) {
        AttributeValue value = AttributeValue.fromS("x");
        for (int i = 0; i < depth; i++) {
            value = AttributeValue.fromL(List.of(value));
        }
        requireEqual(put(Map.of("k", value)));
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 100, 101, 150, 151, 300, 301, 500})
    void longConditions(int length) {
        for (String condition : List.of(
                "NOT ".repeat(length) + "attribute_exists(n)",
                "n = :n" + " OR n = :n".repeat(length - 1),
                "n IN (:n" + ", :n".repeat(length - 1) + ")",
                "attribute_exists(n)" + " ".repeat(4096 - 19 - 300 + length))) {
            requireEqual(DeleteItemRequest.builder()
                    .tableName(TABLE)
                    .key(KEY)
                    .conditionExpression(condition)
                    .expressionAttributeValues(values(condition))
                    .build());
        }
    }

    @Test
    void itemSizes_atTheLimit() {
        List<AttributeValue> others = List.of(
                AttributeValue.fromN("1234567"),
                AttributeValue.fromN("-1.5"),
                AttributeValue.fromN("0"),
                AttributeValue.fromN("100"),
                AttributeValue.fromL(List.of(AttributeValue.fromS("a"), AttributeValue.fromN("1"))),
                AttributeValue.fromM(Map.of("aa", AttributeValue.fromS("\u00e9"))),
                AttributeValue.fromSs(List.of("a", "bc")),
                AttributeValue.fromBool(true));
        int rest = 400 * 1024 - "pka".length() - "sk".length() - 2 - "d".length() - "k".length();
        for (AttributeValue other : others) {
            IntStream.rangeClosed(rest - 14, rest)
                    .mapToObj("x"::repeat)
                    .map(text -> put(Map.of("k", other, "d", AttributeValue.fromS(text))))
                    .forEach(CornersTest::requireEqual);
        }
    }

    private static PutItemRequest put(Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> item = new HashMap<>(KEY);
        item.putAll(attributes);
        return PutItemRequest.builder().tableName(TABLE).item(item).build();
    }

    private static void requireEqual(String file, Function<String, DynamoDbRequest> request) throws IOException {
        try (InputStream in = requireNonNull(CornersTest.class.getResourceAsStream(file), file)) {
            List<String> expressions =
                    new String(in.readAllBytes(), UTF_8).lines().toList();
            assertThat(expressions).hasSizeGreaterThan(30);
            for (String expression : expressions) {
                both().forEach(client -> client.putItem(r -> r.tableName(TABLE).item(ITEM)));
                requireEqual(request.apply(expression));
            }
        }
    }

    private static void requireEqual(DynamoDbRequest request) {
        Answer expected = new Step(request).run(local);
        Answer actual = new Step(request).run(fake);
        assertThat(KnownDifferences.allow(expected, actual))
                .as(() -> String.format("%.500s%nlocal %.500s%nfake  %.500s", request, expected, actual))
                .isTrue();
    }

    private static Stream<DynamoDbClient> both() {
        return Stream.of(local, fake);
    }

    /** Null without a placeholder: an empty map would be refused as such. */
    private static @Nullable Map<String, AttributeValue> values(String expression) {
        Map<String, AttributeValue> values = PLACEHOLDER
                .matcher(expression)
                .results()
                .map(MatchResult::group)
                .distinct()
                .filter(VALUES::containsKey)
                .collect(Collectors.toMap(placeholder -> placeholder, VALUES::get));
        return values.isEmpty() ? null : values;
    }
}
