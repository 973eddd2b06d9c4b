package dev.interlock.aws.mutex;

import static java.util.Objects.requireNonNull;

import dev.interlock.aws.internal.Tables;
import dev.interlock.mutex.AdmissionRecord;
import dev.interlock.mutex.AdmissionStore;
import dev.interlock.mutex.Holder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The table: what is written into it, what its answers mean, and whether it is fit.
 *
 * @param name its name or ARN
 */
record AdmissionTable(String name) {
    private static final String KEY = "mutex_key";
    private static final String RUN = "execution_arn";
    private static final String STARTED_AT = "started_at";
    private static final String ATTEMPT = "attempt";

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    AdmissionTable {
        if (requireNonNull(name, "table").isBlank()) {
            throw new IllegalArgumentException("table is blank: '" + name + "'");
        }
    }

    PutItemRequest put(AdmissionRecord admission) {
        return PutItemRequest.builder()
                .tableName(name)
                .item(item(admission))
                .conditionExpression("attribute_not_exists(" + KEY + ")")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    DescribeTableRequest describe() {
        return DescribeTableRequest.builder().tableName(name).build();
    }

    private static Map<String, AttributeValue> item(AdmissionRecord admission) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put(KEY, AttributeValue.fromS(admission.key().value()));
        item.put(RUN, AttributeValue.fromS(admission.holder().runId()));
        admission.holder().startedAt().ifPresent(at -> item.put(STARTED_AT, time(at)));
        admission.holder().attempt().ifPresent(attempt -> item.put(ATTEMPT, AttributeValue.fromS(attempt)));
        item.put("state_machine", AttributeValue.fromS(admission.key().machine()));
        item.put("pipeline_role", AttributeValue.fromS(admission.key().role()));
        item.put("scheduled_at", time(admission.scheduledAt()));
        item.put(
                "expires_at",
                AttributeValue.fromN(Long.toString(admission.expiresAt().getEpochSecond())));
        return item;
    }

    /** What it means that the write of {@code admission} failed. */
    AdmissionStore.Answer ofFailure(AdmissionRecord admission, Throwable failure) {
        Throwable cause = cause(failure);
        if (!(cause instanceof ConditionalCheckFailedException conflict)) {
            return new AdmissionStore.Answer.Failed("PutItem into " + name + Tables.told(cause, "dynamodb:PutItem"));
        }
        return holder(conflict)
                .<AdmissionStore.Answer>map(AdmissionStore.Answer.Existing::new)
                .orElseGet(() -> new AdmissionStore.Answer.Failed("PutItem into " + name + " found a record of "
                        + admission.key() + " that does not tell its run, so it may be this one's"));
    }

    private static Optional<Holder> holder(ConditionalCheckFailedException conflict) {
        Map<String, AttributeValue> item = conflict.item(); // without any, a map that is empty
        return text(item, RUN).filter(run -> !run.isBlank()).map(Holder::of).map(holder -> {
            Holder attempted = text(item, ATTEMPT).map(holder::withAttempt).orElse(holder);
            return text(item, STARTED_AT)
                    .flatMap(AdmissionTable::instant)
                    .map(attempted::withStartedAt)
                    .orElse(attempted);
        });
    }

    /** Checks what {@code DescribeTable} answered. */
    void requireFit(DescribeTableResponse answer) {
        List<String> problems = Tables.problems(
                answer.table(), KEY, "docs/mutex/table.yaml", "each region would admit a run of its own");
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    "table " + name + " cannot hold admissions: " + String.join("; ", problems));
        }
    }

    IllegalStateException cannotSay(Throwable failure) {
        Throwable cause = cause(failure);
        return new IllegalStateException(
                "cannot tell whether table " + name + " can hold admissions: DescribeTable"
                        + Tables.told(cause, "dynamodb:DescribeTable"),
                cause);
    }

    private static AttributeValue time(Instant at) {
        return AttributeValue.fromS(MILLIS.format(at));
    }

    private static Optional<String> text(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    /** A time that cannot be read says nothing of who holds the key, so it must not hide it. */
    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
