package dev.interlock.testkit.dynamodb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.testkit.dynamodb.Value.Num;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * UpdateTimeToLive, DescribeTimeToLive, and what removes expired items. Not thread-safe; the service holds the lock.
 */
final class TimeToLive {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Duration TOO_OLD = Duration.ofDays(5 * 365);

    private final Tables tables;

    TimeToLive(Tables tables) {
        this.tables = tables;
    }

    ObjectNode update(Call call) {
        call.requireOnly(Set.of("TableName", "TimeToLiveSpecification"));
        Table table = tables.require(call.text("TableName", ""));
        boolean enable = call.get("TimeToLiveSpecification").path("Enabled").asBoolean();
        String attribute =
                call.get("TimeToLiveSpecification").path("AttributeName").asText();
        boolean enabled = !table.ttlAttribute().isEmpty();
        if (enabled && !attribute.equals(table.ttlAttribute())) {
            throw Refusal.invalid("TimeToLive is active on a different AttributeName: current AttributeName is "
                    + table.ttlAttribute());
        }
        if (enable == enabled) {
            throw Refusal.invalid("TimeToLive is already " + (enabled ? "enabled" : "disabled"));
        }
        table.ttlAttribute(enable ? attribute : "");
        return JSON.objectNode().set("TimeToLiveSpecification", call.get("TimeToLiveSpecification"));
    }

    ObjectNode describe(Call call) {
        call.requireOnly(Set.of("TableName"));
        Table table = tables.require(call.text("TableName", ""));
        ObjectNode description = JSON.objectNode();
        if (table.ttlAttribute().isEmpty()) {
            description.put("TimeToLiveStatus", "DISABLED");
        } else {
            description.put("TimeToLiveStatus", "ENABLED");
            description.put("AttributeName", table.ttlAttribute());
        }
        return JSON.objectNode().set("TimeToLiveDescription", description);
    }

    /** Removes what has expired at {@code now}, and returns how many items that were. */
    static int clean(Table table, Instant now) {
        List<Map<String, Value>> expired = table.items().stream()
                .filter(item -> isExpired(item.get(table.ttlAttribute()), now))
                .toList();
        expired.forEach(item -> table.remove(table.key().of(item)));
        return expired.size();
    }

    /** A number of whole or broken seconds since 1970; what is more than five years past counts as a mistake. */
    private static boolean isExpired(@Nullable Value value, Instant now) {
        if (!(value instanceof Num number)) {
            return false;
        }
        BigDecimal seconds = number.value();
        return seconds.compareTo(BigDecimal.valueOf(now.getEpochSecond())) < 0
                && seconds.compareTo(BigDecimal.valueOf(now.minus(TOO_OLD).getEpochSecond())) > 0;
    }
}
