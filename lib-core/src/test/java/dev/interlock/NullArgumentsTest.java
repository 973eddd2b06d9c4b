package dev.interlock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.contract.Checks;
import dev.interlock.contract.Contract;
import dev.interlock.contract.ContractReport;
import dev.interlock.contract.ContractSuite;
import dev.interlock.contract.Document;
import dev.interlock.contract.HealthMarker;
import dev.interlock.contract.HttpCheck;
import dev.interlock.contract.HttpProbe;
import dev.interlock.contract.JsonCheck;
import dev.interlock.contract.JsonSchemaCheck;
import dev.interlock.contract.Mismatch;
import dev.interlock.contract.Outcome;
import dev.interlock.contract.SampleCheck;
import dev.interlock.contract.SetManifest;
import dev.interlock.contract.SetPointer;
import dev.interlock.contract.StagedRun;
import dev.interlock.contract.Violation;
import dev.interlock.envelope.BatchResponse;
import dev.interlock.envelope.DedupId;
import dev.interlock.envelope.EnvelopeKind;
import dev.interlock.envelope.Envelopes;
import dev.interlock.envelope.ErrorCircuit;
import dev.interlock.envelope.Layer;
import dev.interlock.envelope.LoopBreaker;
import dev.interlock.envelope.Message;
import dev.interlock.envelope.PartialBatch;
import dev.interlock.envelope.Passage;
import dev.interlock.envelope.Publication;
import dev.interlock.envelope.Rejected;
import dev.interlock.envelope.Routes;
import dev.interlock.envelope.Routing;
import dev.interlock.freshness.ArtifactLocation;
import dev.interlock.freshness.ArtifactSpec;
import dev.interlock.freshness.AsyncArtifactProbe;
import dev.interlock.freshness.Checked;
import dev.interlock.freshness.CycleVerdict;
import dev.interlock.freshness.Finding;
import dev.interlock.freshness.Freshness;
import dev.interlock.freshness.FreshnessSweep;
import dev.interlock.freshness.Observation;
import dev.interlock.freshness.SweepProgress;
import dev.interlock.freshness.UnknownReason;
import dev.interlock.idempotency.Attempt;
import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Commitment;
import dev.interlock.idempotency.CommitmentGuard;
import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.CommitmentRequest;
import dev.interlock.idempotency.DedupeStrength;
import dev.interlock.idempotency.Failure;
import dev.interlock.idempotency.Fingerprint;
import dev.interlock.idempotency.FingerprintScheme;
import dev.interlock.idempotency.Hold;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.Idempotent;
import dev.interlock.idempotency.LineageKey;
import dev.interlock.idempotency.LookUp;
import dev.interlock.idempotency.Pages;
import dev.interlock.idempotency.Patience;
import dev.interlock.idempotency.Pause;
import dev.interlock.idempotency.Purchase;
import dev.interlock.idempotency.ReservationIds;
import dev.interlock.idempotency.ReservationIds.Description;
import dev.interlock.idempotency.ReservationIds.Terms;
import dev.interlock.idempotency.RunOutcome;
import dev.interlock.idempotency.Settlement;
import dev.interlock.idempotency.StoredResult;
import dev.interlock.idempotency.TokenScheme;
import dev.interlock.lease.Acquisition;
import dev.interlock.lease.FencedWrite;
import dev.interlock.lease.LeaseHolder;
import dev.interlock.lease.LeaseRequest;
import dev.interlock.lease.LeaseState;
import dev.interlock.lease.LeaseStore;
import dev.interlock.lease.Leases;
import dev.interlock.lease.Renewal;
import dev.interlock.lease.Staleness;
import dev.interlock.lease.WriterLease;
import dev.interlock.mutex.Admission;
import dev.interlock.mutex.AdmissionRecord;
import dev.interlock.mutex.AdmissionStore;
import dev.interlock.mutex.AsyncAdmissionStore;
import dev.interlock.mutex.AsyncExecutionMutex;
import dev.interlock.mutex.ExecutionMutex;
import dev.interlock.mutex.Holder;
import dev.interlock.mutex.MutexKey;
import dev.interlock.mutex.MutexPolicy;
import dev.interlock.mutex.MutexRoles;
import dev.interlock.phase.Phase;
import dev.interlock.phase.PhaseBinding;
import dev.interlock.phase.PhaseDecision;
import dev.interlock.phase.PhaseEnd;
import dev.interlock.phase.PhaseOutcome;
import dev.interlock.phase.PhaseReason;
import dev.interlock.phase.PhaseRegistry;
import dev.interlock.phase.PhaseSelection;
import dev.interlock.phase.PhaseStatus;
import dev.interlock.phase.PhaseStore;
import dev.interlock.reaper.Execution;
import dev.interlock.reaper.ExecutionStore;
import dev.interlock.reaper.Next;
import dev.interlock.reaper.Page;
import dev.interlock.reaper.ReapPolicy;
import dev.interlock.reaper.StuckPage;
import dev.interlock.reaper.Sweep;
import dev.interlock.reaper.SweepReport;
import dev.interlock.reaper.Tenure;
import dev.interlock.reaper.Transition;
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.BusinessDay;
import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.Cycle;
import dev.interlock.schedule.Schedule;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A caller without a nullness checker is told at once which argument is null. */
@NullUnmarked
final class NullArgumentsTest {
    private static final Instant NOW = Instant.parse("2026-05-27T13:50:00Z");
    private static final String CRON = "cron(0 0 * * ? *)";
    private static final LocalDate DATE = LocalDate.of(2026, 5, 27);
    private static final ZonedDateTime TIME = DATE.atStartOfDay(ZoneOffset.UTC);
    private static final Cycle CYCLE = new Cycle("2026-05-27", NOW, DATE);
    private static final Observation.Seen ABSENT = new Observation.Absent();
    private static final AsyncArtifactProbe PROBE = location -> CompletableFuture.completedFuture(ABSENT);
    private static final ArtifactSpec SPEC = ArtifactSpec.builder("signals")
            .location("research-bucket", "signals.json")
            .cadence(Cadence.weekdaySf())
            .sla(Duration.ofMinutes(45))
            .createdAt(DATE)
            .build();
    private static final Freshness VERDICT = new Freshness.NotExpected(CYCLE, "weekend");

