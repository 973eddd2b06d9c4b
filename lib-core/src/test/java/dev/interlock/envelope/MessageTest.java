package dev.interlock.envelope;

import static dev.interlock.envelope.Unwrapping.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.envelope.DedupId.Strength;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageTest {
    private static final String ORDER = "{\"orderId\":9}";

    @Test
    void attribute_saidTwice_isTheInnermost() {
        Message message = message(Wrapping.EVENTBRIDGE.around(Wrapping.EVENTBRIDGE
                .around(ORDER)
                .replace("OrderPlaced", "Inner")
                .replace("shop", "till")));

        assertThat(message.detailType()).contains("Inner");
        assertThat(message.source()).contains("till");
        assertThat(message.layers().get(0).attribute("detail_type")).contains("OrderPlaced");
        assertThat(message.attribute("no such")).isEmpty();
    }

    @Test
    void dedupId_severalEnvelopes_isTheInnermostAndTheStrongestOne() {
        Message message = message(
                Wrapping.EVENTBRIDGE.around(Wrapping.SQS.around(Wrapping.STEP_FUNCTIONS_TASK_TOKEN.around(ORDER))));

        assertThat(message.dedupId())
                .contains(new DedupId("AAAA", Strength.PER_ATTEMPT, EnvelopeKind.STEP_FUNCTIONS_TASK_TOKEN));
        assertThat(message.strongestDedupId()).contains(new DedupId("eb-1", Strength.STABLE, EnvelopeKind.EVENTBRIDGE));
        assertThat(message.dedupIds()).extracting(DedupId::value).containsExactly("AAAA", "m-1", "eb-1");
    }

    @Test
    void strongestDedupId_equallyStrong_isTheInnermost() {
        Message message = message(Wrapping.SNS.around(Wrapping.EVENTBRIDGE.around(ORDER)));

        assertThat(message.strongestDedupId().map(DedupId::source)).contains(EnvelopeKind.EVENTBRIDGE);
    }

    @Test
    void dedupId_innermostEnvelopeWithout_isTheNextOne() {
        Message message =
                message(Wrapping.SQS.around(Wrapping.EVENTBRIDGE.around(ORDER).replace("\"id\":\"eb-1\",", "")));

        assertThat(message.dedupId().map(DedupId::value)).contains("m-1");
    }

    @Test
    void dedupId_ofAFifoQueue_isTheMessageAndNotItsDeduplicationId() {
        Message message = message(
                Wrapping.SQS
                        .around(ORDER)
                        .replace(
                                "\"ApproximateReceiveCount\":\"1\"",
                                "\"MessageDeduplicationId\":\"dd\",\"MessageGroupId\":\"g\",\"ApproximateReceiveCount\":\"1\""));

        assertThat(message.dedupId().map(DedupId::value)).contains("m-1");
        assertThat(message.attribute("fifo_dedup_id")).contains("dd");
        assertThat(message.attribute("fifo_group")).contains("g");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '^',
            value = {
                "{\"correlation_id\":\"c\",\"causation_id\":\"d\"} | c               | d",
                "{\"correlation_id\":7,\"causation_id\":null}      | from-the-broker | -",
                "{\"correlation_id\":\"\"}                         | ^^              | -",
                "[]                                                | from-the-broker | -",
                "text                                              | from-the-broker | -"
            })
    void correlationId_ofThePayload_comesBeforeThatOfTheEnvelope(String body, String correlation, String causation) {
        Message message = message(Wrapping.ACTIVEMQ.around(body));

        assertThat(message.correlationId().orElse(null)).isEqualTo(correlation);
        assertThat(message.causationId().orElse(null)).isEqualTo(causation);
    }

    @Test
    void replayName_ofAnArchive_isTold() {
        Message message =
                message(Wrapping.EVENTBRIDGE.around(ORDER).replace("\"id\"", "\"replay-name\":\"monday\",\"id\""));

        assertThat(message.replayName()).contains("monday");
        assertThat(message(Wrapping.EVENTBRIDGE.around(ORDER)).replayName()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SQS,      '\"ApproximateReceiveCount\":\"1\"', '\"ApproximateReceiveCount\":\"2\"', true",
        "SQS,      '\"ApproximateReceiveCount\":\"1\"', '\"Other\":\"2\"',                   false",
        "SQS,      x,                                   x,                                   false",
        "ACTIVEMQ, '\"redelivered\":false',             '\"redelivered\":true',              true",
        "RABBITMQ, '\"redelivered\":false',             '\"redelivered\":true',              true",
        "RABBITMQ, x,                                   x,                                   false",
        "SNS,      x,                                   x,                                   false"
    })
    void isRedelivered_onAnyLayer_isTold(Wrapping wrapping, String from, String to, boolean redelivered) {
        String event = wrapping.around(ORDER).replace(from, to);

        assertThat(message(event).isRedelivered()).isEqualTo(redelivered);
        assertThat(message(Wrapping.EVENTBRIDGE.around(event)).isRedelivered()).isEqualTo(redelivered);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "aws.scheduler, Scheduled Event, 2026-05-27T13:35:00Z, 2026-05-27T13:35:00Z",
                "aws.events,    Scheduled Event, 2026-05-27T13:35:00Z, 2026-05-27T13:35:00Z",
                "aws.events,    Scheduled Event, today,                -",
                "aws.events,    scheduled event, 2026-05-27T13:35:00Z, -",
                "shop,          Scheduled Event, 2026-05-27T13:35:00Z, -"
            })
    void scheduledTime_ofASchedule_isWhenItWasDue(String source, String type, String time, Instant due) {
        String event = "{\"detail-type\":\"" + type + "\",\"source\":\"" + source + "\",\"time\":\"" + time
                + "\",\"detail\":{}}";

        assertThat(message(event).scheduledTime().orElse(null)).isEqualTo(due);
        assertThat(message(Wrapping.SQS.around(event)).scheduledTime().orElse(null))
                .isEqualTo(due);
    }

    @Test
    void scheduledTime_ofAnEventInside_isNotThatOfTheEnvelopeAround() {
        String inner = "{\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\",\"detail\":{}}";

        assertThat(message(Wrapping.EVENTBRIDGE.around(inner)).scheduledTime()).isEmpty();
    }

    @Test
    void fold_messageAndRejected_goTheirOwnWays() {
        assertThat(Unwrapping.unwrap(ORDER).get(0).<String>fold(message -> "handled", Rejected::reason))
                .isEqualTo("handled");
        assertThat(Unwrapping.unwrap("{").get(0).<String>fold(message -> "handled", Rejected::reason))
                .isEqualTo("is not JSON in UTF-8, or too deep");
    }

    @Test
    void toString_ofEverything_showsNoContentAndNoTaskToken() {
        Message message = message(Wrapping.SQS.around(
                Wrapping.STEP_FUNCTIONS_TASK_TOKEN.around(ORDER).replace("AAAA", "SECRET-TOKEN")));

        assertThat(message)
                .hasToString(
                        "Message[/Records/0/body/input, [SQS, STEP_FUNCTIONS_TASK_TOKEN], Payload[JSON, 13 bytes]]");
        assertThat(message.dedupIds())
                .extracting(DedupId::toString)
                .containsExactly("STEP_FUNCTIONS_TASK_TOKEN PER_ATTEMPT (masked)", "SQS PER_DELIVERY m-1");
    }
}
