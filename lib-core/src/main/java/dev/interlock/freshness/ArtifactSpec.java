package dev.interlock.freshness;

import static java.util.Objects.requireNonNull;

import dev.interlock.DedupKey;
import dev.interlock.Severity;
import dev.interlock.schedule.BusinessDay;
import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.Cycle;
import dev.interlock.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is expected: which artifact, under which key, how often, and how late is too late.
 * {@snippet class="dev.interlock.freshness.SnippetsTest" region="gate"}
 *
 * <p>{@link #assess} judges what somebody saw; {@link #checkFreshness} looks and judges. Both speak of the cycle in
 * force at {@code now}, and decide in this order:
 *
 * <ol>
 *   <li>{@link Freshness.Unknown} if the calendar does not cover the cycle;
 *   <li>{@link Freshness.Onboarding} during the first {@link #graceCycles()} expected cycles since
 *       {@link #createdAt()}, and before the first of them, unless whole cycles have passed in which the calendar was
 *       closed;
 *   <li>{@link Freshness.NotExpected} if the calendar says that the day is closed;
 *   <li>{@link Freshness.Unknown} if the canonical key cannot be read;
 *   <li>{@link Freshness.Fresh} if it was written at or after the tick, that instant included;
 *   <li>the recovery key, if there is one: {@link Freshness.Fresh} if it satisfies the cycle, {@link Freshness.Unknown}
 *       if it cannot be read;
 *   <li>{@link Freshness.Pending} before the deadline, {@link Freshness.Late} from it on.
 * </ol>
 *
 * <p>The deadline is the tick plus the {@linkplain #sla() SLA}. A continuous artifact is judged by its age instead: it
 * is fresh until its last write plus the interval plus the SLA, and if nothing is there it is late as soon as a write
 * under the same key is overdue.
 *
 * <p>Freshness is the time of the last write. It does not say that the content is right, nor that it belongs to this
 * cycle: a copy of an old object under an undated key is fresh. Immutable and thread-safe.
 */
public final class ArtifactSpec {
    /** The most cycles that onboarding may last. */
    public static final int MAX_GRACE_CYCLES = 10_000;

    /** The longest SLA. */
    public static final Duration MAX_SLA = Duration.ofDays(366);

    private final String id;
    private final String bucket;
    private final KeyTemplate key;
    private final @Nullable KeyTemplate recoveryKey;
    private final Cadence cadence;
    private final Duration sla;
    private final Severity severity;
    private final String owner;
    private final LocalDate createdAt;
    private final int graceCycles;

    private ArtifactSpec(Builder builder) {
        this.id = builder.id;
        this.bucket = required(builder.bucket, "location", builder.id);
        this.key = required(builder.key, "location", builder.id);
        this.recoveryKey = builder.recoveryKey;
        this.cadence = required(builder.cadence, "cadence", builder.id);
        this.sla = required(builder.sla, "sla", builder.id);
        this.severity = builder.severity;
        this.owner = builder.owner;
        this.createdAt = required(builder.createdAt, "createdAt", builder.id);
        this.graceCycles = builder.graceCycles;
    }

    /**
     * Starts the declaration of an artifact. Location, cadence, SLA and date of creation are required.
     *
     * @param id the artifact's name, unique in its registry and part of its dedup keys
     * @throws IllegalArgumentException if {@code id} is blank
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** The artifact's name. */
    public String id() {
        return id;
    }

    /** The bucket of both keys. */
    public String bucket() {
        return bucket;
    }

    /** The canonical key as declared, with its placeholders. */
    public String keyTemplate() {
        return key.toString();
    }

    /** The recovery key as declared, if there is one. */
    public Optional<String> recoveryKeyTemplate() {
        return Optional.ofNullable(recoveryKey).map(KeyTemplate::toString);
    }

    /** How often it is expected, and on which days. */
    public Cadence cadence() {
        return cadence;
    }

    /** How long after the tick it is late. */
    public Duration sla() {
        return sla;
    }

    /** How much its absence matters. */
    public Severity severity() {
        return severity;
    }

    /** Who produces it; empty if nobody was named. */
    public String owner() {
        return owner;
    }

    /** From when on it exists; cycles whose tick is before midnight UTC of this date are not counted. */
    public LocalDate createdAt() {
        return createdAt;
    }

    /** How many expected cycles it may miss at first. */
    public int graceCycles() {
        return graceCycles;
    }

    /** Where the artifact of {@code cycle} is expected. */
    public ArtifactLocation location(Cycle cycle) {
        return new ArtifactLocation(bucket, key.render(cycle));
    }

    /** Where a replacement for the artifact of {@code cycle} is accepted, if anywhere. */
    public Optional<ArtifactLocation> recoveryLocation(Cycle cycle) {
        return Optional.ofNullable(recoveryKey).map(template -> new ArtifactLocation(bucket, template.render(cycle)));
    }

    /** The first instant at which the artifact of {@code cycle} is late: its tick plus the SLA. */
    public Instant deadline(Cycle cycle) {
        return cycle.tick().plus(sla);
    }

    /** The identity of "something is wrong with this artifact in this cycle". */
    public DedupKey dedupKey(Cycle cycle) {
        return DedupKey.freshness(id, cycle.label());
    }

    /**
     * Judges what was seen under the canonical key, as if there were no recovery key.
     *
     * <p>Law: for a probe that answers {@code canonical} everywhere and a spec without a recovery key this equals
     * {@code checkFreshness(probe, now)}.
     */
    public Freshness assess(Observation canonical, Instant now) {
        requireNonNull(canonical, "canonical");
        Cycle cycle = cadence.cycleAt(now);
        Freshness settled = settledWithoutLooking(cycle);
        return settled != null ? settled : judge(cycle, canonical, null, now);
    }

    /**
     * Judges what was seen under both keys; {@code recovery} counts only where the canonical key does not satisfy, and
     * only if there is a recovery key.
     */
    public Freshness assess(Observation canonical, Observation recovery, Instant now) {
        requireNonNull(canonical, "canonical");
        requireNonNull(recovery, "recovery");
        Cycle cycle = cadence.cycleAt(now);
        Freshness settled = settledWithoutLooking(cycle);
        return settled != null ? settled : judge(cycle, canonical, recoveryKey == null ? null : recovery, now);
    }

    /**
     * Looks with {@code probe} and judges: at most one look at the canonical key, and one at the recovery key if the
     * first did not satisfy. No look where the verdict does not need one. A probe that throws makes the verdict
     * {@link Freshness.Unknown}.
     */
    public Freshness checkFreshness(ArtifactProbe probe, Instant now) {
        requireNonNull(probe, "probe");
        return checkFreshnessAsync(location -> CompletableFuture.completedFuture(probe.observe(location)), now)
                .toCompletableFuture()
                .join();
    }

    /** As {@link #checkFreshness}, without blocking. The stage never fails. */
    public CompletionStage<Freshness> checkFreshnessAsync(AsyncArtifactProbe probe, Instant now) {
        requireNonNull(probe, "probe");
        Cycle cycle = cadence.cycleAt(now);
        Freshness settled = settledWithoutLooking(cycle);
        if (settled != null) {
            return CompletableFuture.completedFuture(settled);
        }
        return look(probe, location(cycle)).thenCompose(canonical -> {
            if (recoveryKey == null || !(canonical instanceof Observation.Seen) || satisfies(canonical, cycle, now)) {
                return CompletableFuture.completedFuture(judge(cycle, canonical, null, now));
            }
            ArtifactLocation replacement = new ArtifactLocation(bucket, recoveryKey.render(cycle));
            return look(probe, replacement).thenApply(recovery -> judge(cycle, canonical, recovery, now));
        });
    }

    /**
     * What is wrong with this declaration, as far as the 366 days after {@code now}, or after its creation, and 2,000
     * cycles show, which is 33 hours of a schedule of minutes: above all, why it can never alert. Empty if nothing is
     * found. The message of a finding gives the first instance.
     */
    public List<Finding> lint(Instant now) {
        return SpecLint.of(this, now);
    }

    /**
     * Where {@code trigger}, what starts the producer, such as the schedule of a template or of a live rule, differs
     * from what is declared in the 366 days after {@code now}, and whether its flexible window is longer than the SLA.
     * A continuous artifact may be started more often than declared, and at any minute. Empty if nothing is found.
     */
    public List<Finding> drift(Schedule trigger, Instant now) {
        return ScheduleDrift.of(this, requireNonNull(trigger, "trigger"), now);
    }

    /**
     * What this declaration means at {@code now}, for people to read: the cycle, what the calendar says, the key, from
     * when on it is fresh and late, and the verdict if nothing is there. The wording is not a format.
     */
    public String explain(Instant now) {
        return Explanation.of(this, now);
    }

    @Override
    public String toString() {
        return id + " at s3://" + bucket + "/" + key + ", " + cadence + ", SLA " + sla;
    }

    private @Nullable Freshness settledWithoutLooking(Cycle cycle) {
        try {
            return settledByCalendar(cycle);
        } catch (RuntimeException e) {
            String calendar = cadence.calendar().name();
            return new Freshness.Unknown(cycle, UnknownReason.CALENDAR, "calendar " + calendar + " threw " + e);
        }
    }

    private @Nullable Freshness settledByCalendar(Cycle cycle) {
        BusinessDay day = cadence.businessDay(cycle);
        if (day instanceof BusinessDay.Uncovered uncovered) {
            return new Freshness.Unknown(cycle, UnknownReason.CALENDAR, uncovered.cause());
        }
        int seen = cadence.countBusiness(created(), cycle, graceCycles + 1);
        boolean neverExpected = seen == 0 && day instanceof BusinessDay.Closed && !isFirstSinceCreation(cycle);
        if (seen <= graceCycles && !neverExpected && !cadence.isBeforeTheFirst(cycle)) {
            return new Freshness.Onboarding(cycle, seen, graceCycles);
        }
        return day instanceof BusinessDay.Closed closed
                ? new Freshness.NotExpected(cycle, whyClosed(cycle, closed))
                : null;
    }

    private String whyClosed(Cycle cycle, BusinessDay.Closed closed) {
        return cadence.isBeforeTheFirst(cycle)
                ? closed.reason()
                : cadence.calendar().name() + " closed on " + closed.date() + ": " + closed.reason();
    }

    /** Or a calendar that closes every tick would pass for onboarding, and so for success, for ever. */
    private boolean isFirstSinceCreation(Cycle cycle) {
        return cadence.before(cycle).tick().isBefore(created());
    }

    private Freshness judge(Cycle cycle, Observation canonical, @Nullable Observation recovery, Instant now) {
        if (canonical instanceof Observation.Present present && satisfies(present, cycle, now)) {
            return new Freshness.Fresh(cycle, present.lastModified(), Freshness.Source.CANONICAL);
        }
        if (canonical instanceof Observation.Unreadable unreadable) {
            return new Freshness.Unknown(cycle, unreadable.reason(), unreadable.cause());
        }
        Observation.Seen found = (Observation.Seen) canonical;
        if (recovery instanceof Observation.Present present && satisfies(present, cycle, now)) {
            return new Freshness.Fresh(cycle, present.lastModified(), Freshness.Source.RECOVERY);
        }
        if (recovery instanceof Observation.Unreadable unreadable) {
            String canonicalFact =
                    found instanceof Observation.Present present ? "last written " + present.lastModified() : "absent";
            return new Freshness.Unknown(
                    cycle,
                    unreadable.reason(),
                    "canonical key " + canonicalFact + "; recovery key unreadable: " + unreadable.cause());
        }
        Instant deadline = cadence.interval()
                .map(every -> deadlineByAge(cycle, found, every, now))
                .orElseGet(() -> deadline(cycle));
        return now.isBefore(deadline)
                ? new Freshness.Pending(cycle, deadline, found)
                : new Freshness.Late(cycle, Duration.between(deadline, now), found);
    }

    private boolean satisfies(Observation seen, Cycle cycle, Instant now) {
        if (!(seen instanceof Observation.Present present)) {
            return false;
        }
        Instant written = present.lastModified();
        return cadence.interval()
                .map(every -> Duration.between(written, now).compareTo(every.plus(sla)) < 0)
                .orElseGet(() -> !written.isBefore(cycle.tick()));
    }

    /**
     * When a continuous artifact was due. Something old tells that by its age. Nothing at all is measured by the latest
     * write whose time is up: if that write would have had the same key, it is missing; if the key is of a later cycle,
     * the first write under it still has time. Writes before the end of the onboarding are owed by nobody.
     */
    private Instant deadlineByAge(Cycle cycle, Observation.Seen found, Duration interval, Instant now) {
        Instant due;
        if (found instanceof Observation.Present present) {
            due = present.lastModified().plus(interval).plus(sla);
        } else {
            Cycle owed = cadence.cycleAt(now.minus(sla));
            due = deadline(sameKey(owed, cycle) ? owed : firstWithKeyOf(cycle));
        }
        Instant firstTick = cadence.cycleAt(created().minusNanos(1)).tick().plus(interval);
        Instant firstDue = firstTick.plus(interval.multipliedBy(graceCycles)).plus(sla);
        return due.isBefore(firstDue) ? firstDue : due;
    }

    /** A key that is the same in every cycle, the canonical one before the recovery key. */
    Optional<KeyTemplate> undatedKey() {
        return Stream.of(Optional.of(key), Optional.ofNullable(recoveryKey))
                .flatMap(Optional::stream)
                .filter(KeyTemplate::isConstant)
                .findFirst();
    }

    /** This, as if it had been judged since ever. */
    ArtifactSpec withoutOnboarding() {
        Builder old = new Builder(id)
                .cadence(cadence)
                .sla(sla)
                .createdAt(LocalDate.EPOCH)
                .graceCycles(0);
        old.bucket = bucket;
        old.key = key;
        old.recoveryKey = recoveryKey;
        return new ArtifactSpec(old);
    }

    /** The first instant at which it exists. */
    Instant created() {
        return createdAt.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The first of the cycles in a row, up to {@code cycle}, that share its key. */
    private Cycle firstWithKeyOf(Cycle cycle) {
        Cycle first = cycle;
        for (Cycle c = cadence.before(cycle); sameKey(c, cycle); c = cadence.before(c)) {
            first = c;
        }
        return first;
    }

    private boolean sameKey(Cycle one, Cycle other) {
        return key.render(one).equals(key.render(other));
    }

    /** One look that never fails: what the probe throws becomes what it saw. */
    static CompletionStage<Observation> look(AsyncArtifactProbe probe, ArtifactLocation location) {
        try {
            return probe.observe(location).handle((seen, failure) -> {
                if (failure != null) {
                    return threw(
                            failure instanceof CompletionException && failure.getCause() != null
                                    ? failure.getCause()
                                    : failure);
                }
                return seen != null
                        ? seen
                        : new Observation.Unreadable(UnknownReason.PROBE, "the probe gave no answer");
            });
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(threw(e));
        }
    }

    private static Observation threw(Throwable failure) {
        return new Observation.Unreadable(UnknownReason.PROBE, "the probe threw " + failure);
    }

    private static <T> T required(@Nullable T value, String field, String id) {
        if (value == null) {
            throw new IllegalArgumentException("artifact '" + id + "' has no " + field);
        }
        return value;
    }

    /** Collects the parts of a spec; every part is checked when it is given. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private @Nullable String bucket;
        private @Nullable KeyTemplate key;
        private @Nullable KeyTemplate recoveryKey;
        private @Nullable Cadence cadence;
        private @Nullable Duration sla;
        private Severity severity = Severity.WARNING;
        private String owner = "";
        private @Nullable LocalDate createdAt;
        private int graceCycles = 2;

        private Builder(String id) {
            requireNonNull(id, "id");
            if (id.isBlank()) {
                throw new IllegalArgumentException("id is blank");
            }
            this.id = id;
        }

        /**
         * Where it is expected.
         *
         * @param keyTemplate the key, with {@code {date}} (UTC date of the tick), {@code {trading_day}} and
         *     {@code {cycle_label}} as placeholders; without any it names a pointer that is overwritten in place
         * @throws IllegalArgumentException if the bucket is blank, the template empty, a brace unbalanced or a
         *     placeholder unknown
         */
        public Builder location(String bucket, String keyTemplate) {
            requireNonNull(keyTemplate, "keyTemplate");
            if (requireNonNull(bucket, "bucket").isBlank()) {
                throw new IllegalArgumentException("bucket is blank");
            }
            this.bucket = bucket;
            this.key = KeyTemplate.parse(keyTemplate);
            return this;
        }

        /**
         * A second key in the same bucket that satisfies a cycle when the canonical one is absent or stale.
         *
         * @throws IllegalArgumentException as {@link #location}
         */
        public Builder recovery(String keyTemplate) {
            this.recoveryKey = KeyTemplate.parse(requireNonNull(keyTemplate, "keyTemplate"));
            return this;
        }

        /** How often it is expected, and on which days. */
        public Builder cadence(Cadence cadence) {
            this.cadence = requireNonNull(cadence, "cadence");
            return this;
        }

        /**
         * How long after the tick it is late; zero means late from the tick on. Choose it shorter than the cycle: when
         * a longer one is over, the next cycle is in force, and only a continuous artifact under an undated key is ever
         * late.
         *
         * @throws IllegalArgumentException if negative or longer than 366 days
         */
        public Builder sla(Duration sla) {
            if (requireNonNull(sla, "sla").isNegative()) {
                throw new IllegalArgumentException("sla is negative: " + sla);
            }
            if (sla.compareTo(MAX_SLA) > 0) {
                throw new IllegalArgumentException("sla is longer than 366 days: " + sla);
            }
            this.sla = sla;
            return this;
        }

        /** How much its absence matters; {@link Severity#WARNING} unless given. */
        public Builder severity(Severity severity) {
            this.severity = requireNonNull(severity, "severity");
            return this;
        }

        /** Who produces it. */
        public Builder owner(String owner) {
            this.owner = requireNonNull(owner, "owner");
            return this;
        }

        /**
         * The date from which on it exists; onboarding counts from its midnight, UTC.
         *
         * @throws IllegalArgumentException if it is not of the years 1 to 9999
         */
        public Builder createdAt(LocalDate createdAt) {
            int year = requireNonNull(createdAt, "createdAt").getYear();
            if (year < 1 || year > 9999) {
                throw new IllegalArgumentException(
                        "createdAt of " + id + " is not of the years 1 to 9999: " + createdAt);
            }
            this.createdAt = createdAt;
            return this;
        }

        /**
         * How many expected cycles it may miss at first; 2 unless given.
         *
         * @throws IllegalArgumentException if negative or above {@value #MAX_GRACE_CYCLES}
         */
        public Builder graceCycles(int graceCycles) {
            if (graceCycles < 0 || graceCycles > MAX_GRACE_CYCLES) {
                throw new IllegalArgumentException(
                        "graceCycles is not within 0 and " + MAX_GRACE_CYCLES + ": " + graceCycles);
            }
            this.graceCycles = graceCycles;
            return this;
        }

        /**
         * The spec.
         *
         * @throws IllegalArgumentException if a required part is missing
         */
        public ArtifactSpec build() {
            return new ArtifactSpec(this);
        }
    }
}
