package dev.interlock.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Payload;
import org.junit.jupiter.api.Test;

/** The examples of the Javadoc. */
final class IdempotencySnippetsTest {
    // @start region="fingerprint"
    static final FingerprintScheme ORDER = FingerprintScheme.of("place-order", 1)
            .excluding("/requestedAt", "new in each attempt")
            .build();
    // @end

    @Test
    void order_requestedAtAnotherTime_isTheSameOrder() {
        assertThat(ORDER.fingerprint(Payload.of("{\"symbol\":\"ACME\",\"requestedAt\":1}")))
                .isEqualTo(ORDER.fingerprint(Payload.of("{\"requestedAt\":2,\"symbol\":\"ACME\"}")));
    }
}
