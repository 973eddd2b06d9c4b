package dev.interlock.aws.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Payload;
import dev.interlock.aws.lease.Contender.Hold;
import dev.interlock.aws.lease.Contender.Outcome;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.interleaving.Actor;
import dev.interlock.testkit.interleaving.History;
import dev.interlock.testkit.interleaving.Interleaving;
import dev.interlock.testkit.s3.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Writers that contend for one lock and write to one resource, and the rules that every run of them must keep.
 *
 * <p>A writer asks twice. If it wins it does three things, each of which may be a write, a renewal or a rest, then
 * writes once more whether or not it holds the lock, and at last releases the lock or walks away. It writes to a
 * resource that takes what its fence lets through, or with {@link S3FencedWriter}. The scheduler decides all of it.
 */
final class LeaseProof {
    static final String BUCKET = "locks";
    static final String KEY = "writer.lock";
    private static final String POINTER = "current";
    static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration MARGIN = Duration.ofSeconds(5);

    /** Last-Modified and Date are whole seconds, so an age may seem this much longer. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    /** What happens in the runs, so that a test can tell that they were worth running. */
    enum Sight {
        GRANT,
        TAKE_OVER,
        HELD,
        UNKNOWN,
        RENEWAL,
        LOSS,
        RELEASE,
        WRITE,
        REFUSED_WRITE
    }

    private record Asks() {}

    private record Granted(long fence) {}

    private record Told(Outcome outcome) {}

    private record Renewed(long fence) {}

    private record Lost(long fence) {}

    private record Accepted(long fence) {}

    private record AcceptedByResource(long fence) {}

    private record Refused(long fence) {}

    private record RefusedByPointer(String nonce) {}

    private record Released(long fence) {}

    /** What readers of the fenced objects find. */
    private record Pointer(long fence, String nonce) {
        static Pointer of(FakeAws aws) {
            Optional<StoredObject> object = aws.s3().object(BUCKET, POINTER);
            if (object.isEmpty()) {
                return new Pointer(0, "");
            }
            Payload body = Payload.of(object.get().body());
            return new Pointer(
                    Long.parseLong(body.at("/fence").orElseThrow().text()),
                    body.at("/nonce").orElseThrow().text());
        }
    }

    /** What stands in the lock, as far as it matters. */
    private record Lock(long epoch, boolean held, String holder, Instant modified, String version) {
        static final Lock NONE = new Lock(0, false, "nobody", Instant.EPOCH, "");

        static Lock of(FakeAws aws) {
            Optional<StoredObject> object = aws.s3().object(BUCKET, KEY);
            if (object.isEmpty()) {
                return NONE;
            }
            Payload body = Payload.of(object.get().body());
            return new Lock(
                    Long.parseLong(body.at("/epoch").orElseThrow().text()),
                    body.at("/held").orElseThrow().text().equals("true"),
                    body.at("/holder/host").orElseThrow().text(),
                    object.get().lastModified(),
                    object.get().etag());
        }

        boolean isOf(String writer, long fence) {
            return held && holder.equals(writer) && epoch == fence;
        }

        @Override
        public String toString() {
            return this.equals(NONE)
                    ? "gone"
                    : (held ? "held by " : "released by ") + holder + ", epoch " + epoch + ", of " + modified;
        }
    }

    /** The resource behind the fence, and who believes to hold the lock. One for each run. */
    private static final class World {
        private final Map<String, Hold> holds = new LinkedHashMap<>();
        private long fence;
        private boolean isWatched;

        boolean accept(long token) {
            boolean accepted = token >= fence;
            fence = Math.max(fence, token);
            return accepted;
        }

        /** To ask a lease is to have it notice that its time is over, so only some runs are asked at each step. */
        void atMostOneBelieves() {
            if (isWatched) {
                assertThat(holds.entrySet().stream()
                                .filter(hold -> hold.getValue().isHeld())
                                .map(Map.Entry::getKey))
                        .as("who believes to hold the lock")
                        .hasSizeLessThan(2);
            }
        }
    }

    private interface Script {
        void run(Actor actor, S3Client s3, Contender lock, World world, FakeAws aws);
    }

    private LeaseProof() {}

    /** The program for locks of one kind, which counts in {@code sights} what it gets to see. */
    static Interleaving of(
            List<String> writers, BiFunction<Actor, S3Client, Contender> lock, Map<Sight, Integer> sights) {
        return program(writers, lock, sights, LeaseProof::contend);
    }

    /** Two writers that ask once, write once and release: few enough steps to enumerate their orders. */
    static Interleaving brief(BiFunction<Actor, S3Client, Contender> lock) {
        return program(List.of("a", "b"), lock, new EnumMap<>(Sight.class), LeaseProof::writeOnce)
                .skews(Duration.ZERO);
    }

