package dev.interlock.examples;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.interlock.InterlockEvent;
import dev.interlock.envelope.Envelopes;
import dev.interlock.envelope.ErrorPublisher;
import dev.interlock.testkit.SampleEvent;
import dev.interlock.testkit.SampleEvents;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * A loop as it happened: a schedule sends a function an envelope that it does not take, the function publishes an error
 * event, and is subscribed to that too. Once directly, once with a topic and a queue between.
 */
final class ErrorLoop {
    /** After how many error events the demo ends what would go on for ever. */
    static final int ENOUGH = 5;

    private static final Instant DUE = Instant.parse("2026-04-04T10:30:00Z");
    private static final SampleEvent ERROR_EVENT = SampleEvents.eventBridge("acme.trading", TradingFunction.ERROR);
    private static final SampleEvent TOPIC = SampleEvents.sns("errors");
    private static final SampleEvent QUEUE = SampleEvents.sqs("trading");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UnaryOperator<SampleEvent> wayBack;
    private final Deque<SampleEvent> coming = new ArrayDeque<>();
    private int published;

    private ErrorLoop(UnaryOperator<SampleEvent> wayBack) {
        this.wayBack = wayBack;
    }

    /**
     * How a loop went.
     *
     * @param title who handled the events, and how the errors came back
     * @param published how many error events there were
     * @param ended whether it ended by itself
     */
    record Course(String title, int published, boolean ended) {}

    /** What gets the events; tells what became of one. */
    private interface Receiver {
        String receive(SampleEvent event, ErrorPublisher<String> errors) throws IOException;
    }

    static List<Course> show(PrintStream out) throws IOException {
        out.println("\nA function gets an envelope that it does not take, publishes an error, and gets that too");
        List<Course> courses = new ArrayList<>();
        for (boolean isWrapped : new boolean[] {false, true}) {
            UnaryOperator<SampleEvent> wayBack =
                    isWrapped ? event -> QUEUE.wrapping(TOPIC.wrapping(event)) : UnaryOperator.identity();
            String way = isWrapped ? "errors through SNS over SQS" : "errors bare";
            courses.add(new ErrorLoop(wayBack).run("without Interlock, " + way, ErrorLoop::unguarded, out));
            courses.add(new ErrorLoop(wayBack).run("with Interlock, " + way, ErrorLoop::guarded, out));
        }
        return courses;
    }

    private Course run(String title, Receiver receiver, PrintStream out) throws IOException {
        out.println("\n" + title);
        coming.add(SampleEvents.scheduler("daily-trade", DUE));
        int received = 0;
        while (!coming.isEmpty() && published < ENOUGH) {
            SampleEvent event = coming.remove();
            received++;
            String ending = receiver.receive(event, this::publish);
            out.printf(Locale.ROOT, "  %d  %-26s  %s%n", received, detailType(event), ending);
        }
        boolean isEnded = coming.isEmpty();
        out.println(
                isEnded
                        ? "  ended; error events published: " + published
                        : "  the demo ends it here; it would go on for ever");
        return new Course(title, published, isEnded);
    }

    private void publish(String error) {
        published++;
        coming.add(wayBack.apply(ERROR_EVENT.payload("{\"number\":" + published + "}")));
    }

    /** As it is easily written: what is no trade is an error, and errors are published. */
    private static String unguarded(SampleEvent event, ErrorPublisher<String> errors) throws IOException {
        if (JSON.readTree(event.bytes()).path("detail").has("symbol")) {
            return "traded";
        }
        errors.publish("there is no symbol");
        return "rejected, error event published";
    }

    private static String guarded(SampleEvent event, ErrorPublisher<String> errors) throws IOException {
        List<InterlockEvent> told = new ArrayList<>();
        InstantSource clock = () -> DUE;
        TradingFunction function = new TradingFunction(trade -> {}, errors, told::add, clock);
        try {
            function.handleRequest(
                    new ByteArrayInputStream(event.bytes()),
                    OutputStream.nullOutputStream(),
                    new LocalContext("local"));
        } catch (IllegalArgumentException e) { // as Lambda does, which tries again and then dead-letters the event
            return "to the dead-letter queue, error event published: " + e.getMessage();
        }
        return told.isEmpty() ? "traded" : "skipped: " + told.get(0).reason();
    }

    private static String detailType(SampleEvent event) {
        return Envelopes.unwrap(event.bytes())
                .get(0)
                .fold(message -> message.detailType().orElse("none"), rejected -> "none");
    }
}
