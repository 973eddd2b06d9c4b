package dev.interlock.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CadenceTest {
    @ParameterizedTest
    @CsvSource({
        "2026-05-30T09:00:00Z, 2026-05-30T09:00:00Z, 2026-W22",
        "2026-05-30T08:59:59.999999999Z, 2026-05-23T09:00:00Z, 2026-W21",
        "2026-05-30T09:00:00.000000001Z, 2026-05-30T09:00:00Z, 2026-W22",
        "2026-05-31T00:00:00Z, 2026-05-30T09:00:00Z, 2026-W22",
        "2026-06-05T23:59:59Z, 2026-05-30T09:00:00Z, 2026-W22",
        "2026-06-06T00:00:00Z, 2026-05-30T09:00:00Z, 2026-W22",
        "2026-01-03T09:00:00Z, 2026-01-03T09:00:00Z, 2026-W01",
        "2026-12-26T09:00:00Z, 2026-12-26T09:00:00Z, 2026-W52",
        "2027-01-02T09:00:00Z, 2027-01-02T09:00:00Z, 2026-W53",
        "2027-01-09T09:00:00Z, 2027-01-09T09:00:00Z, 2027-W01",
        "2028-01-01T09:00:00Z, 2028-01-01T09:00:00Z, 2027-W52",
        "2028-01-08T08:59:59Z, 2028-01-01T09:00:00Z, 2027-W52",
        "2028-01-08T09:00:00Z, 2028-01-08T09:00:00Z, 2028-W01",
        "2028-02-29T12:00:00Z, 2028-02-26T09:00:00Z, 2028-W08"
    })
    void cycleAt_saturday_isLabelledByIsoWeek(Instant now, Instant tick, String label) {
        assertThat(Cadence.saturdaySf().cycleAt(now)).isEqualTo(new Cycle(label, tick, dateOf(tick)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-27T13:00:00Z, 2026-05-27T13:00:00Z, 2026-05-27",
        "2026-05-27T12:59:59.999999999Z, 2026-05-26T13:00:00Z, 2026-05-26",
        "2026-05-27T13:00:00.000000001Z, 2026-05-27T13:00:00Z, 2026-05-27",
        "2026-05-27T23:59:59Z, 2026-05-27T13:00:00Z, 2026-05-27",
        "2026-05-28T00:00:00Z, 2026-05-27T13:00:00Z, 2026-05-27",
        "2026-05-29T13:00:00Z, 2026-05-29T13:00:00Z, 2026-05-29",
        "2026-05-30T13:00:00Z, 2026-05-29T13:00:00Z, 2026-05-29",
        "2026-05-31T13:00:00Z, 2026-05-29T13:00:00Z, 2026-05-29",
        "2026-06-01T12:59:59.999999999Z, 2026-05-29T13:00:00Z, 2026-05-29",
        "2026-06-01T13:00:00Z, 2026-06-01T13:00:00Z, 2026-06-01",
        "2027-01-01T12:59:59Z, 2026-12-31T13:00:00Z, 2026-12-31",
        "2027-01-01T13:00:00Z, 2027-01-01T13:00:00Z, 2027-01-01",
        "2028-01-01T13:00:00Z, 2027-12-31T13:00:00Z, 2027-12-31",
        "2028-02-29T13:00:00Z, 2028-02-29T13:00:00Z, 2028-02-29",
        "2028-03-01T12:59:59Z, 2028-02-29T13:00:00Z, 2028-02-29"
    })
    void cycleAt_weekday_isLabelledByDate(Instant now, Instant tick, String label) {
        assertThat(Cadence.weekdaySf().cycleAt(now)).isEqualTo(new Cycle(label, tick, dateOf(tick)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-27T21:00:00Z, 2026-05-27T21:00:00Z, 2026-05-27",
        "2026-05-27T20:59:59.999999999Z, 2026-05-26T21:00:00Z, 2026-05-26",
        "2026-05-28T00:00:00Z, 2026-05-27T21:00:00Z, 2026-05-27",
        "2026-05-30T21:00:00Z, 2026-05-29T21:00:00Z, 2026-05-29",
        "2026-05-31T23:00:00Z, 2026-05-29T21:00:00Z, 2026-05-29",
        "2026-06-01T20:59:59.999999999Z, 2026-05-29T21:00:00Z, 2026-05-29",
        "2026-06-01T21:00:00Z, 2026-06-01T21:00:00Z, 2026-06-01",
        "2027-01-01T20:00:00Z, 2026-12-31T21:00:00Z, 2026-12-31"
    })
    void cycleAt_endOfDay_isLabelledByDate(Instant now, Instant tick, String label) {
        assertThat(Cadence.eodSf().cycleAt(now)).isEqualTo(new Cycle(label, tick, dateOf(tick)));
    }

    @ParameterizedTest
    @CsvSource({
        "15, 2026-05-27T12:30:00Z, 2026-05-27T12:30:00Z, continuous_15m_1977650",
        "15, 2026-05-27T12:44:59.999999999Z, 2026-05-27T12:30:00Z, continuous_15m_1977650",
        "15, 2026-05-27T12:45:00Z, 2026-05-27T12:45:00Z, continuous_15m_1977651",
        "15, 1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z, continuous_15m_0",
        "15, 1969-12-31T23:59:59.999999999Z, 1969-12-31T23:45:00Z, continuous_15m_-1",
        "15, 1969-12-31T23:45:00Z, 1969-12-31T23:45:00Z, continuous_15m_-1",
        "15, 1969-12-31T23:44:59.999999999Z, 1969-12-31T23:30:00Z, continuous_15m_-2",
        "1, 2026-05-27T13:00:59.999999999Z, 2026-05-27T13:00:00Z, continuous_1m_29664780",
        "7, 2026-05-27T00:00:00Z, 2026-05-26T23:58:00Z, continuous_7m_4237714",
        "7, 2026-05-27T13:00:00Z, 2026-05-27T12:55:00Z, continuous_7m_4237825",
        "1441, 1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z, continuous_1441m_0",
        "1441, 2026-05-27T00:00:00Z, 2026-05-26T07:05:00Z, continuous_1441m_20585",
        "1441, 2026-05-27T13:00:00Z, 2026-05-27T07:06:00Z, continuous_1441m_20586",
        "1441, 1969-12-30T23:59:00Z, 1969-12-30T23:59:00Z, continuous_1441m_-1",
        "1441, 1969-12-30T23:58:59.999999999Z, 1969-12-29T23:58:00Z, continuous_1441m_-2"
    })
    void cycleAt_continuous_countsIntervalsFromTheEpoch(int minutes, Instant now, Instant tick, String label) {
        assertThat(Cadence.continuous(Duration.ofMinutes(minutes)).cycleAt(now))
                .isEqualTo(new Cycle(label, tick, dateOf(tick)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-27T13:00:00Z, 2026-05-26",
        "2026-05-28T00:00:00Z, 2026-05-26",
        "2026-06-01T13:00:00Z, 2026-05-29",
        "2027-01-01T13:00:00Z, 2026-12-31"
    })
    void before_weekday_isTheCycleOfTheWeekdayBefore(Instant now, LocalDate expected) {
        Cadence cadence = Cadence.weekdaySf();

        assertThat(cadence.before(cadence.cycleAt(now)))
                .isEqualTo(new Cycle(expected.toString(), Instant.parse(expected + "T13:00:00Z"), expected));
    }

    @Test
    void before_saturday_isAWeekEarlier() {
        Cadence cadence = Cadence.saturdaySf();

        assertThat(cadence.before(cadence.cycleAt(Instant.parse("2027-01-02T09:00:00Z"))))
                .isEqualTo(new Cycle("2026-W52", Instant.parse("2026-12-26T09:00:00Z"), LocalDate.of(2026, 12, 26)));
    }

    @Test
    void before_firstIntervalOfTheEpoch_isNegative() {
        Cadence cadence = Cadence.continuous(Duration.ofMinutes(15));

        assertThat(cadence.before(cadence.cycleAt(Instant.EPOCH)))
                .isEqualTo(new Cycle(
                        "continuous_15m_-1", Instant.parse("1969-12-31T23:45:00Z"), LocalDate.of(1969, 12, 31)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1M", "PT59S", "PT1M0.000000001S", "PT90S", "PT0.5S", "PT-15M", "PT-0.5S"})
    void continuous_notWholeMinutesAboveZero_isRefused(Duration interval) {
        assertThatThrownBy(() -> Cadence.continuous(interval))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("interval is not a whole number of minutes above 0: " + interval);
    }

    @Test
    void continuous_oneMinute_isTheShortestInterval() {
        assertThat(Cadence.continuous(Duration.ofMinutes(1)).interval()).hasValue(Duration.ofMinutes(1));
    }

    @Test
    void continuous_ofAYear_isTheLongestInterval() {
        assertThat(Cadence.continuous(Duration.ofDays(366)).interval()).hasValue(Duration.ofDays(366));
    }

    @Test
    void continuous_longerThanAYear_isRefused() {
        Duration interval = Duration.ofDays(366).plusMinutes(1);

        assertThatThrownBy(() -> Cadence.continuous(interval))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("interval is longer than 366 days: PT8784H1M");
    }

    @Test
    void on_continuous_isRefused() {
        Cadence continuous = Cadence.continuous(Duration.ofMinutes(15));

        assertThatThrownBy(() -> continuous.on(BusinessCalendars.nyse()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a continuous cadence takes no calendar: NYSE");
    }

    @Test
    void on_calendar_leavesTicksAndLabels() {
        Cadence plain = Cadence.eodSf();
        Cadence withCalendar = plain.on(BusinessCalendars.nyse());
        Instant memorialDay = Instant.parse("2026-05-25T21:00:00Z");

        assertThat(withCalendar.cycleAt(memorialDay))
                .isEqualTo(new Cycle("2026-05-25", memorialDay, LocalDate.of(2026, 5, 25)));
        assertThat(withCalendar.name()).isEqualTo("eod_sf");
        assertThat(withCalendar.interval()).isEmpty();
    }

    @Test
    void on_calendar_leavesTheOriginalWithout() {
        Cadence plain = Cadence.weekdaySf();

        assertThat(plain.on(BusinessCalendars.nyse()).calendar()).isSameAs(BusinessCalendars.nyse());
        assertThat(plain.calendar()).isSameAs(BusinessCalendars.everyDay());
    }

    @Test
    void businessDay_withCalendar_isWhatItSaysOfTheTicksUtcDate() {
        Cadence cadence = Cadence.weekdaySf().on(BusinessCalendars.nyse());
        Cycle memorialDay = cadence.cycleAt(Instant.parse("2026-05-26T12:59:59Z"));

        assertThat(cadence.businessDay(memorialDay))
                .isEqualTo(new BusinessDay.Closed(LocalDate.of(2026, 5, 25), "Memorial Day"));
    }

    @Test
    void businessDay_withoutCalendar_isOpen() {
        Cadence cadence = Cadence.saturdaySf();
        Cycle saturday = cadence.cycleAt(Instant.parse("2026-05-30T09:00:00Z"));

        assertThat(cadence.businessDay(saturday))
                .isEqualTo(BusinessCalendars.everyDay().day(LocalDate.of(2026, 5, 30)));
    }

    @Test
    void name_ofEachCadence_isItsSymbol() {
        assertThat(cadences().map(Cadence::name))
                .containsExactly(
                        "saturday_sf", "weekday_sf", "eod_sf", "continuous", "continuous", "continuous", "continuous");
    }

    @Test
    void interval_ofACadenceThatProducesOnce_isEmpty() {
        assertThat(Cadence.saturdaySf().interval()).isEmpty();
        assertThat(Cadence.weekdaySf().interval()).isEmpty();
        assertThat(Cadence.eodSf().interval()).isEmpty();
    }

    @Test
    void toString_withoutCalendar_isTheSymbol() {
        assertThat(Cadence.weekdaySf()).hasToString("weekday_sf");
    }

    @Test
    void toString_withCalendar_namesIt() {
        assertThat(Cadence.weekdaySf().on(BusinessCalendars.nyse())).hasToString("weekday_sf on NYSE");
    }

    @Test
    void toString_continuous_namesTheInterval() {
        assertThat(Cadence.continuous(Duration.ofMinutes(15))).hasToString("continuous every PT15M");
    }

    @Test
    void date_ofCycle_isTheUtcDateOfTheTick() {
        Cycle cycle = new Cycle("label", Instant.parse("2026-05-27T00:00:00Z"), LocalDate.of(2026, 5, 22));

        assertThat(cycle.date()).isEqualTo(LocalDate.of(2026, 5, 27));
        assertThat(cycle.tradingDay()).isEqualTo(LocalDate.of(2026, 5, 22));
    }

    @Test
    void date_ofCycle_isOfTheDayBeforeJustBeforeMidnight() {
        Cycle cycle = new Cycle("label", Instant.parse("2026-05-26T23:59:59.999999999Z"), LocalDate.of(2026, 5, 22));

        assertThat(cycle.date()).isEqualTo(LocalDate.of(2026, 5, 26));
    }

    @ParameterizedTest
    @MethodSource("cadences")
    void cycleAt_anyInstant_liesWithinItsCycle(Cadence cadence) {
        long seed = 0x1f3a_9c02L;
        SplittableRandom random = new SplittableRandom(seed);
        Duration step = cadence.interval().orElse(Duration.ofHours(1));
        for (int i = 0; i < 500; i++) {
            Instant now = Instant.ofEpochSecond(
                    random.nextLong(-2_000_000_000L, 4_000_000_000L), random.nextInt(1_000_000_000));

            Cycle cycle = cadence.cycleAt(now);
            Cycle next = cycle;
            for (Instant later = now; next.equals(cycle); later = later.plus(step)) {
                next = cadence.cycleAt(later);
            }

            String which = cadence + " at " + now + ", case " + i + " of seed " + seed;
            assertThat(cycle.tick()).as(which).isBeforeOrEqualTo(now);
            assertThat(cadence.cycleAt(cycle.tick())).as(which).isEqualTo(cycle);
            assertThat(next.tick()).as(which).isAfter(now);
            assertThat(cadence.cycleAt(next.tick().minusNanos(1))).as(which).isEqualTo(cycle);
            assertThat(cadence.before(next)).as(which).isEqualTo(cycle);
            assertThat(next.label()).as(which).isNotEqualTo(cycle.label());
        }
    }

    static Stream<Cadence> cadences() {
        return Stream.of(
                Cadence.saturdaySf(),
                Cadence.weekdaySf(),
                Cadence.eodSf(),
                Cadence.continuous(Duration.ofMinutes(1)),
                Cadence.continuous(Duration.ofMinutes(7)),
                Cadence.continuous(Duration.ofMinutes(15)),
                Cadence.continuous(Duration.ofMinutes(1441)));
    }

    private static LocalDate dateOf(Instant tick) {
        return LocalDate.parse(tick.toString().substring(0, 10));
    }
}
