package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.schedule.BusinessCalendar;
import dev.interlock.schedule.BusinessCalendars;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The original's trading calendar: dates, steps, the last session closed, staleness in sessions. */
final class TradingCalendarVectors implements Vectors {
    private static final OriginalCalendar ORIGINAL = new OriginalCalendar();
    private static final BusinessCalendar OURS = BusinessCalendars.nyse();

    @Override
    public String fileName() {
        return "trading_calendar.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        Json vectors = Json.of(file);
        Json dates = vectors.at("dates");
        for (String date : dates.names()) {
            LocalDate day = LocalDate.parse(date);
            compare(tally, "date " + date, dates.at(date).bool(), ORIGINAL.isOpen(day), TradingDays.isOpen(day));
        }
        for (String date : vectors.at("holidays").names()) {
            tally.expect("holiday " + date, true, TradingDays.isClosedWeekday(LocalDate.parse(date)));
        }
        differences(vectors, tally);
        for (Json difference : vectors.at("real_differences").cases()) {
            LocalDate date = LocalDate.parse(difference.at("date").text());
            List<Boolean> expected = List.of(
                    difference.at("original_is_trading_day").bool(),
                    difference.at("nyse_open").bool());
            tally.expect("real difference " + date, expected, List.of(ORIGINAL.isOpen(date), TradingDays.isOpen(date)));
        }
        earlyCloses(vectors, tally);
        Json outside = vectors.at("outside_table");
        for (String date : outside.names()) {
            LocalDate day = LocalDate.parse(date);
            compare(tally, "outside " + date, outside.at(date).bool(), ORIGINAL.isOpen(day), TradingDays.isOpen(day));
        }
        each(vectors, "navigation", tally, TradingCalendarVectors::expectedSteps, TradingCalendarVectors::steps);
        each(
                vectors,
                "last_closed",
                tally,
                TradingCalendarVectors::expectedLastClosed,
                TradingCalendarVectors::lastClosed);
        each(vectors, "staleness", tally, TradingCalendarVectors::expectedStaleness, TradingCalendarVectors::staleness);
        for (Json naive : vectors.at("naive_inputs").cases()) {
            tally.attempt(naive.path(), () -> naive(naive, tally));
        }
    }

    private interface Question {
        String ask(Json vector, BusinessCalendar calendar);
    }

    private static void each(
            Json vectors, String group, Tally tally, Function<Json, String> expected, Question question) {
        for (Json vector : vectors.at(group).cases()) {
            tally.attempt(
                    vector.path(),
                    () -> compare(
                            tally,
                            vector.path(),
                            expected.apply(vector),
                            question.ask(vector, ORIGINAL),
                            question.ask(vector, OURS)));
        }
    }

    /** The vector has what the original says; Interlock says the same, or something else because its calendar does. */
    private static void compare(Tally tally, String where, Object expected, Object original, Object ours) {
        if (!expected.equals(original)) {
            tally.fail(where, "not what the original says: " + expected + " and not " + original);
        } else if (expected.equals(ours)) {
            tally.pass();
        } else {
            tally.depart(EnumSet.of(Departure.CALENDAR));
        }
    }

    private static void differences(Json vectors, Tally tally) {
        TreeSet<String> table = new TreeSet<>(vectors.at("holidays").names());
        TreeSet<String> rules = days(vectors)
                .filter(date -> !TradingDays.isWeekend(LocalDate.parse(date)))
                .filter(date -> !ORIGINAL.isOpen(LocalDate.parse(date)))
                .collect(Collectors.toCollection(TreeSet::new));
        Json differences = vectors.at("table_vs_rules");
        tally.expect("table minus rules", differences.at("table_minus_rules").texts(), minus(table, rules));
        tally.expect("rules minus table", differences.at("rules_minus_table").texts(), minus(rules, table));
    }

    /** Every date of the years that the table of holidays spans. */
    private static Stream<String> days(Json vectors) {
        List<String> holidays = vectors.at("holidays").names().stream().sorted().toList();
        LocalDate first = LocalDate.parse(holidays.get(0)).withDayOfYear(1);
        LocalDate end = LocalDate.parse(holidays.get(holidays.size() - 1))
                .withDayOfYear(1)
                .plusYears(1);
        return first.datesUntil(end).map(LocalDate::toString);
    }