    @TestFactory
    Stream<DynamicTest> contract_nullArgument_isRefusedByName() {
        Contract<String> contract = Contract.of("macro", "predictor", run -> Outcome.pass());
        ContractSuite.Builder<String> suite = ContractSuite.postflight("phase1", () -> 0);
        JsonCheck<String> json = JsonCheck.of(run -> new Document.Absent("d.json"));
        HttpCheck<String> http = HttpCheck.of(uri -> new HttpProbe.Unreachable("no"), run -> null);
        BigDecimal one = BigDecimal.ONE;
        return Stream.of(
                refuses("name", () -> Contract.of(null, "c", run -> Outcome.pass())),
                refuses("consumer", () -> Contract.of("n", null, run -> Outcome.pass())),
                refuses("check", () -> Contract.of("n", "c", null)),
                refuses("consumer", () -> contract.alsoFor(null)),
                refuses("contract", () -> contract.dependsOn(null)),
                refuses("artifact", () -> contract.insistingOnFreshnessOf(null)),
                refuses("limit", () -> contract.within(null)),
                refuses("name", () -> ContractSuite.preflight(null, () -> 0)),
                refuses("ticker", () -> ContractSuite.preflight("n", null)),
                refuses("contract", () -> suite.add(null)),
                refuses("contracts", () -> suite.addAll(null)),
                refuses("artifacts", () -> suite.produces((String[]) null)),
                refuses("limit", () -> suite.within(null, null)),
                refuses("executor", () -> suite.within(Duration.ofSeconds(1), null)),
                refuses("listener", () -> suite.listener(null)),
                refuses(
                        "context",
                        () -> ContractSuite.<String>postflight("n", () -> 0)
                                .add(contract)
                                .build()
                                .run(null)),
                refuses("place", () -> new Mismatch(null, "e", "f")),
                refuses("expected", () -> new Mismatch("p", null, "f")),
                refuses("found", () -> new Mismatch("p", "e", null)),
                refuses("contract", () -> new Violation(null, "c", "p", "e", "f")),
                refuses("consumer", () -> new Violation("n", null, "p", "e", "f")),
                refuses("place", () -> new Violation("n", "c", null, "e", "f")),
                refuses("expected", () -> new Violation("n", "c", "p", null, "f")),
                refuses("found", () -> new Violation("n", "c", "p", "e", null)),
                refuses("note", () -> new Outcome.Pass(1, null)),
                refuses("mismatches", () -> new Outcome.Violated(null)),
                refuses("mismatches", () -> Outcome.of(1, null)),
                refuses("cause", () -> Outcome.cannotTell(null)),
                refuses("skip", () -> new Outcome.Skipped(null, "a")),
                refuses("because", () -> new Outcome.Skipped(Outcome.Skip.STOPPED, null)),
                refuses("suite", () -> new ContractReport(null, ContractReport.Stage.PREFLIGHT, List.of())),
                refuses("stage", () -> new ContractReport("s", null, List.of())),
                refuses("results", () -> new ContractReport("s", ContractReport.Stage.PREFLIGHT, null)),
                refuses("contract", () -> new ContractReport.Result(null, List.of(), Outcome.pass(), Duration.ZERO)),
                refuses("consumers", () -> new ContractReport.Result("n", null, Outcome.pass(), Duration.ZERO)),
                refuses("outcome", () -> new ContractReport.Result("n", List.of(), null, Duration.ZERO)),
                refuses("elapsed", () -> new ContractReport.Result("n", List.of(), Outcome.pass(), null)),
                refuses(
                        "status",
                        () -> new ContractReport("s", ContractReport.Stage.PREFLIGHT, List.of()).runStatus(null)),
                refuses("phase", () -> new HealthMarker(null, DATE, "ok", NOW)),
                refuses("date", () -> new HealthMarker("p", null, "ok", NOW)),
                refuses("status", () -> new HealthMarker("p", DATE, null, NOW)),
                refuses("completedAt", () -> new HealthMarker("p", DATE, "ok", null)),
                refuses("place", () -> new Document.Absent(null)),
                refuses("place", () -> new Document.Loaded(null, Payload.none())),
                refuses("payload", () -> new Document.Loaded("p", null)),
                refuses("place", () -> new Document.Unreadable(null, "c")),
                refuses("cause", () -> new Document.Unreadable("p", null)),
                refuses("source", () -> JsonCheck.of(null)),
                refuses("pointer", () -> json.present(null)),
                refuses("pointer", () -> json.object(null)),
                refuses("pointer", () -> json.count(null, 0, 1)),
                refuses("expected", () -> json.equalTo("/a", null)),
                refuses("min", () -> json.between("/a", null, one)),
                refuses("max", () -> json.eachBetween("/a", one, null)),
                refuses("min", () -> json.ratio("/a", "/b", null)),
                refuses("source", () -> JsonSchemaCheck.of(null, "{}")),
                refuses("schema", () -> JsonSchemaCheck.of(run -> new Document.Absent("d"), null)),
                refuses("environment", () -> Checks.environment(null, "A")),
                refuses("names", () -> Checks.environment(run -> Map.of(), (String[]) null)),
                refuses("source", () -> Checks.pointer(null, run -> DATE, run -> "p")),
                refuses("date", () -> Checks.pointer(run -> new Document.Absent("d"), null, run -> "p")),
                refuses("prefix", () -> Checks.pointer(run -> new Document.Absent("d"), run -> DATE, null)),
                refuses("sources", () -> Checks.across(null, (run, documents) -> Outcome.pass())),
                refuses("rule", () -> Checks.across(List.of(run -> new Document.Absent("d")), null)),
                refuses("probe", () -> HttpCheck.of(null, run -> null)),
                refuses("address", () -> HttpCheck.of(uri -> new HttpProbe.Unreachable("no"), null)),
                refuses("answer", () -> http.refusingKeyBy(null)),
                refuses("expected", () -> http.withBody(null, body -> true)),
                refuses("body", () -> http.withBody("e", null)),
                refuses("body", () -> new HttpProbe.Answered(200, null)),
                refuses("cause", () -> new HttpProbe.Unreachable(null)),
                refuses("seed", () -> SampleCheck.of(1, null, run -> List.of(), (run, name) -> Outcome.pass())),
                refuses("names", () -> SampleCheck.of(1, run -> "s", null, (run, name) -> Outcome.pass())),
                refuses("each", () -> SampleCheck.of(1, run -> "s", run -> List.of(), null)),
                refuses(
                        "percent",
                        () -> SampleCheck.of(1, run -> "s", run -> List.of(), (run, name) -> Outcome.pass())
                                .reporting(null)));
    }

    @TestFactory
    Stream<DynamicTest> phase_nullArgument_isRefusedByName() {
        PhaseBinding binding = PhaseBinding.toCode("c");
        PhaseStore store = new EmptyPhaseStore();
        PhaseRegistry.Builder builder = PhaseRegistry.builder(store, DATE, () -> NOW, () -> 0);
        return Stream.of(
                refuses("codeVersion", () -> PhaseBinding.toCode(null)),
                refuses("name", () -> binding.andInput(null, "v")),
                refuses("version", () -> binding.andInput("n", null)),
                refuses("name", () -> Phase.always(null, binding)),
                refuses("binding", () -> Phase.skippable("p", null)),
                refuses("phases", () -> PhaseSelection.all().only((String[]) null)),
                refuses("phase", () -> PhaseSelection.all().skipping((String) null)),
                refuses("phase", () -> PhaseSelection.all().forcing((String) null)),
                refuses("status", () -> new PhaseEnd(null, "", List.of())),
                refuses("reason", () -> PhaseEnd.failed(null)),
                refuses("artifacts", () -> PhaseEnd.success((String[]) null)),
                refuses("reason", () -> new PhaseDecision.Run(null)),
                refuses("reason", () -> new PhaseDecision.Deselected(null)),
                refuses("reason", () -> new PhaseDecision.Done(null, PhaseStatus.EMPTY, "")),
                refuses("earlier", () -> new PhaseDecision.Done(PhaseReason.AUTO_SKIP_MARKER_OK, null, "")),
                refuses(
                        "because",
                        () -> new PhaseDecision.Done(PhaseReason.AUTO_SKIP_MARKER_OK, PhaseStatus.SUCCESS, null)),
                refuses("cause", () -> new PhaseDecision.Unknown(null)),
                refuses("end", () -> new PhaseOutcome.Ended(null, new PhaseStore.Written())),
                refuses("marker", () -> new PhaseOutcome.Ended(PhaseEnd.success(), null)),
                refuses("decision", () -> new PhaseOutcome.NotRun(null)),
                refuses("cause", () -> new PhaseOutcome.Unknown(null)),
                refuses("marker", () -> new PhaseStore.Found(null)),
                refuses("cause", () -> new PhaseStore.Unreadable(null)),
                refuses("cause", () -> new PhaseStore.Unwritten(null)),
                refuses("cause", () -> new PhaseStore.Unknown(null)),
                refuses("store", () -> PhaseRegistry.builder(null, DATE, () -> NOW, () -> 0)),
                refuses("date", () -> PhaseRegistry.builder(store, null, () -> NOW, () -> 0)),
                refuses("clock", () -> PhaseRegistry.builder(store, DATE, null, () -> 0)),
                refuses("ticker", () -> PhaseRegistry.builder(store, DATE, () -> NOW, null)),
                refuses("prefix", () -> builder.prefix(null)),
                refuses("selection", () -> builder.selection(null)),
                refuses("listener", () -> builder.listener(null)),
                refuses("phase", () -> builder.build().decide(null)),
                refuses("phase", () -> builder.build().markerKey(null)),
                refuses("body", () -> builder.build().run(Phase.always("p", binding), null)));
    }

