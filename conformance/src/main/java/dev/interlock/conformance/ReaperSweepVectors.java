package dev.interlock.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.conformance.OriginalReaper.Recovery;
import dev.interlock.idempotency.Attempt;
import dev.interlock.idempotency.CommitmentGuard;
import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.CommitmentRequest;
import dev.interlock.idempotency.DedupeStrength;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.IdempotencyTokens;
import dev.interlock.idempotency.LookUp;
import dev.interlock.idempotency.Purchase;
import dev.interlock.reaper.Execution;
import dev.interlock.reaper.ReapPolicy;
import dev.interlock.reaper.Sweep;
import dev.interlock.reaper.SweepReport;
import dev.interlock.testkit.MutableInstantSource;
import dev.interlock.testkit.reaper.InMemoryExecutionStore;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sweeps over a store that answers what the vector scripts. The calls that a vector states are held against the
 * original's rules; compared with Interlock is what they come to: what was asked, which rows were written, with which
 * message, and what was counted. A message that the original saves after the state is part of Interlock's one write.
 */
final class ReaperSweepVectors implements Vectors {
    private static final Duration FLOOR = Duration.ofSeconds(1);

    @Override
    public String fileName() {
        return "reaper_sweep.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        new Sections(
                        Map.of("reap", Reap::new, "recover_stranded", Recover::new, "redrive_safety", Safety::new),
                        Set.of())
                .replay(file, tally);
    }

    private static void requireCalls(Json vector, List<String> calls) {
        if (!vector.at("calls").texts().equals(calls)) {
            throw new IllegalArgumentException(vector.path() + "/calls are not those of the original: " + calls);
        }
    }

    private static Sweep.Builder sweep(ScriptedExecutions store, ReapPolicy policy) {
        return Sweep.builder(store, policy, "replay")
                .repeatable(row -> store.row(row.id()).isSafe());
    }

    /** Rows that are given up. */
    private record Reap(Json vector) implements VectorCase {
        @Override
        public Object stated() {
            requireCalls(vector, OriginalReaper.reapCalls(vector));
            boolean isError = !vector.at("error").isNull();
            Map<String, Integer> counts = new TreeMap<>();
            if (!isError) {
                Json result = vector.at("result");
                result.names().forEach(name -> counts.put(name, result.at(name).integer()));
            }
            return answer(isError, counts, OriginalReaper.texts(vector.at("saved_error")));
        }

        @Override
        public Object original() {
            return bySaving(true);
        }

        @Override
        public Object departed() {
            return nanos() < FLOOR.toNanos() ? new Refused("below the floor") : bySaving(false);
        }

        @Override
        public Set<Departure> departures() {
            return EnumSet.of(Departure.REAPER);
        }

        private Object bySaving(boolean isSaveApart) {
            boolean isError = !vector.at("list").text().isEmpty();
            List<OriginalReaper.Row> rows = OriginalReaper.rows(vector);
            Map<String, String> messages = new LinkedHashMap<>();
            rows.stream()
                    .filter(row -> row.cas().isEmpty())
                    .forEach(row -> messages.put(row.id(), OriginalReaper.message(nanos(), row)));
            return answer(isError, isError ? Map.of() : OriginalReaper.reapCounts(rows, isSaveApart), messages);
        }

        @Override
        public Object actual() {
            ScriptedExecutions store = new ScriptedExecutions(vector);
            Duration after = Duration.ofNanos(nanos());
            ReapPolicy policy;
            try {
                policy = ReapPolicy.builder(FLOOR, Duration.ZERO)
                        .fail("approved", after)
                        .fail("running", after)
                        .build();
            } catch (IllegalArgumentException e) {
                return new Refused("below the floor");
            }
            SweepReport report = sweep(store, policy).build().run(ScriptedExecutions.NOW);
            boolean isError = report.ending() != SweepReport.Ending.COMPLETE;
            String asked = "list(approved running," + vector.at("reap_after").text() + ")";
            if (!store.listed.equals(List.of(asked))) {
                throw new IllegalStateException("asked " + store.listed);
            }
            return answer(
                    isError,
                    isError
                            ? Map.of()
                            : Map.of(
                                    "found", report.found(),
                                    "reaped", report.reaped(),
                                    "race_lost", report.raceLost(),
                                    "errored", report.errored()),
                    store.messages);
        }

        private static Object answer(boolean isError, Map<String, Integer> counts, Map<String, String> messages) {
            return Map.of("error", isError, "result", counts, "saved_error", messages);
        }

        private long nanos() {
            OptionalLong nanos = OriginalDuration.nanos(vector.at("reap_after").text());
            return nanos.orElseThrow();
        }
    }

    /** Rows that nobody began. */
    private record Recover(Json vector) implements VectorCase {
        private static final Duration STRANDED = Duration.ofMinutes(15);

        @Override
        public Object stated() {
            requireCalls(vector, OriginalReaper.recover(vector, false).calls());
            Map<String, String> messages = OriginalReaper.texts(vector.at("saved_error"));
            return Map.of(
                    "recovered", vector.at("recovered").integer(),
                    "error", !vector.at("error").isNull(),
                    "written", writtenBy(vector.at("calls").texts()),
                    "reaped_as", Map.of(),
                    "saved_for", messages.keySet());
        }

        private static List<String> writtenBy(List<String> calls) {
            return calls.stream()
                    .filter(call -> call.startsWith("cas("))
                    .map(call -> call.replaceAll("cas\\((.*),\\[approved\\]->(.*)\\)", "$1->$2"))
                    .toList();
        }

        @Override
        public Object original() {
            Recovery recovery = OriginalReaper.recover(vector, false);
            return answer(recovery, Map.of());
        }

        /** The message is that of every row which is given up. */
        @Override
        public Object departed() {
            Recovery recovery = OriginalReaper.recover(vector, true);
            Map<String, String> messages = new LinkedHashMap<>();
            recovery.failed().forEach(row -> messages.put(row.id(), OriginalReaper.message(STRANDED.toNanos(), row)));
            return answer(recovery, messages);
        }

        private static Object answer(Recovery recovery, Map<String, String> reapedAs) {
            return Map.of(
                    "recovered",
                    recovery.recovered(),
                    "error",
                    recovery.isError(),
                    "written",
                    recovery.written(),
                    "reaped_as",
                    reapedAs,
                    "saved_for",
                    Set.copyOf(recovery.failed().stream()
                            .map(OriginalReaper.Row::id)
                            .toList()));
        }

        @Override
        public Set<Departure> departures() {
            return EnumSet.of(Departure.ONE_SWEEP);
        }

        @Override
        public Object actual() {
            ScriptedExecutions store = new ScriptedExecutions(vector);
            ReapPolicy policy = ReapPolicy.builder(FLOOR, Duration.ZERO)
                    .redrive("approved", STRANDED)
                    .redrive("running", STRANDED)
                    .build();
            SweepReport report = sweep(store, policy)
                    .redriver(won -> drive(store, won))
                    .build()
                    .run(ScriptedExecutions.NOW);
            return Map.of(
                    "recovered",
                    report.redriven() + report.reaped(),
                    "error",
                    report.ending() != SweepReport.Ending.COMPLETE,
                    "written",
                    store.written,
                    "reaped_as",
                    store.messages,
                    "saved_for",
                    store.messages.keySet());
        }

        private static void drive(ScriptedExecutions store, Execution won) {
            String outcome = store.row(won.id()).drive();
            if (!outcome.equals("ok")) {
                throw new IllegalStateException("the vector scripts " + outcome);
            }
        }
    }

    /** What may be driven again, by a sweep and by somebody who tries again. */
    private record Safety(Json vector) implements VectorCase {
        @Override
        public Object stated() {
            String reason = vector.at("refusal_reason").text();
            boolean isArmed = !vector.at("armed_retry_refusal").isNull();
            int attempt = vector.at("retry_attempt").integer();
            String armed = "refusing to execute retry attempt " + attempt + ": " + reason;
            if (isArmed && !vector.at("armed_retry_refusal").text().equals(armed)) {
                throw new IllegalArgumentException(vector.path() + "/armed_retry_refusal is not '" + armed + "'");
            }
            return answer(vector.at("auto_redrive_safe").bool(), !reason.isEmpty(), isArmed);
        }

        @Override
        public Object original() {
            boolean isRefused = OriginalReaper.isRefused(recommendations());
            return answer(OriginalReaper.isSafe(recommendations()), isRefused, isRefused && isRetry());
        }

        @Override
        public Object actual() {
            DedupeStrength strength = OriginalReaper.strength(recommendations());
            return answer(isRedriven(), refuses(strength, true), refuses(strength, isRetry()));
        }

        private boolean isRedriven() {
            MutableInstantSource clock = MutableInstantSource.at(ScriptedExecutions.NOW);
            InMemoryExecutionStore store = InMemoryExecutionStore.create(clock);
            store.create("execution-1", "running");
            ReapPolicy policy = ReapPolicy.builder(FLOOR, Duration.ZERO)
                    .redrive("running", FLOOR)
                    .build();
            boolean isEmpty =
                    recommendations().isNull() || recommendations().elements().isEmpty();
            Sweep sweep = Sweep.builder(store, policy, "replay")
                    .repeatable(row -> !isEmpty
                            && OriginalReaper.strength(recommendations()).refusesRepeats())
                    .redriver(won -> {})
                    .build();
            return sweep.run(ScriptedExecutions.NOW.plus(FLOOR)).redriven() == 1;
        }

        /** Whether the guard of purchases refuses to buy at a service of this strength, of which it finds nothing. */
        private static boolean refuses(DedupeStrength strength, boolean isRedrive) {
            CommitmentGuard<Terms> guard =
                    CommitmentGuard.builder(new EmptyService(strength)).build();
            IdempotencyToken token = IdempotencyTokens.deriveIdempotencyToken("execution-1", 0);
            Purchase purchase = isRedrive ? guard.redrive(token, new Terms()) : guard.buyFirst(token, new Terms());
            return purchase instanceof Purchase.Refused;
        }

        private static Object answer(boolean isSafe, boolean isRefused, boolean isArmed) {
            return Map.of("auto_redrive_safe", isSafe, "refused", isRefused, "armed_retry_refused", isArmed);
        }

        private boolean isRetry() {
            return vector.at("retry_attempt").integer() > 0;
        }

        private Json recommendations() {
            return vector.at("recs");
        }
    }

    private record Terms() implements CommitmentRequest {
        @Override
        public Map<String, String> terms() {
            return Map.of("count", "1");
        }
    }

    /** Where nothing was bought yet. */
    private record EmptyService(DedupeStrength strength) implements CommitmentPort<Terms> {
        @Override
        public LookUp find(IdempotencyToken token, Terms request) {
            return new LookUp.NotFound();
        }

        @Override
        public Attempt create(IdempotencyToken token, Terms request) {
            return new Attempt.Created("bought");
        }
    }
}
