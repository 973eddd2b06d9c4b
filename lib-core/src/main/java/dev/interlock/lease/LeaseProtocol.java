package dev.interlock.lease;

import dev.interlock.lease.LeaseBody.Grant;
import dev.interlock.lease.LeaseBody.Illegible;
import dev.interlock.lease.LeaseBody.Own;
import dev.interlock.lease.LeaseStore.Reading;
import dev.interlock.lease.LeaseStore.Writing;
import dev.interlock.lease.Tenure.Sent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * The protocol. There is one record for each name, and every write of it names the version that it replaces, so the
 * records form a chain. A grant is a record with the next epoch, a renewal one with the same epoch, a release one with
 * the same epoch that nobody holds. Nothing is deleted, so an epoch is granted once, and a write on an old version can
 * never land again: a version does not come back, because each record has a fresh nonce.
 *
 * A write whose answer is missing is never taken for a refusal. The record is read again: with the nonce of that write
 * it was done; with the version from before it was not done yet; with anything else it never will be. All nonces that
 * were sent since the last word of the store are remembered, because any of those writes may be the one that landed.
 *
 * A holder counts its time from before it sent the record that it holds by; another counts the same time and a margin
 * from when the store took that record, which is later. So the holder gives up first, and where it does not, because it
 * sleeps between looking at the clock and writing, the fence keeps it out.
 *
 * See docs/decisions/0015-the-lease-protocol.md.
 */
final class LeaseProtocol {
    private static final int MAX_SENDS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(500);

    private static final String GONE = "another record has taken the place of ours, or somebody has deleted it";

    private final LeaseStore store;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Supplier<String> nonces;
    private final DoubleSupplier jitter;
    private final Consumer<Duration> pause;
    private final ConcurrentMap<String, Sighting> sightings = new ConcurrentHashMap<>();

    LeaseProtocol(
            LeaseStore store,
            InstantSource clock,
            LongSupplier ticker,
            Supplier<String> nonces,
            DoubleSupplier jitter,
            Consumer<Duration> pause) {
        this.store = store;
        this.clock = clock;
        this.ticker = ticker;
        this.nonces = nonces;
        this.jitter = jitter;
        this.pause = pause;
    }

    /** When a version was seen first, by the monotonic clock. */
    private record Sighting(String version, long tick) {}

    /**
     * What became of a renewal, what the holder knows by now, and whether another record has taken the place of its
     * own.
     */
    record Renewing(Tenure tenure, Renewal renewal, boolean isGone) {}

    /** What became of a release. */
    enum Release {
        RELEASED,
        LOST,
        UNKNOWN
    }

    Countdown.Moment now() {
        return new Countdown.Moment(clock.instant(), ticker.getAsLong());
    }

    /**
     * Asks once.
     *
     * @param sent the grants that earlier attempts of the same call have sent, by nonce, to which this one adds its
     *     own: one of them may have landed although nobody could read it back
     */
    Acquisition acquire(LeaseRequest request, Map<String, Sent> sent, Function<Tenure, WriterLease> opening) {
        String name = request.name();
        String trouble = "";
        for (int sends = 0; ; sends++) {
            long beforeRead = ticker.getAsLong();
            Reading reading = read(name);
            if (reading instanceof Reading.Unreadable unreadable) {
                return new Acquisition.Unknown(
                        sends == 0 ? unreadable.cause() : trouble + "; then " + unreadable.cause());
            }
            if (reading instanceof Reading.Found found) {
                LeaseBody body = LeaseBody.parse(found.body());
                Sent ours = recognized(body, sent);
                if (ours != null) {
                    return opened(Tenure.of(name, ours, found.version()), opening);
                }
                Acquisition taken = taken(body, found, request, beforeRead);
                if (taken != null) {
                    return taken;
                }
            }
            if (sends == MAX_SENDS || !paused(sends)) {
                return new Acquisition.Unknown("gave up after " + sends + " writes: " + trouble);
            }
            Sent grant = send(granted(reading, request), true);
            sent.put(grant.record().nonce(), grant);
            Writing writing = reading instanceof Reading.Found found
                    ? replace(name, found.version(), grant.record())
                    : create(name, grant.record());
            if (writing instanceof Writing.Written written) {
                return opened(Tenure.of(name, grant, written.version()), opening);
            }
            trouble = trouble(writing);
        }
    }