    private static List<String> minus(Set<String> all, Set<String> without) {
        return all.stream().filter(date -> !without.contains(date)).toList();
    }

    private static void earlyCloses(Json vectors, Tally tally) {
        TreeSet<String> expected = new TreeSet<>(vectors.at("early_closes").texts());
        TreeSet<String> dates = new TreeSet<>(expected);
        TreeSet<String> actual = days(vectors)
                .filter(date -> TradingDays.closesEarly(LocalDate.parse(date)))
                .collect(Collectors.toCollection(TreeSet::new));
        dates.addAll(actual);
        for (String date : dates) {
            tally.expect("early close " + date, expected.contains(date), actual.contains(date));
        }
    }

    private static String expectedSteps(Json vector) {
        return String.join(
                " ",
                vector.at("next").text(),
                vector.at("previous").text(),
                vector.at("add_n").text(),
                vector.at("subtract_n").text(),
                Integer.toString(vector.at("count_trading_days").integer()));
    }

    private static String steps(Json vector, BusinessCalendar calendar) {
        LocalDate date = LocalDate.parse(vector.at("date").text());
        int n = vector.at("n").integer();
        return String.join(
                " ",
                text(calendar.next(date)),
                text(calendar.previous(date)),
                text(calendar.plus(date, n)),
                text(calendar.plus(date, -n)),
                text(calendar.count(date, LocalDate.parse(vector.at("count_end").text()))));
    }

    private static String expectedLastClosed(Json vector) {
        return String.join(
                " ",
                vector.at("last_closed_trading_day").text(),
                vector.at("calendar_date").text(),
                vector.at("trading_day").text());
    }

    private static String lastClosed(Json vector, BusinessCalendar calendar) {
        Instant instant = Python.time(vector.at("instant").text()).toInstant();
        String session = text(calendar.lastClosed(instant));
        return String.join(
                " ", session, LocalDate.ofInstant(instant, ZoneOffset.UTC).toString(), session);
    }

    private static String expectedStaleness(Json vector) {
        return String.join(
                " ",
                vector.at("expected_last_close").text(),
                Integer.toString(vector.at("trading_days_stale").integer()),
                Boolean.toString(vector.at("fresh_max0").bool()),
                Boolean.toString(vector.at("fresh_max1").bool()));
    }

    private static String staleness(Json vector, BusinessCalendar calendar) {
        LocalDate last = LocalDate.parse(vector.at("last_date").text());
        LocalDate reference = LocalDate.parse(vector.at("reference").text());
        Optional<LocalDate> close =
                calendar.lastClosed(reference.atTime(LocalTime.of(23, 0)).toInstant(ZoneOffset.UTC));
        OptionalInt stale = close.map(date -> calendar.count(last, date)).orElse(OptionalInt.empty());
        int sessions = stale.orElse(Integer.MAX_VALUE);
        return String.join(
                " ", text(close), text(stale), Boolean.toString(sessions <= 0), Boolean.toString(sessions <= 1));
    }

    /** Interlock takes no time without a zone; what is left to hold is that the original meant two things by one. */
    private static void naive(Json vector, Tally tally) {
        LocalDateTime time = LocalDateTime.parse(vector.at("naive").text());
        String newYork = text(ORIGINAL.lastClosed(time.atZone(ORIGINAL.zone()).toInstant()));
        String utc = text(ORIGINAL.lastClosed(time.toInstant(ZoneOffset.UTC)));
        List<String> expected = List.of(
                vector.at("last_closed_trading_day (naive = New York local)").text(),
                vector.at("session_for_timestamp (naive = UTC)").text(),
                vector.at("now_dual.trading_day (naive = UTC)").text());
        if (expected.equals(List.of(newYork, utc, utc))) {
            tally.depart(EnumSet.of(Departure.CALENDAR));
        } else {
            tally.fail(vector.path(), "not what the original says: " + expected);
        }
    }

    private static String text(Optional<LocalDate> date) {
        return date.map(LocalDate::toString).orElse("unknown");
    }

    private static String text(OptionalInt count) {
        return count.isPresent() ? Integer.toString(count.getAsInt()) : "unknown";
    }
}
