package dev.interlock.benchmarks.report;

import java.util.Locale;

/** What one method took, and what it allocated. An error that is not a number was not measured. */
record Score(String method, double time, double error, String unit, double bytes) implements Comparable<Score> {
    /** What a method is to its benchmark; its name begins with it, and every other method is a peer. */
    enum Role {
        FLOOR,
        INTERLOCK,
        PEER
    }

    Role role() {
        if (method.startsWith("floor")) {
            return Role.FLOOR;
        }
        return method.startsWith("interlock") ? Role.INTERLOCK : Role.PEER;
    }

    /** Time and error to the same digit, such as {@code 3,436 ± 282 ms}. */
    String timeText() {
        String form = time < 10 ? "%,.2f" : time < 100 ? "%,.1f" : "%,.0f";
        String spread = Double.isNaN(error) ? "" : " ± " + String.format(Locale.ROOT, form, error);
        return String.format(Locale.ROOT, form, time) + spread + " " + unit;
    }

    /** To the byte while that says something. */
    String bytesText() {
        if (Double.isNaN(bytes)) {
            return "";
        }
        if (bytes < 100_000) {
            return String.format(Locale.ROOT, "%,.0f B", bytes);
        }
        return String.format(Locale.ROOT, "%,.0f MB", bytes / 1e6);
    }

    /** The floor, then Interlock, then the peers, each from the fastest to the slowest. */
    @Override
    public int compareTo(Score other) {
        int byRole = role().compareTo(other.role());
        return byRole != 0 ? byRole : Double.compare(time, other.time);
    }
}
