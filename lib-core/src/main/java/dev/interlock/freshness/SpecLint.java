package dev.interlock.freshness;

import dev.interlock.freshness.Finding.Kind;
import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks of a declaration whether it can tell anything, by living through its next cycles with nothing ever written, as
 * if onboarding were over; and whether onboarding ever is.
 */
final class SpecLint {
    /** How far ahead is looked: far enough for every month end and holiday. */
    static final Duration HORIZON = Duration.ofDays(366);

    /** How many cycles are looked at, so that a schedule of minutes is done soon; a closed day counts as one. */
    private static final int MAX_CYCLES = 2_000;

    private static final Observation.Seen NOTHING = new Observation.Absent();

    private final ArtifactSpec spec;
    private final ArtifactSpec settled;
    private final Cadence cadence;
    private final Instant from;
    private final List<Cycle> late = new ArrayList<>();
    private final List<Freshness.Pending> neverLate = new ArrayList<>();
    private final List<Freshness.NotExpected> closed = new ArrayList<>();
    private final List<Freshness.Unknown> uncovered = new ArrayList<>();
    private final List<String> repeated = new ArrayList<>();
    private final Map<String, Instant> labels = new HashMap<>();

    private SpecLint(ArtifactSpec spec, Instant from) {
        this.spec = spec;
        this.settled = spec.withoutOnboarding();
        this.cadence = spec.cadence();
        this.from = from;
    }

    /** What is wrong with {@code spec}, as far as the year after {@code now}, or after its creation, shows. */
    static List<Finding> of(ArtifactSpec spec, Instant now) {
        SpecLint lint = new SpecLint(spec, spec.created().isAfter(now) ? spec.created() : now);
        lint.live();
        return lint.findings();
    }

    private void live() {
        Instant end = from.plus(HORIZON);
        Optional<Cycle> inForce = Optional.of(cadence.cycleAt(from));
        Optional<Cycle> cycle =
                inForce.filter(c -> !c.tick().isBefore(spec.created())).or(() -> inForce.flatMap(this::next));
        for (int i = 0; i < MAX_CYCLES && !isSettled(); i++) {
            cycle = cycle.filter(c -> c.tick().isBefore(end)).flatMap(this::live);
        }
    }

    /** A continuous artifact has an age, not a deadline for each cycle: that it can be late at all is enough. */
    private boolean isSettled() {
        return cadence.interval().isPresent() && !late.isEmpty();
    }

    /** Lives through a cycle, or through a closed day at once; gives the next cycle. */
    private Optional<Cycle> live(Cycle cycle) {
        Optional<Cycle> next = next(cycle);
        Instant last = next.map(n -> n.tick().minusNanos(1)).orElseGet(() -> spec.deadline(cycle));
        Freshness verdict = settled.assess(NOTHING, NOTHING, last);
        Instant same = labels.putIfAbsent(cycle.label(), cycle.tick());
        if (same != null) {
            repeated.add(same + " and " + cycle.tick() + " are both labelled " + cycle.label());
        }
        if (verdict instanceof Freshness.Late) {
            late.add(cycle);
        } else if (verdict instanceof Freshness.Pending pending) {
            neverLate.add(pending);
        } else if (verdict instanceof Freshness.Unknown unknown) {
            uncovered.add(unknown);
        } else if (verdict instanceof Freshness.NotExpected notExpected && !cadence.isBeforeTheFirst(cycle)) {
            closed.add(notExpected);
            return next.map(n -> dayAfter(cycle).isAfter(n.tick()) ? dayAfter(cycle) : n.tick())
                    .flatMap(from -> cadence.schedule().next(from.minusNanos(1)))
                    .map(cadence::cycleAt);
        }
        return next;
    }

    private Optional<Cycle> next(Cycle cycle) {
        return cadence.schedule().next(cycle.tick()).map(cadence::cycleAt);
    }

    private Instant dayAfter(Cycle cycle) {
        ZoneId zone = cadence.calendar().zone();
        return LocalDate.ofInstant(cycle.tick(), zone)
                .plusDays(1)
                .atStartOfDay(zone)
                .toInstant();
    }

    private List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Optional<Instant> next = cadence.schedule().next(from.minusNanos(1));
        if (next.isEmpty()) {
            add(findings, Kind.NO_MORE_TICKS, cadence.schedule() + " has no tick from " + from + " on");
        } else if (late.size() + neverLate.size() + closed.size() + uncovered.size() == 0
                && !next.get().isBefore(from.plus(HORIZON))) {
            add(findings, Kind.NEVER_EXPECTED, "no tick before " + next.get());
        }
        int expected = expectedInOnboarding();
        if (expected > 0 && expected <= spec.graceCycles()) {
            String until = from.plus(HORIZON) + " there are " + expected;
            add(
                    findings,
                    Kind.ALWAYS_ONBOARDING,
                    "not judged in its first " + spec.graceCycles() + " expected cycles, and until " + until);
        }
        if (!neverLate.isEmpty() && late.isEmpty()) {
            add(findings, Kind.NEVER_LATE, slaTooLong(neverLate.get(0)));
        } else if (!neverLate.isEmpty() && cadence.interval().isEmpty()) {
            add(findings, Kind.SOMETIMES_NEVER_LATE, slaTooLong(neverLate.get(0)));
        }
        if (!closed.isEmpty() && late.size() + neverLate.size() + uncovered.size() == 0) {
            String example = closed.get(0).cycle().tick() + ": " + closed.get(0).reason();
            add(findings, Kind.NEVER_EXPECTED, "none of the ticks is on a business day, such as " + example);
        }
        if (!uncovered.isEmpty()) {
            Freshness.Unknown first = uncovered.get(0);
            add(
                    findings,
                    Kind.NOT_COVERED,
                    "unknown at the tick of " + first.cycle().tick() + ": " + first.cause());
        }
        if (!repeated.isEmpty()) {
            add(findings, Kind.REPEATED_LABEL, repeated.get(0));
        }
        spec.undatedKey()
                .filter(key -> isPeriodic())
                .ifPresent(key -> add(
                        findings,
                        Kind.UNDATED_KEY,
                        "whatever is written to " + key + " after the tick counts, a copy of an old one too"));
        LateWithinWindow.of(spec, cadence.schedule()).ifPresent(findings::add);
        return findings;
    }

    /** Whether there is one for each of several cycles. */
    private boolean isPeriodic() {
        Optional<Instant> first = cadence.schedule().next(Instant.MIN);
        return cadence.interval().isEmpty()
                && first.flatMap(cadence.schedule()::next).isPresent();
    }

    /** A calendar that cannot be asked is found in another way; here it gives no expected cycle. */
    private int expectedInOnboarding() {
        try {
            return cadence.countBusiness(spec.created(), cadence.cycleAt(from.plus(HORIZON)), spec.graceCycles() + 1);
        } catch (RuntimeException e) {
            return Integer.MAX_VALUE;
        }
    }

    private String slaTooLong(Freshness.Pending example) {
        int all = late.size() + neverLate.size();
        String over = cadence.schedule()
                .next(example.cycle().tick())
                .map(Instant::toString)
                .orElse("");
        return "in " + neverLate.size() + " of " + all + " cycles the SLA of " + spec.sla() + " ends too late to be"
                + " seen: cycle " + example.cycle().label() + " is over at " + over + ", and would be late from "
                + example.deadline() + " on";
    }

    private void add(List<Finding> findings, Kind kind, String message) {
        findings.add(new Finding(spec.id(), kind, message));
    }
}
