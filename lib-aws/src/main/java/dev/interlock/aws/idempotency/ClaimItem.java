package dev.interlock.aws.idempotency;

import dev.interlock.Payload;
import dev.interlock.idempotency.Fingerprint;
import dev.interlock.idempotency.Hold;
import dev.interlock.idempotency.StoredResult;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A record as it was found.
 *
 * @param at when the lease of a running claim is over, and of any other when it ended
 */
record ClaimItem(
        State state,
        String owner,
        String attempt,
        long fence,
        long unfinished,
        Instant at,
        Fingerprint fingerprint,
        @Nullable StoredResult result) {
    static final String KEY = "idempotency_token";
    static final String STATE = "claim_state";
    static final String OWNER = "claim_owner";
    static final String ATTEMPT = "claim_attempt";
    static final String FENCE = "fence";
    static final String UNFINISHED = "unfinished";
    static final String LEASE_END = "lease_expires_at";
    static final String ENDED_AT = "ended_at";
    static final String FINGERPRINT = "request_fingerprint";
    static final String RESULT = "claim_result";
    static final String RESULT_KIND = "claim_result_kind";

    /** What a claim can be found in. */
    enum State {
        RUNNING,
        SUCCESS,
        FAILURE,
        ABANDONED
    }

    /** Reads a record; empty if it is none that was written here. */
    static Optional<ClaimItem> of(Map<String, AttributeValue> item) {
        try {
            State state = State.valueOf(text(item, STATE));
            return Optional.of(new ClaimItem(
                    state,
                    text(item, OWNER),
                    text(item, ATTEMPT),
                    number(item, FENCE),
                    number(item, UNFINISHED),
                    Instant.ofEpochMilli(number(item, state == State.RUNNING ? LEASE_END : ENDED_AT)),
                    new Fingerprint(text(item, FINGERPRINT)),
                    result(state, item)));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty(); // the caller says so, without what is in it
        }
    }

    private static @Nullable StoredResult result(State state, Map<String, AttributeValue> item) {
        if (state != State.SUCCESS && state != State.FAILURE) {
            return null;
        }
        AttributeValue bytes = item.get(RESULT);
        if (bytes == null || bytes.b() == null) {
            throw new IllegalArgumentException(RESULT + " is missing");
        }
        byte[] content = bytes.b().asByteArray();
        return new StoredResult(
                StoredResult.Ending.valueOf(state.name()),
                Payload.wrap(Payload.Kind.valueOf(text(item, RESULT_KIND)), content, 0, content.length));
    }

    static AttributeValue bytes(StoredResult result) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(result.payload().bytes()));
    }

    boolean isOf(Hold hold) {
        return owner.equals(hold.owner()) && fence == hold.fence();
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.s() == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value.s();
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.n() == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return Long.parseLong(value.n());
    }
}
