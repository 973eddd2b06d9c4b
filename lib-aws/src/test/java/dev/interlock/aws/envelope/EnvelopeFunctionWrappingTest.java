package dev.interlock.aws.envelope;

import static dev.interlock.aws.envelope.Settlement.DONE;
import static dev.interlock.aws.envelope.Settlement.ERROR;
import static dev.interlock.aws.envelope.Settlement.SKIPPED;
import static dev.interlock.aws.envelope.Settlement.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.InterlockEvent;
import dev.interlock.testkit.SampleEvent;
import dev.interlock.testkit.SampleEvents;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an event comes in, it reaches its consumer, and a loop its end. */
final class EnvelopeFunctionWrappingTest {
    private static final SampleEvent SNS = SampleEvents.sns("trades");
    private static final SampleEvent SQS = SampleEvents.sqs("trades");

    private final Settlement settlement = new Settlement();

    /** An event, and what it comes in. */
    private static Stream<SampleEvent> wrapped(SampleEvent event) {
        return Stream.of(
                event,
                SQS.wrapping(event),
                SampleEvents.sqs("trades.fifo").wrapping(event),
                SNS.wrapping(event),
                SQS.wrapping(SNS.wrapping(event)),
                SampleEvents.kinesis("trades").wrapping(event),
                SampleEvents.kinesis("trades").wrapping(SNS.wrapping(event)),
                SampleEvents.lambdaDestination("trades").wrapping(event),
                SampleEvents.lambdaDestination("trades").wrapping(SQS.wrapping(SNS.wrapping(event))),
                SQS.wrapping(SampleEvents.lambdaDestination("trades").wrapping(event)),
                SampleEvents.kafka("trades").wrapping(event),
                SampleEvents.cloudWatchLogs("/trades").wrapping(event),
                SampleEvents.kinesis("logs")
                        .wrapping(SampleEvents.cloudWatchLogs("/trades").wrapping(event)));
    }

    static Stream<SampleEvent> handle_tradeInWhatever_isSettled() {
        return wrapped(trade(10));
    }

    @ParameterizedTest
    @MethodSource
    void handle_tradeInWhatever_isSettled(SampleEvent event) {
        assertThat(settlement.handle(event)).isEqualTo(DONE);
        assertThat(settlement.settled).containsExactly(new BigDecimal("10.00"));
        assertThat(settlement.told).isEmpty();
        assertThat(settlement.failed).isEmpty();
    }

    static Stream<SampleEvent> handle_errorInWhatever_isSkipped() {
        SampleEvent error = SampleEvents.eventBridge("trading", ERROR).payload("{\"quantity\":10.00}");
        return Stream.concat(
                wrapped(error),
                wrapped(SampleEvents.eventBridge("trading", "TradeExecuted").wrapping(error)));
    }

    @ParameterizedTest
    @MethodSource
    void handle_errorInWhatever_isSkipped(SampleEvent event) {
        assertThat(settlement.handle(event)).isIn(DONE, SKIPPED);
        assertThat(settlement.settled).isEmpty();
        assertThat(settlement.taken).isEmpty();
        assertThat(settlement.failed).isEmpty();
        assertThat(settlement.told)
                .extracting(InterlockEvent::reason)
                .containsExactly("detail-type '" + ERROR + "' is never handled");
    }

    @ParameterizedTest
    @MethodSource("handle_ownEventAroundATrade_isSkipped")
    void handle_ownEventAroundATrade_isSkipped(SampleEvent event) {
        settlement.handle(event);

        assertThat(settlement.settled).isEmpty();
        assertThat(settlement.told)
                .extracting(InterlockEvent::reason)
                .containsExactly("source 'settlement' is this service itself");
    }

    static Stream<SampleEvent> handle_ownEventAroundATrade_isSkipped() {
        return wrapped(SampleEvents.eventBridge("settlement", "TradeSeen").wrapping(trade(10)));
    }

    @Test
    void handle_schedule_reachesItsRouteAndItsInputTheDirectOne() {
        SampleEvent schedule = SampleEvents.scheduler("daily", Instant.parse("2026-05-27T12:00:00Z"));

        assertThat(settlement.handle(schedule)).isEqualTo(DONE);
        assertThat(settlement.handle(schedule.payload("{\"mode\":\"daily\"}"))).isEqualTo(DONE);

        assertThat(settlement.taken).containsExactly("{}", "{\"mode\":\"daily\"}");
        assertThat(settlement.deliveries.get(0).message().scheduledTime())
                .contains(Instant.parse("2026-05-27T12:00:00Z"));
    }

    @Test
    void handle_recordsOfATableAndABucket_reachTheDirectRoute() {
        settlement.handle(SampleEvents.dynamoDbStream("trades"));
        settlement.handle(SampleEvents.s3("trades", "day.json"));
        settlement.handle(SQS.wrapping(SampleEvents.s3("trades", "day.json")));

        assertThat(settlement.taken).hasSize(3);
        assertThat(settlement.taken.get(2)).isEqualTo(settlement.taken.get(1));
    }

    @Test
    void handle_batchOfWhateverIsWrapped_isSettledInOrder() {
        List<SampleEvent> batch = List.of(
                SQS.wrapping(trade(1)),
                SQS.wrapping(SNS.wrapping(trade(2))),
                SQS.wrapping(SampleEvents.lambdaDestination("trades").wrapping(SNS.wrapping(trade(3)))));

        assertThat(settlement.handle(batch)).isEqualTo(DONE);
        assertThat(settlement.settled).extracting(BigDecimal::intValue).containsExactly(1, 2, 3);
    }
}
