package dev.interlock.aws.idempotency;

import static java.util.Objects.requireNonNull;

import dev.interlock.aws.internal.Tables;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Hold;
import dev.interlock.idempotency.StoredResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * The table: what is written into it, and whether it is fit.
 *
 * @param name its name or ARN
 */
record ClaimTable(String name) {
    /*
     * Each step is one UpdateItem whose condition says which record it may change. A claim takes the values that it
     * depends on from the record itself (the fence, how many are unfinished), so nothing is read before; and because
     * they are in the record, a claim that is sent twice finds them again. A claim that was abandoned is not taken by
     * the attempt that abandoned it: a first send that was long under way would otherwise claim for nobody.
     *
     * ALL_OLD of a failed condition costs no read and is consistent.
     * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
     */
    private static final String CLAIM = "SET claim_state = :running, claim_owner = :owner, claim_attempt = :attempt,"
            + " fence = if_not_exists(fence, :seed) + :one, unfinished = if_not_exists(unfinished, :zero) + :one,"
            + " lease_expires_at = :lease_end, request_fingerprint = :fingerprint, expires_at = :expires_at"
            + " REMOVE ended_at";
    private static final String MAY_CLAIM = "attribute_not_exists(idempotency_token)"
            + " OR (request_fingerprint = :fingerprint AND ("
            + "(claim_state = :abandoned AND claim_attempt <> :attempt)"
            + " OR (claim_state = :running AND lease_expires_at <= :over)))";
    private static final String IS_MINE = "claim_owner = :owner AND fence = :fence AND claim_state = :running";
    private static final String RENEW = "SET lease_expires_at = :lease_end, expires_at = :expires_at";
    private static final String LATER = " AND lease_expires_at < :lease_end";
    private static final String END =
            "SET claim_state = :state, ended_at = :now, expires_at = :expires_at," + " unfinished = unfinished - :one";
    private static final String WITH_RESULT = ", claim_result = :result, claim_result_kind = :kind";

    ClaimTable {
        if (requireNonNull(name, "table").isBlank()) {
            throw new IllegalArgumentException("table is blank: '" + name + "'");
        }
    }

    /**
     * @param attempt what no other call has
     * @param over leases that ended by then are over
     */
    UpdateItemRequest claim(ClaimRequest request, String attempt, Instant now, Instant leaseEnd, Instant over) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":running", text(ClaimItem.State.RUNNING.name()));
        values.put(":abandoned", text(ClaimItem.State.ABANDONED.name()));
        values.put(":owner", text(request.owner()));
        values.put(":attempt", text(attempt));
        values.put(":fingerprint", text(request.fingerprint().value()));
        values.put(":seed", number(seed(now)));
        values.put(":zero", number(0));
        values.put(":one", number(1));
        values.put(":lease_end", millis(leaseEnd));
        values.put(":over", millis(over));
        values.put(":expires_at", removable(leaseEnd, request.policy().retention()));
        return update(request.token().value(), CLAIM, MAY_CLAIM, values)
                .returnValues(ReturnValue.ALL_NEW)
                .build();
    }

    /** Below the first fence of a record, and above every fence of one that was removed before. */
    private static long seed(Instant now) {
        return Math.max(0, now.getEpochSecond() - 1);
    }

    UpdateItemRequest renew(Hold hold, Instant leaseEnd) {
        Map<String, AttributeValue> values = mine(hold);
        values.put(":lease_end", millis(leaseEnd));
        values.put(":expires_at", removable(leaseEnd, hold.retention()));
        return update(hold.token().value(), RENEW, IS_MINE + LATER, values).build();
    }

    UpdateItemRequest complete(Hold hold, StoredResult result, Instant now) {
        Map<String, AttributeValue> values =
                ending(hold, ClaimItem.State.valueOf(result.ending().name()), now);
        values.put(":result", ClaimItem.bytes(result));
        values.put(":kind", text(result.payload().kind().name()));
        return update(hold.token().value(), END + WITH_RESULT, IS_MINE, values).build();
    }

    UpdateItemRequest abandon(Hold hold, Instant now) {
        return update(hold.token().value(), END, IS_MINE, ending(hold, ClaimItem.State.ABANDONED, now))
                .build();
    }

    private static Map<String, AttributeValue> ending(Hold hold, ClaimItem.State state, Instant now) {
        Map<String, AttributeValue> values = mine(hold);
        values.put(":state", text(state.name()));
        values.put(":now", millis(now));
        values.put(":one", number(1));
        values.put(":expires_at", removable(now, hold.retention()));
        return values;
    }

    private static Map<String, AttributeValue> mine(Hold hold) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":owner", text(hold.owner()));
        values.put(":fence", number(hold.fence()));
        values.put(":running", text(ClaimItem.State.RUNNING.name()));
        return values;
    }

    private UpdateItemRequest.Builder update(
            String token, String change, String condition, Map<String, AttributeValue> values) {
        return UpdateItemRequest.builder()
                .tableName(name)
                .key(Map.of(ClaimItem.KEY, text(token)))
                .updateExpression(change)
                .conditionExpression(condition)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    DescribeTableRequest describe() {
        return DescribeTableRequest.builder().tableName(name).build();
    }

    /** Checks what {@code DescribeTable} answered. */
    void requireFit(TableDescription table) {
        List<String> problems = Tables.problems(
                table, ClaimItem.KEY, "docs/idempotency/table.yaml", "each region would grant a claim of its own");
        if (!problems.isEmpty()) {
            throw new IllegalStateException("table " + name + " cannot hold claims: " + String.join("; ", problems));
        }
    }

    /** What a failed request says, for a human. */
    String told(String operation, Throwable cause) {
        return operation + " on " + name + Tables.told(cause, "dynamodb:" + operation);
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static AttributeValue millis(Instant at) {
        return number(at.toEpochMilli());
    }

    /** Rounded up, so that nothing is removed early. */
    private static AttributeValue removable(Instant from, Duration retention) {
        return number(from.plus(retention).getEpochSecond() + 1);
    }
}
