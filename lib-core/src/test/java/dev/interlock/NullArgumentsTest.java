package dev.interlock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.contract.SetManifest;
import dev.interlock.contract.SetPointer;
import dev.interlock.contract.StagedRun;
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
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.LineageKey;
import dev.interlock.idempotency.ReservationIds;
import dev.interlock.idempotency.ReservationIds.Description;
import dev.interlock.idempotency.ReservationIds.Terms;
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
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.BusinessDay;
import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.Cycle;
import dev.interlock.schedule.Schedule;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Stream<DynamicTest> listener_nullArgument_isRefusedByName() {
        InterlockEvent.Kind kind = InterlockEvent.Kind.SKIPPED;
        return Stream.of(
                refuses("kind", () -> new InterlockEvent(null, "mutex", "subject", "reason")),
                refuses("primitive", () -> new InterlockEvent(kind, null, "subject", "reason")),
                refuses("subject", () -> new InterlockEvent(kind, "mutex", null, "reason")),
                refuses("reason", () -> new InterlockEvent(kind, "mutex", "subject", null)));
    }

    private static DynamicTest refuses(String argument, ThrowingCallable call) {
        return DynamicTest.dynamicTest(
                argument,
                () -> assertThatThrownBy(call)
                        .isInstanceOf(NullPointerException.class)
                        .hasMessage(argument));
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