    @TestFactory
    Stream<DynamicTest> schedule_nullArgument_isRefusedByName() {
        return Stream.of(
                refuses("label", () -> new Cycle(null, NOW, DATE)),
                refuses("tick", () -> new Cycle("label", null, DATE)),
                refuses("tradingDay", () -> new Cycle("label", NOW, null)),
                refuses("opens", () -> new BusinessDay.Open(null, TIME)),
                refuses("closes", () -> new BusinessDay.Open(TIME, null)),
                refuses("date", () -> new BusinessDay.Closed(null, "weekend")),
                refuses("reason", () -> new BusinessDay.Closed(DATE, null)),
                refuses("date", () -> new BusinessDay.Uncovered(null, "known from 2000")),
                refuses("cause", () -> new BusinessDay.Uncovered(DATE, null)),
                refuses("date", () -> BusinessCalendars.everyDay().plus(null, 0)),
                refuses("calendar", () -> Cadence.weekdaySf().on(null)),
                refuses("label", () -> Cadence.weekdaySf().labelled(null)),
                refuses("zone", () -> Cadence.weekdaySf().tradingDayIn(null)),
                refuses("expression", () -> Schedule.rule(null)),
                refuses("expression", () -> Schedule.rule(null, NOW)),
                refuses("anchor", () -> Schedule.rule("rate(1 day)", null)),
                refuses("expression", () -> Schedule.scheduler(null, ZoneOffset.UTC)),
                refuses("zone", () -> Schedule.scheduler(CRON, null)),
                refuses("zone", () -> Schedule.scheduler(CRON, null, NOW)),
                refuses("startDate", () -> Schedule.scheduler(CRON, ZoneOffset.UTC, null)),
                refuses(
                        "endDate",
                        () -> Schedule.scheduler(CRON, ZoneOffset.UTC).endingAt(null)),
                refuses("window", () -> Schedule.scheduler(CRON, ZoneOffset.UTC).flexible(null)),
                refuses("after", () -> Schedule.rule(CRON).next(null)),
                refuses("atOrBefore", () -> Schedule.rule(CRON).latest(null)),
                refuses("from", () -> Schedule.rule(CRON).between(null, NOW)),
                refuses("to", () -> Schedule.rule(CRON).between(NOW, null)),
                refuses("from", () -> Schedule.rule(CRON).coincidences(Schedule.rule(CRON), null, NOW)),
                refuses("to", () -> Schedule.rule(CRON).differences(Schedule.rule(CRON), NOW, null)),
                refuses("other", () -> Schedule.rule(CRON).coincidences(null, NOW, NOW)),
                refuses("other", () -> Schedule.rule(CRON).differences(null, NOW, NOW)));
    }

    @TestFactory
    Stream<DynamicTest> publishedSets_nullArgument_isRefusedByName() {
        String digest = "0".repeat(64);
        StagedRun run = new StagedRun("weekly", DATE, "run", "nonce");
        SetManifest.Entry entry = new SetManifest.Entry("a.json", 1, digest, "etag");
        SetManifest manifest = new SetManifest(run, List.of(entry));
        return Stream.of(
                refuses("dataset", () -> new StagedRun(null, DATE, "run", "nonce")),
                refuses("date", () -> new StagedRun("weekly", null, "run", "nonce")),
                refuses("run", () -> new StagedRun("weekly", DATE, null, "nonce")),
                refuses("nonce", () -> new StagedRun("weekly", DATE, "run", null)),
                refuses("name", () -> new SetManifest.Entry(null, 1, digest, "etag")),
                refuses("sha256", () -> new SetManifest.Entry("a.json", 1, null, "etag")),
                refuses("etag", () -> new SetManifest.Entry("a.json", 1, digest, null)),
                refuses("run", () -> new SetManifest(null, List.of(entry))),
                refuses("objects", () -> new SetManifest(run, null)),
                refuses("name", () -> manifest.object(null)),
                refuses("name", () -> SetManifest.requireName(null)),
                refuses("stored", () -> SetManifest.parse(null)),
                refuses("run", () -> new SetPointer(null, digest, 0)),
                refuses("manifestSha256", () -> new SetPointer(run, null, 0)),
                refuses("stored", () -> SetPointer.parse(null)));
    }

