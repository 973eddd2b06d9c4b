package dev.interlock.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.InterlockEvent;
import dev.interlock.envelope.Routing.Handle;
import dev.interlock.envelope.Routing.Reject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class RoutesTest {
    private static final String TRADE = AwsEvents.event("acme.trading", "TradeExecuted", "{}");
    private static final String CLOSE = AwsEvents.event("acme.trading", "DayClosed", "{}");

    private final List<InterlockEvent> told = new ArrayList<>();
    private final Routes<String> routes = builder().build();

    private Routes.Builder<String> builder() {
        return Routes.<String>builder()
                .on("acme.trading", "TradeExecuted", "settle")
                .on("acme.trading", "DayClosed", "close", Routes.Accepts.REPLAYS)
                .on("aws.scheduler", "Scheduled Event", "scheduled")
                .listener(told::add);
    }

    @TestFactory
    Stream<DynamicTest> route_event_goesBySourceAndDetailTypeOfTheInnermost() {
        return Stream.of(
                routed(TRADE, new Handle<>("settle")),
                routed(CLOSE, new Handle<>("close")),
                routed(AwsEvents.batch(AwsEvents.sqs("m-1", TRADE)), new Handle<>("settle")),
                routed(AwsEvents.event("acme.relay", "Relayed", TRADE), new Handle<>("settle")),
                routed(AwsEvents.event("aws.scheduler", "Scheduled Event", "\"{}\""), new Handle<>("scheduled")),
                routed(AwsEvents.replayed(CLOSE), new Handle<>("close")),
                routed(
                        AwsEvents.event("acme.trading", "tradeexecuted", "{}"),
                        new Reject<>("no route for source 'acme.trading' and detail-type 'tradeexecuted'")),
                routed(
                        AwsEvents.event("acme.orders", "TradeExecuted", "{}"),
                        new Reject<>("no route for source 'acme.orders' and detail-type 'TradeExecuted'")),
                routed(
                        AwsEvents.event(
                                "acme.trading", "TradeExecuted", AwsEvents.event("a", "b\n" + "c".repeat(200), "{}")),
                        new Reject<>("no route for source 'a' and detail-type 'b?" + "c".repeat(126) + "'")),
                routed(
                        AwsEvents.replayed(TRADE),
                        new Reject<>("the route for source 'acme.trading' and detail-type 'TradeExecuted' does not"
                                + " accept replays, such as 'again'")),
                routed(
                        AwsEvents.replayed(AwsEvents.event("acme.relay", "Relayed", TRADE)),
                        new Reject<>("the route for source 'acme.trading' and detail-type 'TradeExecuted' does not"
                                + " accept replays, such as 'again'")),
                routed(
                        AwsEvents.batch(AwsEvents.sqs("m-1", "{}")),
                        new Reject<>("is no event of EventBridge, and there is no direct route")),
                routed(
                        "{\"detail\":{},\"source\":\"acme.trading\"}",
                        new Reject<>("is no event of EventBridge, and there is no direct route")));
    }

    @Test
    void route_noEvent_goesTheDirectRoute() {
        Routes<String> direct = builder().direct("command").build();

        assertThat(direct.route(AwsEvents.message(AwsEvents.batch(AwsEvents.sqs("m-1", "{}")))))
                .isEqualTo(new Handle<>("command"));
        assertThat(direct.route(AwsEvents.message("{}"))).isEqualTo(new Handle<>("command"));
        assertThat(direct.route(AwsEvents.message(TRADE))).isEqualTo(new Handle<>("settle"));
        assertThat(direct.route(AwsEvents.message(AwsEvents.event("x", "y", "{}"))))
                .isInstanceOf(Reject.class);
    }

    @Test
    void route_rejection_reachesTheListener() {
        routes.route(AwsEvents.message(TRADE));
        routes.route(AwsEvents.message(AwsEvents.batch(AwsEvents.sqs("m-1", "{}"))));

        assertThat(told)
                .containsExactly(new InterlockEvent(
                        InterlockEvent.Kind.REJECTED,
                        "routes",
                        "SQS PER_DELIVERY m-1",
                        "is no event of EventBridge, and there is no direct route"));
    }

    @Test
    void fold_isGivenTheCase() {
        assertThat(new Handle<>("settle").<String>fold(Handle::handler, Reject::reason))
                .isEqualTo("settle");
        assertThat(new Reject<String>("why").<String>fold(Handle::handler, Reject::reason))
                .isEqualTo("why");
    }

    @Test
    void builder_badRoute_isRefused() {
        assertThatThrownBy(() -> builder().on("acme.trading", "TradeExecuted", "again"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are two routes for source 'acme.trading' and detail-type 'TradeExecuted'");
        assertThatThrownBy(() -> builder().on("", "TradeExecuted", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("source or detail-type is blank: '', 'TradeExecuted'");
        assertThatThrownBy(() -> builder().on("acme.trading", " ", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("source or detail-type is blank: 'acme.trading', ' '");
        assertThatThrownBy(() -> builder().direct("x").direct("y"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are two direct routes");
        assertThatThrownBy(() -> Routes.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no route");
    }

    private DynamicTest routed(String event, Routing<String> routing) {
        return DynamicTest.dynamicTest(
                event, () -> assertThat(routes.route(AwsEvents.message(event))).isEqualTo(routing));
    }
}
