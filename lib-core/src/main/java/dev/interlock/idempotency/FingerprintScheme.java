package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import dev.interlock.internal.Printable;
import dev.interlock.internal.Sha256;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of a request counts when two requests are compared under one token. A constant of the program, and its
 * documentation: {@snippet class="dev.interlock.idempotency.IdempotencySnippetsTest" region="fingerprint"}
 *
 * <p>Two payloads have one fingerprint if what is selected of them is equal as JSON: the order of names, white space,
 * escapes and {@code 1.0} for {@code 1} do not matter; {@code 42} and {@code "42"} differ, and so do {@code null} and a
 * name that is not there. Texts are equal if their characters are; nothing is normalised.
 *
 * <p>By default the whole payload counts, but for what is excluded by name, so a field that is new counts too. With
 * {@link Builder#selecting} only the selected values count. Pointers are those of RFC 6901, without wildcards.
 *
 * <p>Nothing that cannot be told apart is let through: a selected value that is not there, a name twice, half of a
 * surrogate pair, and a number that a {@code double} would change are refused. A stored format: a change of meaning is
 * a new version of the scheme. Immutable and thread-safe.
 */
public final class FingerprintScheme {
    private static final String FORMAT = "jcs-sha256";
    private static final int LONGEST_NAME = 64;
    private static final int MAX_POINTER = 200;

    private final String name;
    private final int version;
    private final Set<String> selected;
    private final Map<String, String> excluded;
    private final Exclusion exclusion;
    private final CanonicalJson.Precision precision;

    private FingerprintScheme(Builder builder) {
        name = builder.name;
        version = builder.version;
        selected = builder.selected.isEmpty() ? Set.of("") : new TreeSet<>(builder.selected);
        excluded = Map.copyOf(builder.excluded);
        exclusion = Exclusion.of(excluded.keySet());
        precision = builder.precision;
    }

    /**
     * A scheme of the whole payload, as long as nothing is selected.
     *
     * @param name what is asked for, such as {@code place-order}; letters, digits and hyphens, at most 64
     * @param version from 1, one more with each change of what counts
     */
    public static Builder of(String name, int version) {
        return new Builder(name, version);
    }

    /**
     * The fingerprint of a request.
     *
     * @throws IllegalArgumentException if the payload is no JSON, lacks what is selected, or cannot be told from
     *     another one; names the place as a JSON pointer, never a value
     */
    public Fingerprint fingerprint(Payload request) {
        if (requireNonNull(request, "request").kind() != Payload.Kind.JSON) {
            throw new IllegalArgumentException("payload: is " + request.kind() + ", not JSON");
        }
        return fingerprint(CanonicalJson.read(request.bytes(), precision, exclusion));
    }

    /**
     * The fingerprint of a request of named texts: that of the JSON object which has them.
     *
     * @throws IllegalArgumentException if it lacks what is selected, or a name or a text has half of a surrogate pair;
     *     names the place as a JSON pointer, never a value
     */
    public Fingerprint fingerprint(Map<String, String> request) {
        return fingerprint(CanonicalJson.of(requireNonNull(request, "request"), exclusion));
    }

    private Fingerprint fingerprint(CanonicalJson.Node document) {
        Sha256 sha256 = Sha256.borrow();
        try {
            sha256.addFrame("format", FORMAT)
                    .addFrame("name", name)
                    .add(version)
                    .add((byte) '\n');
            for (String pointer : selected) {
                CanonicalJson.Node value = document.at(pointer);
                if (value == null) {
                    throw new IllegalArgumentException("payload at " + Printable.of(pointer, MAX_POINTER)
                            + ": is missing, and " + name + " cannot tell requests apart without it");
                }
                sha256.addFrame("pointer", pointer).addFrame("payload at " + pointer, value.canonical());
            }
            return new Fingerprint(name + ".v" + version + ":" + sha256.hex());
        } finally {
            sha256.giveBack();
        }
    }

    /** Name and version, what counts, and what does not with its reason. */
    @Override
    public String toString() {
        return name + ".v" + version + " of " + selected + " without " + new TreeMap<>(excluded);
    }

    /** Collects what counts. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final int version;
        private final Set<String> selected = new TreeSet<>();
        private final Map<String, String> excluded = new TreeMap<>();
        private CanonicalJson.Precision precision = CanonicalJson.Precision.EXACT;

        private Builder(String name, int version) {
            if (!requireNonNull(name, "name").matches("[A-Za-z0-9-]{1," + LONGEST_NAME + "}")) {
                throw new IllegalArgumentException(
                        "name is not 1 to " + LONGEST_NAME + " letters, digits and hyphens: '" + name + "'");
            }
            if (version < 1) {
                throw new IllegalArgumentException("version is below 1: " + version);
            }
            this.name = name;
            this.version = version;
        }

        /**
         * Adds a value that counts; it must be there. What is not selected does not count then.
         *
         * @throws IllegalArgumentException if it is no JSON pointer, or selected already
         */
        public Builder selecting(String pointer) {
            CanonicalJson.steps(requireNonNull(pointer, "pointer"));
            if (!selected.add(pointer)) {
                throw new IllegalArgumentException("pointer is selected already: " + pointer);
            }
            return this;
        }

        /**
         * Names a field that does not count, within what is selected. It may be there or not.
         *
         * @param why for the reader, such as "new in each attempt"
         * @throws IllegalArgumentException if it is no JSON pointer to a field, if it is excluded already, or if
         *     {@code why} is blank
         */
        public Builder excluding(String pointer, String why) {
            if (CanonicalJson.steps(requireNonNull(pointer, "pointer")).isEmpty()) {
                throw new IllegalArgumentException("the whole payload cannot be excluded");
            }
            if (requireNonNull(why, "why").isBlank()) {
                throw new IllegalArgumentException("why is blank, for " + pointer);
            }
            if (excluded.put(pointer, why) != null) {
                throw new IllegalArgumentException("pointer is excluded already: " + pointer);
            }
            return this;
        }

        /**
         * Takes every number for the {@code double} that is nearest to it, as RFC 8785 does, instead of refusing what a
         * double changes: for producers whose numbers are doubles, but written with more digits than needed. Two long
         * numbers may have one fingerprint then.
         */
        public Builder nearestDoubles() {
            precision = CanonicalJson.Precision.NEAREST;
            return this;
        }

        /**
         * The scheme.
         *
         * @throws IllegalArgumentException if something is selected and excluded, itself or with what it is in
         */
        public FingerprintScheme build() {
            List<String> lost = selected.stream()
                    .filter(pointer -> excluded.keySet().stream()
                            .anyMatch(out -> pointer.equals(out) || pointer.startsWith(out + "/")))
                    .sorted(Comparator.naturalOrder())
                    .toList();
            if (!lost.isEmpty()) {
                throw new IllegalArgumentException("selected and excluded: " + lost);
            }
            return new FingerprintScheme(this);
        }
    }
}