    @TestFactory
    Stream<DynamicTest> lease_nullArgument_isRefusedByName() {
        LeaseHolder holder = new LeaseHolder("host", 1, "append", "run");
        Duration lease = Duration.ofMinutes(1);
        Staleness staleness = Staleness.storeClock(Duration.ZERO);
        LeaseStore store = new EmptyLeaseStore();
        Leases.Builder builder = Leases.builder(store, () -> NOW, () -> 0);
        Leases leases = builder.build();
        LeaseRequest request = LeaseRequest.of("daily", holder, lease);
        WriterLease held = leases.acquire(request).orThrow();
        return Stream.of(
                refuses("host", () -> new LeaseHolder(null, 1, "append", "run")),
                refuses("role", () -> new LeaseHolder("host", 1, null, "run")),
                refuses("runId", () -> new LeaseHolder("host", 1, "append", null)),
                refuses("margin", () -> Staleness.storeClock(null)),
                refuses("margin", () -> Staleness.observed(null)),
                refuses("margin", () -> Staleness.expiry(null)),
                refuses("name", () -> new LeaseRequest(null, holder, lease, staleness)),
                refuses("holder", () -> new LeaseRequest("daily", null, lease, staleness)),
                refuses("lease", () -> new LeaseRequest("daily", holder, null, staleness)),
                refuses("staleness", () -> new LeaseRequest("daily", holder, lease, null)),
                refuses("store", () -> Leases.builder(null, () -> NOW, () -> 0)),
                refuses("clock", () -> Leases.builder(store, null, () -> 0)),
                refuses("ticker", () -> Leases.builder(store, () -> NOW, null)),
                refuses("nonces", () -> builder.nonces(null)),
                refuses("jitter", () -> builder.jitter(null)),
                refuses("pause", () -> builder.pause(null)),
                refuses("listener", () -> builder.listener(null)),
                refuses("request", () -> leases.acquire(null)),
                refuses("request", () -> leases.tryAcquire(null, NOW)),
                refuses("deadline", () -> leases.tryAcquire(request, null)),
                refuses("name", () -> leases.inspect(null)),
                refuses("name", () -> leases.breakLock(null, "nonce")),
                refuses("nonce", () -> leases.breakLock("daily", null)),
                refuses("action", () -> held.onLost(null)),
                refuses("executor", () -> held.renewWith(null)),
                refuses("lease", () -> new Acquisition.Acquired(null)),
                refuses("holder", () -> new Acquisition.Held(null, lease)),
                refuses("age", () -> new Acquisition.Held(holder, null)),
                refuses("cause", () -> new Acquisition.Unknown(null)),
                refuses("remaining", () -> new Renewal.Renewed(null)),
                refuses("cause", () -> new Renewal.Lost(null)),
                refuses("cause", () -> new Renewal.Unknown(null)),
                refuses("holder", () -> new LeaseState.Taken(null, 1, lease, "nonce")),
                refuses("age", () -> new LeaseState.Taken(holder, 1, null, "nonce")),
                refuses("nonce", () -> new LeaseState.Taken(holder, 1, lease, null)),
                refuses("cause", () -> new LeaseState.Illegible(null, "nonce")),
                refuses("nonce", () -> new LeaseState.Illegible("cause", null)),
                refuses("cause", () -> new LeaseState.Unknown(null)),
                refuses("cause", () -> new FencedWrite.Unknown(null)),
                refuses("body", () -> new LeaseStore.Reading.Found(null, "v", NOW, NOW)),
                refuses("version", () -> new LeaseStore.Reading.Found(Payload.none(), null, NOW, NOW)),
                refuses("modified", () -> new LeaseStore.Reading.Found(Payload.none(), "v", null, NOW)),
                refuses("storeTime", () -> new LeaseStore.Reading.Found(Payload.none(), "v", NOW, null)),
                refuses("storeTime", () -> new LeaseStore.Reading.Absent(null)),
                refuses("cause", () -> new LeaseStore.Reading.Unreadable(null)),
                refuses("version", () -> new LeaseStore.Writing.Written(null)),
                refuses("cause", () -> new LeaseStore.Writing.Conflict(null)),
                refuses("cause", () -> new LeaseStore.Writing.Ambiguous(null)));
    }

    @TestFactory
    Stream<DynamicTest> calendars_nullArgument_isRefusedByName() {
        BusinessCalendars.Builder builder = BusinessCalendars.builder("desk", BusinessCalendars.nyse());
        return Stream.of(
                refuses("name", () -> BusinessCalendars.weekdays(null, ZoneOffset.UTC)),
                refuses("zone", () -> BusinessCalendars.weekdays("desk", null)),
                refuses("name", () -> BusinessCalendars.builder(null, BusinessCalendars.nyse())),
                refuses("base", () -> BusinessCalendars.builder("desk", null)),
                refuses("other", () -> builder.closedWith(null)),
                refuses("date", () -> builder.closed(null, "inventory")),
                refuses("reason", () -> builder.closed(DATE, null)),
                refuses("first", () -> builder.from(null)),
                refuses("last", () -> builder.until(null)));
    }

    @TestFactory
    Stream<DynamicTest> root_nullArgument_isRefusedByName() {
        return Stream.of(
                refuses("value", () -> new DedupKey(null)),
                refuses("artifactId", () -> DedupKey.freshness(null, "2026-05-27")),
                refuses("cycleLabel", () -> DedupKey.freshness("signals", null)),
                refuses("bytes", () -> Payload.of((byte[]) null)),
                refuses("text", () -> Payload.of((String) null)),
                refuses("kind", () -> Payload.wrap(null, new byte[0], 0, 0)),
                refuses("source", () -> Payload.wrap(Payload.Kind.TEXT, null, 0, 0)),
                refuses("pointer", () -> Payload.of("{}").at(null)),
                refuses("type", () -> Payload.of("{}").decode(null)),
                refuses("type", () -> Payload.of("[]").decodeList(null)));
    }

    @TestFactory
    Stream<DynamicTest> idempotency_nullArgument_isRefusedByName() {
        IdempotencyToken token = IdempotencyTokens.deriveIdempotencyToken("root", 0);
        Terms terms = new Terms(1, "1yr", "no-upfront");
        Description description = new Description("rds", "us-east-1", "db.medium", terms);
        return Stream.of(
                refuses("text", () -> IdempotencyToken.parse(null)),
                refuses("prefix", () -> token.reservationId(null)),
                refuses("prefix", () -> token.commitmentName(null)),
                refuses("executionId", () -> IdempotencyTokens.deriveIdempotencyToken(null, 0)),
                refuses("executionId", () -> IdempotencyTokens.deriveIdempotencyTokens(null, 0)),
                refuses("recIndexes", () -> IdempotencyTokens.deriveIdempotencyTokens("root", (long[]) null)),
                refuses("value", () -> new LineageKey(null)),
                refuses("root", () -> LineageKey.of(null)),
                refuses("text", () -> LineageKey.parse(null)),
                refuses("account", () -> LineageKey.of("root").forAccount(null)),
                refuses("text", () -> ReservationIds.sanitize(null)),
                refuses("term", () -> new Terms(1, null, "no-upfront")),
                refuses("payment", () -> new Terms(1, "1yr", null)),
                refuses("service", () -> new Description(null, "us-east-1", "db.medium", terms)),
                refuses("region", () -> new Description("rds", null, "db.medium", terms)),
                refuses("sku", () -> new Description("rds", "us-east-1", null, terms)),
                refuses("terms", () -> new Description("rds", "us-east-1", "db.medium", null)),
                refuses("at", () -> description.name(null, "a1b2c3d4")),
                refuses("random", () -> description.name(NOW, null)));
    }

