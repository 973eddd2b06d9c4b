package dev.interlock.testkit.interleaving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.testkit.FakeAws;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

final class InterleavingTest {
    private static final Interleaving.Program NOTHING = run -> {};

    /** Two actors that put once each. */
    private static void twoPuts(Run run) {
        run.aws().s3().createBucket("b");
        for (String name : List.of("a", "b")) {
            run.actor(name, actor -> put(actor, name));
        }
    }

    /** What is refused is no matter here. */
    private static void put(Actor actor, String body) {
        try (S3Client s3 = actor.connect(S3Client.builder()).build()) {
            s3.putObject(r -> r.bucket("b").key("k").ifNoneMatch("*"), RequestBody.fromString(body));
            actor.note("won");
        } catch (SdkException e) {
            actor.note("did not win");
        }
    }

    @Test
    void enumerate_noHazards_runsEveryOrderOnce() {
        Set<String> orders = new LinkedHashSet<>();
        AtomicInteger runs = new AtomicInteger();
        Interleaving all = Interleaving.of(run -> {
                    for (String name : List.of("a", "b")) {
                        run.actor(name, actor -> {
                            actor.note(name + 1);
                            actor.step("rests");
                            actor.note(name + 2);
                        });
                    }
                    run.check(history -> {
                        runs.incrementAndGet();
                        orders.add(history.events(String.class).stream()
                                .map(History.Event::what)
                                .reduce("", String::concat));
                    });
                })
                .hazards();

        assertThat(all.enumerate(20)).isEqualTo(new Interleaving.Exploration(6, 24));

        assertThat(runs).hasValue(6);
        assertThat(orders)
                .containsExactlyInAnyOrder("a1a2b1b2", "a1b1a2b2", "a1b1b2a2", "b1a1a2b2", "b1a1b2a2", "b1b2a1a2");
    }

    @Test
    void enumerate_depth_variesTheFirstDecisionsOnly() {
        Interleaving puts = Interleaving.of(InterleavingTest::twoPuts).hazards();

        assertThat(puts.enumerate(0).runs()).isEqualTo(1);
        assertThat(puts.enumerate(1).runs()).isEqualTo(2);
        assertThat(puts.enumerate(2).runs()).isEqualTo(4);
    }

    @Test
    void requests_areSteps_andOneTakesEffectAtATime() {
        Interleaving.of(run -> {
                    twoPuts(run);
                    run.check(history -> {
                        assertThat(history.events(History.Request.class))
                                .extracting(event -> event.what().status())
                                .containsExactly(200, 412);
                        assertThat(history.events(String.class))
                                .extracting(History.Event::what)
                                .containsExactlyInAnyOrder("won", "did not win");
                    });
                })
                .hazards()
                .enumerate(20);
    }

    @ParameterizedTest
    @EnumSource
    void hazard_occursInSomeSeed_andInNoneIfItIsNotChosen(Hazard hazard) {
        String word = switch (hazard) {
            case REQUEST_LOST -> " is lost";
            case ANSWER_LOST -> "the answer to PutObject k";
            case LANDS_LATE -> " lands late";
            case CONFLICT -> "is answered with CONFLICT and not carried out";
            case THROTTLED -> "is answered with THROTTLED and not carried out";
            case FAILS_BEFORE -> "is answered with INTERNAL and not carried out";
            case FAILS_AFTERWARDS -> "internal error all the same";
            case REFUSED_WITH_200 -> "412 with status 200";
            case CRASH -> " crashes";
            case PAUSE -> " stands still for PT1S";
            case TIME_PASSES -> "PT1S pass";
        };
        Interleaving with =
                Interleaving.of(InterleavingTest::twoPuts).hazards(hazard).maxHazards(2);
        Interleaving without = Interleaving.of(InterleavingTest::twoPuts).hazards();

        assertThat(traces(with, 100)).anyMatch(trace -> trace.contains(word));
        assertThat(traces(without, 100)).noneMatch(trace -> trace.contains(word));
    }

