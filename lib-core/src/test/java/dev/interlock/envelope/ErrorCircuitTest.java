package dev.interlock.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.InterlockEvent;
import dev.interlock.envelope.Publication.Failed;
import dev.interlock.envelope.Publication.Published;
import dev.interlock.envelope.Publication.Suppressed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ErrorCircuitTest {
    private static final Instant START = Instant.parse("2026-05-27T13:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InstantSource clock = now::get;
    private final List<Object> published = new ArrayList<>();
    private final List<InterlockEvent> told = new ArrayList<>();
    private final ErrorCircuit<Object> circuit = ErrorCircuit.around(published::add, clock)
            .limit(3, Duration.ofSeconds(60))
            .pause(Duration.ofMinutes(5))
            .listener(told::add)
            .build();

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Test
    void publish_stormOfDifferentErrors_endsAtTheLimit() {
        assertThat(circuit.publish("a")).isEqualTo(new Published(0));
        assertThat(circuit.publish(2)).isEqualTo(new Published(0));
        assertThat(circuit.publish('c')).isEqualTo(new Published(0));
        assertThat(circuit.publish("d")).isEqualTo(new Suppressed(1));
        assertThat(circuit.publish(5L)).isEqualTo(new Suppressed(2));

        assertThat(published).containsExactly("a", 2, 'c');
        assertThat(told)
                .containsExactly(
                        new InterlockEvent(
                                InterlockEvent.Kind.SUPPRESSED,
                                "error-circuit",
                                "String",
                                "there were 3 within PT1M; suppressed since: 1"),
                        new InterlockEvent(
                                InterlockEvent.Kind.SUPPRESSED,
                                "error-circuit",
                                "Long",
                                "there were 3 within PT1M; suppressed since: 2"));
    }

    @Test
    void publish_belowTheLimitInEveryWindow_isNeverSuppressed() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(circuit.publish(i)).isEqualTo(new Published(0));
            pass(Duration.ofSeconds(30));
        }
    }

    @Test
    void publish_windowThatSlides_countsWhatIsInIt() {
        circuit.publish("a");
        pass(Duration.ofSeconds(59));
        circuit.publish("b");
        circuit.publish("c");

        assertThat(circuit.publish("d")).isEqualTo(new Suppressed(1));
    }

    @Test
    void publish_windowThatIsOver_countsAnew() {
        circuit.publish("a");
        circuit.publish("b");
        pass(Duration.ofSeconds(60));
        circuit.publish("c");
        circuit.publish("d");

        assertThat(circuit.publish("e")).isEqualTo(new Published(0));
        assertThat(circuit.publish("f")).isEqualTo(new Suppressed(1));
    }

    @Test
    void publish_pause_endsAfterItsEnd() {
        storm(3);
        pass(Duration.ofMinutes(5));
        assertThat(circuit.publish("x")).isEqualTo(new Suppressed(1));
        pass(Duration.ofNanos(1));
        assertThat(circuit.publish("y")).isEqualTo(new Published(1));
    }

    @Test
    void publish_afterAPauseWithFewErrors_isClosedAgain() {
        storm(5);
        pass(Duration.ofMinutes(6));

        assertThat(circuit.publish("trial")).isEqualTo(new Published(2));
        assertThat(circuit.publish("a")).isEqualTo(new Published(0));
        assertThat(circuit.publish("b")).isEqualTo(new Published(0));
        assertThat(circuit.publish("c")).isEqualTo(new Suppressed(1));
    }

    @Test
    void publish_afterAPauseWithManyErrors_letsOneThroughAndPausesAgain() {
        storm(6);
        pass(Duration.ofMinutes(6));

        assertThat(circuit.publish("trial")).isEqualTo(new Published(3));
        assertThat(circuit.publish("a")).isEqualTo(new Suppressed(1));
        pass(Duration.ofMinutes(4));
        assertThat(circuit.publish("b")).isEqualTo(new Suppressed(2));
        pass(Duration.ofMinutes(2));
        assertThat(circuit.publish("c")).isEqualTo(new Published(2));
        assertThat(circuit.publish("d")).isEqualTo(new Published(0));
    }

    @Test
    void publish_loopThatFeedsOnItself_ends() {
        Deque<Object> bus = new ArrayDeque<>();
        ErrorCircuit<Object> looped = ErrorCircuit.<Object>around(bus::add, clock)
                .limit(10, Duration.ofMinutes(1))
                .build();
        looped.publish("first");
        int handled = 0;
        while (!bus.isEmpty()) {
            handled++;
            looped.publish("could not handle " + bus.remove());
            pass(Duration.ofMillis(100));
        }

        assertThat(handled).isEqualTo(10);
    }

    @Test
    void publish_stormWithoutEnd_getsOneErrorThroughInEachPause() {
        for (int second = 0; second < 3_600; second++) {
            circuit.publish(second);
            pass(Duration.ofSeconds(1));
        }

        assertThat(published).hasSize(3 + 11);
    }

    @Test
    void publish_publisherThatThrows_isToldAndCounted() {
        RuntimeException cause = new IllegalStateException("no bus");
        ErrorCircuit<String> failing = ErrorCircuit.<String>around(
                        error -> {
                            if (error.equals("a")) {
                                throw cause;
                            }
                        },
                        clock)
                .limit(1, Duration.ofSeconds(1))
                .build();

        assertThat(failing.publish("a")).isEqualTo(new Failed(cause));
        assertThat(failing.publish("b")).isEqualTo(new Suppressed(1));
        pass(Duration.ofMinutes(6));
        assertThat(failing.publish("a")).isEqualTo(new Failed(cause));
        pass(Duration.ofMinutes(6));
        assertThat(failing.publish("c"))
                .as("what was suppressed before is told with the first that is published")
                .isEqualTo(new Published(1));
    }

    @Test
    void fold_isGivenTheCase() {
        List<Publication> all =
                List.of(new Published(2), new Suppressed(3), new Failed(new IllegalStateException("x")));

        assertThat(all.stream()
                        .map(publication -> publication.<String>fold(
                                p -> "published " + p.suppressedBefore(),
                                s -> "suppressed " + s.count(),
                                f -> "failed " + f.cause().getMessage())))
                .containsExactly("published 2", "suppressed 3", "failed x");
    }

    @Test
    void publish_clockThatGoesBack_keepsTheLimit() {
        circuit.publish("a");
        pass(Duration.ofHours(-1));
        circuit.publish("b");
        circuit.publish("c");

        assertThat(circuit.publish("d")).isEqualTo(new Suppressed(1));
    }

    @Test
    void publish_anyErrorsAtAnyTimes_keepsTheLimitInEveryWindow() {
        long seed = 20261123;
        SplittableRandom random = new SplittableRandom(seed);
        List<Instant> times = new ArrayList<>();
        long suppressed = 0;
        long told = 0;
        for (int i = 0; i < 5_000; i++) {
            pass(Duration.ofSeconds(random.nextInt(random.nextInt(20) == 0 ? 400 : 4)));
            Publication publication = circuit.publish(i);
            if (publication instanceof Published p) {
                times.add(now.get());
                told += p.suppressedBefore();
            } else {
                suppressed++;
            }
        }
        told += circuit.publish("last").<Long>fold(Published::suppressedBefore, s -> s.count() - 1, failed -> 0L);

        for (int i = 3; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - 3), times.get(i)))
                    .as("publications %d to %d of seed %d", i - 3, i, seed)
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(60));
        }
        assertThat(told).as("every suppressed error is told, seed %d", seed).isEqualTo(suppressed);
        assertThat(suppressed).isPositive();
    }

    @Test
    void publish_fromManyThreads_keepsTheLimit() throws Exception {
        List<Object> all = Collections.synchronizedList(new ArrayList<>());
        ErrorCircuit<Object> shared = ErrorCircuit.<Object>around(all::add, clock)
                .limit(50, Duration.ofMinutes(1))
                .build();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        long told = 0; // one that is published late tells what was suppressed meanwhile
        try {
            List<Callable<Publication>> tasks = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                Object error = i;
                tasks.add(() -> shared.publish(error));
            }
            for (Future<Publication> publication : threads.invokeAll(tasks)) {
                told += publication.get() instanceof Published published ? published.suppressedBefore() : 0;
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(all).hasSize(50);
        assertThat(shared.publish("last")).isEqualTo(new Suppressed(1_951 - told));
    }

    @Test
    void build_startsNoThread() {
        int before = Thread.getAllStackTraces().size();
        storm(5);

        assertThat(Thread.getAllStackTraces()).hasSizeLessThanOrEqualTo(before);
    }

    @Test
    void builder_badValue_isRefused() {
        ErrorCircuit.Builder<Object> builder = ErrorCircuit.around(published::add, clock);

        assertThatThrownBy(() -> builder.limit(0, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit is below 1: 0");
        for (Duration window :
                List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(1_500), Duration.ofSeconds(3_601))) {
            assertThatThrownBy(() -> builder.limit(1, window))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("window is not from 1 to 3600 whole seconds: " + window);
        }
        for (Duration pause : List.of(
                Duration.ZERO, Duration.ofMillis(999), Duration.ofDays(1).plusMillis(1))) {
            assertThatThrownBy(() -> builder.pause(pause))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("pause is not from one second to one day: " + pause);
        }
        assertThatThrownBy(() -> ErrorCircuit.around(published::add, clock)
                        .limit(20, Duration.ofMinutes(6))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pause is shorter than the window: PT5M, PT6M");
        assertThatThrownBy(() -> new Published(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("suppressedBefore is negative: -1");
        assertThatThrownBy(() -> new Suppressed(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("count is below 1: 0");
    }

    /** As many errors at once. */
    private void storm(int errors) {
        for (int i = 0; i < errors; i++) {
            circuit.publish(i);
        }
    }
}
