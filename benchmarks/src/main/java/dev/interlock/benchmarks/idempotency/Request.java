package dev.interlock.benchmarks.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a token is derived from: an execution and a position in its list. */
record Request(String executionId, long recIndex) {
    /** Enough that no compiler knows the next one, and few enough to stay in the cache that is nearest. */
    static final int COUNT = 256;

    /** The length of every id, in bytes of UTF-8. */
    static final int ID_BYTES = 38;

    private static final int INDEXES = 50;

    /** A lineage key: a root of 25 characters, and the 12 digits of an AWS account. */
    static Request[] ascii() {
        SplittableRandom random = new SplittableRandom(20_261_120);
        return Stream.generate(() -> {
                    String root = String.format("%020x", random.nextLong(Long.MAX_VALUE));
                    String account = String.format("%012d", random.nextLong(1_000_000_000_000L));
                    return new Request("exec-" + root + ":" + account, random.nextInt(INDEXES));
                })
                .limit(COUNT)
                .toArray(Request[]::new);
    }

    /**
     * Names in four scripts, in an order that no branch predictor can learn: of 38 bytes, 13 are one character each, 12
     * are two to a character, 9 three, and 4 one character that Java writes as two.
     */
    static Request[] nonAscii() {
        SplittableRandom random = new SplittableRandom(20_261_121);
        return Stream.generate(() -> new Request(mixed(random), random.nextInt(INDEXES)))
                .limit(COUNT)
                .toArray(Request[]::new);
    }

    /** The text that is hashed, as everybody who has no Interlock would write it. */
    String preimage() {
        return executionId + ":" + recIndex;
    }

    /** The same, encoded. */
    byte[] preimageBytes() {
        return preimage().getBytes(UTF_8);
    }

    private static String mixed(SplittableRandom random) {
        List<String> characters = Stream.of(
                        draw(random, 13, "abcdefghijklmnopqrstuvwxyz0123456789-_"),
                        draw(random, 6, "äöüßéèêñçåøœ"),
                        draw(random, 3, "東京大阪注文決済市場取引"),
                        draw(random, 1, "📈📉💱🧾"))
                .flatMap(List::stream)
                .collect(Collectors.toCollection(ArrayList::new));
        for (int i = characters.size() - 1; i > 0; i--) {
            Collections.swap(characters, i, random.nextInt(i + 1));
        }
        return String.join("", characters);
    }

    private static List<String> draw(SplittableRandom random, int count, String alphabet) {
        int[] points = alphabet.codePoints().toArray();
        return Stream.generate(() -> Character.toString(points[random.nextInt(points.length)]))
                .limit(count)
                .toList();
    }
}
