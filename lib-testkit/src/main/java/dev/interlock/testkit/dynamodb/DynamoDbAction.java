package dev.interlock.testkit.dynamodb;

/** A permission of DynamoDB, as a policy names it: {@code dynamodb:} and the {@linkplain #policyName name}. */
public enum DynamoDbAction {
    /** Creating a table. */
    CREATE_TABLE("CreateTable"),
    /** Reading a table's description. */
    DESCRIBE_TABLE("DescribeTable"),
    /** Deleting a table. */
    DELETE_TABLE("DeleteTable"),
    /** Writing whole items, in a transaction as well. */
    PUT_ITEM("PutItem"),
    /** Reading single items. */
    GET_ITEM("GetItem"),
    /** Changing items, in a transaction as well. */
    UPDATE_ITEM("UpdateItem"),
    /** Deleting items, in a transaction as well. */
    DELETE_ITEM("DeleteItem"),
    /** Holding a condition against an item that a transaction leaves alone. */
    CONDITION_CHECK_ITEM("ConditionCheckItem"),
    /** Reading one partition, of a table or of its indexes. */
    QUERY("Query"),
    /** Reading everything, of a table or of its indexes. */
    SCAN("Scan"),
    /** Setting the attribute that items expire by. */
    UPDATE_TIME_TO_LIVE("UpdateTimeToLive"),
    /** Reading the attribute that items expire by. */
    DESCRIBE_TIME_TO_LIVE("DescribeTimeToLive");

    private final String name;

    DynamoDbAction(String name) {
        this.name = name;
    }

    /** The name in a policy, such as {@code dynamodb:GetItem}. */
    public String policyName() {
        return "dynamodb:" + name;
    }
}
