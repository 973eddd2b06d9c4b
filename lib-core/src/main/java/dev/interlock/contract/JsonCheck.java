package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import dev.interlock.internal.Json;
import dev.interlock.internal.Printable;
import dev.interlock.internal.Thrown;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one JSON document, at the places that its demands name by JSON pointer (RFC 6901), and tells all of them
 * that are not met. The document is loaded once in each run. Numbers are compared by all their digits.
 *
 * <p>A document that is not there is a violation, or skips if it is declared {@linkplain #optional() optional}; one
 * that cannot be read is one of which nobody can tell, optional or not. So is one with more than 200,000 values where a
 * count or each of them is asked for, and one of which a demand cannot be asked without an exception; what other
 * demands find is told all the same. What a demand finds is shown in reports, up to 60 characters, so it should not
 * name secrets.
 *
 * <p>Immutable, and as thread-safe as its source.
 *
 * @param <C> what the caller hands in
 */
public final class JsonCheck<C> implements Check<C> {
    private static final int LONGEST_NUMBER = 1_000;
    private static final int SHOWN = 60;

    private final DocumentSource<? super C> source;
    private final List<Demand<C>> demands;
    private final boolean isOptional;

    /** One thing that is asked of a document, at a pointer. */
    private record Demand<C>(String pointer, Question<C> question) {}

    @FunctionalInterface
    private interface Question<C> {
        void ask(C context, Json root, Found found);
    }

    /** What the demands find, at pointers in one document. */
    private record Found(String document, OutcomeBuilder mismatches) {
        void add(String pointer, String expected, String found) {
            mismatches.add(document + "#" + pointer, expected, found);
        }

        void addUnknown(String pointer, String cause) {
            mismatches.addUnknown(document + "#" + pointer, "what the demand can be asked of", cause);
        }
    }

    private JsonCheck(DocumentSource<? super C> source, List<Demand<C>> demands, boolean isOptional) {
        this.source = source;
        this.demands = demands;
        this.isOptional = isOptional;
    }

    /** A check that the document is there and is JSON. */
    public static <C> JsonCheck<C> of(DocumentSource<? super C> source) {
        return new JsonCheck<>(requireNonNull(source, "source"), List.of(), false);
    }

    /** This check, skipped if the document is not there, for certain. */
    public JsonCheck<C> optional() {
        return new JsonCheck<>(source, demands, true);
    }

    /** And there is a value at {@code pointer}, and it is not null. */
    public JsonCheck<C> present(String pointer) {
        return and(pointer, (context, value, found) -> {
            if (value == null || value.type() == Json.Type.NULL) {
                found.add(pointer, "a value", shown(value));
            }
        });
    }

    /** And there is an object at {@code pointer}, maybe an empty one. */
    public JsonCheck<C> object(String pointer) {
        return and(pointer, (context, value, found) -> {
            if (value == null || !value.isObject()) {
                found.add(pointer, "an object", shown(value));
            }
        });
    }

    /**
     * And there is a number at {@code pointer}, from {@code min} to {@code max}, both included. Text that looks like a
     * number is none.
     *
     * @throws IllegalArgumentException if {@code min} is above {@code max}
     */
    public JsonCheck<C> between(String pointer, BigDecimal min, BigDecimal max) {
        String expected = range(min, max);
        return and(pointer, (context, value, found) -> {
            if (!isWithin(value, min, max)) {
                found.add(pointer, expected, shown(value));
            }
        });
    }

    /**
     * And each value right inside of the object or array at {@code pointer} is a number from {@code min} to
     * {@code max}, both included; all that are not are told. There must be at least one.
     *
     * @throws IllegalArgumentException if {@code min} is above {@code max}
     */
    public JsonCheck<C> eachBetween(String pointer, BigDecimal min, BigDecimal max) {
        String expected = range(min, max);
        return and(pointer, (context, value, found) -> {
            if (count(value) < 1) {
                found.add(pointer, "an object or array with at least one value", shown(value));
                return;
            }
            requireNonNull(value).fields().forEach((name, field) -> {
                if (!isWithin(field, min, max)) {
                    found.add(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), expected, shown(field));
                }
            });
            List<Json> items = value.items();
            for (int i = 0; i < items.size(); i++) {
                if (!isWithin(items.get(i), min, max)) {
                    found.add(pointer + "/" + i, expected, shown(items.get(i)));
                }
            }
        });
    }

    /**
     * And the object or array at {@code pointer} has from {@code min} to {@code max} fields or elements, both included.
     * Of fields with the same name one counts.
     *
     * @throws IllegalArgumentException if {@code min} is negative or above {@code max}
     */
    public JsonCheck<C> count(String pointer, int min, int max) {
        if (min < 0 || min > max) {
            throw new IllegalArgumentException("count at " + pointer + " is not a range: " + min + " to " + max);
        }
        String expected = max == Integer.MAX_VALUE ? "at least " + min + " values" : min + " to " + max + " values";
        return and(pointer, (context, value, found) -> {
            int count = count(value);
            if (count < min || count > max) {
                found.add(pointer, expected, count < 0 ? shown(value) : count + " values");
            }
        });
    }

    /** And there is a string at {@code pointer}, the one that {@code expected} makes of what the caller hands in. */
    public JsonCheck<C> equalTo(String pointer, Function<? super C, String> expected) {
        requireNonNull(expected, "expected");
        return and(pointer, (context, value, found) -> {
            String text = expected.apply(context);
            if (value == null || !text.equals(value.text())) {
                found.add(pointer, "\"" + text + "\"", shown(value));
            }
        });
    }

    /**
     * And the number at {@code part}, divided by that at {@code whole}, is at least {@code min} and at most 1. A whole
     * of zero or below is wrong, for a share of nothing is none, and so is a part above the whole.
     *
     * @throws IllegalArgumentException if {@code min} is not from 0 to 1
     */
    public JsonCheck<C> ratio(String part, String whole, BigDecimal min) {
        requirePointer(part);
        requirePointer(whole);
        if (requireNonNull(min, "min").signum() < 0 || min.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("min of the ratio at " + part + " is not from 0 to 1: " + min);
        }
        return andRoot(part, (context, root, found) -> {
            BigDecimal of = number(root.at(whole));
            BigDecimal counted = number(root.at(part));
            if (of == null || of.signum() <= 0) {
                found.add(whole, "a number above 0", shown(root.at(whole)));
            } else if (counted == null) {
                found.add(part, "a number", shown(root.at(part)));
            } else if (counted.compareTo(of) > 0) {
                found.add(part, "no more than " + whole, cut(counted.toString()) + " of " + cut(of.toString()));
            } else if (counted.compareTo(of.multiply(min)) < 0) {
                found.add(
                        part,
                        "at least " + min.toPlainString() + " of " + whole,
                        cut(counted.toString()) + " of " + cut(of.toString()) + ", "
                                + counted.divide(of, new MathContext(3)));
            }
        });
    }

    @Override
    public Outcome check(C context) {
        Document document = source.load(context);
        return Documents.judge(document, isOptional, loaded -> examine(context, loaded));
    }

    private Outcome examine(C context, Document.Loaded loaded) {
        byte[] bytes = loaded.payload().bytes();
        @Nullable Json root = Json.check(bytes, 0, bytes.length).orElse(null);
        OutcomeBuilder mismatches = new OutcomeBuilder(loaded.place());
        if (root == null) {
            mismatches.add(loaded.place(), "JSON", describe(loaded.payload()));
            return mismatches.outcome(1);
        }
        Found found = new Found(loaded.place(), mismatches);
        demands.forEach(demand -> ask(demand, context, root, found));
        return mismatches.outcome(Math.max(1, demands.size()));
    }

    /** Asks one demand, so that one which cannot be asked leaves the others. */
    private static <C> void ask(Demand<C> demand, C context, Json root, Found found) {
        try {
            demand.question().ask(context, root, found);
        } catch (Json.TooManyValues e) {
            found.addUnknown(demand.pointer(), "the document " + e.reason());
        } catch (Throwable e) { // the caller's own function may throw anything
            Thrown.requireMachine(e);
            found.addUnknown(demand.pointer(), "the demand " + Examiner.threw(e));
        }
    }

    /** What a demand does with the value at its pointer, which is null if there is none. */
    @FunctionalInterface
    private interface Examination<C> {
        void examine(C context, @Nullable Json value, Found found);
    }

    private JsonCheck<C> and(String pointer, Examination<C> examination) {
        requirePointer(pointer);
        return andRoot(pointer, (context, root, found) -> examination.examine(context, root.at(pointer), found));
    }

    private JsonCheck<C> andRoot(String pointer, Question<C> question) {
        List<Demand<C>> more = new ArrayList<>(demands);
        more.add(new Demand<>(pointer, question));
        return new JsonCheck<>(source, List.copyOf(more), isOptional);
    }

    private static void requirePointer(String pointer) {
        if (!requireNonNull(pointer, "pointer").isEmpty() && pointer.charAt(0) != '/') {
            throw new IllegalArgumentException("a JSON pointer begins with a slash: " + pointer);
        }
    }

    private static String range(BigDecimal min, BigDecimal max) {
        if (requireNonNull(min, "min").compareTo(requireNonNull(max, "max")) > 0) {
            throw new IllegalArgumentException("min is above max: " + min + " and " + max);
        }
        return "a number from " + min.toPlainString() + " to " + max.toPlainString();
    }

    private static boolean isWithin(@Nullable Json value, BigDecimal min, BigDecimal max) {
        BigDecimal number = number(value);
        return number != null && number.compareTo(min) >= 0 && number.compareTo(max) <= 0;
    }

    /** The number that a value is; null if it is none, or has more digits than a contract can mean. */
    private static @Nullable BigDecimal number(@Nullable Json value) {
        if (value == null || value.type() != Json.Type.NUMBER || value.to() - value.from() > LONGEST_NUMBER) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(value.raw());
            return Math.abs((long) number.scale()) > LONGEST_NUMBER ? null : number;
        } catch (NumberFormatException e) { // an exponent of more than ten digits
            return null;
        }
    }

    private static int count(@Nullable Json value) {
        if (value == null || !(value.isObject() || value.isArray())) {
            return -1;
        }
        return value.isObject() ? value.fields().size() : value.items().size();
    }

    private static String shown(@Nullable Json value) {
        if (value == null) {
            return "nothing";
        }
        return switch (value.type()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "\"" + cut(requireNonNull(value.text())) + "\"";
            case NUMBER, BOOLEAN, NULL -> cut(value.raw());
        };
    }

    private static String cut(String text) {
        return Printable.of(text, SHOWN) + (text.length() > SHOWN ? "..." : "");
    }

    static String describe(Payload payload) {
        return payload.size() == 0 ? "nothing" : payload.size() + " bytes that are not JSON";
    }
}
