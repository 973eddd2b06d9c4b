package dev.interlock.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.schedule.BusinessCalendar;
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.BusinessDay;
import dev.interlock.schedule.Cadence;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FreshnessSweepTest {
    private static final Instant TICK = Instant.parse("2026-05-27T13:00:00Z");
    private static final Instant NOW = Instant.parse("2026-05-27T13:50:00Z");
    private static final Observation FRESH = new Observation.Present(TICK);
    private static final Observation ABSENT = new Observation.Absent();

    @Test
    void run_answersOutOfOrder_keepTheOrderOfTheSpecs() {
        HandProbe probe = new HandProbe();
        List<ArtifactSpec> specs = specs(4);
        CompletableFuture<List<Checked>> result =
                FreshnessSweep.create(probe, 4).run(specs, NOW);

        probe.answer("2.json", ABSENT);
        probe.answer("0.json", FRESH);
        probe.answer("3.json", FRESH);
        assertThat(result).isNotDone();
        probe.answer("1.json", ABSENT);

        assertThat(result.join())
                .containsExactly(
                        new Checked(specs.get(0), specs.get(0).assess(FRESH, NOW)),
                        new Checked(specs.get(1), specs.get(1).assess(ABSENT, NOW)),
                        new Checked(specs.get(2), specs.get(2).assess(ABSENT, NOW)),
                        new Checked(specs.get(3), specs.get(3).assess(FRESH, NOW)));
    }

    @Test
    void run_verdictsThatNeedNoLook_areInTheResult() {
        Instant holiday = Instant.parse("2026-05-25T14:00:00Z");
        ArtifactSpec closed = spec("closed", "closed.json")
                .cadence(Cadence.weekdaySf().on(BusinessCalendars.nyse()))
                .build();
        HandProbe probe = new HandProbe();

        List<Checked> result =
                FreshnessSweep.create(probe, 1).run(List.of(closed), holiday).join();

        assertThat(result)
                .extracting(row -> VerdictText.of(row.verdict()))
                .containsExactly("2026-05-25 not expected: NYSE closed on 2026-05-25: Memorial Day");
        assertThat(probe.asked()).isEmpty();
    }

    @Test
    void run_sharedLocation_isAskedForOnce() {
        HandProbe probe = new HandProbe();
        List<ArtifactSpec> specs = List.of(
                spec("a", "shared.json").build(),
                spec("b", "shared.json").build(),
                spec("c", "shared.json").build());
        CompletableFuture<List<Checked>> result =
                FreshnessSweep.create(probe, 2).run(specs, NOW);

        probe.answer("shared.json", FRESH);

        assertThat(result.join())
                .extracting(row -> row.verdict())
                .containsOnly(
                        new Freshness.Fresh(specs.get(0).cadence().cycleAt(NOW), TICK, Freshness.Source.CANONICAL));
        assertThat(probe.asked()).containsExactly("shared.json");
    }

    @Test
    void run_sharedLocationAnsweredBefore_isNotAskedForAgain() {
        List<String> asked = new ArrayList<>();
        AsyncArtifactProbe probe = location -> {
            asked.add(location.key());
            return CompletableFuture.completedFuture(FRESH);
        };
        List<ArtifactSpec> specs = List.of(
                spec("a", "shared.json").build(), spec("b", "shared.json").build());

        FreshnessSweep.create(probe, 1).run(specs, NOW).join();

        assertThat(asked).containsExactly("shared.json");
    }

    @Test
    void run_recoveryKeyThatIsTheCanonicalOne_isAskedForOnce() {
        HandProbe probe = new HandProbe();
        ArtifactSpec spec = spec("a", "same.json").recovery("same.json").build();
        CompletableFuture<List<Checked>> result =
                FreshnessSweep.create(probe, 1).run(List.of(spec), NOW);

        probe.answer("same.json", ABSENT);

        assertThat(result.join())
                .extracting(row -> VerdictText.of(row.verdict()))
                .containsExactly("2026-05-27 late PT5M, absent");
        assertThat(probe.asked()).containsExactly("same.json");
    }

    @Test
    void run_recoveryKeyThatIsAnothersCanonicalOne_isAskedForOnce() {
        HandProbe probe = new HandProbe();
        List<ArtifactSpec> specs = List.of(
                spec("a", "a.json").recovery("b.json").build(),
                spec("b", "b.json").build());
        CompletableFuture<List<Checked>> result =
                FreshnessSweep.create(probe, 1).run(specs, NOW);

        probe.answer("a.json", ABSENT);
        probe.answer("b.json", FRESH);

        assertThat(result.join())
                .extracting(row -> VerdictText.of(row.verdict()))
                .containsExactly(
                        "2026-05-27 fresh RECOVERY 2026-05-27T13:00:00Z",
                        "2026-05-27 fresh CANONICAL 2026-05-27T13:00:00Z");
        assertThat(probe.asked()).containsExactly("a.json", "b.json");
    }

    @Test
    void run_sameKeyInAnotherBucket_isAskedForApart() {
        List<String> asked = new ArrayList<>();
        AsyncArtifactProbe probe = location -> {
            asked.add(location.toString());
            return CompletableFuture.completedFuture(FRESH);
        };
        List<ArtifactSpec> specs = List.of(
                spec("a", "shared.json").build(),
                spec("b", "shared.json").location("other-bucket", "shared.json").build());

        FreshnessSweep.create(probe, 1).run(specs, NOW).join();

        assertThat(asked).containsExactly("s3://research-bucket/shared.json", "s3://other-bucket/shared.json");
    }

    @Test
    void run_twice_asksAgain() {
        List<String> asked = new ArrayList<>();
        FreshnessSweep sweep = FreshnessSweep.create(
                location -> {
                    asked.add(location.key());
                    return CompletableFuture.completedFuture(FRESH);
                },
                1);

        sweep.run(specs(1), NOW).join();
        sweep.run(specs(1), NOW).join();

        assertThat(asked).containsExactly("0.json", "0.json");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9, 10, 11, 64})
    void run_handCompletedAnswers_areAskedForUpToTheConcurrency(int concurrency) {
        HandProbe probe = new HandProbe();
        int total = 10;
        CompletableFuture<List<Checked>> result =
                FreshnessSweep.create(probe, concurrency).run(specs(total), NOW);

        for (int answered = 0; answered < total; answered++) {
            assertThat(result).isNotDone();
            assertThat(probe.waiting()).isEqualTo(Math.min(concurrency, total - answered));
            probe.answerFirst(FRESH);
        }

        assertThat(result.join()).hasSize(total);
        assertThat(probe.asked()).hasSize(total);
    }

    @Test
    void run_probeOnManyThreads_neverExceedsTheConcurrency() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            AsyncArtifactProbe probe = AsyncArtifactProbe.on(threads, location -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                running.decrementAndGet();
                return FRESH;
            });
            List<ArtifactSpec> specs = specs(2_000);
            ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();

            List<Checked> result = FreshnessSweep.create(probe, 3)
                    .run(specs, NOW, progress -> done.add(progress.done()))
                    .join();

            assertThat(result).extracting(Checked::spec).containsExactlyElementsOf(specs);
            assertThat(result).allMatch(row -> row.verdict() instanceof Freshness.Fresh);
            assertThat(most).hasValueBetween(1, 3);
            assertThat(done)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, 2_000).boxed().toList());
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64})
    void run_aHundredThousandSynchronousAnswers_doNotGrowTheStack(int concurrency) {
        List<ArtifactSpec> specs = specs(100_000);

        List<Checked> result = FreshnessSweep.create(location -> CompletableFuture.completedFuture(FRESH), concurrency)
                .run(specs, NOW)
                .join();

        assertThat(result).hasSize(100_000);
        assertThat(result.get(99_999).spec()).isSameAs(specs.get(99_999));
    }

    @Test
    void run_manyRowsThatWaitForOneAnswer_doNotGrowTheStack() {
        HandProbe probe = new HandProbe();
        List<ArtifactSpec> specs =
                Collections.nCopies(50_000, spec("a", "shared.json").build());
        CompletableFuture<List<Checked>> result =
                FreshnessSweep.create(probe, 10_000).run(specs, NOW);

        probe.answer("shared.json", FRESH);

        assertThat(result.join()).hasSize(50_000);
    }

    @Test
    void run_poisonedRows_harmNobodyElse() {
        AsyncArtifactProbe probe = location -> switch (location.key()) {
            case "throws.json" -> throw new IllegalStateException("boom");
            case "fails.json" -> CompletableFuture.failedFuture(new IllegalStateException("connection reset"));
            default -> CompletableFuture.completedFuture(FRESH);
        };
        List<ArtifactSpec> specs = List.of(
                spec("0", "0.json").build(),
                spec("throws", "throws.json").build(),
                spec("1", "1.json").build(),
                spec("fails", "fails.json").build(),
                spec("calendar", "2.json")
                        .cadence(Cadence.weekdaySf().on(throwingCalendar()))
                        .build(),
                spec("3", "3.json").build());

        List<Checked> result = FreshnessSweep.create(probe, 2).run(specs, NOW).join();

        assertThat(result)
                .extracting(row -> row.spec().id() + ": " + VerdictText.of(row.verdict()))
                .containsExactly(
                        "0: 2026-05-27 fresh CANONICAL 2026-05-27T13:00:00Z",
                        "throws: 2026-05-27 unknown PROBE: the probe threw java.lang.IllegalStateException: boom",
                        "1: 2026-05-27 fresh CANONICAL 2026-05-27T13:00:00Z",
                        "fails: 2026-05-27 unknown PROBE:"
                                + " the probe threw java.lang.IllegalStateException: connection reset",
                        "calendar: 2026-05-27 unknown CALENDAR: calendar out of order threw"
                                + " java.lang.IllegalStateException: no table",
                        "3: 2026-05-27 fresh CANONICAL 2026-05-27T13:00:00Z");
    }

    @Test
    void run_lastModifiedAtTheEndOfTime_harmsNobodyElse() {
        AsyncArtifactProbe probe = location -> CompletableFuture.completedFuture(
                location.key().equals("heartbeat.json") ? new Observation.Present(Instant.MAX) : FRESH);
        List<ArtifactSpec> specs = List.of(
                spec("heartbeat", "heartbeat.json")
                        .cadence(Cadence.continuous(Duration.ofMinutes(15)))
                        .build(),
                spec("0", "0.json").build());

        List<Checked> result = FreshnessSweep.create(probe, 1).run(specs, NOW).join();

        assertThat(result).extracting(Checked::verdict).allMatch(verdict -> verdict instanceof Freshness.Fresh);
    }

    @Test
    @NullUnmarked
    void run_answersWithNull_harmNobodyElse() {
        AsyncArtifactProbe probe = location -> switch (location.key()) {
            case "0.json" -> null;
            case "1.json" -> CompletableFuture.completedFuture(null);
            default -> CompletableFuture.completedFuture(FRESH);
        };

        List<Checked> result =
                FreshnessSweep.create(probe, 1).run(specs(3), NOW).join();

        assertThat(VerdictText.of(result.get(0).verdict()))
                .startsWith("2026-05-27 unknown PROBE: the probe threw java.lang.NullPointerException");
        assertThat(VerdictText.of(result.get(1).verdict()))
                .isEqualTo("2026-05-27 unknown PROBE: the probe gave no answer");
        assertThat(result.get(2).verdict()).isInstanceOf(Freshness.Fresh.class);
    }

    @Test
    void run_sharedLocationThatFails_makesEveryOneOfItsRowsUnknown() {
        HandProbe probe = new HandProbe();
        List<ArtifactSpec> specs = List.of(
                spec("a", "shared.json").build(), spec("b", "shared.json").build());
        CompletableFuture<List<Checked>> result =
                FreshnessSweep.create(probe, 2).run(specs, NOW);

        probe.fail("shared.json", new IllegalStateException("connection reset"));

        assertThat(result.join())
                .extracting(row -> VerdictText.of(row.verdict()))
                .containsOnly("2026-05-27 unknown PROBE:"
                        + " the probe threw java.lang.IllegalStateException: connection reset");
    }

    @Test
    void run_progress_isCalledOncePerSpecWithWhatIsDone() {
        HandProbe probe = new HandProbe();
        List<ArtifactSpec> specs = specs(3);
        List<String> told = new ArrayList<>();
        CompletableFuture<List<Checked>> result = FreshnessSweep.create(probe, 3)
                .run(
                        specs,
                        NOW,
                        progress -> told.add(progress.latest().spec().id() + " "
                                + VerdictText.of(progress.latest().verdict()) + " " + progress.done() + "/"
                                + progress.total()));

        assertThat(told).isEmpty();
        probe.answer("2.json", ABSENT);
        assertThat(told).containsExactly("2 2026-05-27 late PT5M, absent 1/3");
        probe.answer("0.json", FRESH);
        probe.answer("1.json", FRESH);

        assertThat(told)
                .containsExactly(
                        "2 2026-05-27 late PT5M, absent 1/3",
                        "0 2026-05-27 fresh CANONICAL 2026-05-27T13:00:00Z 2/3",
                        "1 2026-05-27 fresh CANONICAL 2026-05-27T13:00:00Z 3/3");
        assertThat(result).isCompleted();
    }

    @Test
    void run_progressThrows_failsWithTheFirstExceptionAfterEverySpecWasChecked() {
        HandProbe probe = new HandProbe();
        List<Integer> told = new ArrayList<>();
        CompletableFuture<List<Checked>> result = FreshnessSweep.create(probe, 1)
                .run(specs(3), NOW, progress -> {
                    told.add(progress.done());
                    throw new IllegalStateException("no screen for " + progress.done());
                });

        probe.answerFirst(FRESH);
        probe.answerFirst(FRESH);
        assertThat(result).isNotDone();
        probe.answerFirst(FRESH);

        assertThat(probe.asked()).containsExactly("0.json", "1.json", "2.json");
        assertThat(told).containsExactly(1, 2, 3);
        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no screen for 1");
    }

    @Test
    void run_progressThrowsOnceOnSynchronousAnswers_failsAfterEverySpecWasChecked() {
        List<Integer> told = new ArrayList<>();

        CompletableFuture<List<Checked>> result = FreshnessSweep.create(
                        location -> CompletableFuture.completedFuture(FRESH), 2)
                .run(specs(3), NOW, progress -> {
                    told.add(progress.done());
                    if (progress.done() == 2) {
                        throw new IllegalStateException("no screen");
                    }
                });

        assertThat(told).containsExactly(1, 2, 3);
        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .hasMessage("no screen");
    }

    @Test
    void run_progressThrowsAnError_failsTheResultAfterEverySpecWasChecked() {
        HandProbe probe = new HandProbe();
        CompletableFuture<List<Checked>> result = FreshnessSweep.create(probe, 1)
                .run(specs(2), NOW, progress -> {
                    throw new NoClassDefFoundError("screen/Type");
                });

        probe.answerFirst(FRESH);
        assertThat(result).isNotDone();
        probe.answerFirst(FRESH);

        assertThat(result).isDone();
        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(NoClassDefFoundError.class)
                .hasMessage("screen/Type");
    }

    @Test
    void run_noSpecs_isDoneAtOnce() {
        List<SweepProgress> told = new ArrayList<>();

        CompletableFuture<List<Checked>> result =
                FreshnessSweep.create(new HandProbe(), 64).run(List.of(), NOW, told::add);

        assertThat(result).isCompletedWithValue(List.of());
        assertThat(told).isEmpty();
    }

    @Test
    void run_listThatChangesMeanwhile_isReadOnce() {
        HandProbe probe = new HandProbe();
        List<ArtifactSpec> specs = new ArrayList<>(specs(2));
        CompletableFuture<List<Checked>> result =
                FreshnessSweep.create(probe, 1).run(specs, NOW);

        specs.clear();
        probe.answerFirst(FRESH);
        probe.answerFirst(FRESH);

        assertThat(result.join()).extracting(row -> row.spec().id()).containsExactly("0", "1");
    }

    @Test
    void run_result_cannotBeChanged() {
        List<Checked> result = FreshnessSweep.create(location -> CompletableFuture.completedFuture(FRESH), 1)
                .run(specs(1), NOW)
                .join();

        assertThatThrownBy(result::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void create_concurrencyOfOne_isTheLeast() {
        assertThat(FreshnessSweep.create(location -> CompletableFuture.completedFuture(FRESH), 1)
                        .run(specs(2), NOW)
                        .join())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void create_concurrencyBelowOne_isRefused(int concurrency) {
        assertThatThrownBy(() -> FreshnessSweep.create(new HandProbe(), concurrency))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("concurrency is below 1: " + concurrency);
    }

    @Test
    void on_executor_runsTheProbeThereAndNotBefore() {
        Deque<Runnable> submitted = new ArrayDeque<>();
        List<String> asked = new ArrayList<>();
        AsyncArtifactProbe probe = AsyncArtifactProbe.on(submitted::add, location -> {
            asked.add(location.key());
            return FRESH;
        });

        CompletionStage<Observation> answer = probe.observe(new ArtifactLocation("research-bucket", "0.json"));

        assertThat(asked).isEmpty();
        assertThat(submitted).hasSize(1);
        submitted.remove().run();
        assertThat(asked).containsExactly("0.json");
        assertThat(answer.toCompletableFuture()).isCompletedWithValue(FRESH);
    }

    @Test
    void on_probeThatThrows_namesItsOwnException() {
        AsyncArtifactProbe probe = AsyncArtifactProbe.on(Runnable::run, location -> {
            throw new IllegalStateException("boom");
        });

        List<Checked> result =
                FreshnessSweep.create(probe, 1).run(specs(1), NOW).join();

        assertThat(result)
                .extracting(row -> VerdictText.of(row.verdict()))
                .containsExactly("2026-05-27 unknown PROBE: the probe threw java.lang.IllegalStateException: boom");
    }

    @Test
    void on_executorThatRefuses_isUnknown() {
        Executor closed = task -> {
            throw new RejectedExecutionException("closed");
        };

        List<Checked> result = FreshnessSweep.create(AsyncArtifactProbe.on(closed, location -> FRESH), 1)
                .run(specs(1), NOW)
                .join();

        assertThat(result)
                .extracting(row -> VerdictText.of(row.verdict()))
                .containsExactly("2026-05-27 unknown PROBE:"
                        + " the probe threw java.util.concurrent.RejectedExecutionException: closed");
    }

    private static List<ArtifactSpec> specs(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> spec(String.valueOf(i), i + ".json").build())
                .toList();
    }

    private static ArtifactSpec.Builder spec(String id, String key) {
        return ArtifactSpec.builder(id)
                .location("research-bucket", key)
                .cadence(Cadence.weekdaySf())
                .sla(Duration.ofMinutes(45))
                .createdAt(LocalDate.of(2026, 1, 5));
    }

    private static BusinessCalendar throwingCalendar() {
        return new BusinessCalendar() {
            @Override
            public String name() {
                return "out of order";
            }

            @Override
            public ZoneId zone() {
                return ZoneOffset.UTC;
            }

            @Override
            public BusinessDay day(LocalDate date) {
                throw new IllegalStateException("no table");
            }
        };
    }

    /** Answers when the test says so. Not thread-safe. */
    private static final class HandProbe implements AsyncArtifactProbe {
        private final List<String> asked = new ArrayList<>();
        private final List<CompletableFuture<Observation>> answers = new ArrayList<>();

        @Override
        public CompletionStage<Observation> observe(ArtifactLocation location) {
            CompletableFuture<Observation> answer = new CompletableFuture<>();
            asked.add(location.key());
            answers.add(answer);
            return answer;
        }

        List<String> asked() {
            return asked;
        }

        long waiting() {
            return answers.stream().filter(answer -> !answer.isDone()).count();
        }

        void answer(String key, Observation seen) {
            answers.get(asked.indexOf(key)).complete(seen);
        }

        void answerFirst(Observation seen) {
            answers.stream()
                    .filter(answer -> !answer.isDone())
                    .findFirst()
                    .orElseThrow()
                    .complete(seen);
        }

        void fail(String key, RuntimeException failure) {
            answers.get(asked.indexOf(key)).completeExceptionally(failure);
        }
    }
}
