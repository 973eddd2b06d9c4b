package dev.interlock.schedule;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The six fields of an AWS cron expression as questions, each answered by its definition: "is this a weekday of the
 * month, and no other is nearer to the 15th" rather than by a calculation.
 */
final class SlowCronFields {
    private static final Pattern CRON = Pattern.compile("cron\\( *(\\S+) +(\\S+) +(\\S+) +(\\S+) +(\\S+) +(\\S+) *\\)");
    private static final Pattern NEAREST_WEEKDAY = Pattern.compile("(\\d+)W");
    private static final Pattern LAST_OF_ITS_KIND = Pattern.compile("(\\w+)L");
    private static final Pattern NTH_OF_ITS_KIND = Pattern.compile("(\\w+)#([1-5])");

    private static final Values MINUTE = new Values("minute", 0, 59, List.of());
    private static final Values HOUR = new Values("hour", 0, 23, List.of());
    private static final Values DAY = new Values("day of month", 1, 31, List.of());
    private static final Values MONTH = new Values(
            "month",
            1,
            12,
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"));
    private static final Values WEEKDAY =
            new Values("day of week", 1, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));
    private static final Values YEAR = new Values("year", 1970, 2199, List.of());

    private final IntPredicate minute;
    private final IntPredicate hour;
    private final Predicate<LocalDate> month;
    private final Predicate<LocalDate> day;

    private SlowCronFields(
            IntPredicate minute, IntPredicate hour, Predicate<LocalDate> month, Predicate<LocalDate> day) {
        this.minute = minute;
        this.hour = hour;
        this.month = month;
        this.day = day;
    }

    static SlowCronFields parse(String expression) {
        Matcher parts = CRON.matcher(expression);
        check(parts.matches(), "six fields in cron(...)", expression);
        IntPredicate months = MONTH.parse(parts.group(4));
        IntPredicate years = YEAR.parse(parts.group(6));
        return new SlowCronFields(
                MINUTE.parse(parts.group(1)),
                HOUR.parse(parts.group(2)),
                date -> months.test(date.getMonthValue()) && years.test(date.getYear()),
                days(parts.group(3), parts.group(5)));
    }

    boolean minuteMatches(int value) {
        return minute.test(value);
    }

    boolean hourMatches(int value) {
        return hour.test(value);
    }

    boolean monthMatches(LocalDate date) {
        return month.test(date);
    }

    boolean dateMatches(LocalDate date) {
        return month.test(date) && day.test(date);
    }

    private static Predicate<LocalDate> days(String ofMonth, String ofWeek) {
        check(ofMonth.equals("?") != ofWeek.equals("?"), "one day field of ?", ofMonth + " " + ofWeek);
        if (ofWeek.equals("?")) {
            return anyOf(items(ofMonth).map(SlowCronFields::dayOfMonth));
        }
        check(!ofWeek.contains("#") || !ofWeek.contains(","), "nothing beside #", ofWeek);
        return anyOf(items(ofWeek).map(SlowCronFields::dayOfWeek));
    }

    private static Predicate<LocalDate> dayOfMonth(String item) {
        Matcher nearest = NEAREST_WEEKDAY.matcher(item);
        if (nearest.matches()) {
            int target = DAY.value(nearest.group(1));
            return date -> target <= date.lengthOfMonth() && date.equals(nearestWeekday(date.withDayOfMonth(target)));
        }
        if (item.equals("LW")) {
            return date -> isWeekday(date) && restOfMonth(date).skip(1).noneMatch(SlowCronFields::isWeekday);
        }
        if (item.equals("L")) {
            return date -> restOfMonth(date).count() == 1;
        }
        IntPredicate days = DAY.parseItem(item);
        return date -> days.test(date.getDayOfMonth());
    }