    /** If the time is over by the moment that we learn of the win, there is none: somebody may have taken over. */
    private Acquisition opened(Tenure won, Function<Tenure, WriterLease> opening) {
        if (won.countdown().isOver(now())) {
            Release release = release(won);
            return new Acquisition.Unknown("the lease of " + won.countdown().span() + " was over before the store had"
                    + " answered; it was granted with fence " + won.grant().epoch() + " and "
                    + (release == Release.RELEASED ? "is released again" : "runs out by itself")
                    + ". Ask for a longer lease, or for shorter time-outs of the client");
        }
        return new Acquisition.Acquired(opening.apply(won));
    }

    private @Nullable Acquisition taken(LeaseBody body, Reading.Found found, LeaseRequest request, long beforeRead) {
        Duration age = age(request, found, beforeRead);
        Staleness staleness = request.staleness();
        if (body instanceof Own own) {
            boolean free = !own.held()
                    || (staleness.judge() == Staleness.Judge.EXPIRY
                            ? isPast(own.expiresAt(), clock.instant(), staleness)
                            : isOver(age, own.grant().lease(), staleness));
            return free ? null : new Acquisition.Held(own.grant().holder(), age);
        }
        if (body instanceof LeaseBody.Legacy legacy) {
            Instant judge = staleness.judge() == Staleness.Judge.EXPIRY ? clock.instant() : found.storeTime();
            return isPast(legacy.until(), judge, staleness) ? null : new Acquisition.Held(legacy.holder(), age);
        }
        Illegible illegible = (Illegible) body;
        return !illegible.versioned() && isOver(age, request.lease(), staleness)
                ? null
                : new Acquisition.Unknown("the lock cannot be understood: " + illegible.why() + "; "
                        + (illegible.versioned()
                                ? "update this library, or inspect and break the lock"
                                : "it is taken for a lock without a term, which is over once nothing has changed for "
                                        + request.lease().plus(staleness.margin()) + ", and that was " + age
                                        + " ago; or inspect and break it"));
    }

    /** For how long nothing has changed, by the clock that judges. */
    private Duration age(LeaseRequest request, Reading.Found found, long beforeRead) {
        return switch (request.staleness().judge()) {
            case STORE_CLOCK -> age(found);
            case EXPIRY -> notNegative(Duration.between(found.modified(), clock.instant()));
            case OBSERVED -> {
                // From the end of the first look to the beginning of this one: what is between them, at the least.
                Sighting now = new Sighting(found.version(), ticker.getAsLong());
                Sighting first = sightings.merge(
                        request.name(), now, (old, young) -> old.version().equals(young.version()) ? old : young);
                yield notNegative(Duration.ofNanos(beforeRead - first.tick()));
            }
        };
    }

    private static Duration age(Reading.Found found) {
        return notNegative(Duration.between(found.modified(), found.storeTime()));
    }

    private static boolean isOver(Duration age, Duration lease, Staleness staleness) {
        return age.compareTo(lease.plus(staleness.margin())) >= 0;
    }

    private static boolean isPast(Instant end, Instant now, Staleness staleness) {
        return !now.isBefore(end.plus(staleness.margin()));
    }

    private Grant granted(Reading reading, LeaseRequest request) {
        long epoch = nextEpoch(reading);
        return new Grant(epoch, request.holder(), clock.instant(), request.lease());
    }

    /*
     * A record without an epoch, and a name without a record, begin at the store's time in seconds: as long as a name
     * is not granted more than once a second over its whole life, every epoch before was less, also if somebody deleted
     * the record.
     */
    private static long nextEpoch(Reading reading) {
        if (reading instanceof Reading.Found found) {
            return LeaseBody.parse(found.body()) instanceof Own own
                    ? own.grant().epoch() + 1
                    : firstEpoch(found.storeTime());
        }
        return firstEpoch(((Reading.Absent) reading).storeTime());
    }

