package dev.interlock.phase;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Utf8;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a phase says of itself when it ends without an exception. Immutable.
 *
 * @param status success or empty; a failure is an exception, or {@link #failed}
 * @param reason why it is empty or has failed; empty text for a success
 * @param artifacts the keys that it has written, which a later run looks for; sorted in the marker
 */
public record PhaseEnd(PhaseStatus status, String reason, List<String> artifacts) {
    private static final int MOST = 10_000;

    /** Checks the parts. */
    public PhaseEnd {
        requireNonNull(status, "status");
        requireNonNull(reason, "reason");
        Set<String> once = new LinkedHashSet<>(requireNonNull(artifacts, "artifacts"));
        artifacts = List.copyOf(once);
        if (artifacts.size() > MOST) {
            throw new IllegalArgumentException("artifacts are more than " + MOST + ": " + artifacts.size());
        }
        if (artifacts.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("the key of an artifact is blank");
        }
        if (artifacts.stream().anyMatch(key -> Utf8.bytes(key) == null)) {
            throw new IllegalArgumentException("the key of an artifact has half of a surrogate pair");
        }
        if (status != PhaseStatus.SUCCESS && reason.isBlank()) {
            throw new IllegalArgumentException("reason is blank; what is " + status + " says why");
        }
    }

    /** It has done its work, and written these. */
    public static PhaseEnd success(String... artifacts) {
        return new PhaseEnd(PhaseStatus.SUCCESS, "", List.of(requireNonNull(artifacts, "artifacts")));
    }

    /** It ran as it should, and nothing was admissible. */
    public static PhaseEnd empty(String reason) {
        return new PhaseEnd(PhaseStatus.EMPTY, reason, List.of());
    }

    /** It has not done its work. */
    public static PhaseEnd failed(String reason) {
        return new PhaseEnd(PhaseStatus.FAILURE, reason, List.of());
    }
}
