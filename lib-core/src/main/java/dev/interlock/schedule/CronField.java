package dev.interlock.schedule;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The fields of a cron expression in their order: the values that each takes, and what it is called in an error. */
enum CronField {
    MINUTES("minutes", 0, 59, "0-59 and , - * /", ""),
    HOURS("hours", 0, 23, "0-23 and , - * /", ""),
    DAY_OF_MONTH("day-of-month", 1, 31, "1-31 and , - * ? / L W", ""),
    MONTH("month", 1, 12, "1-12 or JAN-DEC and , - * /", "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    DAY_OF_WEEK("day-of-week", 1, 7, "1-7 or SUN-SAT and , - * ? / L #", "SUN MON TUE WED THU FRI SAT"),
    YEAR("year", 1970, 2199, "1970-2199 and , - * /", "");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    private final String title;
    private final int first;
    private final int last;
    private final String allowed;
    private final String names;

    CronField(String title, int first, int last, String allowed, String names) {
        this.title = title;
        this.first = first;
        this.last = last;
        this.allowed = allowed;
        this.names = names;
    }

    String title() {
        return title;
    }

    int first() {
        return first;
    }

    int last() {
        return last;
    }

    /** How many values there are. */
    int size() {
        return last - first + 1;
    }

    /** The values and wildcards that are allowed, as AWS lists them. */
    String allowed() {
        return allowed;
    }

    /** Whether the field may be left to the other day field by {@code ?}. */
    boolean isDay() {
        return this == DAY_OF_MONTH || this == DAY_OF_WEEK;
    }

    /** The value of a number or a name; -1 if {@code text} is neither or out of bounds. */
    int value(String text) {
        int name = text.isEmpty() ? -1 : List.of(names.split(" ")).indexOf(text.toUpperCase(Locale.ROOT));
        if (name >= 0) {
            return first + name;
        }
        if (!NUMBER.matcher(text).matches()) {
            return -1;
        }
        int number = Integer.parseInt(text);
        return number < first || number > last ? -1 : number;
    }
}
