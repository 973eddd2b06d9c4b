package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * One attempt of one run to write a set of objects, and the place that nobody but this attempt writes to:
 * {@link #prefix}. Two attempts of one run differ by their nonces.
 *
 * @param dataset the key prefix of all sets of this sort, such as {@code market_data/weekly}; without a slash at either
 *     end
 * @param date what the set is of, in the sense of its readers
 * @param run which run writes it: up to 128 letters, digits and {@code . _ : = + -}, of which the first is a letter or
 *     a digit
 * @param nonce of this attempt, never the same twice: up to 64 letters, digits and hyphens
 */
public record StagedRun(String dataset, LocalDate date, String run, String nonce) {
    private static final Pattern DATASET = Pattern.compile("[A-Za-z0-9!_.*'()=+:@-]+(/[A-Za-z0-9!_.*'()=+:@-]+)*");
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:=+-]{0,127}");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final int MAX_DATASET = 256;

    /**
     * An attempt.
     *
     * @throws IllegalArgumentException if a part is not as it is said above
     */
    public StagedRun {
        if (!isDataset(requireNonNull(dataset, "dataset"))) {
            throw new IllegalArgumentException("dataset is no key prefix of up to " + MAX_DATASET
                    + " plain characters without a slash at either end: " + dataset);
        }
        requireNonNull(date, "date");
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw new IllegalArgumentException("date is outside of the years 1 to 9999: " + date);
        }
        if (!RUN.matcher(requireNonNull(run, "run")).matches()) {
            throw new IllegalArgumentException(
                    "run is not up to 128 letters, digits and . _ : = + - with a letter or digit in front: " + run);
        }
        if (!NONCE.matcher(requireNonNull(nonce, "nonce")).matches()) {
            throw new IllegalArgumentException("nonce is not up to 64 letters, digits and hyphens: " + nonce);
        }
    }

    /** Where this attempt puts its objects: {@code {dataset}/runs/{run}/{nonce}/}. */
    public String prefix() {
        return dataset + "/runs/" + run + "/" + nonce + "/";
    }

    /** The key of the manifest, which is written when everything else of the set is there. */
    public String manifestKey() {
        return prefix() + "manifest.json";
    }

    /** The key of the report of the audit. */
    public String reportKey() {
        return prefix() + "report.json";
    }

    private static boolean isDataset(String text) {
        if (text.length() > MAX_DATASET || !DATASET.matcher(text).matches()) {
            return false;
        }
        for (String segment : text.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }
}
