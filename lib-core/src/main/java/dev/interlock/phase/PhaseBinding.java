package dev.interlock.phase;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Sha256;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a marker is about: the code that ran and the inputs that it read. A marker of other code or of other inputs says
 * nothing about this run.
 *
 * <p>INCLUDED: the version of the code, because a fix must run; each input by name and version, such as a key and its
 * ETag, because a corrected input must be read again. EXCLUDED: the run and its time, because then no marker would ever
 * hold. Immutable.
 */
public final class PhaseBinding {
    private final String codeVersion;
    private final SortedMap<String, String> inputs;

    private PhaseBinding(String codeVersion, SortedMap<String, String> inputs) {
        this.codeVersion = codeVersion;
        this.inputs = inputs;
    }

    /**
     * A binding to a version of the code, and to no input yet.
     *
     * @param codeVersion such as a commit; never a constant like {@code latest}
     * @throws IllegalArgumentException if it is blank
     */
    public static PhaseBinding toCode(String codeVersion) {
        if (requireNonNull(codeVersion, "codeVersion").isBlank()) {
            throw new IllegalArgumentException("codeVersion is blank; without it a marker would outlive a fix");
        }
        return new PhaseBinding(codeVersion, new TreeMap<>());
    }

    /**
     * This binding, and to one more input.
     *
     * @param name which input, such as its key
     * @param version what it holds, such as its ETag or version id
     * @throws IllegalArgumentException if either is blank, or an input of this name is there already
     */
    public PhaseBinding andInput(String name, String version) {
        if (requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("name of an input is blank");
        }
        if (requireNonNull(version, "version").isBlank()) {
            throw new IllegalArgumentException("version of the input " + name + " is blank");
        }
        SortedMap<String, String> more = new TreeMap<>(inputs);
        if (more.putIfAbsent(name, version) != null) {
            throw new IllegalArgumentException("input " + name + " is there twice");
        }
        return new PhaseBinding(codeVersion, more);
    }

    /**
     * A SHA-256 in 64 lower-case hex digits, the same for the same code and the same inputs in any order; see
     * {@code docs/formats.md}.
     *
     * @throws IllegalArgumentException if a text has half of a surrogate pair
     */
    public String fingerprint() {
        Sha256 hash = Sha256.borrow();
        try {
            hash.addFrame("scheme", "interlock.phase-binding.v1").addFrame("codeVersion", codeVersion);
            for (Map.Entry<String, String> input : inputs.entrySet()) {
                hash.addFrame("name of an input", input.getKey()).addFrame("version of an input", input.getValue());
            }
            return hash.hex();
        } finally {
            hash.giveBack();
        }
    }

    @Override
    public String toString() {
        return "PhaseBinding[" + codeVersion + ", " + inputs + "]";
    }
}
