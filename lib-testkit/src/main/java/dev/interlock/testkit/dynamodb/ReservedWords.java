package dev.interlock.testkit.dynamodb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words that an expression may not use as an attribute's name. See "Reserved words in DynamoDB" in the developer
 * guide.
 */
final class ReservedWords {
    private static final Set<String> WORDS = read();

    private ReservedWords() {}

    static boolean contains(String name) {
        return WORDS.contains(name.toUpperCase(Locale.ROOT));
    }

    private static Set<String> read() {
        String file = "reserved-words.txt";
        try (InputStream words = requireNonNull(ReservedWords.class.getResourceAsStream(file), file)) {
            return new String(words.readAllBytes(), US_ASCII).lines().collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
