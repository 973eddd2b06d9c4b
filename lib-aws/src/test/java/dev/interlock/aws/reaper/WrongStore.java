package dev.interlock.aws.reaper;

import dev.interlock.StoreException;
import dev.interlock.reaper.Execution;
import dev.interlock.reaper.ExecutionStore;
import dev.interlock.reaper.Next;
import dev.interlock.reaper.Page;
import dev.interlock.reaper.StuckPage;
import dev.interlock.reaper.Tenure;
import dev.interlock.reaper.Transition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** A store with one condition that is too weak, or a write that says too little. */
final class WrongStore implements ExecutionStore {
    private final ExecutionStore right;
    private final DynamoDbClient dynamoDb;
    private final ExecutionWrite.Into writes;
    private final InstantSource clock;
    private final Fault fault;

    enum Fault {
        BY_STATE_ALONE,
        UNCONDITIONAL_END,
        HEARTBEAT_WITHOUT_TIME
    }

    WrongStore(ExecutionStore right, DynamoDbClient dynamoDb, InstantSource clock, Fault fault) {
        this.right = right;
        this.dynamoDb = dynamoDb;
        this.clock = clock;
        this.fault = fault;
        writes = new ExecutionWrite.Into("executions", ReaperProof.policy().states(), new Shards(ReaperProof.SHARDS));
    }

    @Override
    public Transition transition(Execution observed, Next next) {
        if (fault != Fault.BY_STATE_ALONE) {
            return right.transition(observed, next);
        }
        UpdateItemRequest request =
                writes.transition(observed, next, clock.instant()).request();
        return write(
                request.toBuilder()
                        .conditionExpression("execution_state = :observed")
                        .expressionAttributeValues(withoutVersion(request))
                        .build(),
                observed.id());
    }

    @Override
    public Transition finish(Tenure tenure, String state, String message) {
        if (fault != Fault.UNCONDITIONAL_END) {
            return right.finish(tenure, state, message);
        }
        UpdateItemRequest request =
                writes.finish(tenure, state, message, clock.instant()).request();
        return write(
                request.toBuilder()
                        .conditionExpression(
                                "execution_state <> :owner AND fence <> :observed AND row_version <> :fence"
                                        + " OR attribute_exists(execution_id)")
                        .build(),
                tenure.id());
    }

    private Transition write(UpdateItemRequest request, String id) {
        try {
            return new Transition.Won(
                    ExecutionItem.of(dynamoDb.updateItem(request).attributes())
                            .orElseThrow()
                            .row());
        } catch (ConditionalCheckFailedException e) {
            return right.find(id).<Transition>map(Transition.Lost::new).orElseGet(Transition.Gone::new);
        } catch (SdkException e) {
            throw new StoreException("no answer", e);
        }
    }

    /** The value must be used, or it is refused. */
    private static Map<String, AttributeValue> withoutVersion(UpdateItemRequest request) {
        Map<String, AttributeValue> values = new HashMap<>(request.expressionAttributeValues());
        values.remove(":version");
        return values;
    }

    @Override
    public Transition create(String id, String state) {
        return right.create(id, state);
    }

    @Override
    public Optional<Execution> find(String id) {
        return right.find(id);
    }

    @Override
    public StuckPage findStuck(Set<String> states, Instant olderThan, Page page) {
        return right.findStuck(states, olderThan, page);
    }

    @Override
    public Transition heartbeat(Tenure tenure) {
        if (fault != Fault.HEARTBEAT_WITHOUT_TIME) {
            return right.heartbeat(tenure);
        }
        UpdateItemRequest request = writes.heartbeat(tenure, clock.instant()).request();
        return write(
                request.toBuilder()
                        .updateExpression(request.updateExpression().replace("updated_at = :now, ", ""))
                        .build(),
                tenure.id());
    }
}