    private static List<String> traces(Interleaving program, int seeds) {
        List<String> traces = new ArrayList<>();
        for (int seed = 0; seed < seeds; seed++) {
            traces.add(program.replay("seed:" + seed).trace());
        }
        return traces;
    }

    @Test
    void replay_sameSeed_isTheSameRun_andSeedsDiffer() {
        Interleaving puts = Interleaving.of(InterleavingTest::twoPuts);

        assertThat(traces(puts, 50)).isEqualTo(traces(puts, 50));
        assertThat(new TreeSet<>(traces(puts, 50))).hasSizeGreaterThan(20);
    }

    @Test
    void lateRequest_landsAfterItsSenderHasEnded() {
        Set<String> ends = new TreeSet<>();
        Interleaving.of(run -> {
                    run.aws().s3().createBucket("b");
                    run.actor("a", actor -> put(actor, "from a"));
                    run.check(history -> ends.add(
                            run.aws().s3().object("b", "k").orElseThrow().text() + " after "
                                    + history.events(String.class).get(0).what()));
                })
                .hazards(Hazard.LANDS_LATE)
                .maxHazards(4)
                .explore(1, 200);

        assertThat(ends).contains("from a after won", "from a after did not win");
    }

    @Test
    void crash_endsTheActorWithoutCleanUp_andItsRequestMayStillLand() {
        Set<String> ends = new TreeSet<>();
        Interleaving.of(run -> {
                    run.aws().s3().createBucket("b");
                    run.actor("a", actor -> {
                        try (S3Client s3 = actor.connect(S3Client.builder()).build()) {
                            try {
                                s3.putObject(r -> r.bucket("b").key("k"), RequestBody.fromString("there"));
                            } finally {
                                s3.deleteObject(r -> r.bucket("b").key("k"));
                                actor.note("cleaned up");
                            }
                        }
                    });
                    run.check(history -> ends.add(run.aws().s3().keys("b") + " "
                            + history.events(String.class).stream()
                                    .map(History.Event::what)
                                    .toList()));
                })
                .hazards(Hazard.CRASH)
                .enumerate(20);

        assertThat(ends).containsExactlyInAnyOrder("[] [cleaned up]", "[k] []", "[] []");
    }

    @Test
    void sleep_takesNoRealTime_andWakesInOrder() {
        History history = Interleaving.of(run -> {
                    run.actor("late", actor -> {
                        actor.sleep(Duration.ofDays(2));
                        actor.note(actor.clock().instant());
                    });
                    run.actor("early", actor -> {
                        actor.sleep(Duration.ofDays(1));
                        actor.note(actor.nanoTime());
                    });
                })
                .hazards()
                .replay("moves:");

        assertThat(history.events()).extracting(History.Event::actor).containsExactly("early", "late");
        assertThat(history.events().get(0).what()).isEqualTo(Duration.ofDays(1).toNanos());
        assertThat(history.events().get(1).what())
                .isEqualTo(FakeAws.create().clock().instant().plus(Duration.ofDays(2)));
    }

    @Test
    void skews_areOfTheWallClockAlone() {
        Set<Object> seen = new TreeSet<>();
        Interleaving.of(run -> {
                    run.actor("a", actor -> {
                        seen.add(Duration.between(actor.now(), actor.clock().instant()));
                        assertThat(actor.nanoTime()).isZero();
                    });
                })
                .skews(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(-1))
                .enumerate(1);

        assertThat(seen).containsExactly(Duration.ofHours(-1), Duration.ZERO, Duration.ofHours(1));
    }

    @Test
    void watch_notesWhatEachRequestChanged() {
        History history = Interleaving.of(run -> {
                    twoPuts(run);
                    run.watch(
                            "k",
                            aws -> aws.s3().object("b", "k").map(o -> o.text()).orElse("none"));
                })
                .hazards()
                .replay("moves:");

        assertThat(history.events(History.Change.class)).singleElement().satisfies(event -> {
            assertThat(event.actor()).isEqualTo("a");
            assertThat(event.what()).isEqualTo(new History.Change("k", "none", "a"));
        });
    }