    private static long firstEpoch(Instant storeTime) {
        return Math.max(1, storeTime.getEpochSecond());
    }

    Renewing renew(Tenure tenure) {
        Tenure known = tenure;
        String trouble = "";
        for (int sends = 0; ; sends++) {
            if (known.countdown().isOver(now())) {
                return over(known, "its time was over before it was renewed");
            }
            if (sends == MAX_SENDS || !paused(sends)) {
                return new Renewing(known, new Renewal.Unknown(trouble), false);
            }
            Sent next = send(known.grant(), true);
            Writing writing = replace(known.name(), known.version(), next.record());
            if (writing instanceof Writing.Written written) {
                return renewed(Tenure.of(known.name(), next, written.version()));
            }
            if (writing instanceof Writing.Refused && known.unconfirmed().isEmpty()) {
                return gone(known, GONE);
            }
            trouble = trouble(writing);
            if (writing instanceof Writing.Ambiguous) {
                known = known.withUnconfirmed(next);
            }
            Reading reading = read(known.name());
            if (reading instanceof Reading.Unreadable unreadable) {
                return new Renewing(known, new Renewal.Unknown(trouble + "; then " + unreadable.cause()), false);
            }
            Tenure found = found(reading, known);
            if (found == null) {
                return gone(known, GONE);
            }
            known = found;
            if (known.record().nonce().equals(next.record().nonce())) {
                return renewed(known);
            }
        }
    }

    private Renewing renewed(Tenure tenure) {
        Duration remaining = tenure.countdown().remaining(now());
        return remaining.isNegative() || remaining.isZero()
                ? over(tenure, "its time was over before the store had answered")
                : new Renewing(tenure, new Renewal.Renewed(remaining), false);
    }

    private static Renewing over(Tenure tenure, String cause) {
        return new Renewing(tenure, new Renewal.Lost(cause), false);
    }

    private static Renewing gone(Tenure tenure, String cause) {
        return new Renewing(tenure, new Renewal.Lost(cause), true);
    }

    Release release(Tenure tenure) {
        Tenure known = tenure;
        Map<String, Sent> tombstones = new HashMap<>();
        for (int sends = 0; sends < MAX_SENDS && paused(sends); sends++) {
            Sent tombstone = send(known.grant(), false);
            tombstones.put(tombstone.record().nonce(), tombstone);
            Writing writing = replace(known.name(), known.version(), tombstone.record());
            if (writing instanceof Writing.Written) {
                return Release.RELEASED;
            }
            Reading reading = read(known.name());
            if (reading instanceof Reading.Unreadable) {
                return Release.UNKNOWN;
            }
            if (reading instanceof Reading.Found found
                    && recognized(LeaseBody.parse(found.body()), tombstones) != null) {
                return Release.RELEASED;
            }
            Tenure found = found(reading, known);
            if (found == null) {
                return Release.LOST;
            }
            known = found;
        }
        return Release.UNKNOWN;
    }

    LeaseState inspect(String name) {
        Reading reading = read(name);
        if (reading instanceof Reading.Unreadable unreadable) {
            return new LeaseState.Unknown(unreadable.cause());
        }
        return reading instanceof Reading.Found found
                ? state(found, LeaseBody.parse(found.body()))
                : new LeaseState.Free(0);
    }

    /** Replaces exactly the record that the operator saw, by one that nobody holds. */
    LeaseState breakLock(String name, String nonce) {
        for (int sends = 0; ; sends++) {
            Reading reading = read(name);
            if (!(reading instanceof Reading.Found found)) {
                return reading instanceof Reading.Unreadable unreadable
                        ? new LeaseState.Unknown(unreadable.cause())
                        : new LeaseState.Free(0);
            }
            LeaseBody body = LeaseBody.parse(found.body());
            LeaseState state = state(found, body);
            if (!nonce.equals(nonce(state))) {
                return state; // free, be it by us or by somebody else, or of another holder
            }
            if (sends == MAX_SENDS || !paused(sends)) {
                return new LeaseState.Unknown("gave up after " + sends + " writes");
            }
            Sent tombstone = send(broken(found, body), false);
            Writing writing = replace(name, found.version(), tombstone.record());
            if (writing instanceof Writing.Written) {
                return new LeaseState.Free(tombstone.record().grant().epoch());
            }
        }
    }

