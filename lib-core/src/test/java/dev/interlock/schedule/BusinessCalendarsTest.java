package dev.interlock.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BusinessCalendarsTest {
    private static final LocalDate JULY_2 = LocalDate.of(2026, 7, 2);
    private static final BusinessCalendar NYSE = BusinessCalendars.nyse();
    private static final BusinessCalendar TOKYO = BusinessCalendars.builder(
                    "Tokyo", BusinessCalendars.weekdays("weekdays in Tokyo", ZoneId.of("Asia/Tokyo")))
            .from(LocalDate.of(2026, 1, 1))
            .closed(LocalDate.of(2026, 1, 1), "New Year")
            .closed(LocalDate.of(2026, 4, 29), "Showa Day")
            .until(LocalDate.of(2026, 12, 31))
            .build();
    private static final BusinessCalendar DESK = BusinessCalendars.builder("desk", NYSE)
            .closedWith(TOKYO)
            .closed(JULY_2, "inventory")
            .closed(LocalDate.of(2026, 11, 26), "turkey")
            .closed(LocalDate.of(2027, 3, 1), "office moves")
            .build();
    private static final BusinessCalendar FOREVER = BusinessCalendars.builder(
                    "forever", BusinessCalendars.weekdays("week", ZoneOffset.UTC))
            .closedWith(NYSE)
            .build();

    @ParameterizedTest
    @CsvSource({
        "2026-05-29, Open 2026-05-29T00:00-04:00[America/New_York] 2026-05-30T00:00-04:00[America/New_York]",
        "2026-05-30, Closed weekend",
        "2026-05-31, Closed weekend",
        "2026-06-01, Open 2026-06-01T00:00-04:00[America/New_York] 2026-06-02T00:00-04:00[America/New_York]",
        "2026-03-06, Open 2026-03-06T00:00-05:00[America/New_York] 2026-03-07T00:00-05:00[America/New_York]",
        "1900-01-01, Open 1900-01-01T00:00-05:00[America/New_York] 1900-01-02T00:00-05:00[America/New_York]",
        "2999-12-31, Open 2999-12-31T00:00-05:00[America/New_York] 3000-01-01T00:00-05:00[America/New_York]"
    })
    void weekdays_day_isOpenFromMidnightToMidnight(LocalDate date, String expected) {
        assertThat(said(BusinessCalendars.weekdays("desk", ZoneId.of("America/New_York")), date))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2011-12-29, Open 2011-12-29T00:00-10:00[Pacific/Apia] 2011-12-31T00:00+14:00[Pacific/Apia]",
        "2011-12-30, Closed Pacific/Apia has no such day",
        "2011-12-31, Closed weekend",
    })
    void weekdays_dayThatTheZoneLeavesOut_isClosed(LocalDate date, String expected) {
        assertThat(said(BusinessCalendars.weekdays("Samoa", ZoneId.of("Pacific/Apia")), date))
                .isEqualTo(expected);
    }

    @Test
    void weekdays_nameAndZone_areThoseGiven() {
        BusinessCalendar calendar = BusinessCalendars.weekdays("desk", ZoneId.of("Asia/Tokyo"));

        assertThat(calendar.name()).isEqualTo("desk");
        assertThat(calendar.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-01-01 | Closed NYSE: New Year's Day
            2026-01-02 | Open 2026-01-02T09:30-05:00[America/New_York] 2026-01-02T16:00-05:00[America/New_York]
            2026-04-03 | Closed NYSE: Good Friday
            2026-04-29 | Closed Tokyo: Showa Day
            2026-05-30 | Closed NYSE: weekend
            2026-07-01 | Open 2026-07-01T09:30-04:00[America/New_York] 2026-07-01T16:00-04:00[America/New_York]
            2026-07-02 | Closed inventory
            2026-11-26 | Closed turkey
            2026-11-27 | Open 2026-11-27T09:30-05:00[America/New_York] 2026-11-27T13:00-05:00[America/New_York]
            2026-12-31 | Open 2026-12-31T09:30-05:00[America/New_York] 2026-12-31T16:00-05:00[America/New_York]
            2025-12-31 | Uncovered Tokyo is known from 2026-01-01 until 2026-12-31
            2027-01-01 | Closed NYSE: New Year's Day
            2027-01-02 | Closed NYSE: weekend
            2027-01-04 | Uncovered Tokyo is known from 2026-01-01 until 2026-12-31
            2027-03-01 | Closed office moves
            2041-01-01 | Uncovered NYSE is known from 2000 to 2040
            2041-01-05 | Closed weekdays in Tokyo: weekend
            """)
    void combined_day_isClosedWhereAPartIsAndElseUncoveredWhereAPartIs(LocalDate date, String expected) {
        assertThat(said(DESK, date)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1999-12-31 | Uncovered NYSE is known from 2000 to 2040
            2000-01-03 | Open 2000-01-03T00:00Z 2000-01-04T00:00Z
            2026-11-27 | Open 2026-11-27T00:00Z 2026-11-28T00:00Z
            2040-12-25 | Closed NYSE: Christmas Day
            2040-12-31 | Open 2040-12-31T00:00Z 2041-01-01T00:00Z
            2041-01-01 | Uncovered NYSE is known from 2000 to 2040
            2041-01-05 | Closed week: weekend
            2041-01-07 | Uncovered NYSE is known from 2000 to 2040
            """)
    void combined_otherThatIsUncovered_leavesWhatIsClosedAnyway(LocalDate date, String expected) {
        assertThat(said(FOREVER, date)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01, 2026-03-31, 2026-02-28, Uncovered own is known from 2026-03-01 until 2026-03-31",
        "2026-03-01, 2026-03-31, 2026-03-01, Open",
        "2026-03-01, 2026-03-31, 2026-03-31, Open",
        "2026-03-01, 2026-03-31, 2026-04-01, Uncovered own is known from 2026-03-01 until 2026-03-31",
        "2026-03-01, 2026-03-01, 2026-03-01, Open",
        "2026-03-01, , 2026-02-28, Uncovered own is known from 2026-03-01 on",
        "2026-03-01, , 9999-12-31, Open",
        ", 2026-03-31, 2026-04-01, Uncovered own is known until 2026-03-31",
        ", 2026-03-31, 0001-01-01, Open",
        ", , 2026-02-28, Open",
    })
    void combined_bounds_areInclusive(LocalDate from, LocalDate until, LocalDate date, String expected) {
        BusinessCalendars.Builder builder = BusinessCalendars.builder("own", BusinessCalendars.everyDay());
        if (from != null) {
            builder.from(from);
        }
        if (until != null) {
            builder.until(until);
        }

        assertThat(said(builder.build(), date)).startsWith(expected);
    }

    @Test
    void combined_nameAndZone_areItsOwnAndTheBases() {
        assertThat(DESK.name()).isEqualTo("desk");
        assertThat(DESK.zone()).isEqualTo(ZoneId.of("America/New_York"));
        assertThat(TOKYO.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(BusinessCalendars.builder("team", DESK).build().zone()).isEqualTo(ZoneId.of("America/New_York"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-07-02 | Closed desk: inventory
            2026-04-29 | Closed Tokyo: Showa Day
            2026-04-03 | Closed NYSE: Good Friday
            2026-07-03 | Closed NYSE: Independence Day
            2026-07-06 | Closed picnic
            2026-11-27 | Open 2026-11-27T09:30-05:00[America/New_York] 2026-11-27T13:00-05:00[America/New_York]
            2027-01-04 | Uncovered Tokyo is known from 2026-01-01 until 2026-12-31
            """)
    void combined_onACombinedBase_namesThePartThatIsClosed(LocalDate date, String expected) {
        BusinessCalendar team = BusinessCalendars.builder("team", DESK)
                .closedWith(TOKYO)
                .closedWith(NYSE)
                .closed(LocalDate.of(2026, 7, 6), "picnic")
                .build();

        assertThat(said(team, date)).isEqualTo(expected);
    }

    @Test
    void combined_steps_goOverEveryClosure() {
        assertThat(DESK.next(LocalDate.of(2026, 7, 1))).contains(LocalDate.of(2026, 7, 6));
        assertThat(DESK.previous(LocalDate.of(2026, 4, 30))).contains(LocalDate.of(2026, 4, 28));
        assertThat(DESK.previous(LocalDate.of(2026, 1, 2))).isEmpty();
    }

    /** Each calendar is made of the one before it twice, so that there are two to the sixtieth paths. */
    @Test
    void combined_calendarsThatShareTheirParts_areAskedOnce() {
        BusinessCalendar calendar = DESK;
        for (int i = 0; i < 60; i++) {
            calendar = BusinessCalendars.builder("calendar " + i, calendar)
                    .closedWith(calendar)
                    .build();
        }

        assertThat(said(calendar, JULY_2)).isEqualTo("Closed desk: inventory");
        assertThat(said(calendar, LocalDate.of(2026, 7, 1))).startsWith("Open 2026-07-01T09:30");
    }

    @Test
    void combined_dayOfAnyDate_isByTheRule() {
        long seed = 20_260_702L;
        SplittableRandom random = new SplittableRandom(seed);
        for (int number = 0; number < 2_000; number++) {
            LocalDate date = LocalDate.ofEpochDay(random.nextLong(10_000, 27_000));
            BusinessDay base = NYSE.day(date);
            BusinessDay other = TOKYO.day(date);
            BusinessDay day = BusinessCalendars.builder("union", NYSE)
                    .closedWith(TOKYO)
                    .build()
                    .day(date);

            String which = date + ", case " + number + " of seed " + seed;
            boolean isClosed = Stream.of(base, other).anyMatch(BusinessDay.Closed.class::isInstance);
            boolean isUncovered = Stream.of(base, other).anyMatch(BusinessDay.Uncovered.class::isInstance);
            assertThat(day.date()).as(which).isEqualTo(date);
            assertThat(day instanceof BusinessDay.Closed).as(which).isEqualTo(isClosed);
            assertThat(day instanceof BusinessDay.Uncovered).as(which).isEqualTo(!isClosed && isUncovered);
            if (!isClosed && !isUncovered) {
                assertThat(day).as(which).isEqualTo(base);
            }
        }
    }

    @Test
    void build_builderUsedAfterwards_leavesTheCalendar() {
        BusinessCalendars.Builder builder = BusinessCalendars.builder("desk", NYSE);
        BusinessCalendar before = builder.build();
        builder.closed(JULY_2, "inventory").closedWith(TOKYO).until(JULY_2);

        assertThat(said(before, JULY_2)).startsWith("Open");
        assertThat(said(before, JULY_2.plusYears(1))).startsWith("Open");
    }

    @Test
    void closed_dateGivenAgain_hasTheLaterReason() {
        BusinessCalendar calendar = BusinessCalendars.builder("desk", NYSE)
                .closed(JULY_2, "inventory")
                .closed(JULY_2, "stocktaking")
                .build();

        assertThat(said(calendar, JULY_2)).isEqualTo("Closed stocktaking");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void blankText_isRefused(String blank) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BusinessCalendars.weekdays(blank, ZoneOffset.UTC))
                .withMessage("name is blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BusinessCalendars.builder(blank, NYSE))
                .withMessage("name is blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BusinessCalendars.builder("desk", NYSE).closed(JULY_2, blank))
                .withMessage("reason is blank");
    }

    @Test
    void bounds_outOfOrder_areRefusedAtOnce() {
        LocalDate before = JULY_2.minusDays(1);
        LocalDate after = JULY_2.plusDays(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk().from(after).until(JULY_2))
                .withMessage("from 2026-07-03 is after until 2026-07-02");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk().until(JULY_2).from(after))
                .withMessage("from 2026-07-03 is after until 2026-07-02");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk().from(JULY_2).closed(before, "inventory"))
                .withMessage("closure 2026-07-01 is before from 2026-07-02");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk().closed(before, "x").closed(after, "y").from(JULY_2))
                .withMessage("closure 2026-07-01 is before from 2026-07-02");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk().until(JULY_2).closed(after, "inventory"))
                .withMessage("closure 2026-07-03 is after until 2026-07-02");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> desk().closed(before, "x").closed(after, "y").until(JULY_2))
                .withMessage("closure 2026-07-03 is after until 2026-07-02");
        assertThat(said(desk().from(JULY_2).until(JULY_2).closed(JULY_2, "x").build(), JULY_2))
                .isEqualTo("Closed x");
    }

    @Test
    @SuppressWarnings("NullAway") // a calendar that breaks its promise
    void combined_partThatSaysNothing_isNotTakenForOpen() {
        BusinessCalendar silent = new BusinessCalendar() {
            @Override
            public String name() {
                return "silent";
            }

            @Override
            public ZoneId zone() {
                return ZoneOffset.UTC;
            }

            @Override
            public BusinessDay day(LocalDate date) {
                return null;
            }
        };

        assertThatNullPointerException()
                .isThrownBy(() -> desk().closedWith(silent).build().day(JULY_2))
                .withMessage("silent says nothing of 2026-07-02");
    }

    private static BusinessCalendars.Builder desk() {
        return BusinessCalendars.builder("desk", NYSE);
    }

    private static String said(BusinessCalendar calendar, LocalDate date) {
        return calendar.day(date)
                .fold(
                        open -> "Open " + open.opens() + " " + open.closes(),
                        closed -> "Closed " + closed.reason(),
                        uncovered -> "Uncovered " + uncovered.cause());
    }
}
