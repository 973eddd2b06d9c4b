package dev.interlock.aws.reaper;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The parts of the index, so that one state is not one hot partition.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-sharding.html
 *
 * @param count how many parts each state has
 */
record Shards(int count) {
    static final int MAX = 1_024;

    Shards {
        if (count < 1 || count > MAX) {
            throw new IllegalArgumentException("shards are not within 1 and " + MAX + ": " + count);
        }
    }

    /** The part of an execution in a state, as the index has it. */
    String key(String state, String id) {
        return key(state, of(id));
    }

    String key(String state, int shard) {
        return state + "#" + shard;
    }

    private int of(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8));
            return Integer.remainderUnsigned(ByteBuffer.wrap(digest).getInt(), count);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
