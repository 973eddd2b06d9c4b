package dev.interlock.aws.commitment;

import dev.interlock.idempotency.Attempt;
import dev.interlock.idempotency.Commitment.Standing;
import dev.interlock.idempotency.LookUp;
import dev.interlock.idempotency.Pause;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;

/** What the SDK's answers and failures mean for a purchase. */
final class Sdk {
    /**
     * The states of all seven services; no word means two things. What is in neither set is being returned or
     * exchanged, or is new to us. EC2 ReservedInstances, Redshift ReservedNode, SavingsPlan and so on of the API
     * references.
     */
    private static final Set<String> LIVE = Set.of("active", "payment-pending", "pending-payment", "queued");

    private static final Set<String> OVER = Set.of("payment-failed", "queued-deleted", "retired", "returned");

    /** Codes of any status that the SDK itself takes for "may have been done, send it again". */
    private static final Set<String> IN_DOUBT = Set.of(
            "InternalError",
            "PriorRequestNotComplete",
            "RequestTimeout",
            "RequestTimeoutException",
            "TransactionInProgressException");

    private static final int TAG_ATTEMPTS = 4;

    private Sdk() {}

    /**
     * Sends a request once. It replaces the retry strategy of this one request; whatever else the client is configured
     * to do stays.
     */
    static Consumer<AwsRequestOverrideConfiguration.Builder> once() {
        return request ->
                request.addPlugin(config -> config.overrideConfiguration(config.overrideConfiguration().toBuilder()
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .build()));
    }

    /**
     * What a purchase that failed may have done. Too many requests were not carried out, nor were those that the
     * service refuses; everything else may have been: 408, 409, 5xx, an answer that was lost or made no sense, and that
     * the id is taken.
     *
     * @param refusals codes that refuse, whatever their status
     */
    static Attempt attempt(String operation, SdkException failure, Set<String> refusals) {
        String told = told(operation, failure);
        if (!(failure instanceof AwsServiceException answer)) {
            return new Attempt.Ambiguous(told);
        }
        int status = answer.statusCode();
        String code = code(answer);
        if (IN_DOUBT.contains(code)) {
            return new Attempt.Ambiguous(told);
        }
        if (answer.isThrottlingException()) {
            return new Attempt.Retryable(told);
        }
        boolean isRefusal = status >= 400 && status < 500 && status != 408 && status != 409;
        boolean isTaken = code.contains("AlreadyExists");
        return refusals.contains(code) || (isRefusal && !isTaken)
                ? new Attempt.Final(told)
                : new Attempt.Ambiguous(told);
    }

    /** A purchase that answered with an id, or with none. */
    static Attempt created(String operation, @Nullable String id) {
        return id == null || id.isEmpty()
                ? new Attempt.Ambiguous(operation + " answered without an id")
                : new Attempt.Created(id);
    }

    static LookUp failed(String operation, RuntimeException failure) {
        return new LookUp.Failed(
                failure instanceof SdkException sdk ? told(operation, sdk) : operation + ": " + failure.getMessage());
    }

    /** In words, without what the service says: its texts name ids, which are made of tokens. */
    static String told(String operation, SdkException failure) {
        return failure instanceof AwsServiceException answer
                ? operation + " answered " + answer.statusCode() + " " + code(answer)
                : operation + " failed: " + failure.getClass().getSimpleName();
    }

    static Standing standing(@Nullable String state) {
        if (state == null) {
            return Standing.UNCLEAR;
        }
        return LIVE.contains(state) ? Standing.LIVE : OVER.contains(state) ? Standing.OVER : Standing.UNCLEAR;
    }

    static String orUntold(@Nullable Object value) {
        return value == null ? "untold" : value.toString();
    }

    /** The token of a page, as a request has it: none for the first one. */
    static @Nullable String orNone(String token) {
        return token.isEmpty() ? null : token;
    }

    /**
     * Tags what was bought. What is bought is not seen by all of a service at once, so that it is not found is tried
     * again, after 1, 2 and 4 seconds; everything else the client has tried again already.
     */
    static Attempt tagged(String id, String operation, Set<String> notYet, Pause pause, Runnable tag) {
        try {
            return tagging(id, operation, notYet, pause, tag);
        } catch (RuntimeException e) { // whatever happens, the id is known, and must not be lost
            return new Attempt.CreatedUntagged(
                    id, operation + " failed: " + e.getClass().getSimpleName());
        }
    }

    private static Attempt tagging(String id, String operation, Set<String> notYet, Pause pause, Runnable tag) {
        for (int attempt = 1; ; attempt++) {
            try {
                tag.run();
                return new Attempt.Created(id);
            } catch (SdkException e) {
                boolean isNotYet = e instanceof AwsServiceException answer && notYet.contains(code(answer));
                if (!isNotYet
                        || attempt == TAG_ATTEMPTS
                        || Thread.currentThread().isInterrupted()) {
                    return new Attempt.CreatedUntagged(id, told(operation, e));
                }
                pause.pause(Duration.ofSeconds(1L << (attempt - 1)));
            }
        }
    }

    private static String code(AwsServiceException answer) {
        return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
                ? "without a code"
                : answer.awsErrorDetails().errorCode();
    }
}
