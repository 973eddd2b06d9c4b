package dev.interlock.freshness;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a date in the ISO 8601 forms that Python's {@code date.fromisoformat} takes since 3.11, and in no other. */
final class RegistryDate {
    private static final Pattern FORM = Pattern.compile("(?<year>[0-9]{4})(?<dash>-?)"
            + "(?:(?<month>[0-9]{2})\\k<dash>(?<day>[0-9]{2})|W(?<week>[0-9]{2})(?:\\k<dash>(?<weekday>[1-7]))?)");

    private RegistryDate() {}

    /** The date; empty if {@code text} is none of the years 1 to 9999. A week alone is its Monday. */
    static Optional<LocalDate> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate date = form.group("week") == null ? calendarDate(form) : weekDate(form);
            return Optional.of(date).filter(d -> d.getYear() >= 1 && d.getYear() <= 9999);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LocalDate calendarDate(Matcher form) {
        return LocalDate.of(number(form, "year"), number(form, "month"), number(form, "day"));
    }

    private static LocalDate weekDate(Matcher form) {
        LocalDate inFirstWeek = LocalDate.of(number(form, "year"), 1, 4);
        int week = IsoFields.WEEK_OF_WEEK_BASED_YEAR
                .rangeRefinedBy(inFirstWeek)
                .checkValidIntValue(number(form, "week"), IsoFields.WEEK_OF_WEEK_BASED_YEAR);
        int weekday = form.group("weekday") == null ? 1 : number(form, "weekday");
        return inFirstWeek
                .plusWeeks(week - 1)
                .plusDays(weekday - inFirstWeek.getDayOfWeek().getValue());
    }

    private static int number(Matcher form, String group) {
        return Integer.parseInt(form.group(group));
    }
}
