package dev.interlock.schedule;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the fields of a cron expression; every refusal names the field, the position and what is allowed. */
final class CronParser {
    private static final Pattern FIELD = Pattern.compile("\\S+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final int NTH_MAX = 5;

    private final String expression;
    private final Map<CronField, Text> fields = new EnumMap<>(CronField.class);

    private CronParser(String expression) {
        this.expression = expression;
    }

    /** A piece of the expression, and where it begins, counted from 1. */
    private record Text(String text, int position) {
        Text from(int index) {
            return new Text(text.substring(index), position + index);
        }

        Text upTo(int index) {
            return new Text(text.substring(0, index), position);
        }

        String quoted() {
            return "'" + text + "' at position " + position;
        }

        boolean is(String other) {
            return text.equalsIgnoreCase(other);
        }

        boolean endsWith(char last) {
            return text.length() > 1 && Character.toUpperCase(text.charAt(text.length() - 1)) == last;
        }
    }

    /**
     * The times that an expression stands for.
     *
     * @param from where the fields begin in {@code expression}
     * @param to where they end
     */
    static CronTimes parse(String expression, int from, int to) {
        List<Text> texts = new ArrayList<>();
        Matcher field = FIELD.matcher(expression).region(from, to);
        while (field.find()) {
            texts.add(new Text(field.group(), field.start() + 1));
        }
        int count = texts.size();
        List<CronField> names = List.of(CronField.values());
        int wanted = names.size();
        if (count != wanted) {
            String where = count < wanted
                    ? names.get(count).title() + " is missing at position " + (to + 1)
                    : texts.get(wanted).quoted() + " is one too many";
            throw new IllegalArgumentException(
                    expression + " has " + count + " fields; it takes 6, separated by spaces: "
                            + "minutes hours day-of-month month day-of-week year; " + where);
        }
        CronParser parser = new CronParser(expression);
        Iterator<Text> next = texts.iterator();
        for (CronField name : names) {
            parser.fields.put(name, next.next());
        }
        return parser.times();
    }

    private CronTimes times() {
        BitSet minutes = values(CronField.MINUTES);
        BitSet hours = values(CronField.HOURS);
        MonthDays monthDays = days();
        BitSet months = values(CronField.MONTH);
        BitSet years = values(CronField.YEAR);
        return new CronTimes(minutes, hours, monthDays, months, years);
    }

    /** The days by the field of the two that is not left open. */
    private MonthDays days() {
        Text dayOfMonth = text(CronField.DAY_OF_MONTH);
        Text dayOfWeek = text(CronField.DAY_OF_WEEK);
        boolean anyDayOfWeek = dayOfWeek.is("?");
        if (dayOfMonth.is("?") == anyDayOfWeek) {
            throw new IllegalArgumentException(expression + " has " + dayOfMonth.quoted() + " for the day-of-month and "
                    + dayOfWeek.quoted() + " for the day-of-week; exactly one of them must be ?");
        }
        return anyDayOfWeek ? daysOfMonth() : daysOfWeek();
    }

    private MonthDays daysOfMonth() {
        MonthDays days = MonthDays.none();
        for (Text item : items(CronField.DAY_OF_MONTH)) {
            days = days.or(dayOfMonth(item));
        }
        return days;
    }

    private MonthDays dayOfMonth(Text item) {
        if (item.is("L")) {
            return MonthDays.last();
        }
        if (item.is("LW")) {
            return MonthDays.lastWorkday();
        }
        requireLAlone(CronField.DAY_OF_MONTH, item);
        if (item.endsWith('W')) {
            return MonthDays.nearestWorkday(value(CronField.DAY_OF_MONTH, item.upTo(item.text.length() - 1)));
        }
        return MonthDays.numbered(range(CronField.DAY_OF_MONTH, item));
    }

    private MonthDays daysOfWeek() {
        List<Text> items = items(CronField.DAY_OF_WEEK);
        MonthDays days = MonthDays.none();
        for (Text item : items) {
            if (item.text.contains("#") && items.size() > 1) {
                throw refused(CronField.DAY_OF_WEEK, item, "must be alone in its field, because it has a #");
            }
            days = days.or(dayOfWeek(item));
        }
        return days;
    }

    private MonthDays dayOfWeek(Text item) {
        if (item.is("L")) {
            return MonthDays.on(single(MonthDays.SATURDAY));
        }
        requireLAlone(CronField.DAY_OF_WEEK, item);
        if (item.endsWith('L')) {
            return MonthDays.lastOn(value(CronField.DAY_OF_WEEK, item.upTo(item.text.length() - 1)));
        }
        int hash = item.text.indexOf('#');
        if (hash >= 0) {
            int weekday = value(CronField.DAY_OF_WEEK, item.upTo(hash));
            Text nth = item.from(hash + 1);
            if (!nth.text.matches("[1-5]")) {
                throw refused(CronField.DAY_OF_WEEK, nth, "is not 1-" + NTH_MAX + ", as it must be after #");
            }
            return MonthDays.nth(weekday, Integer.parseInt(nth.text));
        }
        return MonthDays.on(range(CronField.DAY_OF_WEEK, item));
    }

    /** Quartz takes {@code L-3}, so it is what people try. */
    private void requireLAlone(CronField field, Text item) {
        if (item.text.matches("[Ll][^A-Za-z].*")) {
            throw refused(field, item, "is not understood, because L stands alone");
        }
    }

    private BitSet values(CronField field) {
        BitSet values = new BitSet();
        items(field).forEach(item -> values.or(range(field, item)));
        return values;
    }

    /** What one item without letters of its own stands for: all, a value or a range, each with or without a step. */
    private BitSet range(CronField field, Text item) {
        int slash = item.text.indexOf('/');
        Text base = slash < 0 ? item : item.upTo(slash);
        int step = slash < 0 ? 1 : step(field, item.from(slash + 1));
        if (base.is("*")) {
            return steps(field, field.first(), field.last(), step);
        }
        int dash = base.text.indexOf('-');
        if (dash < 0) {
            int value = value(field, base);
            return slash < 0 ? single(value) : steps(field, value, field.last(), step);
        }
        int low = value(field, base.upTo(dash));
        int high = value(field, base.from(dash + 1));
        if (low > high && field == CronField.YEAR) {
            throw refused(field, base, "ends before it begins");
        }
        return steps(field, low, high, step);
    }

    /** From {@code low} to {@code high} by steps; past the last value it goes on with the first. */
    private static BitSet steps(CronField field, int low, int high, int step) {
        BitSet values = new BitSet();
        int end = low <= high ? high : high + field.size();
        for (int value = low; value <= end; value += step) {
            values.set(value > field.last() ? value - field.size() : value);
        }
        return values;
    }

    private int step(CronField field, Text text) {
        int step = text.text.matches("[0-9]{1,4}") ? Integer.parseInt(text.text) : 0;
        if (step < 1 || step > field.size()) {
            throw refused(field, text, "is not a step of 1-" + field.size());
        }
        return step;
    }

    private int value(CronField field, Text text) {
        int value = field.value(text.text);
        if (value < 0) {
            throw refused(field, text, NUMBER.matcher(text.text).matches() ? "is out of bounds" : "is not understood");
        }
        return value;
    }

    private List<Text> items(CronField field) {
        List<Text> items = new ArrayList<>();
        Text rest = text(field);
        for (int comma = rest.text.indexOf(','); comma >= 0; comma = rest.text.indexOf(',')) {
            items.add(rest.upTo(comma));
            rest = rest.from(comma + 1);
        }
        items.add(rest);
        for (Text item : items) {
            if (item.text.isEmpty()) {
                throw refused(field, item, "lacks a value beside its comma");
            }
            if (item.is("?")) {
                throw refused(field, item, field.isDay() ? "must be alone in its field" : "is for day fields only");
            }
            if (item.text.startsWith("?")) {
                throw refused(field, item, "is not understood, because ? stands alone");
            }
        }
        return items;
    }

    private Text text(CronField field) {
        return requireNonNull(fields.get(field));
    }

    private static BitSet single(int value) {
        BitSet values = new BitSet();
        values.set(value);
        return values;
    }

    private IllegalArgumentException refused(CronField field, Text text, String problem) {
        return new IllegalArgumentException(expression + ": " + field.title() + " " + text.quoted() + " " + problem
                + "; allowed are " + field.allowed());
    }
}