    private static Predicate<LocalDate> dayOfWeek(String item) {
        if (item.equals("L")) {
            return date -> date.getDayOfWeek() == DayOfWeek.SATURDAY;
        }
        Matcher last = LAST_OF_ITS_KIND.matcher(item);
        if (last.matches()) {
            int target = WEEKDAY.value(last.group(1));
            return date ->
                    number(date) == target && restOfMonth(date).skip(1).noneMatch(later -> number(later) == target);
        }
        Matcher nth = NTH_OF_ITS_KIND.matcher(item);
        if (nth.matches()) {
            int target = WEEKDAY.value(nth.group(1));
            int count = Integer.parseInt(nth.group(2));
            return date -> number(date) == target
                    && date.withDayOfMonth(1)
                                    .datesUntil(date.plusDays(1))
                                    .filter(earlier -> number(earlier) == target)
                                    .count()
                            == count;
        }
        IntPredicate days = WEEKDAY.parseItem(item);
        return date -> days.test(number(date));
    }

    private static LocalDate nearestWeekday(LocalDate target) {
        LocalDate first = target.withDayOfMonth(1);
        return first.datesUntil(first.plusMonths(1))
                .filter(SlowCronFields::isWeekday)
                .min(Comparator.comparingLong(date -> Math.abs(ChronoUnit.DAYS.between(date, target))))
                .orElseThrow();
    }

    private static Stream<LocalDate> restOfMonth(LocalDate date) {
        return date.datesUntil(date.withDayOfMonth(1).plusMonths(1));
    }

    private static boolean isWeekday(LocalDate date) {
        return date.getDayOfWeek() != DayOfWeek.SATURDAY && date.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    /** Sunday is 1, as AWS counts. */
    private static int number(LocalDate date) {
        return WEEKDAY.value(date.getDayOfWeek().name().substring(0, 3));
    }

    private static Stream<String> items(String field) {
        return Arrays.stream(field.split(",", -1));
    }

    private static Predicate<LocalDate> anyOf(Stream<Predicate<LocalDate>> days) {
        return days.reduce(Predicate::or).orElseThrow();
    }

    private static void check(boolean asExpected, String expected, String actual) {
        if (!asExpected) {
            throw new IllegalArgumentException("expected " + expected + ", but: " + actual);
        }
    }

    /** The values of one field; one belongs to a range if it is passed on the way up from the first to the last. */
    private record Values(String name, int min, int max, List<String> names) {
        private static final Pattern ITEM = Pattern.compile("(\\*|\\w+)(?:-(\\w+))?(?:/(\\d+))?");

        IntPredicate parse(String field) {
            return items(field).map(this::parseItem).reduce(IntPredicate::or).orElseThrow();
        }

        IntPredicate parseItem(String item) {
            Matcher parts = ITEM.matcher(item);
            check(parts.matches(), name, item);
            boolean all = parts.group(1).equals("*");
            boolean range = parts.group(2) != null;
            boolean steps = parts.group(3) != null;
            check(!all || !range, name, item);
            int size = max - min + 1;
            int first = all ? min : value(parts.group(1));
            int last = all || (steps && !range) ? max : range ? value(parts.group(2)) : first;
            int step = steps ? number(parts.group(3)) : 1;
            check(step >= 1 && step <= size, name + " with a step of 1 to " + size, item);
            check(first <= last || !equals(YEAR), "years in order", item);
            int length = Math.floorMod(last - first, size);
            return value -> {
                int walked = Math.floorMod(value - first, size);
                return value >= min && value <= max && walked <= length && walked % step == 0;
            };
        }

        /** AWS writes names in capitals and does not say that they must be. */
        int value(String text) {
            int named = names.indexOf(text.toUpperCase(Locale.ROOT));
            int value = named < 0 ? number(text) : min + named;
            check(value >= min && value <= max, name, text);
            return value;
        }

        private int number(String text) {
            check(text.matches("\\d{1,4}"), name, text);
            return Integer.parseInt(text);
        }
    }
}