    @TestFactory
    Stream<DynamicTest> claim_nullArgument_isRefusedByName() {
        IdempotencyToken token = IdempotencyTokens.deriveIdempotencyToken("root", 0);
        ClaimPolicy policy = ClaimPolicy.of(Duration.ofMinutes(1), Duration.ofDays(1));
        Fingerprint any = Fingerprint.unchecked();
        Hold hold = new Hold(token, "a", 1, policy.retention());
        Claim.Granted granted = new Claim.Granted(hold, NOW, 0);
        Settlement done = new Settlement.Done(NOW);
        RuntimeException failure = new IllegalStateException("time-out");
        Payload payload = Payload.none();
        FingerprintScheme.Builder scheme = FingerprintScheme.of("scheme", 1);
        return Stream.of(
                refuses("lease", () -> ClaimPolicy.of(null, policy.retention())),
                refuses("retention", () -> ClaimPolicy.of(policy.lease(), null)),
                refuses("lease", () -> policy.leasing(null)),
                refuses("token", () -> new ClaimRequest(null, "a", any, policy)),
                refuses("owner", () -> new ClaimRequest(token, null, any, policy)),
                refuses("fingerprint", () -> new ClaimRequest(token, "a", null, policy)),
                refuses("policy", () -> new ClaimRequest(token, "a", any, null)),
                refuses("token", () -> new Hold(null, "a", 1, policy.retention())),
                refuses("owner", () -> new Hold(token, null, 1, policy.retention())),
                refuses("retention", () -> new Hold(token, "a", 1, null)),
                refuses("hold", () -> new Claim.Granted(null, NOW, 0)),
                refuses("expiresAt", () -> new Claim.Granted(hold, null, 0)),
                refuses("result", () -> new Claim.Completed(null)),
                refuses("holder", () -> new Claim.Held(null, NOW)),
                refuses("expiresAt", () -> new Claim.Held("a", null)),
                refuses("stored", () -> new Claim.Mismatch(null)),
                refuses("cause", () -> new Claim.Unknown(null)),
                refuses("at", () -> new Settlement.Done(null)),
                refuses("holder", () -> new Settlement.Lost(null, 1)),
                refuses("cause", () -> new Settlement.Unknown(null)),
                refuses("ending", () -> new StoredResult(null, payload)),
                refuses("payload", () -> StoredResult.success(null)),
                refuses("payload", () -> StoredResult.failure(null)),
                refuses("record", () -> new Failure.Final(null)),
                refuses("result", () -> new RunOutcome.Done(null, RunOutcome.Origin.HERE)),
                refuses("origin", () -> new RunOutcome.Done(payload, null)),
                refuses("record", () -> new RunOutcome.Failed(null, RunOutcome.Origin.HERE)),
                refuses("origin", () -> new RunOutcome.Failed(payload, null)),
                refuses("cause", () -> new RunOutcome.Retryable(null, done)),
                refuses("abandoned", () -> new RunOutcome.Retryable(failure, null)),
                refuses("cause", () -> new RunOutcome.Ambiguous(null, granted)),
                refuses("claim", () -> new RunOutcome.Ambiguous(failure, null)),
                refuses("result", () -> new RunOutcome.Unstored(null, done)),
                refuses("why", () -> new RunOutcome.Unstored(StoredResult.success(payload), null)),
                refuses("holder", () -> new RunOutcome.Busy(null, NOW)),
                refuses("expiresAt", () -> new RunOutcome.Busy("a", null)),
                refuses("stored", () -> new RunOutcome.Mismatch(null)),
                refuses("cause", () -> new RunOutcome.Unknown(null)),
                refuses("value", () -> new Fingerprint(null)),
                refuses("name", () -> FingerprintScheme.of(null, 1)),
                refuses("pointer", () -> scheme.selecting(null)),
                refuses("pointer", () -> scheme.excluding(null, "why")),
                refuses("why", () -> scheme.excluding("/a", null)),
                refuses("request", () -> scheme.build().fingerprint((Payload) null)),
                refuses("request", () -> scheme.build().fingerprint((Map<String, String>) null)));
    }

    @TestFactory
    Stream<DynamicTest> idempotent_nullArgument_isRefusedByName() {
        IdempotencyStore store = new IdempotencyStore() {
            @Override
            public Claim claim(ClaimRequest request) {
                return new Claim.Unknown("no store");
            }

            @Override
            public Settlement renew(Hold hold, Duration lease) {
                return new Settlement.Unknown("no store");
            }

            @Override
            public Settlement complete(Hold hold, StoredResult result) {
                return new Settlement.Unknown("no store");
            }

            @Override
            public Settlement abandon(Hold hold) {
                return new Settlement.Unknown("no store");
            }
        };
        Idempotent once = Idempotent.create(store, failure -> new Failure.Ambiguous(), event -> {});
        ClaimRequest request = new ClaimRequest(
                IdempotencyTokens.deriveIdempotencyToken("root", 0),
                "a",
                Fingerprint.unchecked(),
                ClaimPolicy.of(Duration.ofMinutes(1), Duration.ofDays(1)));
        Duration second = Duration.ofSeconds(1);
        return Stream.of(
                refuses("store", () -> Idempotent.create(null, failure -> new Failure.Ambiguous(), event -> {})),
                refuses("classifier", () -> Idempotent.create(store, null, event -> {})),
                refuses("listener", () -> Idempotent.create(store, failure -> new Failure.Ambiguous(), null)),
                refuses("patience", () -> once.waiting(null)),
                refuses("request", () -> once.run(null, claim -> Payload.none())),
                refuses("work", () -> once.run(request, null)),
                refuses("limit", () -> Patience.of(null, second, () -> NOW)),
                refuses("interval", () -> Patience.of(second, null, () -> NOW)),
                refuses("clock", () -> Patience.of(second, second, null)),
                refuses("pause", () -> new Patience(second, second, () -> NOW, null)));
    }

    @TestFactory
    Stream<DynamicTest> tokenScheme_nullArgument_isRefusedByName() {
        TokenScheme.Builder<String> builder = TokenScheme.of(String.class, "scheme", 1);
        return Stream.of(
                refuses("type", () -> TokenScheme.of(null, "scheme", 1)),
                refuses("name", () -> TokenScheme.of(String.class, null, 1)),
                refuses("field", () -> builder.text(null, text -> text)),
                refuses("field", () -> builder.excluding(null, "test")),
                refuses("why", () -> builder.excluding("field", null)),
                refuses("value", () -> builder.text("text", null)),
                refuses("value", () -> builder.integer("integer", null)),
                refuses("value", () -> builder.decimal("decimal", null)),
                refuses("value", () -> builder.date("date", null)),
                refuses("value", () -> builder.instant("instant", null)),
                refuses("value", () -> builder.constant("constant", null)),
                refuses(
                        "request",
                        () -> TokenScheme.of(String.class, "scheme", 1)
                                .text("text", text -> text)
                                .build()
                                .tokenFor(null)));
    }

    @TestFactory
    Stream<DynamicTest> mutex_nullArgument_isRefusedByName() {
        return Stream.of(
                refuses("machine", () -> MutexKey.of(null, "daily", NOW)),
                refuses("role", () -> MutexKey.of("pipeline", null, NOW)),
                refuses("scheduledAt", () -> MutexKey.of("pipeline", "daily", null)),
                refuses("bucket", () -> MutexKey.of("pipeline", "daily", NOW, null)),
                refuses("text", () -> MutexKey.parse(null)),
                refuses("guarded", () -> new MutexRoles(null)),
                refuses("guarded", () -> MutexRoles.of((String[]) null)),
                refuses("role", () -> MutexRoles.of("daily", null)),
                refuses("role", () -> new MutexRoles(Collections.singleton(null))),
                refuses("role", () -> MutexRoles.of("daily").guards(null)));
    }

