package dev.interlock.aws.reaper;

import dev.interlock.reaper.Execution;
import dev.interlock.reaper.Execution.Drive;
import dev.interlock.reaper.Execution.Revision;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A row as it was found, in the table or in the index.
 *
 * @param writeId which write made it; empty in the index, which does not hold it
 * @param endedBy who ended it; empty while it is driven, and in the index
 */
record ExecutionItem(Execution row, String writeId, String endedBy) {
    static final String ID = "execution_id";
    static final String STATE = "execution_state";
    static final String VERSION = "row_version";
    static final String UPDATED_AT = "updated_at";
    static final String OWNER = "execution_owner";
    static final String ENDED_BY = "ended_by";
    static final String FENCE = "fence";
    static final String REDRIVES = "redrives";
    static final String MESSAGE = "execution_message";
    static final String WRITE_ID = "write_id";
    static final String WATCH_KEY = "watch_key";

    /** What the index must hold beside its keys and the table's. */
    static final List<String> PROJECTED = List.of(STATE, VERSION, OWNER, FENCE, REDRIVES, MESSAGE);

    /** Reads an item; empty if it is none that was written here. */
    static Optional<ExecutionItem> of(Map<String, AttributeValue> item) {
        try {
            Revision revision = new Revision(
                    text(item, STATE), number(item, VERSION), Instant.ofEpochMilli(number(item, UPDATED_AT)));
            Drive drive =
                    new Drive(optionalText(item, OWNER), number(item, FENCE), Math.toIntExact(number(item, REDRIVES)));
            Execution row = new Execution(text(item, ID), revision, drive, optionalText(item, MESSAGE));
            return Optional.of(new ExecutionItem(row, optionalText(item, WRITE_ID), optionalText(item, ENDED_BY)));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            return Optional.empty(); // the caller says so, without what is in it
        }
    }

    static String id(Map<String, AttributeValue> item) {
        return optionalText(item, ID);
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        String text = optionalText(item, name);
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return text;
    }

    private static String optionalText(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || value.s() == null ? "" : value.s();
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.n() == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return Long.parseLong(value.n());
    }
}
