package dev.interlock.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Seeded AWS cron expressions, most of them of the kind that evaluators get wrong. */
final class CronExpressions {
    private static final List<String> NO_NAMES = List.of();
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final int[] NASTY_YEARS = {
        1970, 1971, 2000, 2011, 2018, 2024, 2026, 2028, 2096, 2100, 2104, 2198, 2199
    };
    private static final String MUTATIONS = "0123456789*?,-/LW#AFMNORSTU() ";

    private final SplittableRandom random;

    CronExpressions(SplittableRandom random) {
        this.random = random;
    }

    String next() {
        String minutes = chance(60) ? number(0, 59) : field(0, 59, NO_NAMES);
        String hours = chance(10) ? "23" : chance(40) ? number(0, 3) : chance(10) ? "*" : field(0, 23, NO_NAMES);
        if (chance(30)) {
            // Days that clocks change on are rare: no other field may leave them out.
            return "cron(%s %s * * ? *)".formatted(minutes, hours);
        }
        boolean byWeek = chance(50);
        String month = chance(50) ? "*" : chance(30) ? "2" : field(1, 12, MONTHS);
        return "cron(%s %s %s %s %s %s)"
                .formatted(
                        minutes,
                        hours,
                        byWeek ? "?" : list(this::dayOfMonth),
                        month,
                        byWeek ? dayOfWeek() : "?",
                        chance(65) ? "*" : years());
    }

    /** An expression of the part of the language in which libraries are right too, W and wrapping ranges left out. */
    String undisputed(String years) {
        boolean byWeek = chance(50);
        return "cron(%s %s %s %s %s %s)"
                .formatted(
                        ordered(0, 59, NO_NAMES),
                        ordered(0, 23, NO_NAMES),
                        byWeek ? "?" : chance(30) ? "L" : ordered(1, 31, NO_NAMES),
                        chance(50) ? "*" : ordered(1, 12, MONTHS),
                        byWeek ? undisputedDayOfWeek() : "?",
                        years);
    }

    /** An expression that fires on the last weekday of some months. */
    String lastWeekday() {
        return "cron(%s %s LW %s ? *)"
                .formatted(
                        ordered(0, 59, NO_NAMES), ordered(0, 23, NO_NAMES), chance(50) ? "*" : ordered(1, 12, MONTHS));
    }

    String yearRange(int min, int max) {
        int first = random.nextInt(min, max + 1);
        return first + "-" + random.nextInt(first, max + 1);
    }

    /** An expression with one or two characters inserted, left out, replaced or repeated elsewhere. */
    String mutated() {
        StringBuilder text = new StringBuilder(next());
        for (int left = random.nextInt(1, 3); left > 0; left--) {
            int at = anyPlace(text);
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, anyCharacter());
                case 1 -> text.deleteCharAt(at);
                case 2 -> text.setCharAt(at, anyCharacter());
                default -> text.insert(anyPlace(text), text.charAt(at));
            }
        }
        return text.toString();
    }

    /** Mostly within the fields: a prefix that is wrong hides everything after it. */
    private int anyPlace(CharSequence text) {
        return random.nextInt(chance(90) ? "cron(".length() : 0, text.length());
    }

    private String dayOfMonth() {
        return switch (random.nextInt(6)) {
            case 0 -> "L";
            case 1 -> "LW";
            case 2 -> number(1, 31) + "W";
            case 3 -> String.valueOf(random.nextInt(28, 32));
            default -> item(1, 31, NO_NAMES);
        };
    }

    private String dayOfWeek() {
        return switch (random.nextInt(5)) {
            case 0 -> weekday() + "#" + random.nextInt(1, 6);
            case 1 -> list(() -> weekday() + "L");
            case 2 -> list(() -> "L");
            default -> field(1, 7, WEEKDAYS);
        };
    }

    private String undisputedDayOfWeek() {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextInt(1, 8) + "#" + random.nextInt(1, 6);
            case 1 -> random.nextInt(1, 8) + "L";
            case 2 -> "L";
            default -> ordered(1, 7, WEEKDAYS);
        };
    }

    private String weekday() {
        return value(random.nextInt(1, 8), 1, WEEKDAYS);
    }

    private String years() {
        return switch (random.nextInt(4)) {
            case 0 -> list(this::year);
            case 1 -> year() + "/" + random.nextInt(1, 31);
            case 2 -> yearRange(1970, 2199);
            default -> yearRange(1970, 2199) + "/" + random.nextInt(1, 231);
        };
    }

    private String year() {
        return String.valueOf(
                chance(50) ? NASTY_YEARS[random.nextInt(NASTY_YEARS.length)] : random.nextInt(1970, 2200));
    }

    private String field(int min, int max, List<String> names) {
        return list(() -> item(min, max, names));
    }

    /** Ranges wrap as often as not. */
    private String item(int min, int max, List<String> names) {
        String step = "/" + random.nextInt(1, chance(50) ? 5 : max - min + 2);
        String first = value(random.nextInt(min, max + 1), min, names);
        String last = value(random.nextInt(min, max + 1), min, names);
        return switch (random.nextInt(6)) {
            case 0 -> "*" + step;
            case 1 -> first + step;
            case 2 -> first + "-" + last;
            case 3 -> first + "-" + last + step;
            default -> number(min, max);
        };
    }

    /** No range wraps, and no name is combined with a number or a step. */
    private String ordered(int min, int max, List<String> names) {
        return list(() -> {
            int first = random.nextInt(min, max + 1);
            int last = random.nextInt(first, max + 1);
            String step = "/" + random.nextInt(1, max - min);
            boolean named = !names.isEmpty() && chance(50);
            return switch (random.nextInt(6)) {
                case 0 -> "*" + step;
                case 1 -> first + step;
                case 2 -> named ? names.get(first - min) + "-" + names.get(last - min) : first + "-" + last;
                case 3 -> first + "-" + last + step;
                default -> named ? names.get(first - min) : String.valueOf(first);
            };
        });
    }

    private String number(int min, int max) {
        return String.valueOf(chance(10) ? min : chance(10) ? max : random.nextInt(min, max + 1));
    }

    private String value(int value, int min, List<String> names) {
        return names.isEmpty() || chance(50) ? String.valueOf(value) : names.get(value - min);
    }

    private String list(Supplier<String> item) {
        List<String> items = new ArrayList<>();
        do {
            items.add(item.get());
        } while (chance(25));
        return String.join(",", items);
    }

    private char anyCharacter() {
        return MUTATIONS.charAt(random.nextInt(MUTATIONS.length()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