    @TestFactory
    Stream<DynamicTest> admission_nullArgument_isRefusedByName() {
        Holder holder = Holder.of("run-1").withAttempt("a").withStartedAt(NOW);
        MutexKey key = MutexKey.of("pipeline", "daily", NOW);
        MutexPolicy policy = MutexPolicy.guarding(MutexRoles.of("daily"));
        Duration month = Duration.ofDays(30);
        return Stream.of(
                refuses("first", () -> new Admission.SameRun(null, MutexPolicy.OnSameRun.ADMIT)),
                refuses("policy", () -> new Admission.SameRun(holder, null)),
                refuses("holder", () -> new Admission.Duplicate(null)),
                refuses("role", () -> new Admission.Bypassed(null)),
                refuses("cause", () -> new Admission.Unknown(null, MutexPolicy.OnUnknown.STAY_CLOSED)),
                refuses("policy", () -> new Admission.Unknown("time-out", null)),
                refuses("runId", () -> Holder.of(null)),
                refuses("attempt", () -> Holder.of("run-1").withAttempt(null)),
                refuses("startedAt", () -> Holder.of("run-1").withStartedAt(null)),
                refuses("key", () -> new AdmissionRecord(null, holder, NOW, NOW)),
                refuses("holder", () -> new AdmissionRecord(key, null, NOW, NOW)),
                refuses("scheduledAt", () -> new AdmissionRecord(key, holder, null, NOW)),
                refuses("expiresAt", () -> new AdmissionRecord(key, holder, NOW, null)),
                refuses("holder", () -> new AdmissionStore.Answer.Existing(null)),
                refuses("cause", () -> new AdmissionStore.Answer.Failed(null)),
                refuses("roles", () -> MutexPolicy.guarding(null)),
                refuses(
                        "onSameRun",
                        () -> new MutexPolicy(policy.roles(), null, MutexPolicy.OnUnknown.STAY_CLOSED, month)),
                refuses("onUnknown", () -> new MutexPolicy(policy.roles(), MutexPolicy.OnSameRun.ADMIT, null, month)),
                refuses("retention", () -> policy.retaining(null)));
    }

    @TestFactory
    Stream<DynamicTest> executionMutex_nullArgument_isRefusedByName() {
        AdmissionStore store = admission -> new AdmissionStore.Answer.Stored();
        AsyncAdmissionStore async = AsyncAdmissionStore.on(Runnable::run, store);
        MutexPolicy policy = MutexPolicy.guarding(MutexRoles.of("daily"));
        ExecutionMutex mutex = ExecutionMutex.create(store, policy, () -> NOW, event -> {});
        return Stream.of(
                refuses("executor", () -> AsyncAdmissionStore.on(null, store)),
                refuses("store", () -> AsyncAdmissionStore.on(Runnable::run, null)),
                refuses("store", () -> ExecutionMutex.create(null, policy, () -> NOW, event -> {})),
                refuses("policy", () -> ExecutionMutex.create(store, null, () -> NOW, event -> {})),
                refuses("clock", () -> ExecutionMutex.create(store, policy, null, event -> {})),
                refuses("listener", () -> ExecutionMutex.create(store, policy, () -> NOW, null)),
                refuses("store", () -> AsyncExecutionMutex.create(null, policy, () -> NOW, event -> {})),
                refuses("listener", () -> AsyncExecutionMutex.create(async, policy, () -> NOW, null)),
                refuses("machine", () -> mutex.admit(null, Optional.empty(), NOW, "run-1")),
                refuses("role", () -> mutex.admit("pipeline", null, NOW, "run-1")),
                refuses("scheduledAt", () -> mutex.admit("pipeline", Optional.empty(), null, "run-1")),
                refuses("runId", () -> mutex.admit("pipeline", Optional.empty(), NOW, null)));
    }

    @TestFactory
    Stream<DynamicTest> freshnessValue_nullArgument_isRefusedByName() {
        return Stream.of(
                refuses("bucket", () -> new ArtifactLocation(null, "key")),
                refuses("key", () -> new ArtifactLocation("research-bucket", null)),
                refuses("lastModified", () -> new Observation.Present(null)),
                refuses("reason", () -> new Observation.Unreadable(null, "time-out")),
                refuses("cause", () -> new Observation.Unreadable(UnknownReason.PROBE, null)),
                refuses("cycle", () -> new Freshness.Fresh(null, NOW, Freshness.Source.CANONICAL)),
                refuses("lastModified", () -> new Freshness.Fresh(CYCLE, null, Freshness.Source.CANONICAL)),
                refuses("source", () -> new Freshness.Fresh(CYCLE, NOW, null)),
                refuses("cycle", () -> new Freshness.Pending(null, NOW, ABSENT)),
                refuses("deadline", () -> new Freshness.Pending(CYCLE, null, ABSENT)),
                refuses("found", () -> new Freshness.Pending(CYCLE, NOW, null)),
                refuses("cycle", () -> new Freshness.NotExpected(null, "weekend")),
                refuses("reason", () -> new Freshness.NotExpected(CYCLE, null)),
                refuses("cycle", () -> new Freshness.Onboarding(null, 1, 2)),
                refuses("cycle", () -> new Freshness.Late(null, Duration.ZERO, ABSENT)),
                refuses("overdue", () -> new Freshness.Late(CYCLE, null, ABSENT)),
                refuses("found", () -> new Freshness.Late(CYCLE, Duration.ZERO, null)),
                refuses("cycle", () -> new Freshness.Unknown(null, UnknownReason.PROBE, "time-out")),
                refuses("reason", () -> new Freshness.Unknown(CYCLE, null, "time-out")),
                refuses("cause", () -> new Freshness.Unknown(CYCLE, UnknownReason.PROBE, null)),
                refuses("spec", () -> new Checked(null, VERDICT)),
                refuses("verdict", () -> new Checked(SPEC, null)),
                refuses("latest", () -> new SweepProgress(null, 1, 1)),
                refuses("artifactId", () -> new Finding(null, Finding.Kind.DRIFT, "text")),
                refuses("kind", () -> new Finding("signals", null, "text")),
                refuses("message", () -> new Finding("signals", Finding.Kind.DRIFT, null)),
                refuses("checked", () -> CycleVerdict.of(null)));
    }

    @TestFactory
    Stream<DynamicTest> freshness_nullArgument_isRefusedByName() {
        FreshnessSweep sweep = FreshnessSweep.create(PROBE, 1);
        ArtifactSpec.Builder builder = ArtifactSpec.builder("signals");
        return Stream.of(
                refuses("id", () -> ArtifactSpec.builder(null)),
                refuses("cadence", () -> builder.cadence(null)),
                refuses("severity", () -> builder.severity(null)),
                refuses("owner", () -> builder.owner(null)),
                refuses("createdAt", () -> builder.createdAt(null)),
                refuses("canonical", () -> SPEC.assess(null, NOW)),
                refuses("canonical", () -> SPEC.assess(null, ABSENT, NOW)),
                refuses("recovery", () -> SPEC.assess(ABSENT, null, NOW)),
                refuses("probe", () -> SPEC.checkFreshness(null, NOW)),
                refuses("trigger", () -> SPEC.drift(null, NOW)),
                refuses("probe", () -> SPEC.checkFreshnessAsync(null, NOW)),
                refuses("executor", () -> AsyncArtifactProbe.on(null, location -> ABSENT)),
                refuses("probe", () -> AsyncArtifactProbe.on(Runnable::run, null)),
                refuses("probe", () -> FreshnessSweep.create(null, 1)),
                refuses("now", () -> sweep.run(List.of(SPEC), null)),
                refuses("progress", () -> sweep.run(List.of(SPEC), NOW, null)));
    }

