package dev.interlock.lease;

import dev.interlock.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An atomic store in memory, whose next requests go wrong as ordered, and clocks that only pauses and tests move. */
final class ScriptedStore implements LeaseStore {
    static final Instant BEGINNING = Instant.parse("2026-05-27T13:00:00Z");

    /** What becomes of one request. */
    enum Fate {
        FINE,
        /** Carried out, and the answer is lost. */
        ANSWER_LOST,
        /** Never arrives. */
        REQUEST_LOST,
        /**
         * Carried out as soon as {@link ScriptedStore#land} is called, or just before the next read if it is told so.
         */
        LANDS_LATE,
        LANDS_BEFORE_NEXT_READ,
        CONFLICT,
        THROWS
    }

    private record Stored(Payload body, String version, Instant modified) {}

    private final Deque<Fate> reads = new ArrayDeque<>();
    private final Deque<Fate> writes = new ArrayDeque<>();
    private final List<Runnable> late = new ArrayList<>();
    private final List<Runnable> beforeNextRead = new ArrayList<>();
    final List<String> requests = new ArrayList<>();
    final List<Duration> pauses = new ArrayList<>();
    private @Nullable Stored stored;
    private int versions;
    private int nonces;
    Instant now = BEGINNING;
    Duration perRequest = Duration.ZERO;

    Leases.Builder leases() {
        return Leases.builder(this, () -> now, this::tick)
                .nonces(() -> "n" + ++nonces)
                .jitter(() -> 0.5)
                .pause(this::pause);
    }

    long tick() {
        return Duration.between(BEGINNING, now).toNanos();
    }

    private void pause(Duration time) {
        pauses.add(time);
        passes(time);
    }

    void passes(Duration time) {
        now = now.plus(time);
    }

    ScriptedStore nextReads(Fate... fates) {
        reads.addAll(List.of(fates));
        return this;
    }

    ScriptedStore nextWrites(Fate... fates) {
        writes.addAll(List.of(fates));
        return this;
    }

    void land() {
        late.forEach(Runnable::run);
        late.clear();
    }

    String body() {
        return stored == null ? "" : stored.body().text();
    }

    void put(String body) {
        put(Payload.of(body));
    }

    void put(Payload body) {
        stored = new Stored(body, "v" + ++versions, now);
    }

    void delete() {
        stored = null;
    }

    @Override
    public Reading read(String name) {
        requests.add("read");
        passes(perRequest);
        beforeNextRead.forEach(Runnable::run);
        beforeNextRead.clear();
        Fate fate = reads.isEmpty() ? Fate.FINE : reads.pop();
        if (fate == Fate.THROWS) {
            throw new IllegalStateException("by order of the test");
        }
        if (fate != Fate.FINE) {
            return new Reading.Unreadable("read failed");
        }
        return stored == null
                ? new Reading.Absent(now)
                : new Reading.Found(stored.body(), stored.version(), stored.modified(), now);
    }

    @Override
    public Writing create(String name, Payload body) {
        requests.add("create");
        return write(null, body);
    }

    @Override
    public Writing replace(String name, String version, Payload body) {
        requests.add("replace");
        return write(version, body);
    }

    private Writing write(@Nullable String version, Payload body) {
        passes(perRequest);
        switch (writes.isEmpty() ? Fate.FINE : writes.pop()) {
            case FINE -> {
                return apply(version, body) ? new Writing.Written("v" + versions) : new Writing.Refused();
            }
            case ANSWER_LOST -> {
                apply(version, body);
                return new Writing.Ambiguous("answer lost");
            }
            case REQUEST_LOST -> {
                return new Writing.Ambiguous("request lost");
            }
            case LANDS_LATE -> {
                late.add(() -> apply(version, body));
                return new Writing.Ambiguous("timed out");
            }
            case LANDS_BEFORE_NEXT_READ -> {
                beforeNextRead.add(() -> apply(version, body));
                return new Writing.Ambiguous("timed out");
            }
            case CONFLICT -> {
                return new Writing.Conflict("another write was under way");
            }
            default -> throw new IllegalStateException("by order of the test");
        }
    }

    private boolean apply(@Nullable String version, Payload body) {
        boolean met = stored == null ? version == null : stored.version().equals(version);
        if (met) {
            stored = new Stored(body, "v" + ++versions, now);
        }
        return met;
    }
}
