package dev.interlock.testkit.dynamodb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interlock.testkit.dynamodb.KeySchema.Attribute;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Query and Scan, of a table or of an index. Not thread-safe; the service holds the lock. */
final class ReadOperations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Set<String> COMMON = Set.of(
            "TableName",
            "IndexName",
            "FilterExpression",
            "ProjectionExpression",
            "ExpressionAttributeNames",
            "ExpressionAttributeValues",
            "Select",
            "Limit",
            "ExclusiveStartKey",
            "ConsistentRead");
    private static final Set<String> OF_QUERY =
            Set.copyOf(Stream.concat(COMMON.stream(), Stream.of("KeyConditionExpression", "ScanIndexForward"))
                    .toList());

    private final Tables tables;

    ReadOperations(Tables tables) {
        this.tables = tables;
    }

    /** @param writesAgo how far a read that is not consistent lags behind */
    ObjectNode query(Call call, int writesAgo) {
        call.requireOnly(OF_QUERY);
        Read read = Read.of(call, "KeyConditionExpression");
        Source source = source(call, writesAgo);
        if (read.keyCondition() == null) {
            throw Refusal.invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified "
                    + "in the request.");
        }
        KeyCondition condition = KeyCondition.of(read.keyCondition(), source.key());
        source.table().requireScalarKeys(read.looksAt());
        requireNoKeys(read.filter(), source.key());
        requireProjected(read, source);
        Comparator<Map<String, Value>> order = order(source);
        boolean forward = call.flag("ScanIndexForward", true);
        Predicate<Map<String, Value>> wanted =
                item -> condition.hash().equals(source.key().of(item).hash())
                        && (condition.range() == null || condition.range().holds(item));
        Map<String, Value> start = read.start(source);
        if (start != null && !wanted.test(start)) {
            throw Refusal.invalid(
                    condition.hash().equals(source.key().of(start).hash())
                            ? "The provided starting key does not match the range key predicate"
                            : "The provided starting key is outside query boundaries based on provided conditions");
        }
        return page(read, source, wanted, forward ? order : order.reversed(), start);
    }

    /** @param writesAgo how far a read that is not consistent lags behind */
    ObjectNode scan(Call call, int writesAgo) {
        call.requireOnly(COMMON);
        Read read = Read.of(call);
        Source source = source(call, writesAgo);
        source.table().requireScalarKeys(read.looksAt());
        requireProjected(read, source);
        return page(read, source, item -> true, scattered(source), read.start(source));
    }

    /** What is read: a table, or an index of it with what that holds. */
    record Source(Table table, @Nullable Index index, Collection<Map<String, Value>> items) {
        KeySchema key() {
            return index == null ? table.key() : index.key();
        }

        Stream<Map<String, Value>> stream() {
            Index of = index;
            return of == null
                    ? items.stream()
                    : items.stream().filter(of.key()::isIn).map(item -> of.projected(item, table.key()));
        }

        /** What a page's last key tells of an item. */
        Map<String, Value> position(Map<String, Value> item) {
            Map<String, Value> position = table.key().only(item);
            position.putAll(key().only(item));
            return position;
        }
    }

    private Source source(Call call, int writesAgo) {
        Table table = tables.require(call.text("TableName", ""));
        boolean consistent = call.flag("ConsistentRead", false);
        Index index = call.text("IndexName")
                .map(name -> table.index(name)
                        .orElseThrow(() -> Refusal.invalid("The table does not have the specified index: " + name)))
                .orElse(null);
        if (index != null && consistent) {
            throw Refusal.invalid("Consistent reads are not supported on global secondary indexes");
        }
        if (index != null
                && call.text("Select", "").equals("ALL_ATTRIBUTES")
                && !index.projection().equals("ALL")) {
            throw Refusal.invalidParameters("Select type ALL_ATTRIBUTES is not supported for global secondary index "
                    + index.name() + " because its projection type is not ALL");
        }
        return new Source(
                table,
                index,
                consistent || writesAgo == 0
                        ? table.items()
                        : table.before(writesAgo).values());
    }

    private static ObjectNode page(
            Read read,
            Source source,
            Predicate<Map<String, Value>> wanted,
            Comparator<Map<String, Value>> order,
            @Nullable Map<String, Value> start) {
        List<Map<String, Value>> candidates = source.stream()
                .filter(wanted)
                .filter(item -> start == null || order.compare(item, start) > 0)
                .sorted(order)
                .toList();
        Page page = new Page(read);
        for (Map<String, Value> item : candidates) {
            if (page.isFull()) {
                break;
            }
            page.add(item);
        }
        ObjectNode answer = JSON.objectNode();
        if (!read.countOnly()) {
            page.found().forEach(item -> answer.withArray("/Items").add(ValueJson.writeItem(read.projected(item))));
            if (page.found().isEmpty()) {
                answer.putArray("Items");
            }
        }
        answer.put("Count", page.found().size());
        answer.put("ScannedCount", page.scanned());
        Map<String, Value> last = page.last();
        if (page.isFull() && last != null) {
            answer.set("LastEvaluatedKey", ValueJson.writeItem(source.position(last)));
        }
        return answer;
    }

    /** An index cannot give what it does not hold; a table that is asked through it is not looked at. */
    private static void requireProjected(Read read, Source source) {
        Index index = source.index();
        if (index == null || index.projection().equals("ALL")) {
            return;
        }
        List<String> unread = missing(index, source, read.paths().stream());
        if (!unread.isEmpty()) {
            throw Refusal.invalidParameters("Global secondary index " + index.name() + " does not project " + unread);
        }
        List<String> unfiltered =
                missing(index, source, Stream.ofNullable(read.filter()).flatMap(Condition::paths));
        if (!unfiltered.isEmpty()) {
            throw Refusal.invalidParameters("Secondary index " + index.name()
                    + " does not project one or more filter attributes: " + unfiltered);
        }
    }

    private static List<String> missing(Index index, Source source, Stream<Path> paths) {
        return paths.map(Path::attribute)
                .filter(attribute -> !index.projects(attribute, source.table().key()))
                .distinct()
                .toList();
    }

    /** By range; within one range, which only an index has, by the table's key. */
    private static Comparator<Map<String, Value>> order(Source source) {
        Comparator<Map<String, Value>> order = by(source.key().range());
        return source.index() == null ? order : order.thenComparing(scattered(source));
    }

    private static Comparator<Map<String, Value>> by(@Nullable Attribute attribute) {
        return attribute == null
                ? Comparator.comparingInt(item -> 0)
                : (a, b) -> Comparison.compare(value(a, attribute), value(b, attribute));
    }

    /** An order that is always the same, and means nothing: DynamoDB's is that of a hash too. */
    private static Comparator<Map<String, Value>> scattered(Source source) {
        KeySchema key = source.table().key();
        return Comparator.<Map<String, Value>>comparingInt(item -> scatter(key.of(item)))
                .thenComparing(item -> key.of(item).toString());
    }

    private static int scatter(ItemKey key) {
        int hash = key.toString().hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    private static Value value(Map<String, Value> item, Attribute attribute) {
        Value value = item.get(attribute.name());
        if (value == null) {
            throw new IllegalStateException("an item without " + attribute.name() + " in what is sorted by it");
        }
        return value;
    }

    private static void requireNoKeys(@Nullable Condition filter, KeySchema key) {
        if (filter == null) {
            return;
        }
        Set<String> filtered = filter.paths().map(Path::attribute).collect(Collectors.toSet());
        for (Attribute attribute : key.attributes()) {
            if (filtered.contains(attribute.name())) {
                throw Refusal.invalid("Filter Expression can only contain non-primary key attributes: "
                        + "Primary key attribute: " + attribute.name());
            }
        }
    }
}
