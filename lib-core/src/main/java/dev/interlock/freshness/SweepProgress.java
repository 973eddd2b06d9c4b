package dev.interlock.freshness;

import static java.util.Objects.requireNonNull;

/**
 * How far a sweep has come.
 *
 * @param latest the artifact that was just checked
 * @param done how many are checked, this one included
 * @param total how many there are
 */
public record SweepProgress(Checked latest, int done, int total) {
    public SweepProgress {
        requireNonNull(latest, "latest");
        if (done < 1 || total < done) {
            throw new IllegalArgumentException("done is not within 1 and total: " + done + ", " + total);
        }
    }
}
