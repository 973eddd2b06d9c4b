package dev.interlock.conformance;

import java.util.List;

/**
 * One answer to a freshness vector, in the original's terms.
 *
 * @param state one of the original's five: fresh, stale, missing, probe_failed, grace_period
 * @param detail minutes of violation, substitution by the recovery key, time of the object that counted
 * @param heads the keys that were asked for, in order
 * @param reason the original's sentence; empty where the original raised, or its sentence is not portable
 */
record Row(String state, Detail detail, List<String> heads, String reason) {
    /** The facts beside the state; {@code lastModified} as a Python text, or {@code none}. */
    record Detail(long violatedMinutes, boolean substituted, String lastModified) {}

    Row {
        heads = List.copyOf(heads);
    }

    /** What an answer says, whatever its wording and the offset in which it gives a time. */
    List<Object> substance() {
        String written = detail.lastModified();
        String utc = written.equals("none")
                ? written
                : Python.isoformat(Python.time(written).toInstant());
        return List.of(state, detail.violatedMinutes(), detail.substituted(), utc, heads);
    }

    boolean agreesWith(Row other) {
        return substance().equals(other.substance());
    }
}
