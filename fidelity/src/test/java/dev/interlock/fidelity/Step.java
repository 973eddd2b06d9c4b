package dev.interlock.fidelity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** One call, that can be made of several clients. A Query or Scan with a limit goes on to its last page. */
record Step(DynamoDbRequest request) {
    private static final int MOST_PAGES = 50;

    Answer run(DynamoDbClient client) {
        return Answer.of(() -> call(client));
    }

    private String call(DynamoDbClient client) {
        if (request instanceof PutItemRequest put) {
            return Answer.text(client.putItem(put).attributes());
        }
        if (request instanceof GetItemRequest get) {
            return Answer.text(client.getItem(get).item());
        }
        if (request instanceof DeleteItemRequest delete) {
            return Answer.text(client.deleteItem(delete).attributes());
        }
        if (request instanceof UpdateItemRequest update) {
            return Answer.text(client.updateItem(update).attributes());
        }
        if (request instanceof TransactWriteItemsRequest transaction) {
            client.transactWriteItems(transaction);
            return "";
        }
        return request instanceof QueryRequest query ? pages(client, query) : pages(client, (ScanRequest) request);
    }

    /**
     * Of a table page by page; an index may order equal ranges as it likes, so there all items together, and the page
     * sizes. After the last item one of the two may give an empty page more, which is left out.
     */
    private static String pages(DynamoDbClient client, QueryRequest first) {
        boolean ordered = first.indexName() == null;
        List<String> pages = new ArrayList<>();
        List<String> items = new ArrayList<>();
        QueryRequest query = first;
        for (int i = 0; i < MOST_PAGES; i++) {
            QueryResponse page = client.query(query);
            List<String> found = page.items().stream().map(Answer::text).toList();
            items.addAll(found);
            if (page.scannedCount() > 0) {
                pages.add(page.scannedCount() + " " + (ordered ? page.count() + " " + found : ""));
            }
            Map<String, AttributeValue> last = page.lastEvaluatedKey();
            if (last.isEmpty()) {
                return ordered ? pages.toString() : pages + sorted(items).toString();
            }
            query = query.toBuilder().exclusiveStartKey(last).build();
        }
        throw new IllegalStateException("no end after " + MOST_PAGES + " pages of " + first);
    }

    private static String pages(DynamoDbClient client, ScanRequest first) {
        List<String> sizes = new ArrayList<>();
        List<String> items = new ArrayList<>();
        ScanRequest scan = first;
        while (sizes.size() < MOST_PAGES) {
            ScanResponse page = client.scan(scan);
            page.items().forEach(item -> items.add(Answer.text(item)));
            sizes.add(page.scannedCount().toString());
            if (page.lastEvaluatedKey().isEmpty()) {
                return sizes + sorted(items).toString();
            }
            scan = scan.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build();
        }
        throw new IllegalStateException("no end after " + MOST_PAGES + " pages of " + first);
    }

    private static List<String> sorted(List<String> items) {
        Collections.sort(items);
        return items;
    }
}
