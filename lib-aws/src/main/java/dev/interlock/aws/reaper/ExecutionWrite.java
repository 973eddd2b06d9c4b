package dev.interlock.aws.reaper;

import dev.interlock.reaper.Execution;
import dev.interlock.reaper.Next;
import dev.interlock.reaper.Tenure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * One conditional write.
 *
 * @param id which no other write has
 */
record ExecutionWrite(String id, UpdateItemRequest request) {
    /*
     * Each step is one UpdateItem whose condition says which row it may change. Version and fence are computed from the
     * row in the update itself. A write that is sent twice finds its own id in the row that the failed condition
     * brings; ALL_OLD costs no read and is consistent.
     * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
     *
     * Only our own attributes are written, so that a row may have others.
     */
    private static final String IS_NEW = "attribute_not_exists(" + ExecutionItem.STATE + ")";
    private static final String IS_OBSERVED =
            ExecutionItem.VERSION + " = :version AND " + ExecutionItem.STATE + " = :observed";
    private static final String IS_OWNED = ExecutionItem.STATE + " = :observed AND " + ExecutionItem.OWNER
            + " = :owner AND " + ExecutionItem.FENCE + " = :fence";
    private static final String IS_NO_OLDER = " AND " + ExecutionItem.UPDATED_AT + " <= :now";

    /** What is written into which table, and what is indexed there. */
    record Into(String table, Set<String> watched, Shards shards) {
        Into {
            watched = Set.copyOf(watched);
        }

        ExecutionWrite create(String id, String state, Instant now) {
            Update update = new Update(this, id, now)
                    .set(ExecutionItem.VERSION, ":one", number(1))
                    .set(ExecutionItem.FENCE, ":zero", number(0))
                    .set(ExecutionItem.REDRIVES, ":zero", number(0))
                    .state(state);
            return update.when(IS_NEW);
        }

        ExecutionWrite transition(Execution observed, Next next, Instant now) {
            Update update = new Update(this, observed.id(), now)
                    .raise(ExecutionItem.VERSION)
                    .state(next.state())
                    .text(ExecutionItem.MESSAGE, ":message", next.message())
                    .text(ExecutionItem.OWNER, ":owner", next.owner())
                    .text(ExecutionItem.ENDED_BY, ":ended", "")
                    .value(":version", number(observed.version()))
                    .value(":observed", AttributeValue.fromS(observed.state()));
            if (!next.owner().isEmpty()) {
                update.raise(ExecutionItem.FENCE);
            }
            switch (next.count()) {
                case KEEP -> {}
                case ADD -> update.raise(ExecutionItem.REDRIVES);
                case RESET -> update.set(ExecutionItem.REDRIVES, ":zero", number(0));
            }
            return update.when(IS_OBSERVED);
        }

        ExecutionWrite heartbeat(Tenure tenure, Instant now) {
            return new Update(this, tenure.id(), now)
                    .raise(ExecutionItem.VERSION)
                    .watched(tenure.state())
                    .of(tenure)
                    .when(IS_OWNED + IS_NO_OLDER);
        }

        ExecutionWrite finish(Tenure tenure, String state, String message, Instant now) {
            return new Update(this, tenure.id(), now)
                    .raise(ExecutionItem.VERSION)
                    .state(state)
                    .text(ExecutionItem.MESSAGE, ":message", message)
                    .text(ExecutionItem.OWNER, ":none", "")
                    .text(ExecutionItem.ENDED_BY, ":owner", tenure.owner())
                    .of(tenure)
                    .when(IS_OWNED);
        }
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    /** Collects one update. */
    private static final class Update {
        private final Into into;
        private final String id;
        private final String writeId = UUID.randomUUID().toString();
        private final List<String> set = new ArrayList<>();
        private final List<String> remove = new ArrayList<>();
        private final Map<String, AttributeValue> values = new HashMap<>();

        Update(Into into, String id, Instant now) {
            this.into = into;
            this.id = id;
            set(ExecutionItem.UPDATED_AT, ":now", number(now.toEpochMilli()));
            set(ExecutionItem.WRITE_ID, ":write", AttributeValue.fromS(writeId));
        }

        Update set(String attribute, String name, AttributeValue value) {
            set.add(attribute + " = " + name);
            return value(name, value);
        }

        /** What is empty is not there. */
        Update text(String attribute, String name, String value) {
            if (value.isEmpty()) {
                remove.add(attribute);
                return this;
            }
            return set(attribute, name, AttributeValue.fromS(value));
        }

        Update raise(String attribute) {
            set.add(attribute + " = " + attribute + " + :one");
            return value(":one", number(1));
        }

        Update value(String name, AttributeValue value) {
            values.put(name, value);
            return this;
        }

        /** Only what is watched is in the index. */
        Update state(String state) {
            set(ExecutionItem.STATE, ":state", AttributeValue.fromS(state));
            return text(
                    ExecutionItem.WATCH_KEY,
                    ":watch",
                    into.watched().contains(state) ? into.shards().key(state, id) : "");
        }

        /**
         * For a row whose state is watched only since it was written; a writer that does not watch it takes nothing
         * away.
         */
        Update watched(String state) {
            return into.watched().contains(state)
                    ? set(
                            ExecutionItem.WATCH_KEY,
                            ":watch",
                            AttributeValue.fromS(into.shards().key(state, id)))
                    : this;
        }

        Update of(Tenure tenure) {
            return value(":observed", AttributeValue.fromS(tenure.state()))
                    .value(":owner", AttributeValue.fromS(tenure.owner()))
                    .value(":fence", number(tenure.fence()));
        }

        ExecutionWrite when(String condition) {
            String removal = remove.isEmpty() ? "" : " REMOVE " + String.join(", ", remove);
            return new ExecutionWrite(
                    writeId,
                    UpdateItemRequest.builder()
                            .tableName(into.table())
                            .key(Map.of(ExecutionItem.ID, AttributeValue.fromS(id)))
                            .updateExpression("SET " + String.join(", ", set) + removal)
                            .conditionExpression(condition)
                            .expressionAttributeValues(values)
                            .returnValues(ReturnValue.ALL_NEW)
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                            .build());
        }
    }
}
