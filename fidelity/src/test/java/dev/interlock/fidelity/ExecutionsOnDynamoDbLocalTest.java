package dev.interlock.fidelity;

import dev.interlock.aws.reaper.DynamoDbExecutionStore;
import dev.interlock.reaper.ExecutionStore;
import dev.interlock.testkit.junit.ExecutionStoreSuite;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What a store of executions promises, kept on DynamoDB Local as on the fake. */
@ExtendWith(LocalDynamoDb.class)
final class ExecutionsOnDynamoDbLocalTest extends ExecutionStoreSuite {
    private static final String TABLE = "executions-of-the-suite";

    private final AtomicBoolean losing = new AtomicBoolean();
    private final DynamoDbClient dynamoDb;

    ExecutionsOnDynamoDbLocalTest(DynamoDbClient dynamoDb) {
        this.dynamoDb = sendingTwice(dynamoDb);
        try {
            dynamoDb.createTable(table -> table.tableName(TABLE)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                            attribute("execution_id", ScalarAttributeType.S),
                            attribute("watch_key", ScalarAttributeType.S),
                            attribute("updated_at", ScalarAttributeType.N))
                    .keySchema(key("execution_id", KeyType.HASH))
                    .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                            .indexName("stuck")
                            .keySchema(key("watch_key", KeyType.HASH), key("updated_at", KeyType.RANGE))
                            .projection(projection -> projection
                                    .projectionType(ProjectionType.INCLUDE)
                                    .nonKeyAttributes(
                                            "execution_state",
                                            "row_version",
                                            "execution_owner",
                                            "fence",
                                            "redrives",
                                            "execution_message"))
                            .build()));
        } catch (ResourceInUseException e) {
            return; // an earlier test of this class made it
        }
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String attribute, KeyType type) {
        return KeySchemaElement.builder().attributeName(attribute).keyType(type).build();
    }

    @Override
    protected ExecutionStore store(InstantSource clock, Set<String> watched) {
        return DynamoDbExecutionStore.create(dynamoDb, TABLE, clock, watched);
    }

    @Override
    protected boolean loseNextAnswer() {
        losing.set(true);
        return true;
    }

    /** A client that sends a call once more if it is to lose the answer, as the SDK does. */
    private DynamoDbClient sendingTwice(DynamoDbClient client) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(client, arguments);
                        return losing.getAndSet(false) ? method.invoke(client, arguments) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }
}
