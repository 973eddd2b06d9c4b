package dev.interlock.aws.mutex;

import static java.util.Objects.requireNonNull;

import dev.interlock.mutex.AdmissionRecord;
import dev.interlock.mutex.AdmissionStore;
import dev.interlock.mutex.AsyncAdmissionStore;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** The {@link DynamoDbAdmissionStore} that does not block: the same requests, records, answers and permissions. */
public final class DynamoDbAsyncAdmissionStore implements AsyncAdmissionStore {
    private final DynamoDbAsyncClient dynamoDb;
    private final AdmissionTable table;

    private DynamoDbAsyncAdmissionStore(DynamoDbAsyncClient dynamoDb, AdmissionTable table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /**
     * A store in a table.
     *
     * @param table the table's name or ARN
     * @throws IllegalArgumentException if {@code table} is blank
     */
    public static DynamoDbAsyncAdmissionStore create(DynamoDbAsyncClient dynamoDb, String table) {
        return new DynamoDbAsyncAdmissionStore(requireNonNull(dynamoDb, "dynamoDb"), new AdmissionTable(table));
    }

    /** As {@link DynamoDbAdmissionStore#verifyTable()}; what that throws, the future fails with. */
    public CompletableFuture<DynamoDbAsyncAdmissionStore> verifyTable() {
        return dynamoDb.describeTable(table.describe()).handle((answer, failure) -> {
            if (failure != null) {
                throw table.cannotSay(failure);
            }
            table.requireFit(answer);
            return this;
        });
    }

    @Override
    public CompletableFuture<AdmissionStore.Answer> putIfAbsent(AdmissionRecord admission) {
        return dynamoDb.putItem(table.put(admission))
                .handle((answer, failure) ->
                        failure == null ? new AdmissionStore.Answer.Stored() : table.ofFailure(admission, failure));
    }
}
