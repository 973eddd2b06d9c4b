package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;

/**
 * How a claim ended, for everybody who asks again. Never printed, but for its kind and size.
 *
 * @param ending whether it ended well
 * @param payload what is to be answered again, at most 300 KiB: a record of DynamoDB has no room for more than 400 KB.
 *     Of a larger result store a reference, such as the key and the version of an object in S3
 */
public record StoredResult(Ending ending, Payload payload) {
    /** The most bytes of a payload. */
    public static final int MAX_BYTES = 300 * 1024;

    /** How it ended. */
    public enum Ending {
        /** It was done. */
        SUCCESS,
        /** It was not done, and will never be: every repeat is told the same. */
        FAILURE
    }

    /** Checks the size. */
    public StoredResult {
        requireNonNull(ending, "ending");
        requireNonNull(payload, "payload");
        if (payload.size() > MAX_BYTES) {
            throw new IllegalArgumentException("result has " + payload.size() + " bytes, more than " + MAX_BYTES
                    + ": keep it elsewhere, in S3 for example, and store the key and the version of it");
        }
    }

    /** The result of work that was done. */
    public static StoredResult success(Payload payload) {
        return new StoredResult(Ending.SUCCESS, payload);
    }

    /** The description of a failure that stays. */
    public static StoredResult failure(Payload payload) {
        return new StoredResult(Ending.FAILURE, payload);
    }
}
