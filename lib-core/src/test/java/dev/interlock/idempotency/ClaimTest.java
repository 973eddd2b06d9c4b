package dev.interlock.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.interlock.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values of claims: their bounds, and that every case is folded into its own. */
final class ClaimTest {
    private static final Instant NOW = Instant.parse("2026-05-26T12:45:00Z");
    private static final IdempotencyToken TOKEN = IdempotencyTokens.deriveIdempotencyToken("root", 0);
    private static final Hold HOLD = new Hold(TOKEN, "a", 7, Duration.ofDays(1));

    @ParameterizedTest
    @CsvSource({
        "PT0.999S, P1D, lease is not within PT1S and PT168H: PT0.999S",
        "P7DT1S, P1D, lease is not within PT1S and PT168H: PT168H1S",
        "PT0S, P1D, lease is not within PT1S and PT168H: PT0S",
        "PT-5M, P1D, lease is not within PT1S and PT168H: PT-5M",
        "PT1S, PT23H, retention is not within PT24H and PT87840H: PT23H",
        "PT1S, P3661D, retention is not within PT24H and PT87840H: PT87864H"
    })
    void policy_outOfBounds_isRefused(Duration lease, Duration retention, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClaimPolicy.of(lease, retention))
                .withMessage(message);
    }

    @Test
    void policy_ownBounds_areWithin() {
        assertThat(ClaimPolicy.of(Duration.ofSeconds(1), Duration.ofDays(1)).leasing(Duration.ofDays(7)))
                .isEqualTo(ClaimPolicy.of(Duration.ofDays(7), Duration.ofDays(1)));
        assertThat(ClaimPolicy.of(Duration.ofDays(7), Duration.ofDays(3660)).retention())
                .isEqualTo(Duration.ofDays(3660));
    }

    @Test
    void request_ownerThatIsNone_isRefused() {
        ClaimPolicy policy = ClaimPolicy.of(Duration.ofSeconds(1), Duration.ofDays(1));
        Function<String, ClaimRequest> by = owner -> new ClaimRequest(TOKEN, owner, Fingerprint.unchecked(), policy);

        assertThatIllegalArgumentException().isThrownBy(() -> by.apply(" ")).withMessage("owner is blank: ' '");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> by.apply("a".repeat(1025)))
                .withMessage("owner has more than 1024 characters: 1025");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> by.apply("a\ud800"))
                .withMessage("owner has half of a surrogate pair");
        assertThat(by.apply("a".repeat(1024)).toString()).doesNotContain(TOKEN.value());
    }

    @Test
    void result_sizeAboveTheLimit_isRefusedAndNoneIsPrinted() {
        assertThat(StoredResult.success(Payload.of("x".repeat(307_200))))
                .hasToString("StoredResult[ending=SUCCESS, payload=Payload[TEXT, 307200 bytes]]");
        Payload tooLarge = Payload.of("x".repeat(307_201));
        String message =
                "result has 307201 bytes, more than 307200: keep it elsewhere, in S3 for example, and store the key"
                        + " and the version of it";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredResult.success(tooLarge))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Failure.Final(tooLarge))
                .withMessage(message);
    }

    @Test
    void values_numbersOutOfBounds_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Hold(TOKEN, "a", 0, Duration.ofDays(1)))
                .withMessage("fence is below 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Claim.Granted(HOLD, NOW, -1))
                .withMessage("unfinished is negative: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Patience.of(Duration.ofDays(8), Duration.ofSeconds(1), () -> NOW))
                .withMessage("limit is not within PT0S and PT168H: PT192H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Patience.of(Duration.ofDays(1), Duration.ofMillis(9), () -> NOW))
                .withMessage("interval is not within PT0.01S and PT1H: PT0.009S");
    }

    @Test
    void claim_fold_takesEachCaseToItsOwn() {
        assertThat(Stream.of(
                                new Claim.Granted(HOLD, NOW, 0),
                                new Claim.Completed(StoredResult.success(Payload.none())),
                                new Claim.Held("b", NOW),
                                new Claim.Mismatch(Fingerprint.unchecked()),
                                new Claim.Unknown("time-out"))
                        .map(claim -> claim.<String>fold(
                                granted -> "granted " + granted.fence(),
                                completed -> "completed " + completed.result().ending(),
                                held -> "held " + held.holder(),
                                mismatch -> "mismatch " + mismatch.stored(),
                                unknown -> "unknown " + unknown.cause())))
                .containsExactly("granted 7", "completed SUCCESS", "held b", "mismatch unchecked", "unknown time-out");
    }

    @Test
    void settlement_fold_takesEachCaseToItsOwn() {
        assertThat(Stream.of(new Settlement.Done(NOW), new Settlement.Lost("b", 8), new Settlement.Unknown("time-out"))
                        .map(settlement -> settlement.<String>fold(
                                done -> "done " + done.at(),
                                lost -> "lost to " + lost.holder(),
                                unknown -> "unknown " + unknown.cause())))
                .containsExactly("done 2026-05-26T12:45:00Z", "lost to b", "unknown time-out");
    }
}