    private static Interleaving program(
            List<String> writers,
            BiFunction<Actor, S3Client, Contender> lock,
            Map<Sight, Integer> sights,
            Script script) {
        return Interleaving.of(run -> {
                    World world = new World();
                    run.aws().s3().createBucket(BUCKET);
                    for (String name : writers) {
                        run.actor(name, actor -> {
                            try (S3Client s3 = client(actor)) {
                                script.run(actor, s3, lock.apply(actor, s3), world, run.aws());
                            } finally {
                                world.holds.remove(name); // who has crashed believes nothing
                            }
                        });
                    }
                    run.watch("lock", Lock::of).watch("pointer", Pointer::of);
                    run.always(world::atMostOneBelieves);
                    run.check(history -> {
                        keepsTheRules(history);
                        count(history, sights);
                    });
                })
                .pauses(Duration.ofMillis(700), Duration.ofSeconds(12), LEASE.plusSeconds(1), LEASE.multipliedBy(3))
                .skews(Duration.ZERO, Duration.ofMinutes(-10), Duration.ofHours(1));
    }

    /** Signatures and checksums take half of the time and have no part in the protocol. */
    static S3Client client(Actor actor) {
        return actor.connect(S3Client.builder())
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
    }

    private static void contend(Actor actor, S3Client s3, Contender lock, World world, FakeAws aws) {
        world.isWatched = actor.choose("to be watched", 2) == 1;
        for (int round = 0; round < 2; round++) {
            actor.note(new Asks());
            Instant before = actor.now();
            Outcome outcome = lock.acquire();
            if (outcome instanceof Outcome.Won won) {
                granted(actor, won.hold(), world);
                new Holder(actor, s3, won.hold(), world, before).work(aws);
                world.holds.remove(actor.name());
            } else {
                actor.note(new Told(outcome));
                actor.sleep(actor.choose("to be patient", 2) == 0 ? Duration.ofSeconds(3) : LEASE.plusSeconds(6));
            }
        }
    }

    private static void granted(Actor actor, Hold hold, World world) {
        world.holds.put(actor.name(), hold);
        assertThat(hold.isHeld())
                .as("is held at the moment at which it is granted")
                .isTrue();
        actor.note(new Granted(hold.fence()));
    }

    private static void writeOnce(Actor actor, S3Client s3, Contender lock, World world, FakeAws aws) {
        world.isWatched = true;
        actor.note(new Asks());
        Instant before = actor.now();
        if (lock.acquire() instanceof Outcome.Won won) {
            granted(actor, won.hold(), world);
            Holder holder = new Holder(actor, s3, won.hold(), world, before);
            holder.writeToTheResource();
            holder.release(aws);
        }
    }

    /** One writer for as long as it holds the lock, and a little longer. */
    private static final class Holder {
        private final Actor actor;
        private final Hold hold;
        private final World world;
        private final S3Client s3;
        private Instant leasedFrom;
        private int writes;

        Holder(Actor actor, S3Client s3, Hold hold, World world, Instant leasedFrom) {
            this.actor = actor;
            this.s3 = s3;
            this.hold = hold;
            this.world = world;
            this.leasedFrom = leasedFrom;
        }

        void work(FakeAws aws) {
            for (int i = 0; i < 3; i++) {
                switch (actor.choose("what to do", 4)) {
                    case 0 -> actor.sleep(LEASE.dividedBy(3));
                    case 1 -> renew(aws);
                    default -> {
                        if (hold.isHeld()) {
                            write();
                        }
                    }
                }
            }
            write(); // a zombie's, perhaps: what its belief does not stop, the fence must
            if (actor.choose("how to end", 4) > 0) {
                release(aws);
            }
        }

        void release(FakeAws aws) {
            if (hold.release()) {
                assertThat(Lock.of(aws).isOf(actor.name(), hold.fence()))
                        .as("it said that it released fence %s, and the lock is still its own", hold.fence())
                        .isFalse();
                actor.note(new Released(hold.fence()));
            }
        }

        private void write() {
            if (actor.choose("where to write", 3) == 0) {
                writeByPointer();
            } else {
                writeToTheResource();
            }
        }

        private void writeByPointer() {
            String nonce = actor.name() + hold.fence() + "-" + ++writes;
            S3FencedWriter.create(s3, BUCKET)
                    .nonces(() -> nonce)
                    .write(POINTER, hold.fence(), RequestBody.fromString("by " + actor.name()))
                    .fold(
                            accepted -> note(new Accepted(hold.fence())),
                            refused -> note(new RefusedByPointer(nonce)),
                            unknown -> note("does not know whether it wrote"));
        }

        private Object note(Object event) {
            actor.note(event);
            return event;
        }

        void writeToTheResource() {
            actor.step("is about to write with fence " + hold.fence());
            if (world.accept(hold.fence())) {
                actor.note(new AcceptedByResource(hold.fence()));
            } else {
                actor.note(new Refused(hold.fence()));
            }
        }

        private void renew(FakeAws aws) {
            Instant before = actor.now();
            switch (hold.renew()) {
                case RENEWED -> {
                    leasedFrom = before;
                    assertThat(hold.isHeld())
                            .as("is held at the moment at which it is renewed")
                            .isTrue();
                    actor.note(new Renewed(hold.fence()));
                }
                case LOST -> {
                    boolean inTime = actor.now().isBefore(leasedFrom.plus(LEASE));
                    assertThat(inTime && Lock.of(aws).isOf(actor.name(), hold.fence()))
                            .as("it was told to have lost fence %s, in time and to its own record", hold.fence())
                            .isFalse();
                    assertThat(hold.isHeld()).as("lost, and held").isFalse();
                    actor.note(new Lost(hold.fence()));
                }
                case UNKNOWN -> actor.note("does not know whether it is renewed");
            }
        }
    }

