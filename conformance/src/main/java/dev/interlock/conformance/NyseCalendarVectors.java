package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.BusinessDay;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Closures and early closes of whole years, where nothing may be missing and nothing be too much. */
final class NyseCalendarVectors implements Vectors {
    @Override
    public String fileName() {
        return "nyse-calendar-2024-2030.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        Json closed = Json.of(file).at("closed_weekdays");
        for (String year : closed.names()) {
            Map<LocalDate, String> expected = new TreeMap<>();
            closed.at(year).cases().forEach(date -> expected.put(LocalDate.parse(date.text()), "closed"));
            Map<LocalDate, String> actual = new TreeMap<>();
            each(year, TradingDays::isClosedWeekday, date -> actual.put(date, "closed"));
            compare(tally, "closed ", expected, actual);
        }
        Json early = Json.of(file).at("early_close_13_00_America_New_York");
        for (String year : early.names()) {
            Map<LocalDate, String> expected = new TreeMap<>();
            Json dates = early.at(year);
            dates.names()
                    .forEach(date ->
                            expected.put(LocalDate.parse(date), dates.at(date).text()));
            Map<LocalDate, String> actual = new TreeMap<>();
            each(year, TradingDays::closesEarly, date -> actual.put(date, closingTime(date)));
            compare(tally, "closes early ", expected, actual);
        }
    }

    /** A case for each date that either side names. */
    private static void compare(
            Tally tally, String what, Map<LocalDate, String> expected, Map<LocalDate, String> actual) {
        TreeSet<LocalDate> dates = new TreeSet<>(expected.keySet());
        dates.addAll(actual.keySet());
        for (LocalDate date : dates) {
            tally.expect(what + date, expected.getOrDefault(date, "no"), actual.getOrDefault(date, "no"));
        }
    }

    private static void each(String year, Predicate<LocalDate> which, Consumer<LocalDate> found) {
        LocalDate first = LocalDate.of(Integer.parseInt(year), 1, 1);
        first.datesUntil(first.plusYears(1)).filter(which).forEach(found);
    }

    private static String closingTime(LocalDate date) {
        BusinessDay day = BusinessCalendars.nyse().day(date);
        return day instanceof BusinessDay.Open open
                ? open.closes().toLocalTime().toString()
                : "closed";
    }
}
