package dev.interlock.testkit.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Fingerprint;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.testkit.MutableInstantSource;
import dev.interlock.testkit.junit.IdempotencyStoreSuite;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class InMemoryIdempotencyStoreTest extends IdempotencyStoreSuite {
    private static final ClaimRequest REQUEST = new ClaimRequest(
            IdempotencyTokens.deriveIdempotencyToken("removed", 0),
            "a",
            Fingerprint.unchecked(),
            ClaimPolicy.of(LEASE, Duration.ofDays(1)));

    private final InMemoryIdempotencyStore shared = InMemoryIdempotencyStore.create(
                    MutableInstantSource.at("2026-05-26T12:45:00Z"))
            .tolerating(Duration.ofMillis(1500));

    @Override
    protected IdempotencyStore store(InstantSource clock) {
        return shared.seenBy(clock);
    }

    @Override
    protected Duration tolerance() {
        return Duration.ofMillis(1500);
    }

    @Test
    void claim_afterTheRecordWasRemoved_hasAHigherFence() {
        MutableInstantSource clock = MutableInstantSource.at("2026-05-26T12:45:00Z");
        InMemoryIdempotencyStore store = InMemoryIdempotencyStore.create(clock);
        Claim.Granted first = (Claim.Granted) store.claim(REQUEST);
        clock.advance(LEASE.plus(Duration.ofDays(1)).minusMillis(1));
        assertThat(store.clean()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(store.clean()).isOne();
        assertThat(store.size()).isZero();

        assertThat(store.claim(REQUEST))
                .isInstanceOfSatisfying(
                        Claim.Granted.class,
                        second -> assertThat(second.fence()).isGreaterThan(first.fence()));
    }

    @Test
    void tolerating_negativeTime_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shared.tolerating(Duration.ofMillis(-1)))
                .withMessage("tolerance is negative: PT-0.001S");
    }
}
