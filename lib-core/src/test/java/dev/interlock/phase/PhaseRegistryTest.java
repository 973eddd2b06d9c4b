package dev.interlock.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.InterlockEvent;
import dev.interlock.Payload;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PhaseRegistryTest {
    private static final LocalDate DATE = LocalDate.of(2026, 5, 30);
    private static final Instant NOW = Instant.parse("2026-05-30T09:12:13.987654Z");
    private static final PhaseBinding BINDING = PhaseBinding.toCode("abc123").andInput("prices.parquet", "etag-1");
    private static final Phase INGEST = Phase.skippable("ingest", BINDING);
    private static final String KEY = "pipeline/2026-05-30/.phases/ingest.json";

    private final Objects objects = new Objects();
    private final List<InterlockEvent> events = new ArrayList<>();
    private final PhaseRegistry registry = registry(PhaseSelection.all());

    /** Objects in memory, some of which fail. */
    private static final class Objects implements PhaseStore {
        private final Map<String, Payload> stored = new TreeMap<>();
        private final Map<String, String> troubles = new HashMap<>();

        @Override
        public Reading read(String key) {
            String trouble = troubles.get("read");
            Payload marker = stored.get(key);
            return trouble != null ? new Unreadable(trouble) : marker == null ? new Nothing() : new Found(marker);
        }

        @Override
        public Writing write(String key, Payload marker) {
            String trouble = troubles.get("write");
            if (trouble == null) {
                stored.put(key, marker);
                return new Written();
            }
            if (trouble.equals("throw")) {
                throw new IllegalStateException("no store");
            }
            return new Unwritten(trouble);
        }

        @Override
        public Presence find(String key) {
            String trouble = troubles.get("find");
            return trouble != null ? new Unknown(trouble) : stored.containsKey(key) ? new Present() : new Absent();
        }
    }

    @Test
    void run_success_writesAMarkerThatLetsTheNextRunSkip() {
        objects.stored.put("a", Payload.of("x"));
        objects.stored.put("b", Payload.of("x"));

        assertThat(registry.run(INGEST, () -> PhaseEnd.success("b", "a")))
                .isEqualTo(new PhaseOutcome.Ended(PhaseEnd.success("b", "a"), new PhaseStore.Written()));
        assertThat(marker())
                .isEqualTo("{\"schema_version\":2,\"phase\":\"ingest\",\"date\":\"2026-05-30\",\"status\":\"success\","
                        + "\"reason\":\"\",\"started_at\":\"2026-05-30T09:12:13.987Z\","
                        + "\"completed_at\":\"2026-05-30T09:12:13.987Z\",\"duration_ms\":7,"
                        + "\"artifact_keys\":[\"a\",\"b\"],\"fingerprint\":\"" + BINDING.fingerprint() + "\"}");
        assertThat(registry.run(INGEST, PhaseRegistryTest::notAgain))
                .isEqualTo(new PhaseOutcome.NotRun(
                        new PhaseDecision.Done(PhaseReason.AUTO_SKIP_MARKER_OK, PhaseStatus.SUCCESS, "")));
        assertThat(events)
                .containsExactly(new InterlockEvent(
                        InterlockEvent.Kind.SKIPPED, "phase-registry", "ingest", "auto_skip_marker_ok"));
    }

    @Test
    @DisplayName("D-28: that nothing was admissible stands in the marker, and is told to whoever skips by it")
    void run_empty_isNeitherSuccessNorFailureNowAndLater() {
        assertThat(registry.run(INGEST, () -> PhaseEnd.empty("no ticker had prices")))
                .isEqualTo(new PhaseOutcome.Ended(
                        new PhaseEnd(PhaseStatus.EMPTY, "no ticker had prices", List.of()), new PhaseStore.Written()));
        assertThat(marker()).contains("\"status\":\"empty\",\"reason\":\"no ticker had prices\"");
        assertThat(registry.run(INGEST, PhaseRegistryTest::notAgain))
                .isEqualTo(new PhaseOutcome.NotRun(new PhaseDecision.Done(
                        PhaseReason.AUTO_SKIP_MARKER_EMPTY, PhaseStatus.EMPTY, "no ticker had prices")));
        assertThat(registry.failures()).isEmpty();
        assertThat(events)
                .containsExactly(
                        event(InterlockEvent.Kind.EMPTY, "no ticker had prices"),
                        event(InterlockEvent.Kind.SKIPPED, "auto_skip_marker_empty: no ticker had prices"));
    }

    @Test
    void run_failureThatIsSaid_isToldAndRunAgain() {
        registry.run(INGEST, () -> PhaseEnd.failed("vendor \u0007 closed"));
        assertThat(events).containsExactly(event(InterlockEvent.Kind.FAILED, "vendor ? closed"));
        registry.run(INGEST, () -> PhaseEnd.failed("vendor closed"));

        assertThat(marker()).contains("\"status\":\"failure\",\"reason\":\"vendor closed\"");
        assertThat(registry.failures()).containsExactly(Map.entry("ingest", "vendor closed"));
        assertThat(registry.decide(INGEST)).isEqualTo(new PhaseDecision.Run(PhaseReason.DEFAULT_RUN));
        registry.run(INGEST, PhaseEnd::success);
        assertThat(registry.failures()).isEmpty();
    }

    @Test
    void run_bodyThrows_isMarkedAndThrownOn() {
        IllegalStateException thrown = new IllegalStateException("no \u0007 vendor");

        assertThatThrownBy(() -> registry.run(INGEST, () -> {
                    throw thrown;
                }))
                .isSameAs(thrown)
                .hasNoSuppressedExceptions();
        assertThat(marker())
                .contains("\"status\":\"failure\",\"reason\":\"java.lang.IllegalStateException: no ? vendor\"");
        assertThat(registry.failures())
                .containsExactly(Map.entry("ingest", "java.lang.IllegalStateException: no ? vendor"));
    }

    @ParameterizedTest
    @CsvSource({"PUT answered 503, PUT answered 503", "throw, java.lang.IllegalStateException: no store"})
    @DisplayName("D-16: a marker that cannot be written loses no failure")
    void run_bodyThrowsAndTheMarkerIsNotWritten_failureIsKept(String trouble, String cause) {
        objects.troubles.put("write", trouble);
        AssertionError thrown = new AssertionError("out of bounds");

        assertThatThrownBy(() -> registry.run(INGEST, () -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(thrown.getSuppressed())
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                .hasMessage("its marker was not written: " + cause);
        assertThat(registry.failures()).containsExactly(Map.entry("ingest", "java.lang.AssertionError: out of bounds"));
        assertThat(events)
                .containsExactly(new InterlockEvent(
                        InterlockEvent.Kind.UNKNOWN,
                        "phase-registry",
                        "ingest",
                        "FAILURE, and its marker was not written: " + cause));
    }

    @Test
    void run_rerunFailsAndItsMarkerIsNotWritten_earlierSuccessIsTakenBack() {
        registry.run(INGEST, PhaseEnd::success);

        assertThatThrownBy(() -> registry(PhaseSelection.all().forcingAll()).run(INGEST, () -> {
                    objects.troubles.put("write", "PUT answered 503");
                    throw new IllegalStateException("half of the outputs are written");
                }))
                .hasMessage("half of the outputs are written");
        objects.troubles.clear();

        assertThat(registry.decide(INGEST)).isEqualTo(new PhaseDecision.Run(PhaseReason.DEFAULT_RUN));
    }

    @Test
    void run_whileThePhaseRuns_markerSaysStartedAndLetsNothingBeSkipped() {
        registry.run(INGEST, PhaseEnd::success);
        List<String> during = new ArrayList<>();

        registry(PhaseSelection.all().forcingAll()).run(INGEST, () -> {
            during.add(marker());
            assertThat(registry.decide(INGEST)).isEqualTo(new PhaseDecision.Run(PhaseReason.DEFAULT_RUN));
            return PhaseEnd.success();
        });

        assertThat(during)
                .containsExactly(
                        "{\"schema_version\":2,\"phase\":\"ingest\",\"date\":\"2026-05-30\",\"status\":\"started\","
                                + "\"reason\":\"\",\"started_at\":\"2026-05-30T09:12:13.987Z\",\"artifact_keys\":[],"
                                + "\"fingerprint\":\"" + BINDING.fingerprint() + "\"}");
    }

    @Test
    void run_earlierMarkerCannotBeTakenBack_isNotRun() {
        registry.run(INGEST, PhaseEnd::success);
        objects.troubles.put("write", "PUT answered 503");
        String cause =
                "marker of ingest: it may tell of an earlier run, and could not be written over: PUT answered 503";

        PhaseRegistry forced = registry(PhaseSelection.all().forcingAll());
        assertThat(forced.run(INGEST, PhaseRegistryTest::notAgain)).isEqualTo(new PhaseOutcome.Unknown(cause));
        assertThat(events).containsExactly(event(InterlockEvent.Kind.UNKNOWN, cause));

        objects.troubles.put("read", "GET answered 403");
        assertThat(forced.run(INGEST, PhaseRegistryTest::notAgain)).isEqualTo(new PhaseOutcome.Unknown(cause));
        assertThat(forced.run(Phase.always("ingest", BINDING), PhaseEnd::success))
                .isInstanceOf(PhaseOutcome.Ended.class);
    }

    @Test
    void run_markerOfAFailureCannotBeWrittenOver_isRun() {
        registry.run(INGEST, () -> PhaseEnd.failed("vendor closed"));
        objects.troubles.put("write", "PUT answered 503");

        assertThat(registry.run(INGEST, PhaseEnd::success)).isInstanceOf(PhaseOutcome.Ended.class);
    }

    @Test
    void run_bodyThrowsWhatIsCheckedAndNotDeclared_isMarkedAndThrownOn() {
        registry.run(INGEST, PhaseEnd::success);
        Exception thrown = new Exception("no vendor");

        assertThatThrownBy(() -> registry(PhaseSelection.all().forcingAll()).run(INGEST, () -> {
                    throw PhaseRegistryTest.<RuntimeException>sneaky(thrown);
                }))
                .isSameAs(thrown);
        assertThat(marker()).contains("\"status\":\"failure\",\"reason\":\"java.lang.Exception: no vendor\"");
    }

    @Test
    void run_whatIsThrownCannotTellItsText_isMarkedByItsType() {
        RuntimeException thrown = new RuntimeException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("no text");
            }
        };

        try {
            registry.run(INGEST, () -> {
                throw thrown;
            });
            throw new AssertionError("it is not thrown on");
        } catch (RuntimeException e) {
            assertThat(e == thrown).isTrue();
        }
        assertThat(registry.failures().get("ingest")).endsWith("whose text cannot be had");
        assertThat(marker()).contains("\"status\":\"failure\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"artifact_keys\":[];\"artifact_keys\":null",
                "\"artifact_keys\":[];\"artifact_keys\":\"a\"",
                "\"artifact_keys\":[];\"artifact_keys\":{}",
                "\"artifact_keys\":[];\"artifact_keys\":[1]",
                "\"artifact_keys\":[];\"artifact_keys\":[\"\"]",
                "\"artifact_keys\":[];\"artifact_keys\":[\" \"]",
                "\"artifact_keys\":[];\"keys\":[]",
                "\"phase\":\"ingest\";\"phase\":\"train\"",
                "\"date\":\"2026-05-30\";\"date\":\"2026-05-29\""
            })
    void decide_markerWithoutKeysOrOfAnotherPhaseOrDate_runs(String part, String other) {
        registry.run(INGEST, PhaseEnd::success);
        assertThat(marker()).contains(part);
        objects.stored.put(KEY, Payload.of(marker().replace(part, other)));

        assertThat(registry.decide(INGEST)).isEqualTo(new PhaseDecision.Run(PhaseReason.DEFAULT_RUN));
    }

    @Test
    void run_successAndTheMarkerIsNotWritten_saysBoth() {
        objects.troubles.put("write", "PUT answered 503");

        assertThat(registry.run(INGEST, PhaseEnd::success))
                .isEqualTo(new PhaseOutcome.Ended(PhaseEnd.success(), new PhaseStore.Unwritten("PUT answered 503")));
        assertThat(registry.decide(INGEST)).isEqualTo(new PhaseDecision.Run(PhaseReason.DEFAULT_RUN));
    }

    @Test
    @DisplayName("D-15: what was found before a re-run in the same process does not decide after it")
    void decide_afterARerunInTheSameProcess_looksAgain() {
        registry.run(INGEST, () -> PhaseEnd.success("a"));

        assertThat(registry.decide(INGEST)).isEqualTo(new PhaseDecision.Run(PhaseReason.MARKER_ARTIFACT_MISSING));
        registry.run(INGEST, () -> {
            objects.stored.put("a", Payload.of("x"));
            return PhaseEnd.success("a");
        });
        assertThat(registry.decide(INGEST))
                .isEqualTo(new PhaseDecision.Done(PhaseReason.AUTO_SKIP_MARKER_OK, PhaseStatus.SUCCESS, ""));
    }

    @Test
    void decide_otherInputsOrOtherCode_runs() {
        registry.run(INGEST, PhaseEnd::success);

        for (PhaseBinding other : List.of(
                PhaseBinding.toCode("abc124").andInput("prices.parquet", "etag-1"),
                PhaseBinding.toCode("abc123").andInput("prices.parquet", "etag-2"),
                PhaseBinding.toCode("abc123"),
                BINDING.andInput("macro.json", "etag-3"))) {
            assertThat(registry.decide(Phase.skippable("ingest", other)))
                    .as("%s", other)
                    .isEqualTo(new PhaseDecision.Run(PhaseReason.MARKER_NOT_BOUND));
        }
    }

    @Test
    void decide_markerOfTheOlderWriter_countsOnlyIfThatIsSaid() {
        objects.stored.put(KEY, Payload.of("{\"schema_version\": 1, \"status\": \"ok\", \"artifact_keys\": []}"));

        assertThat(registry.decide(INGEST)).isEqualTo(new PhaseDecision.Run(PhaseReason.MARKER_NOT_BOUND));
        assertThat(registry.decide(INGEST.acceptingLegacyMarkers()))
                .isEqualTo(new PhaseDecision.Done(PhaseReason.AUTO_SKIP_MARKER_OK, PhaseStatus.SUCCESS, ""));
        objects.stored.put(KEY, Payload.of("{\"schema_version\": 1, \"status\": \"error\"}"));
        assertThat(registry.decide(INGEST.acceptingLegacyMarkers()))
                .isEqualTo(new PhaseDecision.Run(PhaseReason.DEFAULT_RUN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{oops",
                "{\"status\":1}",
                "{\"schema_version\":2,\"status\":\"success\"}",
                "{\"schema_version\":2,\"status\":\"ok\",\"fingerprint\":\"x\"}",
                "{\"schema_version\":3,\"status\":\"success\",\"fingerprint\":\"x\"}",
                "{\"schema_version\":\"1\",\"status\":\"ok\"}",
                "{\"status\":\"success\"}"
            })
    void decide_markerThatSaysNothing_runs(String body) {
        objects.stored.put(KEY, Payload.of(body));

        assertThat(registry.decide(INGEST.acceptingLegacyMarkers()))
                .isEqualTo(new PhaseDecision.Run(PhaseReason.DEFAULT_RUN));
    }

    @Test
    void run_markerOrArtifactUnreadable_isNeitherRunNorDone() {
        objects.troubles.put("read", "GET answered 403");
        assertThat(registry.run(INGEST, PhaseRegistryTest::notAgain))
                .isEqualTo(new PhaseOutcome.Unknown("marker of ingest: GET answered 403"));

        objects.troubles.clear();
        registry.run(INGEST, () -> PhaseEnd.success("a"));
        objects.troubles.put("find", "HEAD answered 503");
        assertThat(registry.run(INGEST, PhaseRegistryTest::notAgain))
                .isEqualTo(new PhaseOutcome.Unknown("artifact of ingest: HEAD answered 503"));
        assertThat(events).extracting(InterlockEvent::kind).containsOnly(InterlockEvent.Kind.UNKNOWN);
    }

    @Test
    void run_always_isRunEachTimeAndMarked() {
        AtomicInteger times = new AtomicInteger();
        Phase mail = Phase.always("mail", BINDING);
        for (int i = 0; i < 2; i++) {
            registry.run(mail, () -> {
                times.incrementAndGet();
                return PhaseEnd.success();
            });
        }

        assertThat(times).hasValue(2);
        assertThat(objects.stored).containsKey("pipeline/2026-05-30/.phases/mail.json");
        assertThatThrownBy(mail::acceptingLegacyMarkers)
                .hasMessage("phase mail is run each time, so no marker is asked");
    }

    @Test
    void run_deselected_asksNoStoreAndWritesNothing() {
        objects.troubles.put("read", "503");
        PhaseRegistry others = registry(PhaseSelection.all().only("train"));

        assertThat(others.run(INGEST, PhaseRegistryTest::notAgain))
                .isEqualTo(new PhaseOutcome.NotRun(new PhaseDecision.Deselected(PhaseReason.ONLY_PHASES_FILTER)));
        assertThat(objects.stored).isEmpty();
    }

    @Test
    void prefix_isPartOfTheKey() {
        PhaseRegistry other = PhaseRegistry.builder(objects, DATE, () -> NOW, () -> 0)
                .prefix("weekly/eu")
                .build();

        assertThat(other.markerKey(INGEST)).isEqualTo("weekly/eu/2026-05-30/.phases/ingest.json");
        assertThatThrownBy(() ->
                        PhaseRegistry.builder(objects, DATE, () -> NOW, () -> 0).prefix("a/"))
                .hasMessage("prefix is blank, or begins or ends with a slash: 'a/'");
    }

    @Test
    void misuse_isRefusedByName() {
        assertThatThrownBy(() -> Phase.always("../x", BINDING))
                .hasMessage("name of a phase is not 1 to 100 letters, digits, hyphens and underscores: ../x");
        assertThatThrownBy(() -> PhaseBinding.toCode(" "))
                .hasMessage("codeVersion is blank; without it a marker would outlive a fix");
        assertThatThrownBy(() -> BINDING.andInput("prices.parquet", "etag-2"))
                .hasMessage("input prices.parquet is there twice");
        assertThatThrownBy(() -> PhaseEnd.empty(" ")).hasMessage("reason is blank; what is EMPTY says why");
        assertThatThrownBy(() -> PhaseEnd.success(" ")).hasMessage("the key of an artifact is blank");
        assertThatThrownBy(() -> PhaseEnd.success("\uD800"))
                .hasMessage("the key of an artifact has half of a surrogate pair");
        assertThatThrownBy(() -> new PhaseDecision.Done(PhaseReason.AUTO_SKIP_MARKER_OK, PhaseStatus.FAILURE, ""))
                .hasMessage("earlier is FAILURE; what has failed is not done");
    }

    @Test
    void fingerprint_isFramedAndTheSameInAnyOrder() {
        PhaseBinding ab = PhaseBinding.toCode("c").andInput("a", "1").andInput("b", "2");
        PhaseBinding ba = PhaseBinding.toCode("c").andInput("b", "2").andInput("a", "1");

        // computed with Python's hashlib
        assertThat(ab.fingerprint()).isEqualTo("dc9fd63fcd200b7c133ea41954389e354c11e2e5db65f41d51173c53a3d04e88");
        assertThat(ba.fingerprint()).isEqualTo(ab.fingerprint());
        assertThat(PhaseBinding.toCode("c")
                        .andInput("a1", "b")
                        .andInput("c", "2")
                        .fingerprint())
                .isNotEqualTo(PhaseBinding.toCode("c")
                        .andInput("a", "1b")
                        .andInput("c", "2")
                        .fingerprint());
    }

    private PhaseRegistry registry(PhaseSelection selection) {
        AtomicInteger ticks = new AtomicInteger();
        return PhaseRegistry.builder(objects, DATE, () -> NOW, () -> ticks.getAndIncrement() * 7_000_000L)
                .selection(selection)
                .listener(events::add)
                .build();
    }

    private static InterlockEvent event(InterlockEvent.Kind kind, String reason) {
        return new InterlockEvent(kind, "phase-registry", "ingest", reason);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E sneaky(Exception e) throws E {
        throw (E) e;
    }

    private String marker() {
        return objects.stored.getOrDefault(KEY, Payload.none()).text();
    }

    private static PhaseEnd notAgain() {
        throw new AssertionError("it is run");
    }
}
