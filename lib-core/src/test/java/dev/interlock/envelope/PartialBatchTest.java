package dev.interlock.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.envelope.BatchResponse.Failure;
import dev.interlock.envelope.BatchResponse.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PartialBatchTest {
    private static final String PIPE_OF_KINESIS = """
            [{"eventSource":"aws:kinesis","eventSourceARN":"arn","eventID":"s:1","sequenceNumber":"1","data":"e30="},
             {"eventSource":"aws:kinesis","eventSourceARN":"arn","eventID":"s:2","sequenceNumber":"2","data":"e30="},
             {"eventSource":"aws:kinesis","eventSourceARN":"arn","eventID":"s:3","sequenceNumber":"3","data":"e30="}]
            """;

    private static PartialBatch batch(String event) {
        return PartialBatch.of(Envelopes.unwrap(event.getBytes(UTF_8)));
    }

    /** Handles what may be handled, and fails at these records. */
    private static BatchResponse handle(PartialBatch batch, Set<Integer> failing) {
        for (int i = 0; i < batch.records().size(); i++) {
            Unwrapped record = batch.records().get(i);
            if (batch.mayHandle(record) && !failing.contains(i)) {
                batch.done(record);
            }
        }
        return batch.response();
    }

    @Test
    void response_standardQueue_namesEachMessageThatFailed() {
        String event = AwsEvents.batch(AwsEvents.sqs("a", "{}"), AwsEvents.sqs("b", "{}"), AwsEvents.sqs("c", "{}"));

        assertThat(handle(batch(event), Set.of(0, 2)).orThrow())
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},{\"itemIdentifier\":\"c\"}]}");
        assertThat(handle(batch(event), Set.of()).orThrow()).isEqualTo("{\"batchItemFailures\":[]}");
    }

    @Test
    void response_nothingSaid_isThatEverythingFailed() {
        String event = AwsEvents.batch(AwsEvents.sqs("a", "{}"), AwsEvents.sqs("b", "{}"));

        assertThat(batch(event).response()).isEqualTo(new Report(List.of("a", "b")));
    }

    @Test
    void response_fifoQueue_stopsEachGroupAtItsFirstFailure() {
        String event = AwsEvents.batch(
                AwsEvents.fifo("a1", "a"),
                AwsEvents.fifo("b1", "b"),
                AwsEvents.fifo("a2", "a"),
                AwsEvents.fifo("b2", "b"),
                AwsEvents.fifo("a3", "a"));
        PartialBatch batch = batch(event);

        assertThat(handle(batch, Set.of(2))).isEqualTo(new Report(List.of("a2", "a3")));
        assertThat(batch.mayHandle(batch.records().get(4))).isFalse();
        assertThat(handle(batch(event), Set.of(1))).isEqualTo(new Report(List.of("b1", "b2")));
    }

    @Test
    void response_queueWithGroupsButWithoutOrder_goesOnAfterAFailure() {
        String event = AwsEvents.batch(AwsEvents.fifo("a1", "a"), AwsEvents.fifo("a2", "a"))
                .replace(AwsEvents.FIFO_QUEUE, AwsEvents.QUEUE);

        assertThat(handle(batch(event), Set.of(0))).isEqualTo(new Report(List.of("a1")));
    }

    @Test
    void response_groupOfAnUnknownQueue_isTakenForOrdered() {
        String event = AwsEvents.batch(AwsEvents.fifo("a1", "a"), AwsEvents.fifo("a2", "a"))
                .replace("\"eventSourceARN\":\"" + AwsEvents.FIFO_QUEUE + "\",", "");

        assertThat(handle(batch(event), Set.of(0))).isEqualTo(new Report(List.of("a1", "a2")));
    }

    @Test
    void response_stream_namesTheFirstFailureAlone() {
        String kinesis = AwsEvents.batch(
                AwsEvents.kinesis("101", "{}"), AwsEvents.kinesis("102", "{}"), AwsEvents.kinesis("103", "{}"));
        String dynamoDb =
                AwsEvents.batch(AwsEvents.dynamoDb("201"), AwsEvents.dynamoDb("202"), AwsEvents.dynamoDb("203"));
        PartialBatch batch = batch(kinesis);

        assertThat(handle(batch, Set.of(1))).isEqualTo(new Report(List.of("102")));
        assertThat(batch.mayHandle(batch.records().get(2))).isFalse();
        assertThat(handle(batch(dynamoDb), Set.of(0))).isEqualTo(new Report(List.of("201")));
        assertThat(handle(batch(dynamoDb), Set.of(2))).isEqualTo(new Report(List.of("203")));
    }

    @Test
    void response_pipe_namesTheItemsAsPipesDo() {
        assertThat(batch("[" + AwsEvents.sqs("a", "{}") + "]").response()).isEqualTo(new Report(List.of("a")));
        assertThat(handle(batch(PIPE_OF_KINESIS), Set.of(2))).isEqualTo(new Report(List.of("s:3")));
        assertThat(handle(batch("[" + AwsEvents.dynamoDb("201") + "]"), Set.of(0)))
                .isEqualTo(new Report(List.of("e201")));
    }

    @Test
    void response_streamInAPipe_namesWhatWasNotHandledAfterTheFailureToo() {
        PartialBatch batch = batch(PIPE_OF_KINESIS);

        assertThat(handle(batch, Set.of(1))).isEqualTo(new Report(List.of("s:2", "s:3")));
        assertThat(batch.mayHandle(batch.records().get(2))).isFalse();
    }

    @Test
    void response_streamInAPipeWithoutEventIds_mustFail() {
        String event = PIPE_OF_KINESIS.replace("eventID", "other");

        assertThat(handle(batch(event), Set.of(1))).isInstanceOf(BatchResponse.Failure.class);
    }

    @Test
    void response_severalMessagesInOneItem_isDoneWhenAllAre() {
        String s3 = AwsEvents.batch("{\"eventSource\":\"aws:s3\",\"s3\":{}}", "{\"eventSource\":\"aws:s3\",\"s3\":{}}");
        String event = AwsEvents.batch(AwsEvents.sqs("a", s3), AwsEvents.sqs("b", s3));

        assertThat(batch(event).records()).hasSize(4);
        assertThat(handle(batch(event), Set.of(1))).isEqualTo(new Report(List.of("a")));
        assertThat(handle(batch(event), Set.of(0, 1, 2))).isEqualTo(new Report(List.of("a", "b")));
        assertThat(handle(batch(event), Set.of())).isEqualTo(new Report(List.of()));
    }

    @Test
    void response_recordsThatCarryNothing_areNoFailures() {
        String test = "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"b\"}";

        assertThat(batch(AwsEvents.batch(AwsEvents.sqs("a", test))).response()).isEqualTo(new Report(List.of()));
    }

    @Test
    void response_rejectedRecord_isAFailureUntilSomebodyElseHasIt() {
        String event = AwsEvents.batch(
                AwsEvents.kinesis("101", "{}").replace("e30=", "no base64!"), AwsEvents.kinesis("102", "{}"));
        PartialBatch batch = batch(event);

        assertThat(batch.records().get(0)).isInstanceOf(Rejected.class);
        assertThat(batch.response()).isEqualTo(new Report(List.of("101")));
        batch.done(batch.records().get(0));
        assertThat(batch.response()).isEqualTo(new Report(List.of("102")));
    }

    @Test
    void response_sourceWithoutPartialAnswers_mustFailAsAWhole() {
        PartialBatch batch = batch(AwsEvents.event("acme.trading", "TradeExecuted", "{}"));
        PartialBatch destination = batch(AwsEvents.destination(AwsEvents.batch(AwsEvents.sqs("a", "{}"))));

        assertThat(batch.response())
                .isEqualTo(new Failure("the record at '/detail' failed, and its source takes no partial answer"));
        assertThatThrownBy(() -> batch.response().orThrow())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the record at '/detail' failed, and its source takes no partial answer");
        assertThat(destination.response())
                .as("the queue is not what invoked the function")
                .isInstanceOf(Failure.class);
        assertThat(batch("no JSON").response()).isInstanceOf(Failure.class);
        assertThat(handle(batch, Set.of()).orThrow()).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(batch("[]").response()).isInstanceOf(Failure.class);
    }

    @Test
    void response_itemWithoutAnIdentifier_mustFailAsAWhole() {
        String event = AwsEvents.batch(AwsEvents.sqs("a", "{}"), AwsEvents.sqs("b", "{}"))
                .replace("\"messageId\":\"b\",", "");

        assertThat(batch(event).response()).isInstanceOf(Failure.class);
        assertThat(handle(batch(event), Set.of(0))).isEqualTo(new Report(List.of("a")));
    }

    @Test
    void report_identifier_isEscaped() {
        assertThat(new Report(List.of("a\"b")).json())
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"a\\\"b\"}]}");
    }

    @Test
    void done_outOfOrder_isRefused() {
        PartialBatch batch = batch(AwsEvents.batch(AwsEvents.fifo("a1", "a"), AwsEvents.fifo("a2", "a")));

        assertThatThrownBy(() -> batch.done(batch.records().get(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("record at '/Records/1/body' is done before one that comes before it in its order");
        batch.done(batch.records().get(0));
        batch.done(batch.records().get(0));
        assertThat(batch.mayHandle(batch.records().get(0))).isFalse();
        assertThat(batch.mayHandle(batch.records().get(1))).isTrue();
    }

    @Test
    void mayHandle_recordOfAnotherBatch_isRefused() {
        PartialBatch batch = batch(AwsEvents.batch(AwsEvents.sqs("a", "{}")));
        Unwrapped other = AwsEvents.record(AwsEvents.batch(AwsEvents.sqs("a", "{}")));

        assertThatThrownBy(() -> batch.mayHandle(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("record at '/Records/0/body' is none of this batch");
        assertThatThrownBy(() -> batch.done(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("record at '/Records/0/body' is none of this batch");
    }

    @Test
    void response_anyFailuresInAnyGroups_neverSkipsWithinAGroup() {
        long seed = 20261122;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            String[] groups = new String[1 + random.nextInt(10)];
            String[] records = new String[groups.length];
            Set<Integer> failing = new java.util.HashSet<>();
            for (int r = 0; r < groups.length; r++) {
                groups[r] = "g" + random.nextInt(3);
                records[r] = AwsEvents.fifo("m" + r, groups[r]);
                if (random.nextInt(4) == 0) {
                    failing.add(r);
                }
            }

            List<String> expected = new ArrayList<>();
            Map<String, Boolean> broken = new HashMap<>();
            for (int r = 0; r < groups.length; r++) {
                if (broken.merge(groups[r], failing.contains(r), Boolean::logicalOr)) {
                    expected.add("m" + r);
                }
            }
            assertThat(handle(batch(AwsEvents.batch(records)), failing))
                    .as("case %d of seed %d", i, seed)
                    .isEqualTo(new Report(expected));
        }
    }

    @Test
    void done_fromManyThreads_losesNothing() throws Exception {
        String[] records = IntStream.range(0, 2_000)
                .mapToObj(i -> AwsEvents.sqs("m" + i, "{}"))
                .toArray(String[]::new);
        PartialBatch batch = batch(AwsEvents.batch(records));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < records.length; i++) {
                Unwrapped record = batch.records().get(i);
                boolean fails = i % 100 == 0;
                tasks.add(() -> {
                    if (batch.mayHandle(record) && !fails) {
                        batch.done(record);
                    }
                    return null;
                });
            }
            threads.invokeAll(tasks);
        } finally {
            threads.shutdownNow();
        }

        assertThat(((Report) batch.response()).itemIdentifiers())
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> "m" + 100 * i).toList());
    }
}
