package dev.interlock.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SampleCheckTest {
    private static final long SEED = 20260530;
    private static final List<String> SYMBOLS =
            IntStream.range(0, 900).mapToObj(i -> "SYM" + i).toList();

    @ParameterizedTest
    @CsvSource({
        // computed with Python's fractions and math.comb
        "900, 1, 20, 0.97777777777777777778",
        "900, 45, 20, 0.35446540998875419791",
        "900, 9, 20, 0.81613897650632667495",
        "10, 10, 1, 0",
        "10, 0, 10, 1",
        "10, 5, 5, 0.0039682539682539682540",
        "10, 5, 6, 0",
        "1, 1, 0, 1"
    })
    void probabilityOfMissing_knownCases(int population, int bad, int size, BigDecimal expected) {
        assertThat(SampleCheck.probabilityOfMissing(population, bad, size)).isEqualByComparingTo(expected);
    }

    @Test
    void probabilityOfMissing_anyCase_isTheQuotientOfExactBinomials() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 500; round++) {
            int population = random.nextInt(1, 200);
            int bad = random.nextInt(population + 1);
            int size = random.nextInt(population + 1);
            BigDecimal exact = new BigDecimal(choose(population - bad, size))
                    .divide(new BigDecimal(choose(population, size)), new MathContext(20, RoundingMode.HALF_EVEN));

            assertThat(SampleCheck.probabilityOfMissing(population, bad, size))
                    .as("seed %d, round %d: %d %d %d", SEED, round, population, bad, size)
                    .isEqualByComparingTo(exact);
        }
    }

    @Test
    void probabilityOfMissing_largest_isQuickAndExact() {
        // computed with Python's fractions
        assertThat(SampleCheck.probabilityOfMissing(1_000_000, 50_000, 100))
                .isEqualByComparingTo("0.0059189868625868560503");
    }

    @Test
    void check_sampleIsDrawnBySeedAndSetAlone() {
        List<String> shuffled = new ArrayList<>(SYMBOLS);
        Collections.shuffle(shuffled, new Random(SEED));
        shuffled.addAll(SYMBOLS.subList(0, 100)); // names that come twice are one

        assertThat(drawn("2026-05-30", shuffled))
                .isEqualTo(drawn("2026-05-30", SYMBOLS))
                // computed with Python's hashlib
                .containsExactlyInAnyOrder(
                        "SYM187", "SYM209", "SYM213", "SYM242", "SYM338", "SYM364", "SYM39", "SYM398", "SYM424",
                        "SYM436", "SYM490", "SYM521", "SYM590", "SYM630", "SYM653", "SYM784", "SYM821", "SYM874",
                        "SYM879", "SYM9");
        assertThat(drawn("2026-05-31", SYMBOLS)).isNotEqualTo(drawn("2026-05-30", SYMBOLS));
    }

    @Test
    void check_oneNameMore_movesAtMostOneOut() {
        List<String> more = new ArrayList<>(SYMBOLS);
        more.add("NEW");
        Set<String> before = drawn("2026-05-30", SYMBOLS);
        before.removeAll(drawn("2026-05-30", more));

        assertThat(before).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void check_manySeeds_everyNameIsDrawnAboutAsOften() {
        int[] times = new int[SYMBOLS.size()];
        int seeds = 2_000;
        for (int seed = 0; seed < seeds; seed++) {
            drawn("seed-" + seed, SYMBOLS).forEach(name -> times[SYMBOLS.indexOf(name)]++);
        }
        double expected = seeds * 20.0 / SYMBOLS.size();
        double chiSquare = 0;
        for (int n : times) {
            chiSquare += (n - expected) * (n - expected) / expected;
        }

        assertThat(chiSquare).as("899 degrees of freedom").isCloseTo(899, within(200.0));
    }

    @Test
    void check_allGood_saysWhatItMayHaveMissed() {
        Outcome outcome = SampleCheck.<String>of(20, run -> run, run -> SYMBOLS, (run, name) -> Outcome.pass())
                .check("2026-05-30");

        assertThat(outcome)
                .isEqualTo(new Outcome.Pass(
                        20,
                        "sample of 20 of 900, seed 2026-05-30; misses 45 bad (5 %) with probability 0.354,"
                                + " a single one with 0.978"));
    }

    @Test
    void check_otherPercent_isReportedByWholeBadOnes() {
        Outcome outcome = SampleCheck.<String>of(20, run -> run, run -> SYMBOLS, (run, name) -> Outcome.pass())
                .reporting(new BigDecimal("0.15"))
                .check("2026-05-30");

        assertThat(((Outcome.Pass) outcome).note()).contains("misses 2 bad (0.15 %) with probability 0.956");
    }

    @Test
    void check_someBadAndSomeUnknown_areAllToldWithTheSample() {
        Outcome outcome = SampleCheck.<String>of(
                        20,
                        run -> run,
                        run -> SYMBOLS,
                        (run, name) -> name.endsWith("1")
                                ? Outcome.violated("last date", "2026-05-29", "2026-05-20")
                                : name.endsWith("2") ? Outcome.cannotTell("503") : Outcome.pass())
                .check("2026-05-30");
        long bad = drawn("2026-05-30", SYMBOLS).stream()
                .filter(name -> name.matches(".*[12]"))
                .count();

        assertThat(((Outcome.Violated) outcome).mismatches())
                .hasSize((int) bad + 1)
                .allMatch(m -> m.place().matches("SYM\\d+1 last date|SYM\\d+2|sample of 20 of 900, seed 2026-05-30"));
        assertThat(((Outcome.Violated) outcome).mismatches().get(0).expected())
                .endsWith(" (in a sample of 20 of 900, seed 2026-05-30)");
    }

    @Test
    @NullUnmarked
    void check_namesThatThrowOrAnswerNull_leaveTheViolationsOfOthers() {
        Outcome outcome = SampleCheck.<String>of(3, run -> run, run -> List.of("a", "b", "c"), (run, name) -> {
                    if (name.equals("c")) {
                        return Outcome.violated("last date", "2026-05-29", "2026-05-20");
                    }
                    if (name.equals("a")) {
                        throw new IllegalStateException("no");
                    }
                    return null;
                })
                .check("d");

        List<Mismatch> mismatches = ((Outcome.Violated) outcome).mismatches();
        assertThat(mismatches).hasSize(4);
        assertThat(mismatches.get(0).place()).isEqualTo("c last date");
        assertThat(mismatches.get(1).found())
                .startsWith("cannot tell: the check threw java.lang.IllegalStateException: no at ");
        assertThat(mismatches.get(2).found()).isEqualTo("cannot tell: the check answered null");
        assertThat(mismatches.get(3).found()).isEqualTo("of 2 nobody can tell");
    }

    @Test
    void check_manyUnknownAndFewBad_badOnesAreListedFirst() {
        List<String> names =
                IntStream.range(1_000, 1_300).mapToObj(i -> "S" + i).toList();
        Outcome outcome = SampleCheck.<String>of(
                        300,
                        run -> run,
                        run -> names,
                        (run, name) -> name.equals("S1299")
                                ? Outcome.violated("last date", "2026-05-29", "2026-05-20")
                                : Outcome.cannotTell("503"))
                .check("d");

        List<Mismatch> mismatches = ((Outcome.Violated) outcome).mismatches();
        assertThat(mismatches).hasSize(101);
        assertThat(mismatches.get(0).place()).isEqualTo("S1299 last date");
        assertThat(mismatches.get(100))
                .isEqualTo(new Mismatch(
                        "sample of 300 of 300, seed d", "an answer about all 300", "of 299 nobody can tell"));
    }

    @Test
    void check_interrupted_doesNotGoOnThroughTheNames() {
        List<String> looked = new ArrayList<>();
        Outcome outcome = SampleCheck.<String>of(20, run -> run, run -> SYMBOLS, (run, name) -> {
                    looked.add(name);
                    Thread.currentThread().interrupt();
                    return Outcome.pass();
                })
                .check("d");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(looked).hasSize(1);
        assertThat(((Outcome.CannotTell) outcome).cause())
                .isEqualTo(
                        "sample of 20 of 900, seed d: of 19 of 20 nobody can tell, the first (the rest): cannot tell:"
                                + " the thread was interrupted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "100000;1;misses 5000 bad (5 %) with probability 0.95, a single one with more than 0.999",
                "10000;9000;misses 500 bad (5 %) with probability less than 0.0001, a single one with 0.1",
                "20;20;misses 1 bad (5 %) with probability 0, a single one with 0"
            })
    void check_chanceNearNoneOrAll_isNotRoundedToThem(int population, int size, String sentence) {
        List<String> names =
                IntStream.range(0, population).mapToObj(i -> "S" + i).toList();

        Outcome outcome = SampleCheck.<String>of(size, run -> run, run -> names, (run, name) -> Outcome.pass())
                .check("d");
        assertThat(((Outcome.Pass) outcome).note()).endsWith("; " + sentence);
    }

    @Test
    void check_onlyUnknownOrSkipped_nobodyCanTell() {
        SampleCheck<String> unknown =
                SampleCheck.of(20, run -> run, run -> SYMBOLS, (run, name) -> Outcome.cannotTell("503"));
        SampleCheck<String> skipped =
                SampleCheck.of(20, run -> run, run -> SYMBOLS, (run, name) -> Outcome.absentAsAllowed(name));

        assertThat(((Outcome.CannotTell) unknown.check("d")).cause())
                .startsWith("sample of 20 of 900, seed d: of 20 of 20 nobody can tell, the first SYM")
                .endsWith(": 503");
        assertThat(skipped.check("d")).isInstanceOf(Outcome.CannotTell.class);
    }

    @Test
    @DisplayName("D-20: fewer names than the sample has, none included, are a violation")
    void check_fewerNamesThanTheSample_isAViolation() {
        SampleCheck<String> check =
                SampleCheck.of(20, run -> run, run -> SYMBOLS.subList(0, 19), (run, name) -> Outcome.pass());
        SampleCheck<String> none = SampleCheck.of(20, run -> run, run -> List.of(), (run, name) -> Outcome.pass());

        assertThat(check.check("d")).isEqualTo(Outcome.violated("(all names)", "at least 20 to draw from", "19"));
        assertThat(none.check("d")).isEqualTo(Outcome.violated("(all names)", "at least 20 to draw from", "0"));
    }

    @Test
    void of_badNumbers_areRefused() {
        assertThatThrownBy(() -> SampleCheck.<String>of(0, run -> run, run -> SYMBOLS, (run, name) -> Outcome.pass()))
                .hasMessage("size is not within 1 and 10000: 0");
        assertThatThrownBy(() -> SampleCheck.<String>of(1, run -> run, run -> SYMBOLS, (run, name) -> Outcome.pass())
                        .reporting(BigDecimal.ZERO))
                .hasMessage("percent is not above 0 and at most 100: 0");
        assertThatThrownBy(() -> SampleCheck.probabilityOfMissing(10, 11, 1))
                .hasMessage("population is not at least 1, or bad or size is not within 0 and it: 10, 11, 1");
    }

    private static Set<String> drawn(String seed, List<String> names) {
        Set<String> drawn = new HashSet<>();
        SampleCheck.<String>of(20, run -> run, run -> names, (run, name) -> {
                    drawn.add(name);
                    return Outcome.pass();
                })
                .check(seed);
        assertThat(drawn).hasSize(20);
        return new TreeSet<>(drawn);
    }

    private static BigInteger choose(int n, int k) {
        BigInteger product = BigInteger.ONE;
        for (int i = 0; i < k; i++) {
            product = product.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        return k > n ? BigInteger.ZERO : product;
    }
}
