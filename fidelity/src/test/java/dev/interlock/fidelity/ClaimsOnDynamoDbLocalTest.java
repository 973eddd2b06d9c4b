package dev.interlock.fidelity;

import dev.interlock.aws.idempotency.DynamoDbIdempotencyStore;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.testkit.junit.IdempotencyStoreSuite;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What a store of claims promises, kept on DynamoDB Local as on the fake. */
@ExtendWith(LocalDynamoDb.class)
final class ClaimsOnDynamoDbLocalTest extends IdempotencyStoreSuite {
    private static final String TABLE = "claims-of-the-suite";

    private final AtomicBoolean losing = new AtomicBoolean();
    private final DynamoDbClient dynamoDb;

    ClaimsOnDynamoDbLocalTest(DynamoDbClient dynamoDb) {
        this.dynamoDb = sendingTwice(dynamoDb);
        try {
            dynamoDb.createTable(table -> table.tableName(TABLE)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(AttributeDefinition.builder()
                            .attributeName("idempotency_token")
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(KeySchemaElement.builder()
                            .attributeName("idempotency_token")
                            .keyType(KeyType.HASH)
                            .build()));
        } catch (ResourceInUseException e) {
            return; // an earlier test of this class made it
        }
    }

    @Override
    protected IdempotencyStore store(InstantSource clock) {
        return DynamoDbIdempotencyStore.create(dynamoDb, TABLE, clock).tolerating(tolerance());
    }

    @Override
    protected Duration tolerance() {
        return Duration.ofSeconds(2);
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