    @TestFactory
    Stream<DynamicTest> envelope_nullArgument_isRefusedByName() {
        Message message = (Message) Envelopes.unwrap("{}".getBytes(UTF_8)).get(0);
        PartialBatch batch = PartialBatch.of(List.of(message));
        LoopBreaker breaker = LoopBreaker.builder().build();
        Routes.Builder<String> routes = Routes.builder();
        ErrorCircuit.Builder<String> circuit = ErrorCircuit.around(error -> {}, () -> NOW);
        return Stream.of(
                refuses("message", () -> breaker.check(null)),
                refuses("message", () -> routes.direct("handler").build().route(null)),
                refuses("routes", () -> breaker.check(message, null)),
                refuses(
                        "message",
                        () -> breaker.check(
                                null, Routes.builder().direct("handler").build())),
                refuses("detailTypes", () -> LoopBreaker.builder().detailTypes((String[]) null)),
                refuses("sources", () -> LoopBreaker.builder().ownSources((String[]) null)),
                refuses("accepts", () -> routes.on("source", "type", "handler", (Routes.Accepts[]) null)),
                refuses("accepts", () -> routes.on("source", "type", "handler", (Routes.Accepts) null)),
                refuses("detail-type", () -> LoopBreaker.builder().detailTypes((String) null)),
                refuses("source", () -> LoopBreaker.builder().ownSources((String) null)),
                refuses("listener", () -> LoopBreaker.builder().listener(null)),
                refuses("source", () -> routes.on(null, "type", "handler")),
                refuses("detailType", () -> routes.on("source", null, "handler")),
                refuses("handler", () -> routes.on("source", "type", null)),
                refuses("handler", () -> Routes.builder().direct(null)),
                refuses("listener", () -> routes.listener(null)),
                refuses("handler", () -> new Routing.Handle<>(null)),
                refuses("reason", () -> new Routing.Reject<>(null)),
                refuses("hops", () -> new Passage.Proceed(null)),
                refuses("guard", () -> new Passage.Skip(null, "reason")),
                refuses("reason", () -> new Passage.Skip(Passage.Guard.HOP_COUNT, null)),
                refuses(
                        "requestId",
                        () -> new Passage.Skip(Passage.Guard.HOP_COUNT, "reason").errorNotificationAnswer(null)),
                refuses("publisher", () -> ErrorCircuit.around(null, () -> NOW)),
                refuses("clock", () -> ErrorCircuit.around(error -> {}, null)),
                refuses("window", () -> circuit.limit(1, null)),
                refuses("pause", () -> circuit.pause(null)),
                refuses("listener", () -> circuit.listener(null)),
                refuses("error", () -> circuit.build().publish(null)),
                refuses("cause", () -> new Publication.Failed(null)),
                refuses("records", () -> PartialBatch.of(null)),
                refuses("record", () -> batch.mayHandle(null)),
                refuses("record", () -> batch.done(null)),
                refuses("itemIdentifiers", () -> new BatchResponse.Report(null)),
                refuses("reason", () -> new BatchResponse.Failure(null)),
                refuses("consumer", () -> message.dedupKey(null)),
                refuses("businessId", () -> message.dedupKey("consumer", null)));
    }

    @TestFactory
    Stream<DynamicTest> unwrapping_nullArgument_isRefusedByName() {
        Message bare = (Message) Envelopes.unwrap("{}".getBytes(UTF_8)).get(0);
        Message wrapped = (Message)
                Envelopes.unwrap("{\"source\":\"shop\",\"detail-type\":\"OrderPlaced\",\"detail\":{}}".getBytes(UTF_8))
                        .get(0);
        Layer layer = wrapped.layers().get(0);
        return Stream.of(
                refuses("event", () -> Envelopes.unwrap((byte[]) null)),
                refuses("event", () -> Envelopes.unwrap((InputStream) null)),
                refuses("event", () -> Envelopes.unwrap((Map<String, ?>) null)),
                refuses("name", () -> bare.attribute(null)),
                refuses("name", () -> layer.attribute(null)),
                refuses("consumer", () -> bare.dedupKey(null, "9")),
                refuses("pointer", () -> new Rejected(null, "reason", List.of())),
                refuses("reason", () -> new Rejected("", null, List.of())),
                refuses("layers", () -> new Rejected("", "reason", null)),
                refuses("value", () -> new DedupId(null, DedupId.Strength.STABLE, EnvelopeKind.SQS)),
                refuses("strength", () -> new DedupId("9", null, EnvelopeKind.SQS)),
                refuses("source", () -> new DedupId("9", DedupId.Strength.STABLE, null)));
    }

    @TestFactory
    Stream<DynamicTest> commitments_nullArgument_isRefusedByName() {
        IdempotencyToken token = IdempotencyTokens.deriveIdempotencyToken("execution", 0);
        CommitmentPort<CommitmentRequest> port = new CommitmentPort<>() {
            @Override
            public DedupeStrength strength() {
                return DedupeStrength.NONE;
            }

            @Override
            public LookUp find(IdempotencyToken asked, CommitmentRequest request) {
                return new LookUp.NotFound();
            }

            @Override
            public Attempt create(IdempotencyToken asked, CommitmentRequest request) {
                return new Attempt.Created("c-1");
            }
        };
        CommitmentGuard.Builder<CommitmentRequest> guard = CommitmentGuard.builder(port);
        Commitment.Standing live = Commitment.Standing.LIVE;
        return Stream.of(
                refuses("port", () -> CommitmentGuard.builder(null)),
                refuses("demanded", () -> guard.demand(null)),
                refuses("pause", () -> guard.attempts(2, null)),
                refuses("listener", () -> guard.listener(null)),
                refuses("token", () -> guard.build().buyFirst((IdempotencyToken) null, Map::of)),
                refuses("claim", () -> guard.build().buy(null, Map::of, () -> NOW)),
                refuses("request", () -> guard.build().buyFirst(token, null)),
                refuses("token", () -> guard.build().redrive(null, Map::of)),
                refuses("request", () -> guard.build().redrive(token, null)),
                refuses("demanded", () -> DedupeStrength.NONE.isAtLeast(null)),
                refuses("id", () -> new Commitment(null, live, "active", Map.of())),
                refuses("standing", () -> new Commitment("c-1", null, "active", Map.of())),
                refuses("state", () -> new Commitment("c-1", live, null, Map.of())),
                refuses("terms", () -> new Commitment("c-1", live, "active", null)),
                refuses("commitments", () -> new LookUp.Found(null)),
                refuses("commitments", () -> LookUp.of(null)),
                refuses("cause", () -> new LookUp.Failed(null)),
                refuses("id", () -> new Attempt.Created(null)),
                refuses("id", () -> new Attempt.CreatedUntagged(null, "cause")),
                refuses("cause", () -> new Attempt.CreatedUntagged("c-1", null)),
                refuses("cause", () -> new Attempt.Retryable(null)),
                refuses("cause", () -> new Attempt.Final(null)),
                refuses("cause", () -> new Attempt.Ambiguous(null)),
                refuses("id", () -> new Purchase.Bought(null)),
                refuses("commitment", () -> new Purchase.AlreadyBought(null)),
                refuses("commitments", () -> new Purchase.Mismatch(null, List.of())),
                refuses("differences", () -> new Purchase.Mismatch(List.of(), null)),
                refuses("reason", () -> new Purchase.Refused(null, "cause")),
                refuses("cause", () -> new Purchase.Refused(Purchase.Reason.BUSY, null)),
                refuses("cause", () -> new Purchase.Unknown(null)),
                refuses("id", () -> new Purchase.PartlyBought(null, "cause")),
                refuses("cause", () -> new Purchase.PartlyBought("c-1", null)),
                refuses("items", () -> new Pages.Page<>(null, "")),
                refuses("read", () -> Pages.all(1, null)),
                refuses("length", () -> Pause.sleeping().pause(null)));
    }

