package dev.interlock.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CadenceTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

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
        long first = cadence.interval().isPresent() ? -2_000_000_000L : 1_000_000L; // the first rule ticks in 1970
        for (int i = 0; i < 500; i++) {
            Instant now = Instant.ofEpochSecond(random.nextLong(first, 4_000_000_000L), random.nextInt(1_000_000_000));

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

    @Test
    void of_schedule_isLabelledByTheMinuteInItsZone() {
        Cadence cadence = Cadence.of(Schedule.scheduler("cron(0 20 * * ? *)", NEW_YORK));
        Instant tick = Instant.parse("2026-05-28T00:00:00Z");

        assertThat(cadence.cycleAt(tick)).isEqualTo(new Cycle("20260527T2000", tick, LocalDate.of(2026, 5, 27)));
        assertThat(cadence.name()).isEqualTo("cron(0 20 * * ? *) America/New_York");
        assertThat(cadence.schedule().expression()).isEqualTo("cron(0 20 * * ? *)");
        assertThat(cadence.interval()).isEmpty();
        assertThat(cadence.calendar()).isSameAs(BusinessCalendars.everyDay());
    }

    @ParameterizedTest
    @CsvSource({
        "ISO_WEEK, 2027-01-02T01:00:00Z, 2026-W53",
        "DATE, 2027-01-02T01:00:00Z, 2027-01-01",
        "MINUTE, 2027-01-02T01:00:00Z, 20270101T2000"
    })
    void labelled_schedule_isLabelledByItsZone(CycleLabel label, Instant tick, String expected) {
        Cadence cadence =
                Cadence.of(Schedule.scheduler("cron(0 20 * * ? *)", NEW_YORK)).labelled(label);

        assertThat(cadence.cycleAt(tick).label()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "rate(15 minutes), 1970-01-01T00:00:00Z, 2026-05-27T12:44:59Z, rate_15m_1977650",
        "rate(1 day), 2026-01-01T12:34:56Z, 2026-05-27T12:34:56Z, rate_1440m_20600",
        "rate(1 day), 2026-01-01T12:34:56Z, 2026-05-27T12:34:55Z, rate_1440m_20599"
    })
    void labelled_rateByBucket_countsPeriodsSinceTheEpoch(
            String expression, Instant anchor, Instant now, String expected) {
        Cadence cadence = Cadence.of(Schedule.rule(expression, anchor)).labelled(CycleLabel.BUCKET);

        assertThat(cadence.cycleAt(now).label()).isEqualTo(expected);
    }

    @Test
    void labelled_cronByBucket_isRefused() {
        Cadence cron = Cadence.of(Schedule.rule("cron(0 20 * * ? *)"));

        assertThatThrownBy(() -> cron.labelled(CycleLabel.BUCKET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cron(0 20 * * ? *) has no period to label by; only a rate has");
    }

    @Test
    void labelled_continuous_isRefused() {
        Cadence continuous = Cadence.continuous(Duration.ofMinutes(15));

        assertThatThrownBy(() -> continuous.labelled(CycleLabel.DATE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a continuous cadence takes no label: DATE");
    }

    @Test
    void of_scheduleThatNeverFires_isRefused() {
        Schedule never = Schedule.rule("cron(0 0 30 2 ? *)");

        assertThatThrownBy(() -> Cadence.of(never))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cron(0 0 30 2 ? *) never fires");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-27T12:00:00Z, 2026-05-27, 2026-05-26",
        "2026-05-26T12:00:00Z, 2026-05-26, 2026-05-22",
        "2026-05-26T02:00:00Z, 2026-05-25, 2026-05-22"
    })
    void tradingDay_isTheDayOfTheTickInAZoneOrTheSessionBefore(Instant tick, LocalDate inNewYork, LocalDate before) {
        Cadence cadence = Cadence.of(Schedule.rule("cron(0 * * * ? *)")).on(BusinessCalendars.nyse());

        assertThat(cadence.cycleAt(tick).tradingDay()).isEqualTo(LocalDate.ofInstant(tick, ZoneOffset.UTC));
        assertThat(cadence.tradingDayIn(NEW_YORK).cycleAt(tick).tradingDay()).isEqualTo(inNewYork);
        assertThat(cadence.tradingDayBefore().cycleAt(tick).tradingDay()).isEqualTo(before);
    }

    @Test
    void tradingDayBefore_whereTheCalendarCannotTell_isUncovered() {
        Cadence cadence = Cadence.weekdaySf().on(BusinessCalendars.nyse()).tradingDayBefore();
        Cycle first = cadence.cycleAt(Instant.parse("2000-01-03T13:00:00Z"));
        Cycle second = cadence.cycleAt(Instant.parse("2000-01-04T13:00:00Z"));

        assertThat(cadence.businessDay(first))
                .isEqualTo(new BusinessDay.Uncovered(
                        LocalDate.of(2000, 1, 3), "NYSE knows no business day before 2000-01-03"));
        assertThat(cadence.businessDay(second)).isInstanceOf(BusinessDay.Open.class);
    }

    @Test
    void businessDay_isAskedForTheDateInTheCalendarsZone() {
        Cadence cadence = Cadence.of(Schedule.rule("cron(0 2 * * ? *)")).on(BusinessCalendars.nyse());
        Cycle fridayNight = cadence.cycleAt(Instant.parse("2026-05-30T02:00:00Z"));

        assertThat(cadence.businessDay(fridayNight).date()).isEqualTo(LocalDate.of(2026, 5, 29));
        assertThat(cadence.businessDay(fridayNight)).isInstanceOf(BusinessDay.Open.class);
    }

    @Test
    void cycleAt_beforeTheFirstTick_isACycleOfItsOwn() {
        Instant first = Instant.parse("2027-01-01T14:00:00Z");
        Cadence cadence = Cadence.of(Schedule.scheduler("cron(0 9 * * ? *)", NEW_YORK, first));
        Cycle before = cadence.cycleAt(first.minusNanos(1));

        assertThat(before.label()).isEqualTo("before-20270101T0900");
        assertThat(before.tradingDay()).isEqualTo(LocalDate.of(2027, 1, 1));
        assertThat(cadence.isBeforeTheFirst(before)).isTrue();
        assertThat(cadence.cycleAt(Instant.EPOCH)).isEqualTo(before);
        assertThat(cadence.before(cadence.cycleAt(first))).isEqualTo(before);
        assertThat(cadence.before(before)).isEqualTo(before);
        assertThat(cadence.isBeforeTheFirst(cadence.cycleAt(first))).isFalse();
        assertThat(cadence.businessDay(before))
                .isEqualTo(new BusinessDay.Closed(before.date(), "the first tick is 2027-01-01T14:00:00Z"));
        assertThat(cadence.on(BusinessCalendars.nyse()).businessDay(before)).isInstanceOf(BusinessDay.Closed.class);
    }

    @Test
    void cycleAt_afterTheLastTick_staysInForce() {
        Instant last = Instant.parse("2026-05-27T13:00:00Z");
        Cadence cadence =
                Cadence.of(Schedule.scheduler("cron(0 9 * * ? *)", NEW_YORK).endingAt(last));

        assertThat(cadence.cycleAt(Instant.parse("2100-01-01T00:00:00Z")).tick())
                .isEqualTo(last);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 4", "5, 4", "1000, 4", "0, 0"})
    void countBusiness_closedDays_doNotCount(int most, int expected) {
        Cadence cadence = Cadence.weekdaySf().on(BusinessCalendars.nyse());
        Cycle thursday = cadence.cycleAt(Instant.parse("2026-05-28T13:00:00Z"));

        assertThat(cadence.countBusiness(Instant.parse("2026-05-22T13:00:00Z"), thursday, most))
                .isEqualTo(expected);
        assertThat(cadence.countBusiness(Instant.parse("2026-05-22T13:00:00.000000001Z"), thursday, 1000))
                .isEqualTo(3);
    }

    @Test
    void countBusiness_minutesOnALongClosure_skipsItsDays() {
        Cadence cadence = Cadence.of(Schedule.rule("cron(* 12 ? * SAT-SUN *)")).on(BusinessCalendars.nyse());
        Cycle sunday = cadence.cycleAt(Instant.parse("2040-12-30T13:00:00Z"));

        assertThat(cadence.countBusiness(Instant.EPOCH, sunday, 1)).isZero();
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
