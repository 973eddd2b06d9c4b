package dev.interlock.examples;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.Payload;
import dev.interlock.idempotency.Claim;
import dev.interlock.idempotency.ClaimPolicy;
import dev.interlock.idempotency.ClaimRequest;
import dev.interlock.idempotency.Failure;
import dev.interlock.idempotency.Fingerprint;
import dev.interlock.idempotency.IdempotencyStore;
import dev.interlock.idempotency.Idempotent;
import dev.interlock.idempotency.LineageKey;
import dev.interlock.reaper.Execution;
import dev.interlock.reaper.ExecutionStore;
import dev.interlock.reaper.Next;
import dev.interlock.reaper.ReapPolicy;
import dev.interlock.reaper.Sweep;
import dev.interlock.reaper.Transition;
import dev.interlock.testkit.MutableInstantSource;
import dev.interlock.testkit.idempotency.InMemoryIdempotencyStore;
import dev.interlock.testkit.reaper.InMemoryExecutionStore;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Two executions buy. One dies just after it bought, before it could note anything; the other is slow, and shows every
 * two minutes that it lives. A sweep looks every five minutes: it drives the dead one again, which buys nothing, and
 * leaves the slow one alone.
 */
final class DeadRun {
    private static final Duration THRESHOLD = Duration.ofMinutes(10);
    private static final Duration BEAT = Duration.ofMinutes(2);
    private static final ClaimPolicy CLAIM = ClaimPolicy.of(Duration.ofMinutes(8), Duration.ofDays(400));

    private final MutableInstantSource clock = MutableInstantSource.at("2026-05-26T12:45:00Z");
    private final ExecutionStore executions = InMemoryExecutionStore.create(clock);
    private final IdempotencyStore claims = InMemoryIdempotencyStore.create(clock);
    private final List<String> bought = new ArrayList<>();
    private final PrintStream out;

    private DeadRun(PrintStream out) {
        this.out = out;
    }

    /** The end of a process. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Tells the story, and returns what was bought, in order. */
    static List<String> show(PrintStream out) {
        out.println("\none execution dies, another one is slow; a sweep looks every five minutes");
        return new DeadRun(out).tell();
    }

    private List<String> tell() {
        Execution slow = begin("slow", "run-2");
        try {
            drive(begin("dead", "run-1"), new Death());
        } catch (Death e) {
            line("run-1", "dead", "died just after it bought");
        }
        Sweep sweep = sweep();
        for (int minute = 1; minute <= 25; minute++) {
            clock.advance(Duration.ofMinutes(1));
            if (minute % BEAT.toMinutes() == 0) {
                executions.heartbeat(slow.tenure());
            }
            if (minute % 5 == 0) {
                Execution seen = executions.find("slow").orElseThrow();
                line(
                        "sweep",
                        "slow",
                        "lives: " + seen.state() + ", last heartbeat "
                                + Duration.between(seen.updatedAt(), clock.instant())
                                        .toMinutes() + " min ago");
                int found = sweep.run(clock.instant()).orThrow().found();
                line("sweep", "", "found " + found);
            }
        }
        drive(slow, null);
        return bought;
    }

    private Execution begin(String id, String run) {
        Execution approved = won(executions.create(id, "approved"));
        line(run, id, "begins");
        return won(executions.transition(approved, Next.drivenBy("running", run, "")));
    }

    private Sweep sweep() {
        ReapPolicy policy = ReapPolicy.builder(BEAT.plusMinutes(1), Duration.ofMinutes(1))
                .redrive("approved", THRESHOLD)
                .redrive("running", THRESHOLD)
                .build();
        InterlockListener listener = event -> {
            if (event.kind() == InterlockEvent.Kind.REDRIVEN) {
                line("sweep", event.subject(), event.reason());
            }
        };
        return Sweep.builder(executions, policy, "sweep")
                .listener(listener)
                .repeatable(row -> true) // the claim tells a repeat from a second order
                .redriver(row -> drive(row, null))
                .build();
    }

    /** @param death of the process, just after it bought; null if it lives on */
    private void drive(Execution row, @Nullable Death death) {
        ClaimRequest request = new ClaimRequest(
                LineageKey.of("decision-" + row.id()).token(0), row.drive().owner(), Fingerprint.unchecked(), CLAIM);
        String told = Idempotent.create(claims, failure -> new Failure.Ambiguous(), event -> {})
                .run(request, claim -> buy(row, claim, death))
                .fold(
                        done -> done.result().text(),
                        failed -> "failed",
                        retryable -> "not now",
                        ambiguous -> "nobody knows",
                        unstored -> "not stored",
                        busy -> "somebody else is at it",
                        mismatch -> "another request",
                        unknown -> "nobody knows");
        executions.finish(row.tenure(), "completed", told);
        line(row.drive().owner(), row.id(), "completed: " + told);
    }

    private Payload buy(Execution row, Claim.Granted claim, @Nullable Death death) {
        if (claim.unfinished() > 0 && bought.contains(row.id())) {
            return Payload.of("was bought before");
        }
        bought.add(row.id());
        if (death != null) {
            throw death;
        }
        return Payload.of("bought");
    }

    private void line(String who, String id, String what) {
        out.printf(Locale.ROOT, "%-20s  %-6s  %-5s  %s%n", clock.instant(), who, id, what);
    }

    private static Execution won(Transition transition) {
        return transition.fold(
                won -> won.row(),
                lost -> {
                    throw new IllegalStateException("somebody else was there: " + lost.current());
                },
                gone -> {
                    throw new IllegalStateException("there is no row");
                });
    }
}
