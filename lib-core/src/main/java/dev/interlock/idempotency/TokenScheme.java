package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Sha256;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A versioned recipe that turns a request into an {@link IdempotencyToken}.
 *
 * <p>The declaration is the documentation: what is included makes two requests two, what is excluded does not. For a
 * record every component must be one or the other, so that one that is added later cannot be forgotten in silence.
 *
 * <p>Law: two requests have equal tokens if and only if name, version and all included fields are equal, but for a
 * collision of SHA-256. Every part of the preimage carries its length and every field its name and type, so that no
 * value can pass for another field; see {@code docs/formats.md}. Text is taken as it is, without Unicode normalisation.
 *
 * <p>Immutable and thread-safe. A changed meaning is a new version.
 */
public final class TokenScheme<T> {
    private final String name;
    private final int version;
    private final List<Field<T>> fields;

    private TokenScheme(Builder<T> builder) {
        this.name = builder.name;
        this.version = builder.version;
        this.fields = List.copyOf(builder.fields);
    }

    /**
     * Starts a scheme for requests of {@code type}.
     *
     * @param name the scheme's name, such as {@code place-order}: lower-case letters, digits and hyphens
     * @param version 1 at first, one more whenever the meaning of the token changes
     * @throws IllegalArgumentException if the name has other characters or the version is below 1
     */
    public static <T> Builder<T> of(Class<T> type, String name, int version) {
        return new Builder<>(type, name, version);
    }

    /**
     * The token of {@code request}.
     *
     * @throws NullPointerException if an included field is null; names the field
     * @throws IllegalArgumentException if an included text is not valid: half of a surrogate pair; if a decimal is too
     *     long; names the field
     */
    public IdempotencyToken tokenFor(T request) {
        requireNonNull(request, "request");
        Sha256 sha256 = Sha256.borrow();
        try {
            sha256.addFrame("name", name);
            sha256.addFrame("version", Integer.toString(version));
            for (Field<T> field : fields) {
                sha256.addFrame("field", field.name());
                sha256.addFrame("type", field.type());
                sha256.addFrame(field.name(), field.text().apply(request));
            }
            return IdempotencyToken.ofHex(sha256.hex());
        } finally {
            sha256.giveBack();
        }
    }

    /** Name and version, such as {@code place-order.v1}. */
    @Override
    public String toString() {
        return name + ".v" + version;
    }

    private record Field<T>(String name, String type, Function<? super T, String> text) {}

    /** Collects the fields of a scheme, in the order in which they go into the token. Not thread-safe. */
    public static final class Builder<T> {
        private static final int MAX_DECIMAL_DIGITS = 1_000;

        private final Class<T> type;
        private final String name;
        private final int version;
        private final List<Field<T>> fields = new ArrayList<>();
        private final Set<String> named = new LinkedHashSet<>();

        private Builder(Class<T> type, String name, int version) {
            this.type = requireNonNull(type, "type");
            this.name = requireNonNull(name, "name");
            this.version = version;
            if (!name.matches("[a-z][a-z0-9-]*")) {
                throw new IllegalArgumentException(
                        "scheme name has more than lower-case letters, digits and hyphens, or"
                                + " does not begin with a letter: '" + name + "'");
            }
            if (version < 1) {
                throw new IllegalArgumentException("version is below 1: " + version);
            }
        }

        /** Includes a text. */
        public Builder<T> text(String field, Function<? super T, String> value) {
            return include(field, "text", value, Function.identity());
        }

        /** Includes a whole number. */
        public Builder<T> integer(String field, ToLongFunction<? super T> value) {
            requireNonNull(value, "value");
            return include(field, "integer", request -> unboxed(field, request, value), Function.identity());
        }

        /**
         * Includes a decimal number by its value: 10 and 10.00 are the same. It has at most 1,000 digits when it is
         * written plainly, without an exponent and without trailing zeros after the point.
         */
        public Builder<T> decimal(String field, Function<? super T, BigDecimal> value) {
            return include(field, "decimal", value, number -> canonical(field, number));
        }

        /** Includes a date. */
        public Builder<T> date(String field, Function<? super T, LocalDate> value) {
            return include(field, "date", value, LocalDate::toString);
        }

        /** Includes a moment, to the nanosecond. Not the moment of the request: a retry has another. */
        public Builder<T> instant(String field, Function<? super T, Instant> value) {
            return include(field, "instant", value, Instant::toString);
        }

        /** Includes a constant of an enum by its name. */
        public Builder<T> constant(String field, Function<? super T, ? extends Enum<?>> value) {
            return include(field, "constant", value, Enum::name);
        }

        /**
         * Excludes a field: two requests that differ in it are one.
         *
         * @param why the double that including it would cause, for whoever reads the declaration
         * @throws IllegalArgumentException if {@code why} is blank
         */
        public Builder<T> excluding(String field, String why) {
            if (requireNonNull(why, "why").isBlank()) {
                throw new IllegalArgumentException("field '" + field + "' is excluded without a reason");
            }
            return name(field);
        }

        /**
         * The scheme.
         *
         * @throws IllegalArgumentException if nothing is included, or if the type is a record and one of its components
         *     is neither included nor excluded
         */
        public TokenScheme<T> build() {
            if (fields.isEmpty()) {
                throw new IllegalArgumentException("scheme " + name + " includes nothing");
            }
            RecordComponent[] components = type.getRecordComponents();
            for (RecordComponent component : components == null ? new RecordComponent[0] : components) {
                if (!named.contains(component.getName())) {
                    throw new IllegalArgumentException("scheme " + name + " neither includes nor excludes '"
                            + component.getName() + "' of " + type.getSimpleName());
                }
            }
            return new TokenScheme<>(this);
        }

        private <V> Builder<T> include(
                String field, String kind, Function<? super T, ? extends V> value, Function<? super V, String> text) {
            requireNonNull(field, "field");
            requireNonNull(value, "value");
            fields.add(new Field<>(field, kind, request -> text.apply(requireNonNull(value.apply(request), field))));
            return name(field);
        }

        /** The one accessor that can fail on a null itself: a boxed number is unboxed inside it. */
        private static <T> String unboxed(String field, T request, ToLongFunction<? super T> value) {
            try {
                return Long.toString(value.applyAsLong(request));
            } catch (NullPointerException e) {
                NullPointerException named = new NullPointerException(field);
                named.initCause(e);
                throw named;
            }
        }

        private Builder<T> name(String field) {
            if (requireNonNull(field, "field").isBlank()) {
                throw new IllegalArgumentException("a field of scheme " + name + " has no name");
            }
            if (!named.add(field)) {
                throw new IllegalArgumentException("field '" + field + "' is named twice in scheme " + name);
            }
            return this;
        }

        /** Zero has a scale too, and must lose it; an exponent costs nothing until it is written out. */
        private static String canonical(String field, BigDecimal number) {
            if (number.signum() == 0) {
                return "0";
            }
            long whole = Math.max(1, (long) number.precision() - number.scale());
            requireShort(field, whole);
            BigDecimal stripped = number.stripTrailingZeros();
            requireShort(field, whole + Math.max(0, stripped.scale()));
            return stripped.toPlainString();
        }

        private static void requireShort(String field, long digits) {
            if (digits > MAX_DECIMAL_DIGITS) {
                throw new IllegalArgumentException(field + " has at least " + digits
                        + " digits when it is written plainly, more than " + MAX_DECIMAL_DIGITS);
            }
        }
    }
}