    // The rules.

    private static void keepsTheRules(History history) {
        Set<Long> granted = new HashSet<>();
        Map<Long, String> writers = new HashMap<>();
        Map<String, Boolean> wrote = new HashMap<>();
        Set<String> pointed = new HashSet<>();
        long fence = 0;
        for (History.Event<Object> event : history.events()) {
            String who = event.actor();
            if (event.what() instanceof Asks) {
                wrote.put(who, false);
            } else if (event.what() instanceof Granted grant) {
                assertThat(granted.add(grant.fence()))
                        .as("step %s: fence %s is granted once", event.step(), grant.fence())
                        .isTrue();
            } else if (event.what() instanceof Told told && told.outcome() instanceof Outcome.Held held) {
                assertThat(held.by().equals(who) && Boolean.TRUE.equals(wrote.get(who)))
                        .as("step %s: %s is refused because of what it wrote itself", event.step(), who)
                        .isFalse();
            } else if (event.what() instanceof AcceptedByResource accepted) {
                assertThat(accepted.fence())
                        .as("step %s: fences of writes rise", event.step())
                        .isGreaterThanOrEqualTo(fence);
                fence = accepted.fence();
                assertThat(writers.putIfAbsent(fence, who))
                        .as("step %s: one writer for fence %s", event.step(), fence)
                        .isIn(null, who);
            } else if (event.what() instanceof RefusedByPointer refused) {
                assertThat(pointed)
                        .as("step %s: what was refused was not done", event.step())
                        .doesNotContain(refused.nonce());
            } else if (event.what() instanceof History.Change change && change.after() instanceof Pointer after) {
                assertThat(after.fence())
                        .as("step %s: one accepted write for each fence, and fences rise", event.step())
                        .isGreaterThan(((Pointer) change.before()).fence());
                pointed.add(after.nonce());
            } else if (event.what() instanceof History.Change change) {
                changesNothingOfOthers(event, (Lock) change.before(), (Lock) change.after());
                wrote.put(who, ((Lock) change.after()).held());
            }
        }
    }

    /**
     * A record is changed by its writer, with the same epoch, or taken over with a higher one when it is released or
     * stale.
     */
    private static void changesNothingOfOthers(History.Event<Object> event, Lock before, Lock after) {
        String where = "step " + event.step() + ", " + event.actor() + " changes the lock from <" + before + "> to <"
                + after + ">";
        boolean own = before.holder().equals(event.actor());
        Duration age = Duration.between(before.modified(), event.at());
        boolean stale = age.compareTo(LEASE.plus(MARGIN).minus(ROUNDING)) >= 0;
        if (!after.equals(Lock.NONE)) {
            assertThat(after.holder()).as(where).isEqualTo(event.actor());
        }
        if (after.equals(Lock.NONE)) {
            assertThat(own || stale).as("%s: deleted what is another's", where).isTrue();
        } else if (after.epoch() == before.epoch()) {
            assertThat(own && before.held())
                    .as("%s: changed what is another's, or released", where)
                    .isTrue();
        } else {
            assertThat(after.epoch()).as("%s: epochs rise", where).isGreaterThan(before.epoch());
            assertThat(!before.held() || stale)
                    .as("%s: taken over, and not stale", where)
                    .isTrue();
        }
    }

    private static void count(History history, Map<Sight, Integer> sights) {
        Map<Sight, Integer> seen = new EnumMap<>(Sight.class);
        for (History.Event<Object> event : history.events()) {
            Sight sight = sight(event.what());
            if (sight != null) {
                seen.merge(sight, 1, Integer::sum);
            }
        }
        synchronized (sights) {
            seen.forEach((sight, times) -> sights.merge(sight, times, Integer::sum));
        }
    }

    private static @Nullable Sight sight(Object what) {
        if (what instanceof Granted) {
            return Sight.GRANT;
        }
        if (what instanceof Told told) {
            return told.outcome() instanceof Outcome.Held ? Sight.HELD : Sight.UNKNOWN;
        }
        if (what instanceof Renewed) {
            return Sight.RENEWAL;
        }
        if (what instanceof Lost) {
            return Sight.LOSS;
        }
        if (what instanceof Accepted || what instanceof AcceptedByResource) {
            return Sight.WRITE;
        }
        if (what instanceof Refused || what instanceof RefusedByPointer) {
            return Sight.REFUSED_WRITE;
        }
        if (what instanceof Released) {
            return Sight.RELEASE;
        }
        boolean takenOver = what instanceof History.Change change
                && change.before() instanceof Lock before
                && before.held()
                && ((Lock) change.after()).epoch() > before.epoch();
        return takenOver ? Sight.TAKE_OVER : null;
    }
}
