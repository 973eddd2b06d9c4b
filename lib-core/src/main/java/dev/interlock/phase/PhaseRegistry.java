package dev.interlock.phase;

import static java.util.Objects.requireNonNull;

import dev.interlock.InterlockEvent;
import dev.interlock.InterlockListener;
import dev.interlock.Payload;
import dev.interlock.internal.Printable;
import dev.interlock.internal.Reporter;
import dev.interlock.internal.Thrown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Runs the phases of one date, and not again those that have ended well with the same inputs and the same code.
 *
 * <p>Markers and artifacts are looked at anew for each decision. Before a phase runs, its marker is written over with
 * one that says {@code started} and lets nothing be skipped, so that a run which fails, or dies, leaves no word of an
 * earlier success. If that cannot be written, and the marker that is there might let the phase be skipped later, the
 * phase is not run; but one that is {@linkplain Phase#always run each time} is.
 *
 * <p>A marker is written when a phase ends, whatever way; that it could not be written hides no failure of the phase,
 * and reaches the listener, as do an end that is empty and a failure that is said. A marker of another version of this
 * library says nothing, so the phase is run.
 *
 * <p>It does not keep two processes from running one phase at a time: take a lease for that. Nor does it limit how long
 * a phase runs, or look whether artifacts have changed since. Thread-safe.
 */
public final class PhaseRegistry {
    private static final int LONGEST_REASON = 500;

    private final PhaseStore store;
    private final String prefix;
    private final LocalDate date;
    private final PhaseSelection selection;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Reporter reporter;
    private final Map<String, String> failures = new ConcurrentHashMap<>();

    private PhaseRegistry(Builder builder) {
        this.store = builder.store;
        this.prefix = builder.prefix;
        this.date = builder.date;
        this.selection = builder.selection;
        this.clock = builder.clock;
        this.ticker = builder.ticker;
        this.reporter = new Reporter(builder.listener, "phase-registry");
    }

    /**
     * The phases of {@code date}.
     *
     * @param clock tells when a phase began and ended; it decides nothing
     * @param ticker a monotonic clock in nanoseconds, {@code System::nanoTime}; tells how long a phase took
     */
    public static Builder builder(PhaseStore store, LocalDate date, InstantSource clock, LongSupplier ticker) {
        return new Builder(
                requireNonNull(store, "store"),
                requireNonNull(date, "date"),
                requireNonNull(clock, "clock"),
                requireNonNull(ticker, "ticker"));
    }

    /** The key of a phase's marker, {@code pipeline/2026-05-30/.phases/ingest.json}. */
    public String markerKey(Phase phase) {
        return prefix + "/" + date + "/.phases/"
                + requireNonNull(phase, "phase").name() + ".json";
    }

    /** Whether a phase is to run: at most one read, and one look for each artifact until one is missing. */
    public PhaseDecision decide(Phase phase) {
        requireNonNull(phase, "phase");
        Optional<PhaseDecision> selected = selection.decide(phase.name());
        if (selected.isPresent()) {
            return selected.get();
        }
        if (phase.skipping() == Phase.Skipping.NEVER) {
            return new PhaseDecision.Run(PhaseReason.NOT_AUTO_SKIPPABLE);
        }
        PhaseStore.Reading reading = store.read(markerKey(phase));
        if (reading instanceof PhaseStore.Unreadable unreadable) {
            return new PhaseDecision.Unknown("marker of " + phase.name() + ": " + unreadable.cause());
        }
        Optional<PhaseMarker> marker =
                reading instanceof PhaseStore.Found found ? parse(phase, found) : Optional.empty();
        if (marker.isEmpty() || marker.get().status() == PhaseStatus.FAILURE) {
            return new PhaseDecision.Run(PhaseReason.DEFAULT_RUN);
        }
        return decide(phase, marker.get());
    }

    private Optional<PhaseMarker> parse(Phase phase, PhaseStore.Found found) {
        return PhaseMarker.parse(found.marker(), new PhaseMarker.Subject(phase.name(), date));
    }

    private PhaseDecision decide(Phase phase, PhaseMarker marker) {
        String fingerprint = marker.fingerprint();
        boolean isBound = fingerprint == null
                ? phase.skipping() == Phase.Skipping.BOUND_OR_LEGACY
                : fingerprint.equals(phase.fingerprint());
        if (!isBound) {
            return new PhaseDecision.Run(PhaseReason.MARKER_NOT_BOUND);
        }
        for (String key : marker.artifacts()) {
            PhaseStore.Presence presence = store.find(key);
            if (presence instanceof PhaseStore.Absent) {
                return new PhaseDecision.Run(PhaseReason.MARKER_ARTIFACT_MISSING);
            }
            if (presence instanceof PhaseStore.Unknown unknown) {
                return new PhaseDecision.Unknown("artifact of " + phase.name() + ": " + unknown.cause());
            }
        }
        return marker.status() == PhaseStatus.EMPTY
                ? new PhaseDecision.Done(PhaseReason.AUTO_SKIP_MARKER_EMPTY, PhaseStatus.EMPTY, marker.reason())
                : new PhaseDecision.Done(PhaseReason.AUTO_SKIP_MARKER_OK, PhaseStatus.SUCCESS, "");
    }

    /**
     * Decides, and runs the phase if it is to run.
     *
     * <p>What {@code body} throws is thrown on, after the marker of the failure was written; if that could not be
     * written, what is thrown carries that as suppressed. Either way it is among the {@link #failures}. That holds for
     * whatever is thrown, also if it is checked and not declared.
     *
     * @return how it ended, or why it was not run
     */
    public PhaseOutcome run(Phase phase, Supplier<PhaseEnd> body) {
        requireNonNull(body, "body");
        PhaseDecision decision = decide(phase);
        if (decision instanceof PhaseDecision.Unknown unknown) {
            reporter.report(InterlockEvent.Kind.UNKNOWN, phase.name(), unknown.cause());
            return new PhaseOutcome.Unknown(unknown.cause());
        }
        if (!(decision instanceof PhaseDecision.Run)) {
            reporter.report(InterlockEvent.Kind.SKIPPED, phase.name(), reason(decision));
            return new PhaseOutcome.NotRun(decision);
        }
        return execute(phase, body);
    }

    private static String reason(PhaseDecision decision) {
        return decision.fold(
                run -> run.reason().label(),
                deselected -> deselected.reason().label(),
                done -> done.reason().label()
                        + (done.because().isEmpty() ? "" : ": " + Printable.of(done.because(), LONGEST_REASON)),
                PhaseDecision.Unknown::cause);
    }

    private PhaseOutcome execute(Phase phase, Supplier<PhaseEnd> body) {
        Instant startedAt = clock.instant();
        Optional<String> stale = start(phase, startedAt);
        if (stale.isPresent()) {
            reporter.report(InterlockEvent.Kind.UNKNOWN, phase.name(), stale.get());
            return new PhaseOutcome.Unknown(stale.get());
        }
        failures.remove(phase.name());
        long begun = ticker.getAsLong();
        PhaseEnd end;
        try {
            end = requireNonNull(body.get(), "the end of a phase");
        } catch (Throwable e) { // a body in another language may throw checked exceptions as well
            String reason = Printable.of(Thrown.text(e), LONGEST_REASON);
            failures.put(phase.name(), reason); // before the marker, which may fail as well
            if (mark(phase, PhaseEnd.failed(reason), startedAt, begun) instanceof PhaseStore.Unwritten unwritten) {
                e.addSuppressed(new IllegalStateException("its marker was not written: " + unwritten.cause()));
            }
            throw e;
        }
        if (end.status() == PhaseStatus.FAILURE) {
            failures.put(phase.name(), end.reason());
            reporter.report(InterlockEvent.Kind.FAILED, phase.name(), Printable.of(end.reason(), LONGEST_REASON));
        } else if (end.status() == PhaseStatus.EMPTY) {
            reporter.report(InterlockEvent.Kind.EMPTY, phase.name(), Printable.of(end.reason(), LONGEST_REASON));
        }
        return new PhaseOutcome.Ended(end, mark(phase, end, startedAt, begun));
    }

    /**
     * Takes back what the marker says of an earlier run; why the phase may not run now, if it could not be taken back.
     */
    private Optional<String> start(Phase phase, Instant startedAt) {
        String key = markerKey(phase);
        if (!(write(key, PhaseMarker.started(phase, date, startedAt)) instanceof PhaseStore.Unwritten unwritten)) {
            return Optional.empty();
        }
        if (phase.skipping() == Phase.Skipping.NEVER) {
            return Optional.empty(); // nobody asks its marker
        }
        PhaseStore.Reading reading = store.read(key);
        boolean letsNothingBeSkipped = reading instanceof PhaseStore.Nothing
                || (reading instanceof PhaseStore.Found found
                        && parse(phase, found)
                                .filter(marker -> marker.status() == PhaseStatus.FAILURE)
                                .isPresent());
        return letsNothingBeSkipped
                ? Optional.empty()
                : Optional.of("marker of " + phase.name()
                        + ": it may tell of an earlier run, and could not be written over: " + unwritten.cause());
    }

    private PhaseStore.Writing mark(Phase phase, PhaseEnd end, Instant startedAt, long begun) {
        Duration took = Duration.ofNanos(Math.max(0, ticker.getAsLong() - begun));
        PhaseMarker.Times times = new PhaseMarker.Times(startedAt, clock.instant(), took);
        PhaseStore.Writing writing = write(markerKey(phase), PhaseMarker.write(phase, date, end, times));
        if (writing instanceof PhaseStore.Unwritten unwritten) {
            reporter.report(
                    InterlockEvent.Kind.UNKNOWN,
                    phase.name(),
                    end.status() + ", and its marker was not written: " + unwritten.cause());
        }
        return writing;
    }

    /** What a store throws that should answer must not take the place of how the phase ended. */
    private PhaseStore.Writing write(String key, Payload marker) {
        try {
            return store.write(key, marker);
        } catch (RuntimeException e) {
            return new PhaseStore.Unwritten(e.toString());
        }
    }

    /**
     * The phases that this registry has run last to a failure, and why, whether or not their markers could be written.
     */
    public Map<String, String> failures() {
        return new TreeMap<>(failures);
    }

    /** Collects what a registry is made with. Not thread-safe. */
    public static final class Builder {
        private final PhaseStore store;
        private final LocalDate date;
        private final InstantSource clock;
        private final LongSupplier ticker;
        private String prefix = "pipeline";
        private PhaseSelection selection = PhaseSelection.all();
        private InterlockListener listener = event -> {};

        private Builder(PhaseStore store, LocalDate date, InstantSource clock, LongSupplier ticker) {
            this.store = store;
            this.date = date;
            this.clock = clock;
            this.ticker = ticker;
        }

        /**
         * What the keys of markers begin with; {@code pipeline} unless said otherwise.
         *
         * @throws IllegalArgumentException if it is blank, or begins or ends with a slash
         */
        public Builder prefix(String prefix) {
            if (requireNonNull(prefix, "prefix").isBlank() || prefix.startsWith("/") || prefix.endsWith("/")) {
                throw new IllegalArgumentException("prefix is blank, or begins or ends with a slash: '" + prefix + "'");
            }
            this.prefix = prefix;
            return this;
        }

        /** Which phases an operator wants; all unless said otherwise. */
        public Builder selection(PhaseSelection selection) {
            this.selection = requireNonNull(selection, "selection");
            return this;
        }

        /**
         * Who hears of phases that are not run, that end empty or say that they failed, and of markers that could not
         * be read or written.
         */
        public Builder listener(InterlockListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /** The registry. */
        public PhaseRegistry build() {
            return new PhaseRegistry(this);
        }
    }
}
