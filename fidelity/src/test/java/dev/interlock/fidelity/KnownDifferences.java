package dev.interlock.fidelity;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where DynamoDB Local speaks otherwise than the service, and the fake speaks as the service: as its API reference
 * says, or as its answers are quoted in the issues of other projects. The error code is the same, but for one.
 */
final class KnownDifferences {
    private static final String OF_UPDATES = "The document path provided in the update expression is invalid for update"
            + "|The provided expression refers to an attribute that does not exist in the item"
            + "|An operand in the update expression has an incorrect data type";

    private static final List<Words> WORDS = List.of(
            words("Cannot do operations on a non-existent table", "Requested resource not found.*"),
            words("Cannot create preexisting table", "Table already exists: .*"),
            words("One of the required keys was not given a value", ".*: Missing the key \\w+ in the item"),
            words(".*: Type mismatch for key", ".*: Type mismatch for key \\w+ expected: \\w+ actual: \\w+"),
            words(
                    ".*: Type mismatch for Index Key",
                    ".*: Type mismatch for Index Key \\w+ Expected: \\w+ Actual: \\w+ IndexName: \\w+"),
            words(
                    ".*: Type mismatch for Index Key",
                    "The update expression attempted to update the secondary index key to unsupported type"),
            words(
                    "The number of conditions on the keys is invalid",
                    "The provided key element does not match the schema"),
            words(".*: Type mismatch for key", "The provided key element does not match the schema"),
            words(
                    "(.*)DynamoDB only supports precision up to 38 digits(.*)",
                    "(.*)Attempting to store more than 38 significant digits in a Number(.*)"),
            words(
                    "(.*)A value provided cannot be converted into a number(.*)",
                    "(.*)The parameter cannot be converted to a numeric value.*"),
            words(".*Input collection .* contains duplicates\\.?", ".*Input collection .* contains duplicates\\.?"),
            words(
                    "Hash primary key values must be under 2048 bytes.*",
                    ".*has exceeded the (maximum )?size limit of.*"),
            words("Return values set to invalid value", "ReturnValues can only be ALL_OLD or NONE"),
            words("Return values set to invalid value", "1 validation error detected: .* at 'returnValues' .*"),
            words("Query condition missed key schema element", "Query condition missed key schema element: \\w+"),
            words("Limit must be greater than or equal to 1", "1 validation error detected: .* at 'limit' .*"),
            words("Select must be .*", "1 validation error detected: .* at 'select' .*"),
            words(
                    "The provided starting key does not match the range key predicate",
                    "The provided starting key is outside query boundaries based on provided conditions"),
            words("Exclusive Start Key must have same size.*", "The provided starting key is invalid: .*"),
            words("The provided starting key is invalid", "The provided starting key is invalid: .*"),
            words("Type mismatch for attribute to update", "The provided starting key is invalid: .*"),
            words(
                    ".*Invalid attribute type name found; type: (\\w+),.*",
                    ".*Invalid attribute type name found; type: (\\w+),.*"),
            words(
                    "Value .* at 'transactItems(.*)' failed to satisfy.*",
                    "1 validation error detected: Value .*transactItems.*"),
            words(
                    "Member must have length less than or equal to 100",
                    "1 validation error detected: Value .*transactItems.*"),
            words(
                    "Invalid Request: TransactWriteRequest should contain .*",
                    "TransactItems can only contain one of .*"),
            words("Transaction payload size cannot exceed 4MB.*", "Transaction payload size cannot exceed 4MB"),
            words("", "The request uses the same client token as a previous, but non-identical request\\."),
            words("TimeToLive is active on a different AttributeName", "TimeToLive is active on a different .*"),
            words("Invalid table/index name\\.  .*", "Invalid table/index name\\. .*"),
            // of several pairs of paths that overlap, each names another
            words("(Invalid \\w+): Two document paths .*", "(Invalid \\w+): Two document paths .*"),
            words("Invalid attribute value type", "The provided key element does not match the schema"),
            words("Invalid attribute value type", ".*: Type mismatch for (key|Index Key) .*"),
            words(
                    "Invalid attribute value type",
                    "The update expression attempted to update the secondary index key to unsupported type"),
            // of several things that an item has against an update, each names another
            words(OF_UPDATES, OF_UPDATES),
            words(".* does not project .*\\[.*", ".* does not project .*\\[.*"),
            words("(Invalid \\w+: )Internal server error", "(Invalid \\w+: )Syntax error; .*"));

    private static final String ERROR = "ValidationError: ";

    private KnownDifferences() {}

    /** What the two say of one thing. */
    private record Words(Pattern local, Pattern fake) {}

    static boolean allow(Answer local, Answer fake) {
        if (local.code().equals(fake.code())) {
            return sameWords(local.message(), fake.message()) && sameReasons(local.content(), fake.content());
        }
        if (local.code().equals("ConditionalCheckFailedException")
                && fake.code().equals("ValidationException")) {
            // what is wrong whatever the item holds is looked at before it is read
            return fake.message().contains("This attribute is part of the key")
                    || fake.message().startsWith("Key attributes must be scalars");
        }
        // API reference of TransactWriteItems, cancellation reasons: what an update meets in an item is a reason there
        return local.code().equals("ValidationException")
                && fake.code().equals("TransactionCanceledException")
                && Stream.of(fake.content().split("; ", -1))
                        .filter(reason -> reason.startsWith(ERROR))
                        .anyMatch(reason -> sameWords(local.message(), reason.substring(ERROR.length())));
    }

    private static boolean sameReasons(String local, String fake) {
        String[] locals = local.split("; ", -1);
        String[] fakes = fake.split("; ", -1);
        if (locals.length != fakes.length) {
            return false;
        }
        for (int i = 0; i < locals.length; i++) {
            if (!sameReason(locals[i], fakes[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameReason(String local, String fake) {
        return local.replace("request failed.", "request failed").equals(fake)
                || (local.startsWith(ERROR)
                        && fake.startsWith(ERROR)
                        && sameWords(local.substring(ERROR.length()), fake.substring(ERROR.length())));
    }

    private static boolean sameWords(String local, String fake) {
        return local.equals(fake)
                || WORDS.stream()
                        .anyMatch(words -> words.local().matcher(local).matches()
                                && words.fake().matcher(fake).matches());
    }

    private static Words words(String local, String fake) {
        return new Words(Pattern.compile(local), Pattern.compile(fake));
    }
}
