package dev.interlock.freshness;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which key was meant. */
final class RegistrySpelling {
    private static final int LONGEST = 40;
    private static final int MOST_EDITS = 2;
    private static final int SHORTEST_PART = 3;

    private RegistrySpelling() {}

    /**
     * The known key nearest to {@code unknown}: at most two edits away, upper case and dashes aside, or with
     * {@code unknown} as its beginning or end.
     */
    static Optional<String> nearest(String unknown, Collection<String> known) {
        if (unknown.length() > LONGEST) {
            return Optional.empty();
        }
        String word = unknown.toLowerCase(Locale.ROOT).replace('-', '_');
        return known.stream()
                .filter(candidate ->
                        edits(word, candidate) <= Math.min(MOST_EDITS, word.length() / 2) || isPart(word, candidate))
                .min(Comparator.comparingInt(candidate -> edits(word, candidate)));
    }

    private static boolean isPart(String word, String candidate) {
        return word.length() >= SHORTEST_PART && (candidate.startsWith(word) || candidate.endsWith(word));
    }

    /** Levenshtein's distance. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
