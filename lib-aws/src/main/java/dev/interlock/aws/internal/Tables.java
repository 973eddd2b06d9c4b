package dev.interlock.aws.internal;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** What stores in DynamoDB ask of their table, and tell of a request that failed. */
public final class Tables {
    private Tables() {}

    /**
     * What keeps a table from its promise.
     *
     * @param key its only key, a string
     * @param declared the document that declares such a table
     * @param harm what would happen in each region of a table in which the last writer wins
     */
    public static List<String> problems(TableDescription table, String key, String declared, String harm) {
        List<String> problems = new ArrayList<>();
        TableStatus status = table.tableStatus();
        if (status != TableStatus.ACTIVE && status != TableStatus.UPDATING) {
            problems.add("it is " + table.tableStatusAsString() + " and not ACTIVE: wait, or create it");
        }
        List<String> keys = shown(table.keySchema(), table);
        if (!keys.equals(List.of(key + " HASH S"))) {
            problems.add("its key is " + keys + " and not [" + key + " HASH S]: create another table, " + declared
                    + " declares it");
        }
        boolean isGlobal = !table.replicas().isEmpty() || table.globalTableVersion() != null;
        if (isGlobal && table.multiRegionConsistency() != MultiRegionConsistency.STRONG) {
            problems.add("it is a global table in which the last writer wins, with replicas in "
                    + table.replicas().stream()
                            .map(ReplicaDescription::regionName)
                            .toList()
                    + ", so " + harm
                    + ": use a table of one region, or a global table with MultiRegionConsistency STRONG");
        }
        return problems;
    }

    /** A key as humans read it: name, kind and type of each attribute. */
    public static List<String> shown(List<KeySchemaElement> key, TableDescription table) {
        return key.stream()
                .map(part -> part.attributeName() + " " + part.keyTypeAsString() + " "
                        + table.attributeDefinitions().stream()
                                .filter(definition -> definition.attributeName().equals(part.attributeName()))
                                .map(AttributeDefinition::attributeTypeAsString)
                                .findFirst()
                                .orElse("of no type"))
                .toList();
    }

    /**
     * What a failed request says, for a human, to be put behind the operation and the table.
     *
     * @param permission what it needs, such as {@code dynamodb:PutItem}
     */
    public static String told(Throwable cause, String permission) {
        if (!(cause instanceof AwsServiceException answer)) {
            return " has no answer: " + cause;
        }
        String code =
                answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
                        ? "without a code"
                        : answer.awsErrorDetails().errorCode();
        String hint = switch (code) {
            case "AccessDeniedException" -> "; it needs " + permission;
            case "ResourceNotFoundException" -> "; there is no such table in this account and region";
            default -> "";
        };
        return " answered " + answer.statusCode() + " " + code + hint;
    }
}
