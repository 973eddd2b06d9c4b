package dev.interlock.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenSchemeTest {
    private static final long SEED = 20261120;

    private record Order(String account, LocalDate day, BigDecimal quantity, long lot, BigDecimal limit) {}

    /** Included: what is ordered, for whom and when. Excluded: the limit, because moving it is still the same order. */
    private static final TokenScheme<Order> ORDERS = TokenScheme.of(Order.class, "place-order", 1)
            .text("account", Order::account)
            .date("day", Order::day)
            .decimal("quantity", Order::quantity)
            .integer("lot", Order::lot)
            .excluding("limit", "moving the limit is still the same order")
            .build();

    private record Pair(String a, String b) {}

    private static final TokenScheme<Pair> PAIRS = TokenScheme.of(Pair.class, "pair", 1)
            .text("a", Pair::a)
            .text("b", Pair::b)
            .build();

    @Test
    void tokenFor_isTheHashOfItsFramedParts() {
        Order order = new Order("acct-\u00e9", LocalDate.of(2026, 5, 27), new BigDecimal("10.50"), -3, BigDecimal.ONE);

        assertThat(ORDERS.tokenFor(order).value())
                .isEqualTo(reference(
                        "place-order",
                        "1",
                        "account",
                        "text",
                        "acct-\u00e9",
                        "day",
                        "date",
                        "2026-05-27",
                        "quantity",
                        "decimal",
                        "10.5",
                        "lot",
                        "integer",
                        "-3"));
        assertThat(ORDERS).hasToString("place-order.v1");
    }

    @Test
    void tokenFor_excludedFieldAndScale_makeNoDifference() {
        Order order = new Order("a", LocalDate.of(2026, 5, 27), new BigDecimal("10"), 1, BigDecimal.ONE);
        Order moved = new Order("a", LocalDate.of(2026, 5, 27), new BigDecimal("10.00"), 1, BigDecimal.TEN);
        Order more = new Order("a", LocalDate.of(2026, 5, 27), new BigDecimal("10.01"), 1, BigDecimal.ONE);

        assertThat(ORDERS.tokenFor(order)).isEqualTo(ORDERS.tokenFor(moved)).isNotEqualTo(ORDERS.tokenFor(more));
    }

    @Test
    void tokenFor_everyType_isFramedByItsName() {
        TokenScheme<DayOfWeek> scheme = TokenScheme.of(DayOfWeek.class, "all", 2)
                .instant("at", d -> Instant.parse("2026-05-27T13:00:00.5Z"))
                .constant("day", d -> d)
                .decimal("zero", d -> new BigDecimal("0.000"))
                .decimal("huge", d -> new BigDecimal("1E+3"))
                .build();

        assertThat(scheme.tokenFor(DayOfWeek.MONDAY).value())
                .isEqualTo(reference(
                        "all",
                        "2",
                        "at",
                        "instant",
                        "2026-05-27T13:00:00.500Z",
                        "day",
                        "constant",
                        "MONDAY",
                        "zero",
                        "decimal",
                        "0",
                        "huge",
                        "decimal",
                        "1000"));
    }

    @Test
    void tokenFor_anotherNameVersionFieldOrType_isAnotherToken() {
        Pair pair = new Pair("1", "2");
        List<TokenScheme<Pair>> schemes = List.of(
                PAIRS,
                TokenScheme.of(Pair.class, "pair", 2)
                        .text("a", Pair::a)
                        .text("b", Pair::b)
                        .build(),
                TokenScheme.of(Pair.class, "pear", 1)
                        .text("a", Pair::a)
                        .text("b", Pair::b)
                        .build(),
                TokenScheme.of(Pair.class, "pair", 1)
                        .text("b", Pair::b)
                        .text("a", Pair::a)
                        .build(),
                TokenScheme.of(Pair.class, "pair", 1)
                        .integer("a", p -> Long.parseLong(p.a()))
                        .text("b", Pair::b)
                        .build(),
                TokenScheme.of(Pair.class, "pair", 1)
                        .text("a", Pair::a)
                        .excluding("b", "test")
                        .build());

        assertThat(schemes.stream().map(scheme -> scheme.tokenFor(pair)).distinct())
                .hasSize(schemes.size());
    }

    /** Texts out of few characters, delimiters and lengths of frames among them, cut at every place. */
    @Test
    void tokenFor_adversarialSplits_neverCollide() {
        SplittableRandom random = new SplittableRandom(SEED);
        String alphabet = "ab:|,\u0000\u0001\u0002\u0003\u00e9";
        Map<IdempotencyToken, Pair> seen = new HashMap<>();
        int tried = 0;
        while (tried < 100_000) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (int cut = 0; cut <= text.length(); cut++, tried++) {
                Pair pair = new Pair(text.substring(0, cut), text.substring(cut));
                Pair other = seen.putIfAbsent(PAIRS.tokenFor(pair), pair);
                assertThat(other == null || other.equals(pair))
                        .as("seed %d: %s and %s", SEED, pair, other)
                        .isTrue();
            }
        }
    }

    @Test
    void tokenFor_nullField_namesIt() {
        assertThatThrownBy(() -> PAIRS.tokenFor(new Pair("a", nothing())))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("b");
        assertThatThrownBy(() -> PAIRS.tokenFor(new Pair("a", "\ud800")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("b has half of a surrogate pair at position 0");
    }

    private record Boxed(
            String text, Long integer, BigDecimal decimal, LocalDate date, Instant instant, DayOfWeek day) {}

    static Stream<TokenScheme.Builder<Boxed>> tokenFor_nullOfEveryType_namesTheField() {
        return Stream.of(
                boxes().text("field", Boxed::text),
                boxes().integer("field", Boxed::integer),
                boxes().decimal("field", Boxed::decimal),
                boxes().date("field", Boxed::date),
                boxes().instant("field", Boxed::instant),
                boxes().constant("field", Boxed::day));
    }

    @ParameterizedTest
    @MethodSource
    @SuppressWarnings("NullAway") // what a caller without a checker may do
    void tokenFor_nullOfEveryType_namesTheField(TokenScheme.Builder<Boxed> builder) {
        for (String name : List.of("text", "integer", "decimal", "date", "instant", "day")) {
            builder.excluding(name, "test");
        }
        TokenScheme<Boxed> scheme = builder.build();

        assertThatThrownBy(() -> scheme.tokenFor(new Boxed(null, null, null, null, null, null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("field");
    }

    private static TokenScheme.Builder<Boxed> boxes() {
        return TokenScheme.of(Boxed.class, "boxed", 1);
    }

    @ParameterizedTest
    @CsvSource({"1E+999", "-1E+999", "1E-999", "1234.5E-996", "0E+1000000000", "0E-1000000000"})
    void tokenFor_decimalOfAThousandDigits_isTaken(BigDecimal quantity) {
        assertThat(ORDERS.tokenFor(order(quantity)))
                .isEqualTo(
                        ORDERS.tokenFor(order(quantity.setScale(quantity.signum() == 0 ? 0 : quantity.scale() + 1))));
    }

    @ParameterizedTest
    @CsvSource({
        "1E+1000, 1001",
        "-1E+1000, 1001",
        "1E-1000, 1001",
        "1234.5E-999, 1001",
        "1E+1000000000, 1000000001",
        "1E+2147483647, 2147483648",
        "1E-2147483647, 2147483648"
    })
    void tokenFor_longerDecimal_isRefusedByName(BigDecimal quantity, long digits) {
        assertThatThrownBy(() -> ORDERS.tokenFor(order(quantity)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("quantity has at least " + digits + " digits when it is written plainly, more than 1000");
    }

    private static Order order(BigDecimal quantity) {
        return new Order("a", LocalDate.of(2026, 5, 27), quantity, 1, BigDecimal.ONE);
    }

    @Test
    void build_recordComponentForgotten_isRefused() {
        assertThatThrownBy(() ->
                        TokenScheme.of(Pair.class, "pair", 1).text("a", Pair::a).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scheme pair neither includes nor excludes 'b' of Pair");
    }

    @Test
    void build_mistakes_areRefused() {
        assertThatThrownBy(() -> TokenScheme.of(Pair.class, "pair", 0)).hasMessage("version is below 1: 0");
        assertThatThrownBy(() -> TokenScheme.of(String.class, "s", 1).build()).hasMessage("scheme s includes nothing");
        assertThatThrownBy(() ->
                        TokenScheme.of(Pair.class, "pair", 1).text("a", Pair::a).text("a", Pair::b))
                .hasMessage("field 'a' is named twice in scheme pair");
        assertThatThrownBy(() -> TokenScheme.of(Pair.class, "pair", 1).text(" ", Pair::a))
                .hasMessage("a field of scheme pair has no name");
        assertThatThrownBy(() -> TokenScheme.of(Pair.class, "pair", 1).excluding("a", " "))
                .hasMessage("field 'a' is excluded without a reason");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Pair", "1pair", "pair order", "-pair", "p\u00e4ir"})
    void of_badName_isRefused(String name) {
        assertThatThrownBy(() -> TokenScheme.of(Pair.class, name, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scheme name has more than lower-case letters, digits and hyphens, or does not begin with a"
                        + " letter: '" + name + "'");
    }

    private static String reference(String... parts) {
        ByteArrayOutputStream preimage = new ByteArrayOutputStream();
        for (String part : parts) {
            byte[] bytes = part.getBytes(UTF_8);
            preimage.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
            preimage.writeBytes(bytes);
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(preimage.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("NullAway") // what a caller without a checker may do
    private static String nothing() {
        return null;
    }
}
