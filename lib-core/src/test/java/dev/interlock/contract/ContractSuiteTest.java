package dev.interlock.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.InterlockEvent;
import dev.interlock.contract.Outcome.CannotTell;
import dev.interlock.contract.Outcome.Skip;
import dev.interlock.contract.Outcome.Skipped;
import java.io.IOError;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ContractSuiteTest {
    private static final String RUN = "2026-05-30";
    private static final Outcome WRONG = Outcome.violated("macro.json#/rate", "a value", "null");

    private final List<String> looked = new ArrayList<>();

    @Test
    void run_allHold_passesInOrderOfDeclaration() {
        ContractReport report = postflight(holds("b"), holds("a"), holds("c")).run(RUN);

        assertThat(report.passed()).isTrue();
        assertThat(looked).containsExactly("b", "a", "c");
        assertThat(report.orThrow()).isSameAs(report);
        assertThat(report.exitStatus()).isZero();
        assertThat(report.runStatus("ok")).isEqualTo("ok");
    }

    @Test
    void run_costs_cheapestFirstAndThenAsDeclared() {
        postflight(holds("dear").costing(9), holds("b").costing(1), holds("c").costing(1), holds("free"))
                .run(RUN);

        assertThat(looked).containsExactly("free", "b", "c", "dear");
    }

    @Test
    void run_dependencyIsDearer_stillComesFirst() {
        postflight(
                        holds("content").dependsOn("load"),
                        holds("load").costing(5),
                        holds("other").costing(1))
                .run(RUN);

        assertThat(looked).containsExactly("other", "load", "content");
    }

    @Test
    void run_collectAll_tellsEveryViolationByContractAndConsumer() {
        ContractReport report = postflight(
                        contract("macro", context -> WRONG).alsoFor("executor"),
                        contract("tickers", context -> Outcome.violated("c.json", "800", "799")))
                .run(RUN);

        assertThat(report.violations())
                .containsExactly(
                        new Violation("macro", "predictor, executor", "macro.json#/rate", "a value", "null"),
                        new Violation("tickers", "predictor", "c.json", "800", "799"));
        assertThat(report.exitStatus()).isEqualTo(1);
    }

    @Test
    void run_failFast_skipsTheRestBecauseOfTheFirst() {
        ContractReport report = preflight(holds("a"), contract("b", context -> WRONG), holds("c"), holds("d"))
                .run(RUN);

        assertThat(looked).containsExactly("a");
        assertThat(outcomes(report))
                .containsEntry("c", new Skipped(Skip.STOPPED, "b"))
                .containsEntry("d", new Skipped(Skip.STOPPED, "b"));
    }

    @Test
    void run_failFastAndNobodyCanTell_stopsAsWell() {
        ContractReport report = preflight(contract("a", context -> Outcome.cannotTell("503")), holds("b"))
                .run(RUN);

        assertThat(looked).isEmpty();
        assertThat(report.passed()).isFalse();
    }

    @Test
    void run_failFastAndAnOptionalSkip_goesOn() {
        ContractReport report = preflight(
                        contract("a", context -> Outcome.absentAsAllowed("short_interest.json")), holds("b"))
                .run(RUN);

        assertThat(report.passed()).isTrue();
    }

    @Test
    @DisplayName("D-29: one root cause is one failure, and what depends on it is skipped because of it")
    void run_dependencyDidNotPass_dependentsAreSkippedBecauseOfTheRoot() {
        ContractReport report = postflight(
                        contract("load", context -> Outcome.cannotTell("503")),
                        holds("count").dependsOn("load"),
                        holds("cross").dependsOn("count"),
                        holds("bucket"))
                .run(RUN);

        assertThat(looked).containsExactly("bucket");
        assertThat(outcomes(report))
                .containsEntry("count", new Skipped(Skip.DEPENDENCY, "load"))
                .containsEntry("cross", new Skipped(Skip.DEPENDENCY, "load"));
        assertThat(report.results().stream().filter(ContractReport.Result::isFailure))
                .hasSize(1);
    }

    @Test
    void run_dependencyAbsentAsAllowed_dependentIsSkippedAndTheSuitePasses() {
        ContractReport report = postflight(
                        contract("short", context -> Outcome.absentAsAllowed("short_interest.json")),
                        holds("ratio").dependsOn("short"),
                        holds("macro"))
                .run(RUN);

        assertThat(outcomes(report)).containsEntry("ratio", new Skipped(Skip.DEPENDENCY, "short"));
        assertThat(report.passed()).isTrue();
    }

    @Test
    @DisplayName("D-18: what a check throws is neither an escape nor a pass, and leaves the others")
    void run_checkThrows_nobodyCanTellAndTheOthersAreLookedAt() {
        ContractReport report = postflight(
                        contract("list body", context -> {
                            Object body = List.of();
                            return ((Map<?, ?>) body).isEmpty() ? Outcome.pass() : WRONG;
                        }),
                        contract("assertion", context -> {
                            throw new AssertionError("expected 1");
                        }),
                        contract("linkage", context -> {
                            throw new NoClassDefFoundError("validator");
                        }),
                        contract("recursion", ContractSuiteTest::overflow),
                        holds("macro"))
                .run(RUN);

        assertThat(looked).containsExactly("macro");
        assertThat(report.passed()).isFalse();
        assertThat(cause(report, "list body")).startsWith("the check threw java.lang.ClassCastException");
        assertThat(cause(report, "assertion"))
                .startsWith(
                        "the check threw java.lang.AssertionError: expected 1 at " + ContractSuiteTest.class.getName());
        assertThat(cause(report, "linkage")).contains("NoClassDefFoundError");
        assertThat(cause(report, "recursion")).contains("StackOverflowError");
    }

    @Test
    void run_checkThrowsUndeclared_nobodyCanTell() {
        ContractReport report = postflight(contract("sneaky", context -> {
                    throw ContractSuiteTest.<RuntimeException>sneaky(new Exception("no"));
                }))
                .run(RUN);

        assertThat(cause(report, "sneaky")).startsWith("the check threw java.lang.Exception: no");
    }

    @Test
    void run_checkThrowsAnyErrorOrOneWithoutText_reportIsKept() {
        Check<String> textless = context -> {
            throw new IllegalStateException() {
                @Override
                public String getMessage() {
                    throw new IllegalStateException("no text");
                }

                @Override
                public StackTraceElement[] getStackTrace() {
                    throw new IllegalStateException("no trace");
                }
            };
        };
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            for (boolean isLimited : new boolean[] {false, true}) {
                ContractSuite.Builder<String> builder = ContractSuite.<String>postflight("phase1", () -> 0)
                        .add(contract("disk", context -> {
                            throw new IOError(new IOException("no disk"));
                        }))
                        .add(contract("service", context -> {
                            throw new ServiceConfigurationError("no provider");
                        }))
                        .add(contract("own", context -> {
                            throw new Error("own");
                        }))
                        .add(contract("textless", textless));
                ContractReport report = (isLimited ? builder.within(Duration.ofSeconds(10), executor) : builder)
                        .build()
                        .run(RUN);

                assertThat(cause(report, "disk")).startsWith("the check threw java.io.IOError");
                assertThat(cause(report, "service")).startsWith("the check threw java.util.ServiceConfigurationError");
                assertThat(cause(report, "own")).startsWith("the check threw java.lang.Error: own at ");
                assertThat(cause(report, "textless")).endsWith(", whose text cannot be had");
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void run_machineIsBroken_isThrownOn() {
        ContractSuite<String> suite = postflight(contract("memory", context -> {
            throw new OutOfMemoryError("heap");
        }));

        assertThatThrownBy(() -> suite.run(RUN)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    @NullUnmarked
    void run_checkAnswersNull_nobodyCanTell() {
        ContractReport report = postflight(contract("null", context -> null)).run(RUN);

        assertThat(cause(report, "null")).isEqualTo("the check answered null");
    }

    @Test
    void run_checkSaysThatTheSuiteSkipped_nobodyCanTell() {
        ContractReport report = postflight(
                        contract("lazy", context -> new Skipped(Skip.DEPENDENCY, "other")), holds("a"))
                .run(RUN);

        assertThat(report.passed()).isFalse();
        assertThat(cause(report, "lazy")).isEqualTo("the check answered DEPENDENCY, which only a suite can tell");
    }

    @Test
    @DisplayName("D-20: a suite that has examined nothing does not pass")
    void run_everythingSkipped_doesNotPass() {
        ContractReport report = postflight(contract("a", context -> Outcome.absentAsAllowed("a.json")))
                .run(RUN);

        assertThat(report.passed()).isFalse();
        assertThat(report.exitStatus()).isEqualTo(1);
        assertThatThrownBy(report::orThrow)
                .isInstanceOf(ContractViolationException.class)
                .hasMessage("postflight phase1: FAIL (0 passed, 0 violated, 0 cannot tell, 1 skipped):"
                        + " nothing was examined");
    }

    @Test
    @DisplayName("D-20: a comparison of nothing with nothing does not pass")
    void outcome_nothingExamined_nobodyCanTell() {
        assertThat(Outcome.of(0, List.of())).isEqualTo(new CannotTell("there was nothing to examine"));
        assertThatThrownBy(() -> new Outcome.Pass(0, ""))
                .hasMessage("examined is below 1: 0; a check that looked at nothing cannot tell");
    }

    @Test
    @Timeout(20)
    void run_checkTakesTooLong_isInterruptedAndTheOthersAreLookedAt() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            ContractReport report = suite(ContractSuite.<String>postflight("phase1", () -> 0)
                            .within(Duration.ofSeconds(10), executor)
                            .add(contract("slow", context -> {
                                        waitForInterrupt(interrupted);
                                        return Outcome.pass();
                                    })
                                    .within(Duration.ofMillis(20)))
                            .add(holds("macro")))
                    .run(RUN);

            assertThat(cause(report, "slow")).isEqualTo("took longer than PT0.02S; its thread was interrupted");
            assertThat(looked).containsExactly("macro");
            interrupted.await();
            assertThat(executor.isShutdown()).isFalse();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    @Timeout(20)
    void run_checkIgnoresTheInterruptOnTheOnlyThread_nobodyCanTellOfTheOthers() {
        AtomicBoolean release = new AtomicBoolean();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            ContractReport report = suite(ContractSuite.<String>postflight("phase1", () -> 0)
                            .within(Duration.ofMillis(20), executor)
                            .add(contract("deaf", context -> {
                                while (!release.get()) {
                                    Thread.onSpinWait();
                                }
                                return Outcome.pass();
                            }))
                            .add(holds("macro")))
                    .run(RUN);

            assertThat(cause(report, "deaf")).isEqualTo("took longer than PT0.02S; its thread was interrupted");
            assertThat(cause(report, "macro"))
                    .isEqualTo("did not begin within PT0.02S: the executor was busy with others");
        } finally {
            release.set(true);
            executor.shutdownNow();
        }
    }

    @Test
    void run_executorRunsTheCheckInTheSuitesOwnThread_lateOneDoesNotPass() {
        AtomicLong nanos = new AtomicLong();
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());
        CountDownLatch release = new CountDownLatch(1);
        try {
            executor.execute(() -> waitForInterrupt(release)); // takes the only thread
            ContractReport report = suite(ContractSuite.<String>postflight("phase1", nanos::get)
                            .within(Duration.ofSeconds(1), executor)
                            .add(contract("late", context -> {
                                nanos.addAndGet(1_000_000_001);
                                return Outcome.pass();
                            }))
                            .add(contract("late and wrong", context -> {
                                nanos.addAndGet(1_000_000_001);
                                return WRONG;
                            }))
                            .add(contract("in time", context -> {
                                nanos.addAndGet(1_000_000_000);
                                return Outcome.pass();
                            })))
                    .run(RUN);

            assertThat(cause(report, "late")).startsWith("took longer than PT1S, in the thread of the suite");
            assertThat(outcomes(report))
                    .containsEntry("late and wrong", WRONG)
                    .containsEntry("in time", Outcome.pass());
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void run_executorRefuses_nobodyCanTell() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.shutdown();

        ContractReport report = suite(ContractSuite.<String>postflight("phase1", () -> 0)
                        .within(Duration.ofSeconds(1), executor)
                        .add(holds("a")))
                .run(RUN);

        assertThat(cause(report, "a")).isEqualTo("was not looked at: the executor refused it");
    }

    @Test
    void run_withinALimit_checkThatThrowsAndMachineThatBreaksAreToldAsWithout() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            ContractSuite.Builder<String> builder = ContractSuite.<String>postflight("phase1", () -> 0)
                    .within(Duration.ofSeconds(10), executor)
                    .add(contract("throws", context -> {
                        throw new IllegalStateException("no");
                    }));
            assertThat(cause(builder.build().run(RUN), "throws"))
                    .startsWith("the check threw java.lang.IllegalStateException: no");

            builder.add(contract("memory", context -> {
                throw new OutOfMemoryError("heap");
            }));
            assertThatThrownBy(() -> builder.build().run(RUN)).isInstanceOf(OutOfMemoryError.class);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void run_threadInterrupted_looksAtNothingAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        ContractReport report = postflight(holds("a"), holds("b")).run(RUN);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(looked).isEmpty();
        assertThat(cause(report, "b")).isEqualTo("was not looked at: the thread of the suite is interrupted");
    }

    @Test
    @Timeout(20)
    void run_threadInterruptedDuringACheck_breaksItOff() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Thread suite = Thread.currentThread();
        CountDownLatch interrupted = new CountDownLatch(1);
        try {
            ContractReport report = suite(ContractSuite.<String>postflight("phase1", () -> 0)
                            .within(Duration.ofSeconds(10), executor)
                            .add(contract("a", context -> {
                                suite.interrupt();
                                waitForInterrupt(interrupted);
                                return Outcome.pass();
                            }))
                            .add(holds("b")))
                    .run(RUN);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(cause(report, "a")).isEqualTo("was broken off: the thread of the suite was interrupted");
            assertThat(looked).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void run_again_judgesAnewAndKeepsNothing() {
        AtomicBoolean broken = new AtomicBoolean(true);
        ContractSuite<String> suite = postflight(contract("a", context -> broken.get() ? WRONG : Outcome.pass()));

        assertThat(suite.run(RUN).passed()).isFalse();
        broken.set(false);
        assertThat(suite.run(RUN).passed()).isTrue();
    }

    @Test
    void run_listener_hearsOfViolationsUnknownsAndSkipsAndMayThrow() {
        List<InterlockEvent> events = new ArrayList<>();
        ContractReport report = ContractSuite.<String>postflight("phase1", () -> 0)
                .add(contract("macro", context -> WRONG))
                .add(contract("load", context -> Outcome.cannotTell("503")))
                .add(holds("count").dependsOn("load"))
                .add(holds("fine"))
                .listener(event -> {
                    events.add(event);
                    throw new IllegalStateException("no counter");
                })
                .build()
                .run(RUN);

        assertThat(report.results()).hasSize(4);
        assertThat(events)
                .containsExactly(
                        event(
                                InterlockEvent.Kind.VIOLATED,
                                "macro",
                                "1 violated for predictor, the first at macro.json#/rate"),
                        event(InterlockEvent.Kind.UNKNOWN, "load", "503"),
                        event(InterlockEvent.Kind.SKIPPED, "count", "because of load"));
    }

    @Test
    void run_ticker_tellsHowLongEachTook() {
        AtomicLong nanos = new AtomicLong();
        ContractReport report = ContractSuite.<String>postflight("phase1", nanos::get)
                .add(contract("a", context -> {
                    nanos.addAndGet(1_500_000_000L);
                    return Outcome.pass();
                }))
                .build()
                .run(RUN);

        assertThat(report.results().get(0).elapsed()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void build_noContract_isRefused() {
        assertThatThrownBy(() -> ContractSuite.postflight("phase1", () -> 0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("suite phase1 has no contract, so it would pass whatever there is");
    }

    @Test
    void add_sameName_isRefused() {
        assertThatThrownBy(() -> postflight(holds("a"), holds("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("suite phase1 has two contracts of the name a; one consumer's would hide the other's");
    }

    @Test
    void build_unknownDependency_isRefused() {
        assertThatThrownBy(() -> postflight(holds("a").dependsOn("b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("contract a depends on b, which suite phase1 does not have");
    }

    @Test
    void build_circle_isRefused() {
        assertThatThrownBy(() -> postflight(
                        holds("a").dependsOn("c"),
                        holds("b").dependsOn("a"),
                        holds("c").dependsOn("b"),
                        holds("d")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("contracts depend on each other in a circle, or on one that does: [a, b, c]");
        assertThatThrownBy(() -> postflight(holds("self").dependsOn("self")))
                .hasMessage("contracts depend on each other in a circle, or on one that does: [self]");
    }

    @Test
    void build_limitWithoutExecutor_isRefused() {
        assertThatThrownBy(() -> postflight(holds("a").within(Duration.ofSeconds(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("contract a has a time limit, and the suite no executor; give it one by within(...)");
    }

    @Test
    @DisplayName("A producer of freshness does not gate on freshness")
    void build_preflightInsistsOnTheFreshnessOfWhatIsProduced_isRefused() {
        Contract<String> byContract = holds("signals").insistingOnFreshnessOf("signals");
        Contract<String> byCheck = Contract.of("signals", "predictor", new Check<>() {
            @Override
            public Outcome check(String context) {
                return Outcome.pass();
            }

            @Override
            public Set<String> freshnessOf() {
                return Set.of("signals");
            }
        });
        for (Contract<String> contract : List.of(byContract, byCheck)) {
            assertThatThrownBy(() -> ContractSuite.<String>preflight("phase1", () -> 0)
                            .produces("macro", "signals")
                            .add(contract)
                            .build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("contract signals insists that signals is fresh before the run that makes it fresh;"
                            + " leave it to those who read it");
            assertThat(ContractSuite.<String>preflight("phase1", () -> 0)
                            .produces("macro")
                            .add(contract)
                            .build()
                            .run(RUN)
                            .passed())
                    .isTrue();
            assertThat(ContractSuite.<String>postflight("phase1", () -> 0)
                            .produces("signals")
                            .add(contract)
                            .build()
                            .run(RUN)
                            .passed())
                    .isTrue();
        }
    }

    @Test
    void of_badParts_areRefusedByName() {
        Check<String> check = context -> Outcome.pass();
        assertThatThrownBy(() -> Contract.of(" ", "c", check)).hasMessage("name is blank");
        assertThatThrownBy(() -> Contract.of("a\nb", "c", check))
                .hasMessage("name has a character that does not print: a?b");
        assertThatThrownBy(() -> Contract.of("a", "x".repeat(201), check))
                .hasMessage("consumer has 201 characters, more than 200");
        assertThatThrownBy(() -> holds("a").costing(-1)).hasMessage("cost of a is negative: -1");
        assertThatThrownBy(() -> holds("a").within(Duration.ZERO))
                .hasMessage("limit is not positive, or above a day: PT0S");
        assertThat(Contract.of("a", "x".repeat(200), check).consumers()).containsExactly("x".repeat(200));
    }

    @Test
    void contracts_ofManyConsumersAndTypes_areAddedAtOnce() {
        Contract<Object> anything = Contract.of("any", "monitor", context -> Outcome.pass());
        ContractSuite<String> suite = ContractSuite.<String>postflight("phase1", () -> 0)
                .addAll(List.of(holds("a"), holds("b")))
                .add(anything)
                .build();

        assertThat(suite.contracts()).extracting(Contract::name).containsExactly("a", "b", "any");
        assertThat(suite.name()).isEqualTo("phase1");
    }

    private Contract<String> holds(String name) {
        return contract(name, context -> {
            looked.add(name);
            return Outcome.pass();
        });
    }

    private static Contract<String> contract(String name, Check<String> check) {
        return Contract.of(name, "predictor", check);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    private static ContractSuite<String> postflight(Contract<String>... contracts) {
        return ContractSuite.<String>postflight("phase1", () -> 0)
                .addAll(List.of(contracts))
                .build();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    private static ContractSuite<String> preflight(Contract<String>... contracts) {
        return ContractSuite.<String>preflight("phase1", () -> 0)
                .addAll(List.of(contracts))
                .build();
    }

    private static ContractSuite<String> suite(ContractSuite.Builder<String> builder) {
        return builder.build();
    }

    private static Map<String, Outcome> outcomes(ContractReport report) {
        return report.results().stream()
                .collect(Collectors.toMap(ContractReport.Result::contract, ContractReport.Result::outcome));
    }

    private static String cause(ContractReport report, String contract) {
        assertThat(outcomes(report)).containsKey(contract);
        return assertThat(outcomes(report).get(contract))
                .asInstanceOf(InstanceOfAssertFactories.type(CannotTell.class))
                .actual()
                .cause();
    }

    private static InterlockEvent event(InterlockEvent.Kind kind, String contract, String reason) {
        return new InterlockEvent(kind, "contract-suite", "phase1/" + contract, reason);
    }

    private static void waitForInterrupt(CountDownLatch interrupted) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
    }

    @SuppressWarnings("InfiniteRecursion") // as a check of a document that refers to itself does
    private static Outcome overflow(String context) {
        Function<String, Outcome> again = ContractSuiteTest::overflow;
        return again.apply(context);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E sneaky(Exception e) throws E {
        throw (E) e;
    }
}
