package dev.interlock.aws.mutex;

import static java.util.Objects.requireNonNull;

import dev.interlock.mutex.AdmissionRecord;
import dev.interlock.mutex.AdmissionStore;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Keeps admissions in a table of DynamoDB, with one conditional {@code PutItem} each, also where the answer is that
 * somebody else was first: a failed condition brings the record that is there. Nothing is ever read, changed or
 * deleted.
 *
 * <p>Everything but these two answers is {@link AdmissionStore.Answer.Failed}: throttling after the client's retries,
 * time-outs, refusals, an interrupted thread, and a failed condition without the record. Retries and time-outs are
 * those of the client; a write that is sent again finds its own record, and the mutex knows it.
 *
 * <p>The table has one string key, {@code mutex_key}; the records are those of {@code docs/formats.md}, which state
 * machines can write too. {@link #verifyTable()} tells when the program starts whether the table is fit. The attribute
 * {@code expires_at} is for the table's time to live, which cleans up and decides nothing.
 *
 * <p>Immutable, and as thread-safe as the client is, which it does not close. Permissions: {@code dynamodb:PutItem} on
 * the table, and {@code dynamodb:DescribeTable} to verify it.
 */
public final class DynamoDbAdmissionStore implements AdmissionStore {
    private final DynamoDbClient dynamoDb;
    private final AdmissionTable table;

    private DynamoDbAdmissionStore(DynamoDbClient dynamoDb, AdmissionTable table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    /**
     * A store in a table.
     *
     * @param table the table's name or ARN
     * @throws IllegalArgumentException if {@code table} is blank
     */
    public static DynamoDbAdmissionStore create(DynamoDbClient dynamoDb, String table) {
        return new DynamoDbAdmissionStore(requireNonNull(dynamoDb, "dynamoDb"), new AdmissionTable(table));
    }

    /**
     * Asks with one {@code DescribeTable} whether the table can keep its promise: there is one, its key is
     * {@code mutex_key} as a string and nothing else, and it is in one region, or strongly consistent across regions.
     * In a global table of the default consistency the last writer wins, so each region would admit a run of its own.
     *
     * <p>It cannot see a global table of version 2017.11.29, which {@code DescribeTable} does not show.
     *
     * @return this store
     * @throws IllegalStateException if the table is not fit, or does not say; the message says what to do
     */
    public DynamoDbAdmissionStore verifyTable() {
        try {
            table.requireFit(dynamoDb.describeTable(table.describe()));
            return this;
        } catch (SdkException e) {
            throw table.cannotSay(e);
        }
    }

    @Override
    public Answer putIfAbsent(AdmissionRecord admission) {
        try {
            dynamoDb.putItem(table.put(admission));
            return new Answer.Stored();
        } catch (SdkException e) {
            return table.ofFailure(admission, e);
        }
    }
}