    private Grant broken(Reading.Found found, LeaseBody body) {
        if (body instanceof Own own) {
            return own.grant();
        }
        long epoch = body instanceof Illegible illegible
                ? Math.max(illegible.epoch(), firstEpoch(found.storeTime()))
                : firstEpoch(found.storeTime());
        LeaseHolder holder =
                body instanceof LeaseBody.Legacy legacy ? legacy.holder() : new LeaseHolder("", 0, "illegible", "");
        return new Grant(epoch, holder, found.modified(), Duration.ofMillis(1));
    }

    private static LeaseState state(Reading.Found found, LeaseBody body) {
        if (body instanceof Own own) {
            Grant grant = own.grant();
            return own.held()
                    ? new LeaseState.Taken(grant.holder(), grant.epoch(), age(found), own.nonce())
                    : new LeaseState.Free(grant.epoch());
        }
        return body instanceof LeaseBody.Legacy legacy
                ? new LeaseState.Taken(legacy.holder(), 0, age(found), found.version())
                : new LeaseState.Illegible(((Illegible) body).why(), found.version());
    }

    private static @Nullable String nonce(LeaseState state) {
        if (state instanceof LeaseState.Taken taken) {
            return taken.nonce();
        }
        return state instanceof LeaseState.Illegible illegible ? illegible.nonce() : null;
    }

    /** What a holder knows by a read: that one of its own records is there; null if another one is, or none. */
    private static @Nullable Tenure found(Reading reading, Tenure known) {
        if (!(reading instanceof Reading.Found found)) {
            return null;
        }
        if (found.version().equals(known.version())) {
            return known;
        }
        Sent landed = recognized(LeaseBody.parse(found.body()), known.unconfirmed());
        return landed == null ? null : Tenure.of(known.name(), landed, found.version());
    }

    private static @Nullable Sent recognized(LeaseBody body, Map<String, Sent> sent) {
        return body instanceof Own own ? sent.get(own.nonce()) : null;
    }

    /** A record with a fresh nonce, and the countdown that begins before it is sent. */
    private Sent send(Grant grant, boolean held) {
        Countdown.Moment now = now();
        Instant expiresAt = held ? now.wall().plus(grant.lease()) : now.wall();
        return new Sent(new Own(grant, held, nonces.get(), expiresAt), new Countdown(now, grant.lease()));
    }

    private Reading read(String name) {
        try {
            return store.read(name);
        } catch (RuntimeException e) {
            return new Reading.Unreadable("the store threw " + e);
        }
    }

    private Writing create(String name, Own record) {
        try {
            return store.create(name, record.payload());
        } catch (RuntimeException e) {
            return new Writing.Ambiguous("the store threw " + e);
        }
    }

    private Writing replace(String name, String version, Own record) {
        try {
            return store.replace(name, version, record.payload());
        } catch (RuntimeException e) {
            return new Writing.Ambiguous("the store threw " + e);
        }
    }

    private static String trouble(Writing writing) {
        if (writing instanceof Writing.Conflict conflict) {
            return conflict.cause();
        }
        return writing instanceof Writing.Ambiguous ambiguous ? ambiguous.cause() : "another writer was first";
    }

    /** Waits before every send but the first, twice as long each time, up to a second, and at random up to that. */
    private boolean paused(int sends) {
        if (sends > 0) {
            Duration most = FIRST_PAUSE.multipliedBy(1L << (sends - 1));
            most = most.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : most;
            pause.accept(part(most));
        }
        return sends == 0 || !Thread.currentThread().isInterrupted();
    }

    /** Waits half a second to a second, or what remains; for patience. False once the thread is interrupted. */
    boolean waited(Duration remaining) {
        Duration poll = POLL.plus(part(POLL));
        pause.accept(poll.compareTo(remaining) < 0 ? poll : remaining);
        return !Thread.currentThread().isInterrupted();
    }

    private Duration part(Duration most) {
        return Duration.ofNanos((long) (most.toNanos() * jitter.getAsDouble()));
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
