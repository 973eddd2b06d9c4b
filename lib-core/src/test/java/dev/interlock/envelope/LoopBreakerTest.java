package dev.interlock.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.InterlockEvent;
import dev.interlock.envelope.Passage.Guard;
import dev.interlock.envelope.Passage.Proceed;
import dev.interlock.envelope.Passage.Skip;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LoopBreakerTest {
    private static final String ERROR = AwsEvents.event("acme.errors", "ErrorNotificationRequested", "{}");
    private static final String ORDER = AwsEvents.event("acme.orders", "OrderPlaced", "{}");

    private final List<InterlockEvent> told = new ArrayList<>();
    private final LoopBreaker breaker = LoopBreaker.builder()
            .detailTypes("ErrorNotificationRequested")
            .ownSources("acme.settlement")
            .listener(told::add)
            .build();

    @TestFactory
    Stream<DynamicTest> check_errorNotification_isSkippedInWhateverItIsWrapped() {
        return Stream.of(
                        ERROR,
                        ERROR.replace("{}", "\"{}\""),
                        ERROR.replace("acme.errors", "somebody.else"),
                        AwsEvents.event("acme.relay", "Relayed", ERROR),
                        AwsEvents.event("acme.errors", "ErrorNotificationRequested", ORDER),
                        AwsEvents.batch(AwsEvents.sqs("m-1", ERROR)),
                        AwsEvents.sns(ERROR, ""),
                        AwsEvents.batch(AwsEvents.sqs("m-1", AwsEvents.snsNotification(ERROR, ""))),
                        AwsEvents.batch(AwsEvents.kinesis("1", ERROR)),
                        AwsEvents.destination(ERROR),
                        AwsEvents.batch(AwsEvents.sqs("m-1", AwsEvents.destination(ERROR))),
                        "[" + AwsEvents.sqs("m-1", ERROR) + "]")
                .map(event -> DynamicTest.dynamicTest(
                        AwsEvents.message(event).layers().toString(),
                        () -> assertThat(breaker.check(AwsEvents.message(event)))
                                .isEqualTo(new Skip(
                                        Guard.DETAIL_TYPE,
                                        "detail-type 'ErrorNotificationRequested' is never handled"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"errornotificationrequested", "ErrorNotificationRequested ", "ErrorNotification", ""})
    void check_otherDetailType_proceeds(String detailType) {
        Passage passage = breaker.check(AwsEvents.message(AwsEvents.event("acme.errors", detailType, "{}")));

        assertThat(passage).isEqualTo(new Proceed(new HopCount(0)));
        assertThat(passage.proceeds()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void check_businessObjectThatLooksAlike_proceeds() {
        assertThat(breaker.check(AwsEvents.message("{\"detail-type\":\"ErrorNotificationRequested\"}")))
                .isInstanceOf(Proceed.class);
    }

    @ParameterizedTest
    @CsvSource({"acme.settlement, OWN_SOURCE", "acme.settlement.retry,", "acme.Settlement,", "acme,"})
    void check_ownSource_isSkippedIfItIsExactlyThat(String source, Guard guard) {
        for (String event : List.of(
                AwsEvents.event(source, "Settled", "{}"),
                AwsEvents.batch(AwsEvents.sqs("m-1", AwsEvents.event(source, "Settled", "{}"))),
                AwsEvents.event(source, "Settled", ORDER))) {
            Passage passage = breaker.check(AwsEvents.message(event));

            assertThat(passage.fold(proceed -> null, Skip::guard)).isEqualTo(guard);
        }
    }

    @Test
    void check_ownSourceThatItsRouteAccepts_proceeds() {
        Routes<String> routes = Routes.<String>builder()
                .on("acme.settlement", "SettlementRetried", "retry", Routes.Accepts.OWN_SOURCE)
                .on("acme.settlement", "Settled", "settled")
                .build();
        String retried = AwsEvents.event("acme.settlement", "SettlementRetried", "{}");
        String settled = AwsEvents.event("acme.settlement", "Settled", "{}");

        assertThat(breaker.check(AwsEvents.message(retried), routes)).isInstanceOf(Proceed.class);
        assertThat(breaker.check(AwsEvents.message(retried))).isInstanceOf(Skip.class);
        assertThat(breaker.check(AwsEvents.message(settled), routes)).isInstanceOf(Skip.class);
        assertThat(breaker.check(AwsEvents.message(AwsEvents.event("acme.settlement", "Settled", retried)), routes))
                .as("an outer layer that no route accepts")
                .isEqualTo(new Skip(Guard.OWN_SOURCE, "source 'acme.settlement' is this service itself"));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "15, true", "16, true", "17, false", "999999999, false"})
    void check_hopsInThePayload_proceedUpToTheMost(int hops, boolean proceeds) {
        for (String count : List.of("" + hops, "\"" + hops + "\"")) {
            Passage passage = breaker.check(AwsEvents.message(
                    AwsEvents.event("acme.orders", "OrderPlaced", "{\"interlock_hops\":" + count + "}")));

            assertThat(passage)
                    .isEqualTo(
                            proceeds
                                    ? new Proceed(new HopCount(hops))
                                    : new Skip(Guard.HOP_COUNT, "was sent on " + hops + " times, more than 16"));
        }
    }

    @TestFactory
    Stream<DynamicTest> check_hopsBesideThePayload_areFoundOnEveryLayer() {
        String sqs = "\"interlock_hops\":{\"stringValue\":\"17\",\"dataType\":\"Number\"}";
        String sns = "\"interlock_hops\":{\"Type\":\"String\",\"Value\":\"17\"}";
        String few = "{\"interlock_hops\":1}";
        return Stream.of(
                        AwsEvents.batch(AwsEvents.sqs("m-1", few, sqs)),
                        AwsEvents.batch(AwsEvents.sqs("m-1", "no JSON", sqs)),
                        AwsEvents.sns(few, sns),
                        AwsEvents.batch(AwsEvents.sqs("m-1", AwsEvents.snsNotification(few, sns))),
                        AwsEvents.batch(AwsEvents.sqs("m-1", AwsEvents.snsNotification(few, ""), sqs)),
                        "[" + AwsEvents.sqs("m-1", few, sqs) + "]")
                .map(event -> DynamicTest.dynamicTest(
                        event,
                        () -> assertThat(breaker.check(AwsEvents.message(event)))
                                .isEqualTo(new Skip(Guard.HOP_COUNT, "was sent on 17 times, more than 16"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "-1",
                "1.0",
                "1e1",
                "01",
                "1000000000",
                "\"\"",
                "\" 1\"",
                "\"+1\"",
                "\"one\"",
                "\"١\"",
                "[1]",
                "{\"interlock_hops\":1}"
            })
    void check_hopsThatAreNoCount_areTooMany(String count) {
        Message message = AwsEvents.message("{\"interlock_hops\":" + count.replace("01", "\"01\"") + "}");

        assertThat(breaker.check(message)).isEqualTo(new Skip(Guard.HOP_COUNT, "interlock_hops is no count"));
    }

    @Test
    void check_hopsAttributeThatIsNoText_isTooMany() {
        Message message = AwsEvents.message(AwsEvents.batch(
                AwsEvents.sqs("m-1", "{}", "\"interlock_hops\":{\"binaryValue\":\"MQ==\",\"dataType\":\"Binary\"}")));

        assertThat(breaker.check(message)).isEqualTo(new Skip(Guard.HOP_COUNT, "interlock_hops is no count"));
    }

    @Test
    void check_payloadThatIsNoObject_hasNoHops() {
        assertThat(breaker.check(AwsEvents.message("[{\"interlock_hops\":99}]")))
                .isEqualTo(new Proceed(new HopCount(0)));
        assertThat(breaker.check(AwsEvents.message("\"interlock_hops\""))).isEqualTo(new Proceed(new HopCount(0)));
    }

    @Test
    void check_loopOfTwoServicesThatCount_ends() {
        LoopBreaker three = LoopBreaker.builder().maxHops(3).build();
        int handled = 0;
        Passage passage = three.check(AwsEvents.message(ORDER));
        while (passage instanceof Proceed proceed) {
            handled++;
            String next = "{\"" + HopCount.NAME + "\":" + proceed.hops().next().value() + "}";
            passage = three.check(AwsEvents.message(AwsEvents.event("acme.orders", "OrderPlaced", next)));
        }

        assertThat(handled).isEqualTo(4);
        assertThat(passage).isEqualTo(new Skip(Guard.HOP_COUNT, "was sent on 4 times, more than 3"));
    }

    @Test
    void check_skip_reachesTheListener() {
        breaker.check(AwsEvents.message(AwsEvents.batch(AwsEvents.sqs("m-1", ERROR))));
        breaker.check(AwsEvents.message("{\"interlock_hops\":99}"));
        breaker.check(AwsEvents.message("{\"TaskToken\":\"s3cr3t\",\"Input\":{\"interlock_hops\":\"s3cr3t\"}}"));

        assertThat(told)
                .containsExactly(
                        new InterlockEvent(
                                InterlockEvent.Kind.SKIPPED,
                                "loop-breaker",
                                "EVENTBRIDGE STABLE 6a7e8feb-b491-4cf7-a9f1-bf3703467718",
                                "detail-type 'ErrorNotificationRequested' is never handled"),
                        new InterlockEvent(
                                InterlockEvent.Kind.SKIPPED,
                                "loop-breaker",
                                "the event",
                                "was sent on 99 times, more than 16"),
                        new InterlockEvent(
                                InterlockEvent.Kind.SKIPPED,
                                "loop-breaker",
                                "STEP_FUNCTIONS_TASK_TOKEN PER_ATTEMPT (masked)",
                                "interlock_hops is no count"));
        assertThat(told.toString()).doesNotContain("s3cr3t");
    }

    @Test
    void check_listenerThatThrows_changesNothing() {
        LoopBreaker breaker = LoopBreaker.builder()
                .detailTypes("ErrorNotificationRequested")
                .listener(event -> {
                    throw new IllegalStateException("the metrics are down");
                })
                .build();

        assertThat(breaker.check(AwsEvents.message(ERROR)).proceeds()).isFalse();
    }

    @Test
    void check_listenerThatBreaksThePlatform_isHeard() {
        LoopBreaker breaker = LoopBreaker.builder()
                .detailTypes("ErrorNotificationRequested")
                .listener(event -> {
                    throw new AssertionError("broken");
                })
                .build();

        assertThatThrownBy(() -> breaker.check(AwsEvents.message(ERROR)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("broken");
    }

    @Test
    void errorNotificationAnswer_isTheOneOfTheOriginal() {
        Skip skip = (Skip) breaker.check(AwsEvents.message(ERROR));

        assertThat(skip.errorNotificationAnswer("8f\"\\5"))
                .isEqualTo("{\"status\":\"skipped\",\"mode\":\"error_notification\",\"trading_mode\":\"n/a\","
                        + "\"message\":\"Error notification event skipped (circuit breaker)\","
                        + "\"request_id\":\"8f\\\"\\\\5\"}");
    }

    @Test
    void builder_badValue_isRefused() {
        assertThatThrownBy(() -> LoopBreaker.builder().detailTypes("A", " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("detail-type is blank");
        assertThatThrownBy(() -> LoopBreaker.builder().ownSources(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("source is blank");
        assertThatThrownBy(() -> LoopBreaker.builder().maxHops(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxHops is negative: -1");
        assertThatThrownBy(() -> new HopCount(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hop count is negative: -1");
        assertThatThrownBy(() -> new InterlockEvent(InterlockEvent.Kind.SKIPPED, "LoopBreaker", "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("primitive is not lower-case words with hyphens: 'LoopBreaker'");
    }
}
