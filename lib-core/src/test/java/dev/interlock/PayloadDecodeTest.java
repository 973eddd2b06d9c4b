package dev.interlock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class PayloadDecodeTest {
    private static final String SECRET = "s3cr3t";

    enum Side {
        BUY,
        SELL
    }

    record Line(String symbol, int quantity) {}

    record Order(
            String account,
            Side side,
            List<Line> lines,
            @Nullable String note) {}

    record Numbers(
            @Nullable Integer integer,
            @Nullable Long whole,
            @Nullable Double real,
            @Nullable Float small,
            @Nullable Boolean flag,
            @Nullable String text,
            @Nullable BigDecimal decimal,
            @Nullable BigInteger large,
            @Nullable Character letter,
            @Nullable Side side,
            @Nullable Line line,
            @Nullable List<String> texts,
            @Nullable Map<String, Integer> counts,
            @Nullable Object anything) {}

    record Times(
            Instant instant,
            LocalDate date,
            LocalTime time,
            LocalDateTime local,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Duration duration,
            Period period) {}

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("not positive: " + value);
            }
        }
    }

    record Wrapped(Positive positive) {}

    record Hops(@JsonProperty("interlock_hops") int count) {}

    record Renamed(@JsonProperty("correlation_id") String correlationId) {}

    record Symbol(String value, @Nullable String exchange) {
        public Symbol(String value) {
            this(value, null);
        }

        public static Symbol valueOf(String value) {
            return new Symbol(value);
        }
    }

    record Explicit(String value) {
        @JsonCreator
        static Explicit of(String value) {
            return new Explicit(value);
        }
    }

    record Holder(Optional<String> value) {}

    static final class Ticker {
        final String value;

        public Ticker(String value) {
            this.value = value;
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    interface Anything {}

    record Something(int x) implements Anything {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle")})
    sealed interface Shape {}

    record Circle(int radius) implements Shape {}

    @Test
    void decode_everythingThere_isTheValue() {
        Payload payload = Payload.of("""
                {"side": "SELL", "account": "A-1", "lines": [{"symbol": "ABC", "quantity": 3}], "note": null}
                """);

        assertThat(payload.decode(Order.class))
                .isEqualTo(new Order("A-1", Side.SELL, List.of(new Line("ABC", 3)), null));
        assertThat(Payload.of("[{\"symbol\":\"ABC\",\"quantity\":3}]").decodeList(Line.class))
                .containsExactly(new Line("ABC", 3));
        assertThat(Payload.of("{\"a\":{\"symbol\":\"ABC\",\"quantity\":3}}")
                        .at("/a")
                        .orElseThrow()
                        .decode(Line.class))
                .isEqualTo(new Line("ABC", 3));
        assertThat(Payload.of("{\"correlation_id\":\"c\"}").decode(Renamed.class))
                .isEqualTo(new Renamed("c"));
        assertThat(Payload.of("{\"@type\":\"circle\",\"radius\":2}").decode(Shape.class))
                .isEqualTo(new Circle(2));
    }

    @Test
    void decode_hopCountThatTheTypeDoesNotKnow_isPassedOver() {
        for (String count : List.of("3", "{\"symbol\":{}}", "[[1]]")) {
            assertThat(Payload.of("{\"interlock_hops\":" + count + ",\"symbol\":\"A\",\"quantity\":1}")
                            .decode(Line.class))
                    .isEqualTo(new Line("A", 1));
        }
        assertThat(Payload.of("{\"interlock_hops\":3}").decode(Hops.class)).isEqualTo(new Hops(3));
    }

    @Test
    void decode_numbers_keepTheirDigits() {
        String digits = "123456789012345678901234567890.12345678901234567890";
        Numbers numbers = Payload.of("{\"decimal\": 1.10, \"large\": 123456789012345678901234567890, \"real\": 1,"
                        + " \"anything\": {\"x\": " + digits + "}}")
                .decode(Numbers.class);

        assertThat(numbers.decimal()).isEqualTo(new BigDecimal("1.10"));
        assertThat(numbers.large()).isEqualTo(new BigInteger("123456789012345678901234567890"));
        assertThat(numbers.real()).isEqualTo(1.0);
        assertThat(numbers.anything()).isEqualTo(Map.of("x", new BigDecimal(digits)));
    }

    @Test
    void decode_decimalOfAnyLength_isTheSameDecimal() {
        long seed = 20261120;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            BigDecimal decimal = new BigDecimal(
                    new BigInteger(1 + random.nextInt(300), new java.util.Random(random.nextLong())),
                    random.nextInt(-5, 120));

            Numbers numbers = Payload.of("{\"decimal\":" + decimal + "}").decode(Numbers.class);

            assertThat(numbers.decimal()).as("case %d of seed %d", i, seed).isEqualTo(decimal);
        }
    }

    @Test
    void decode_times_areReadFromIso() {
        Times times = Payload.of("""
                {"instant": "2026-05-27T13:00:00Z", "date": "2026-05-27", "time": "13:00", "local": "2026-05-27T13:00",
                 "offset": "2026-05-27T13:00+02:00", "zoned": "2026-05-27T13:00Z[UTC]", "duration": "PT45M", "period": "P1D"}
                """).decode(Times.class);

        assertThat(times)
                .isEqualTo(new Times(
                        Instant.parse("2026-05-27T13:00:00Z"),
                        LocalDate.of(2026, 5, 27),
                        LocalTime.of(13, 0),
                        LocalDateTime.of(2026, 5, 27, 13, 0),
                        OffsetDateTime.of(2026, 5, 27, 13, 0, 0, 0, ZoneOffset.ofHours(2)),
                        ZonedDateTime.parse("2026-05-27T13:00Z[UTC]"),
                        Duration.ofMinutes(45),
                        Period.ofDays(1)));
    }

    @TestFactory
    Stream<DynamicTest> decode_notWhatWasAskedFor_isRefusedByPlace() {
        String lines = "\"lines\":[{\"symbol\":\"ABC\",\"quantity\":3}]";
        return Stream.of(
                refused("is an array that is no Order", "[]", Order.class),
                refused(" at /side: is missing", "{\"account\":\"A\"," + lines + "}", Order.class),
                refused(" at /account: is missing", "{}", Order.class),
                refused(" at /account: is null", "{\"account\":null,\"side\":\"BUY\"," + lines + "}", Order.class),
                refused(" at /lines/0: is null", "{\"account\":\"A\",\"side\":\"BUY\",\"lines\":[null]}", Order.class),
                refused(
                        " at /lines/0/quantity: is missing",
                        "{\"account\":\"A\",\"side\":\"BUY\",\"lines\":[{\"symbol\":\"ABC\"}]}",
                        Order.class),
                refused(
                        " at /lines/1/quantity: is a string that is no int",
                        "{\"lines\":[{\"symbol\":\"A\",\"quantity\":1},{\"symbol\":\"B\",\"quantity\":\"" + SECRET
                                + "\"}]}",
                        Order.class),
                refused(
                        " at /lines/0/colour: is no property of Line",
                        "{\"lines\":[{\"colour\":\"" + SECRET + "\",\"symbol\":\"A\",\"quantity\":1}]}",
                        Order.class),
                refused(
                        " at /a~1b~0c: is no property of Line",
                        "{\"a/b~c\":1,\"symbol\":\"A\",\"quantity\":1}",
                        Line.class),
                refused(
                        " at /a?b: is no property of Line",
                        "{\"a\\nb\":1,\"symbol\":\"A\",\"quantity\":1}",
                        Line.class),
                refused(
                        " at /" + "x".repeat(199) + ": is no property of Line",
                        "{\"" + "x".repeat(500) + "\":1,\"symbol\":\"A\",\"quantity\":1}",
                        Line.class),
                refused(
                        " at /symbol: is there twice",
                        "{\"symbol\":\"" + SECRET + "\",\"symbol\":\"ABC\",\"quantity\":1}",
                        Line.class),
                refused(" at /anything/a/x: is there twice", "{\"anything\":{\"a\":{\"x\":1,\"x\":2}}}", Numbers.class),
                refused(" at /counts/x: is there twice", "{\"counts\":{\"x\":1,\"x\":1}}", Numbers.class),
                refused(" at /lines: is an object that is no ArrayList", "{\"lines\":{\"symbol\":\"A\"}}", Order.class),
                refused(" at /side: is a string that is no Side", "{\"side\":\"" + SECRET + "\"}", Order.class),
                refused(" at /side: is a string that is no Side", "{\"side\":\"buy\"}", Order.class),
                refused(" at /side: is a string that is no Side", "{\"side\":\"\"}", Order.class),
                refused(" at /side: is a number that is no Side", "{\"side\":0}", Order.class),
                refused(
                        " at /positive: is refused by Positive with IllegalArgumentException",
                        "{\"positive\":{\"value\":-7}}",
                        Wrapped.class),
                refused("is refused by Positive with IllegalArgumentException", "{\"value\":-7}", Positive.class),
                refused(
                        "is an object that is no Anything",
                        "{\"@class\":\"dev.interlock.PayloadDecodeTest$Something\",\"x\":1}",
                        Anything.class),
                refused("is an object that is no Shape", "{\"@type\":\"" + SECRET + "\"}", Shape.class),
                refused("is an object that is no Shape", "{}", Shape.class),
                refused(" at /value: no way is known to make a Optional of JSON", "{\"value\":\"x\"}", Holder.class),
                refused("no way is known to make a Runnable of JSON", "{}", Runnable.class));
    }

    @TestFactory
    Stream<DynamicTest> decode_otherTypeOfJson_isNotCoerced() {
        return Stream.of(
                coerced("integer", "\"1\"", "a string", "Integer"),
                coerced("integer", "1.5", "a number", "Integer"),
                coerced("integer", "1.0", "a number", "Integer"),
                coerced("integer", "2147483648", "a number", "int"),
                coerced("integer", "true", "a boolean", "Integer"),
                coerced("integer", "\"\"", "a string", "Integer"),
                coerced("integer", "\" \"", "a string", "Integer"),
                coerced("integer", "[1]", "an array", "Integer"),
                coerced("whole", "9223372036854775808", "a number", "long"),
                coerced("real", "\"1\"", "a string", "Double"),
                coerced("real", "\"NaN\"", "a string", "Double"),
                coerced("real", "1e999", "a number", "Double"),
                coerced("real", "true", "a boolean", "Double"),
                coerced("small", "1e99", "a number", "Float"),
                coerced("flag", "1", "a number", "Boolean"),
                coerced("flag", "\"true\"", "a string", "Boolean"),
                coerced("text", "1", "a number", "String"),
                coerced("text", "1.5", "a number", "String"),
                coerced("text", "true", "a boolean", "String"),
                coerced("text", "[\"a\"]", "an array", "String"),
                coerced("text", "{}", "an object", "String"),
                coerced("decimal", "\"1.10\"", "a string", "BigDecimal"),
                coerced("decimal", "\"\"", "a string", "BigDecimal"),
                coerced("large", "1.5", "a number", "BigInteger"),
                coerced("large", "\"1\"", "a string", "BigInteger"),
                coerced("letter", "65", "a number", "Character"),
                coerced("line", "\"\"", "a string", "Line"),
                coerced("line", "[]", "an array", "Line"),
                coerced("line", "7", "a number", "Line"),
                coerced("texts", "\"a\"", "a string", "ArrayList"),
                coerced("texts", "\"\"", "a string", "ArrayList"),
                coerced("counts", "\"\"", "a string", "LinkedHashMap"));
    }

    @TestFactory
    Stream<DynamicTest> decode_timeThatIsNone_isRefused() {
        String times = "{\"instant\":\"2026-05-27T13:00:00Z\",\"date\":%s}";
        return Stream.of("\"2026-02-30\"", "\"" + SECRET + "\"", "\"\"", "20260527", "[2026,5,27]", "true")
                .map(
                        date -> DynamicTest.dynamicTest(
                                date,
                                () -> assertThatThrownBy(() -> Payload.of(times.formatted(date))
                                                .decode(Times.class))
                                        .isInstanceOf(IllegalArgumentException.class)
                                        .hasMessageMatching(
                                                "payload at /date: is an? (string|number|array|boolean) that is no LocalDate")));
    }

    @Test
    void decode_scalarForAValueWithAFactory_isRefused() {
        assertThatThrownBy(() -> Payload.of("[\"ABC\"]").decodeList(Symbol.class))
                .hasMessage("payload at /0: is a string that is no Symbol");
        assertThatThrownBy(() -> Payload.of("[\"ABC\"]").decodeList(Ticker.class))
                .hasMessage("payload at /0: no way is known to make a Ticker of JSON");
        assertThat(Payload.of("[\"SELL\"]").decodeList(Side.class)).containsExactly(Side.SELL);
        assertThat(Payload.of("[\"a\"]").decodeList(Explicit.class)).containsExactly(new Explicit("a"));
    }

    @Test
    void decode_noJson_isRefusedByKind() {
        assertThatThrownBy(() -> Payload.of("ABC").decode(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("payload: is text, not JSON; use text()");
        assertThatThrownBy(() -> Payload.of("{} {}").decode(Map.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("payload: is text, not JSON; use text()");
        assertThatThrownBy(() -> Payload.of(new byte[] {(byte) 0xff}).decodeList(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("payload: is binary, not JSON; use bytes()");
        assertThatThrownBy(() -> Payload.none().decode(Map.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("payload: nothing was sent");
    }

    @Test
    void decode_trailingTokensOrNullInAWrappedText_areRefused() {
        byte[] two = "{} {}".getBytes(UTF_8);
        byte[] none = "null".getBytes(UTF_8);

        assertThatThrownBy(() -> Payload.wrap(Payload.Kind.JSON, two, 0, 5).decode(Map.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("payload: is no JSON, or more than one value");
        assertThatThrownBy(() -> Payload.wrap(Payload.Kind.JSON, none, 0, 4).decode(Map.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("payload: is null");

        Object second = Payload.wrap(Payload.Kind.JSON, two, 3, 5).decode(Map.class);
        assertThat(second).isEqualTo(Map.of());
    }

    @Test
    void decode_refusal_hasNoCauseThatCouldShowContent() {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable e : List.of(
                thrown("{\"symbol\":\"" + SECRET + "\",\"quantity\":\"" + SECRET + "\"}"),
                thrown("{\"symbol\":\"" + SECRET + "\",\"" + "symbol\":1}"))) {
            causes.add(e.getCause());
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            assertThat(trace.toString()).doesNotContain(SECRET);
        }
        assertThat(causes).containsOnlyNulls();
    }

    private static Throwable thrown(String json) {
        try {
            Payload.of(json).decode(Line.class);
            throw new AssertionError("was taken: " + json);
        } catch (IllegalArgumentException e) {
            return e;
        }
    }

    private static DynamicTest refused(String message, String json, Class<?> type) {
        return DynamicTest.dynamicTest(
                json,
                () -> assertThatThrownBy(() -> Payload.of(json).decode(type))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("payload" + (message.startsWith(" at") || message.startsWith(":") ? "" : ": ")
                                + message)
                        .hasMessageNotContaining(SECRET));
    }

    private static DynamicTest coerced(String property, String value, String found, String needed) {
        return refused(
                " at /" + property + ": is " + found + " that is no " + needed,
                "{\"" + property + "\":" + value + "}",
                Numbers.class);
    }
}