    @Test
    void always_isCheckedAfterEveryStep() {
        Interleaving puts = Interleaving.of(run -> {
                    twoPuts(run);
                    run.always(() -> assertThat(run.aws().s3().keys("b")).isEmpty());
                })
                .hazards();

        assertThatThrownBy(() -> puts.replay("moves:"))
                .isInstanceOfSatisfying(
                        InterleavingFailure.class,
                        failure -> assertThat(failure.trace()).endsWith("PutObject k is carried out"));
    }

    @Test
    void failure_ofAnActor_failsTheRunWithItsTrace() {
        Interleaving wrong = Interleaving.of(run -> run.actor("a", actor -> {
            actor.step("is about to fail");
            throw new java.io.IOException("on purpose");
        }));

        assertThatThrownBy(() -> wrong.hazards().explore(7, 1))
                .isInstanceOf(InterleavingFailure.class)
                .hasMessageStartingWith("schedule seed:7 failed: on purpose\n")
                .hasMessageContaining("a        is about to fail")
                .hasMessageEndingWith("Run it again with -Dinterleaving.replay=seed:7, or replay(\"seed:7\")")
                .hasCauseInstanceOf(java.io.IOException.class)
                .hasNoSuppressedExceptions();
    }

    @Test
    void failure_thatDoesNotRepeat_saysSo() {
        AtomicInteger chance = new AtomicInteger();
        Interleaving fickle = Interleaving.of(run -> run.actor("a", actor -> {
            actor.note(chance.incrementAndGet());
            throw new IllegalStateException("on purpose");
        }));

        assertThatThrownBy(() -> fickle.explore(1, 1))
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(why -> assertThat(why).hasMessageContaining("came out differently")));
    }

    @Test
    void actorThatWaitsForAnother_isFoundAndNamed() {
        ReentrantLock lock = new ReentrantLock();
        Interleaving stuck = Interleaving.of(run -> {
                    for (String name : List.of("a", "b")) {
                        run.actor(name, actor -> {
                            lock.lockInterruptibly();
                            try {
                                actor.step("holds a lock of the JVM");
                            } finally {
                                lock.unlock();
                            }
                        });
                    }
                })
                .hazards()
                .limits(100, Duration.ofMillis(200));

        assertThatThrownBy(() -> stuck.replay("moves:0.1"))
                .hasMessageContaining("actor b neither sent a request nor ended within PT0.2S")
                .hasMessageContaining("lockInterruptibly");
    }

    @Test
    void runWithoutEnd_isFound() {
        Interleaving endless = Interleaving.of(run -> run.actor("a", actor -> {
                    while (true) {
                        actor.step("goes round");
                    }
                }))
                .hazards()
                .limits(50, Duration.ofSeconds(30));

        assertThatThrownBy(() -> endless.explore(1, 1)).hasMessageContaining("no end after 50 steps");
    }

    @Test
    void actorInAnotherThread_isRefused() {
        Interleaving threads = Interleaving.of(run -> run.actor("a", actor -> {
            Throwable[] thrown = new Throwable[1];
            Thread other = new Thread(() -> actor.step("elsewhere"), "other");
            other.setUncaughtExceptionHandler((thread, e) -> thrown[0] = e);
            other.start();
            other.join();
            throw new IllegalStateException(thrown[0]);
        }));

        assertThatThrownBy(() -> threads.explore(1, 1)).hasMessageContaining("goes on in another thread, other");
    }

    @Test
    void asynchronousClient_isRefused() {
        Interleaving async = Interleaving.of(run -> run.actor("a", actor -> actor.connect(S3AsyncClient.builder())));

        assertThatThrownBy(() -> async.explore(1, 1)).hasMessageContaining("a courier takes the requests of blocking");
    }

    @Test
    void search_findsTheFirstSeedThatFails_andItRepeats() {
        Interleaving update = Interleaving.of(run -> {
            run.aws().s3().put("b", "k", "0".getBytes(UTF_8), run.aws().clock().instant());
            run.actor("a", InterleavingTest::increment).actor("b", InterleavingTest::increment);
            run.check(history -> assertThat(
                            run.aws().s3().object("b", "k").orElseThrow().text())
                    .isEqualTo("2"));
        });

        InterleavingFailure found = update.search(1, 100).orElseThrow();

        assertThatThrownBy(() -> update.replay(found.schedule())).hasMessage(found.getMessage());
        assertThat(Interleaving.of(NOTHING).search(1, 100)).isEmpty();
    }

    private static void increment(Actor actor) {
        try (S3Client s3 = actor.connect(S3Client.builder()).build()) {
            int value = Integer.parseInt(
                    s3.getObjectAsBytes(r -> r.bucket("b").key("k")).asUtf8String());
            s3.putObject(r -> r.bucket("b").key("k"), RequestBody.fromString(Integer.toString(value + 1)));
        }
    }

    @Test
    void replayProperty_runsThatScheduleAlone() {
        AtomicInteger runs = new AtomicInteger();
        Interleaving counting = Interleaving.of(run -> runs.incrementAndGet());
        System.setProperty(Interleaving.REPLAY, "seed:17");
        try {
            assertThat(counting.explore(1, 1_000).runs()).isEqualTo(1);
            assertThat(counting.enumerate(10).runs()).isEqualTo(1);
        } finally {
            System.clearProperty(Interleaving.REPLAY);
        }
        assertThat(runs).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"17", "seed:x", "moves:1.y", ""})
    void replay_whatIsNoSchedule_isRefused(String schedule) {
        assertThatThrownBy(() -> Interleaving.of(NOTHING).replay(schedule))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schedule ");
    }

    @Test
    void replay_scheduleOfAnotherProgram_isRefused() {
        assertThatThrownBy(() ->
                        Interleaving.of(InterleavingTest::twoPuts).hazards().replay("moves:5"))
                .hasMessageContaining("decision 0 of the schedule is 5, but there are 2 moves");
    }

    @Test
    void options_whatMakesNoSense_isRefused() {
        Interleaving any = Interleaving.of(NOTHING);

        assertThatThrownBy(() -> any.maxHazards(-1)).hasMessage("maxHazards is negative: -1");
        assertThatThrownBy(() -> any.pauses(Duration.ZERO)).hasMessage("a pause is not positive: PT0S");
        assertThatThrownBy(any::skews).hasMessageContaining("skews are empty");
        assertThatThrownBy(() -> any.limits(0, Duration.ofSeconds(1))).hasMessage("maxSteps is below 1: 0");
        assertThatThrownBy(() -> any.limits(1, Duration.ZERO)).hasMessage("patience is not positive: PT0S");
        assertThatThrownBy(() -> any.enumerate(-1)).hasMessage("depth is negative: -1");
        assertThatThrownBy(() -> Interleaving.of(run -> run.actor("a", a -> {}).actor("a", a -> {}))
                        .explore(1, 1))
                .hasMessageContaining("there are two actors named 'a'");
        assertThatCode(() -> any.explore(1, 1)).doesNotThrowAnyException();
    }

    /** What the SDK makes of a refusal with status 200: a success without a tag. */
    @Test
    void refusalWith200_looksLikeASuccessWithoutATag() {
        List<Map.Entry<String, String>> told = new ArrayList<>();
        Interleaving.of(run -> {
                    run.aws()
                            .s3()
                            .put("b", "k", new byte[] {1}, run.aws().clock().instant());
                    run.actor("a", actor -> {
                        try (S3Client s3 = actor.connect(S3Client.builder()).build()) {
                            String tag = s3.putObject(
                                            r -> r.bucket("b").key("k").ifNoneMatch("*"), RequestBody.fromString("x"))
                                    .eTag();
                            told.add(Map.entry("success", String.valueOf(tag)));
                        } catch (SdkException e) {
                            told.add(Map.entry("failure", e.getClass().getSimpleName()));
                        }
                    });
                })
                .hazards(Hazard.REFUSED_WITH_200)
                .enumerate(5);

        assertThat(told).containsExactly(Map.entry("failure", "S3Exception"), Map.entry("success", "null"));
    }
}
