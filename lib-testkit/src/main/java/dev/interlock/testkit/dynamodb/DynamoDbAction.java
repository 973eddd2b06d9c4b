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
    DELETE_ITEM("DeleteItem");

    private final String name;

    DynamoDbAction(String name) {
        this.name = name;
    }

    /** The name in a policy, such as {@code dynamodb:GetItem}. */
    public String policyName() {
        return "dynamodb:" + name;
    }
}
