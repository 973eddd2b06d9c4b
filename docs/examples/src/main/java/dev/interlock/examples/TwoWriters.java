package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.interlock.aws.lease.S3FencedWriter;
import dev.interlock.aws.lease.S3LeaseStore;
import dev.interlock.lease.LeaseHolder;
import dev.interlock.lease.LeaseRequest;
import dev.interlock.lease.Leases;
import dev.interlock.lease.WriterLease;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Two writers of one file, as the incident had them, on the fake S3: one stands still in the middle of its work, the
 * other takes over, and then the first wakes up and writes. Time passes only where the story says so.
 */
public final class TwoWriters {
    private static final String BUCKET = "research-bucket";
    private static final String LOCK = "locks/universe-writer.lock";
    private static final String POINTER = "universe/current.json";
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final MutableInstantSource clock = MutableInstantSource.at(Instant.parse("2026-05-27T13:00:00Z"));
    private final FakeAws aws = FakeAws.create(clock);
    private final S3Client s3 = aws.connect(S3Client.builder()).build();
    private final S3FencedWriter universe = S3FencedWriter.create(s3, BUCKET);
    private final PrintStream out;

    private TwoWriters(PrintStream out) {
        this.out = out;
    }

    /** Tells the story. */
    public static void main(String[] arguments) {
        tell(new PrintStream(System.out, true, UTF_8));
    }

    static void tell(PrintStream out) {
        TwoWriters story = new TwoWriters(out);
        story.aws.s3().createBucket(BUCKET);
        story.play();
    }

    private void play() {
        Leases daily = writer();
        Leases recovery = writer();
        WriterLease zombie = daily.acquire(request("daily")).orThrow();
        say("daily", "holds the lease until 13:01:00");
        zombie.onLost(cause -> say("daily", "hears that it lost: " + cause));
        zombie.ensureHeld();
        say("daily", "checks the lease, and stands still before its write");

        passes(Duration.ofSeconds(30));
        say(
                "recovery",
                recovery.acquire(request("recovery"))
                        .fold(
                                won -> "acquires",
                                held -> "waits: it is held by " + held.holder(),
                                unknown -> unknown.cause()));

        passes(Duration.ofSeconds(40));
        WriterLease successor = recovery.acquire(request("recovery")).orThrow();
        say("recovery", "takes over, with a fence greater by " + (successor.fence() - zombie.fence()));
        say("recovery", "writes: " + write(successor, "universe of recovery"));

        passes(Duration.ofMinutes(5));
        say("daily", "wakes up and writes: " + write(zombie, "universe of daily"));
        say("daily", "may go on: " + zombie.isHeld());
        zombie.close();
        say(
                "daily",
                "closes, and the lock says: "
                        + daily.inspect(LOCK)
                                .fold(
                                        free -> "free",
                                        taken -> "held by " + taken.holder(),
                                        illegible -> "illegible",
                                        unknown -> "unknown"));

        successor.close();
        say(
                "recovery",
                "closes, and the lock says: "
                        + daily.inspect(LOCK)
                                .fold(
                                        free -> "free",
                                        taken -> "held by " + taken.holder(),
                                        illegible -> "illegible",
                                        unknown -> "unknown"));
    }

    private String write(WriterLease lease, String content) {
        return universe.write(POINTER, lease.fence(), RequestBody.fromString(content))
                .fold(
                        accepted -> "accepted",
                        refused -> "refused, the last fence is greater by " + (refused.lastFence() - lease.fence()),
                        unknown -> unknown.cause());
    }

    private Leases writer() {
        return Leases.builder(S3LeaseStore.create(s3, BUCKET), clock, this::nanos)
                .pause(clock::advance)
                .build();
    }

    private static LeaseRequest request(String role) {
        return LeaseRequest.of(LOCK, new LeaseHolder("host-of-" + role, 42, role, ""), LEASE);
    }

    private long nanos() {
        return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }

    private void passes(Duration time) {
        clock.advance(time);
    }

    private void say(String who, String what) {
        out.println(clock.instant() + "  " + who + " " + what);
    }
}
