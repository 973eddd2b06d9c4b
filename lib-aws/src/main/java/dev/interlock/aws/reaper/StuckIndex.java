package dev.interlock.aws.reaper;

import dev.interlock.StoreException;
import dev.interlock.reaper.Page;
import dev.interlock.reaper.StuckPage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * The index of what is watched, part by part.
 *
 * @param query sends one request
 */
record StuckIndex(String table, Shards shards, Function<QueryRequest, QueryResponse> query) {
    static final String NAME = "stuck";

    /**
     * A place in the index: behind a row, or at the beginning of a part.
     *
     * @param updatedAt of the row, as DynamoDB wrote it, since a row of others may have any number there; empty at the
     *     beginning of a part
     */
    private record Place(String state, int shard, String updatedAt, String id) {
        private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,200}(\\.[0-9]{1,200})?([eE][+-]?[0-9]{1,3})?");

        static Place beginning(String state, int shard) {
            return new Place(state, shard, "", "");
        }

        static Place parse(String text, TreeSet<String> states, Shards shards) {
            String[] parts = text.split("/", 4);
            boolean isPlace = (parts.length == 2 || parts.length == 4)
                    && states.contains(parts[0])
                    && parts[1].matches("[0-9]{1,4}")
                    && Integer.parseInt(parts[1]) < shards.count()
                    && (parts.length == 2 || NUMBER.matcher(parts[2]).matches());
            if (!isPlace) {
                throw new IllegalArgumentException("page after '" + text + "' is none that this store told");
            }
            int shard = Integer.parseInt(parts[1]);
            return parts.length == 2 ? beginning(parts[0], shard) : new Place(parts[0], shard, parts[2], parts[3]);
        }

        /** The beginning of the part that follows; empty behind the last one. */
        String nextPart(TreeSet<String> states, Shards shards) {
            if (shard + 1 < shards.count()) {
                return beginning(state, shard + 1).toString();
            }
            String higher = states.higher(state);
            return higher == null ? "" : beginning(higher, 0).toString();
        }

        boolean isBehind(Instant limit) {
            return !updatedAt.isEmpty()
                    && new BigDecimal(updatedAt).compareTo(BigDecimal.valueOf(limit.toEpochMilli())) > 0;
        }

        @Override
        public String toString() {
            return updatedAt.isEmpty() ? state + "/" + shard : state + "/" + shard + "/" + updatedAt + "/" + id;
        }
    }

    /**
     * Reads in one part with one request at most, so that whoever pages may stop after each, and no part hides another.
     */
    StuckPage page(TreeSet<String> states, Instant olderThan, Page page) {
        Place from =
                page.after().isEmpty() ? Place.beginning(states.first(), 0) : Place.parse(page.after(), states, shards);
        String nextPart = from.nextPart(states, shards);
        if (from.isBehind(olderThan)) { // by a clock that was ahead
            return StuckPage.of(List.of(), List.of(), nextPart);
        }
        QueryResponse answer;
        try {
            answer = query.apply(request(from, olderThan, page.size()));
        } catch (StoreException e) {
            return StuckPage.unread(shards.key(from.state(), from.shard()) + ": " + e.getMessage(), nextPart);
        }
        List<StuckPage.Stuck> rows = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Map<String, AttributeValue> item : answer.items()) {
            Place at = place(from, item);
            ExecutionItem.of(item)
                    .ifPresentOrElse(
                            read -> rows.add(new StuckPage.Stuck(read.row(), at.toString())),
                            () -> unreadable.add(ExecutionItem.id(item)));
        }
        String next = answer.hasLastEvaluatedKey()
                ? place(from, answer.lastEvaluatedKey()).toString()
                : nextPart;
        return StuckPage.of(rows, unreadable, next);
    }

    private static Place place(Place from, Map<String, AttributeValue> key) {
        AttributeValue none = AttributeValue.fromS("");
        String updatedAt = key.getOrDefault(ExecutionItem.UPDATED_AT, none).n();
        return new Place(from.state(), from.shard(), updatedAt, ExecutionItem.id(key));
    }

    private QueryRequest request(Place from, Instant olderThan, int limit) {
        AttributeValue part = AttributeValue.fromS(shards.key(from.state(), from.shard()));
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .indexName(NAME)
                .keyConditionExpression(
                        ExecutionItem.WATCH_KEY + " = :part AND " + ExecutionItem.UPDATED_AT + " <= :limit")
                .expressionAttributeValues(
                        Map.of(":part", part, ":limit", AttributeValue.fromN(Long.toString(olderThan.toEpochMilli()))))
                .limit(limit);
        if (!from.updatedAt().isEmpty()) {
            request.exclusiveStartKey(Map.of(
                    ExecutionItem.WATCH_KEY,
                    part,
                    ExecutionItem.UPDATED_AT,
                    AttributeValue.fromN(from.updatedAt()),
                    ExecutionItem.ID,
                    AttributeValue.fromS(from.id())));
        }
        return request.build();
    }
}