    @TestFactory
    Stream<DynamicTest> listener_nullArgument_isRefusedByName() {
        InterlockEvent.Kind kind = InterlockEvent.Kind.SKIPPED;
        return Stream.of(
                refuses("kind", () -> new InterlockEvent(null, "mutex", "subject", "reason")),
                refuses("primitive", () -> new InterlockEvent(kind, null, "subject", "reason")),
                refuses("subject", () -> new InterlockEvent(kind, "mutex", null, "reason")),
                refuses("reason", () -> new InterlockEvent(kind, "mutex", "subject", null)));
    }

    @TestFactory
    Stream<DynamicTest> reaper_nullArgument_isRefusedByName() {
        Execution.Revision revision = new Execution.Revision("running", 1, NOW);
        Execution row = new Execution("id", revision, Execution.Drive.NONE, "");
        Duration ten = Duration.ofMinutes(10);
        ReapPolicy.Builder policy = ReapPolicy.builder(ten, ten);
        ReapPolicy built = ReapPolicy.builder(ten, ten)
                .fail("running", ten.multipliedBy(2))
                .build();
        EmptyExecutionStore store = new EmptyExecutionStore();
        Sweep.Builder sweep = Sweep.builder(store, built, "owner");
        SweepReport.Ending complete = SweepReport.Ending.COMPLETE;
        return Stream.of(
                refuses("message", () -> new StoreException(null)),
                refuses("message", () -> new StoreException(null, new IllegalStateException())),
                refuses("cause", () -> new StoreException("message", null)),
                refuses("id", () -> new Execution(null, revision, Execution.Drive.NONE, "")),
                refuses("revision", () -> new Execution("id", null, Execution.Drive.NONE, "")),
                refuses("drive", () -> new Execution("id", revision, null, "")),
                refuses("message", () -> new Execution("id", revision, Execution.Drive.NONE, null)),
                refuses("state", () -> new Execution.Revision(null, 1, NOW)),
                refuses("updatedAt", () -> new Execution.Revision("running", 1, null)),
                refuses("owner", () -> new Execution.Drive(null, 1, 0)),
                refuses("id", () -> new Tenure(null, "running", "owner", 1)),
                refuses("state", () -> new Tenure("id", null, "owner", 1)),
                refuses("owner", () -> new Tenure("id", "running", null, 1)),
                refuses("state", () -> new Next(null, "owner", Next.Count.KEEP, "")),
                refuses("owner", () -> new Next("running", null, Next.Count.KEEP, "")),
                refuses("count", () -> new Next("running", "owner", null, "")),
                refuses("message", () -> new Next("running", "owner", Next.Count.KEEP, null)),
                refuses("owner", () -> Next.drivenBy("running", null, "")),
                refuses("row", () -> new Transition.Won(null)),
                refuses("current", () -> new Transition.Lost(null)),
                refuses("after", () -> new Page(null, 1)),
                refuses("rows", () -> StuckPage.of(null, List.of(), "")),
                refuses("unreadable", () -> StuckPage.of(List.of(), null, "")),
                refuses("next", () -> StuckPage.of(List.of(), List.of(), null)),
                refuses("unread", () -> new StuckPage(List.of(), List.of(), null, "")),
                refuses("why", () -> StuckPage.unread(null, "")),
                refuses("next", () -> StuckPage.unread("why", null)),
                refuses("id", () -> Execution.requireId(null)),
                refuses("row", () -> new StuckPage.Stuck(null, "")),
                refuses("after", () -> new StuckPage.Stuck(row, null)),
                refuses("longestSilence", () -> ReapPolicy.builder(null, ten)),
                refuses("margin", () -> ReapPolicy.builder(ten, null)),
                refuses("state", () -> policy.redrive(null, ten)),
                refuses("after", () -> policy.fail("running", null)),
                refuses("environment", () -> policy.thresholdFrom(null, "NAME", "running")),
                refuses("name", () -> policy.thresholdFrom(Map.of(), null, "running")),
                refuses("redrivenAs", () -> policy.redrivenAs(null)),
                refuses("failedAs", () -> policy.failedAs(null)),
                refuses("otherwise", () -> policy.redriveAtMost(1, null)),
                refuses("state", () -> built.thresholdOf(null)),
                refuses("state", () -> built.dispositionOf(null)),
                refuses("setting", () -> new ReapPolicy.Problem(null, "reason")),
                refuses("reason", () -> new ReapPolicy.Problem("setting", null)),
                refuses("store", () -> Sweep.builder(null, built, "owner")),
                refuses("policy", () -> Sweep.builder(store, null, "owner")),
                refuses("owner", () -> Sweep.builder(store, built, null)),
                refuses("listener", () -> sweep.listener(null)),
                refuses("repeatable", () -> sweep.repeatable(null)),
                refuses("redriver", () -> sweep.redriver(null)),
                refuses("stop", () -> sweep.stopWhen(null)),
                refuses("now", () -> sweep.build().run(null)),
                refuses("resume", () -> sweep.build().run(NOW, null)),
                refuses("counts", () -> new SweepReport(null, complete, "", "")),
                refuses("ending", () -> new SweepReport(Map.of(), null, "", "")),
                refuses("cause", () -> new SweepReport(Map.of(), complete, null, "")),
                refuses("resume", () -> new SweepReport(Map.of(), complete, "", null)));
    }

    private static DynamicTest refuses(String argument, ThrowingCallable call) {
        return DynamicTest.dynamicTest(
                argument,
                () -> assertThatThrownBy(call)
                        .isInstanceOf(NullPointerException.class)
                        .hasMessage(argument));
    }

    /** A store without rows. */
    private static final class EmptyExecutionStore implements ExecutionStore {
        @Override
        public Transition create(String id, String state) {
            return new Transition.Gone();
        }

        @Override
        public Optional<Execution> find(String id) {
            return Optional.empty();
        }

        @Override
        public StuckPage findStuck(Set<String> states, Instant olderThan, Page page) {
            return StuckPage.of(List.of(), List.of(), "");
        }

        @Override
        public Transition transition(Execution observed, Next next) {
            return new Transition.Gone();
        }

        @Override
        public Transition heartbeat(Tenure tenure) {
            return new Transition.Gone();
        }

        @Override
        public Transition finish(Tenure tenure, String state, String message) {
            return new Transition.Gone();
        }
    }

    /** A store in which nothing stays. */
    private static final class EmptyPhaseStore implements PhaseStore {
        @Override
        public PhaseStore.Reading read(String key) {
            return new Nothing();
        }

        @Override
        public PhaseStore.Writing write(String key, Payload marker) {
            return new Written();
        }

        @Override
        public Presence find(String key) {
            return new Absent();
        }
    }

    /** A store that takes everything. */
    private static final class EmptyLeaseStore implements LeaseStore {
        @Override
        public Reading read(String name) {
            return new Reading.Absent(NOW);
        }

        @Override
        public Writing create(String name, Payload body) {
            return new Writing.Written("v");
        }

        @Override
        public Writing replace(String name, String version, Payload body) {
            return new Writing.Written("v");
        }
    }
}
