package dev.interlock.aws.lease;

import dev.interlock.InterlockEvent;
import dev.interlock.lease.LeaseHolder;
import dev.interlock.lease.LeaseRequest;
import dev.interlock.lease.LeaseStore;
import dev.interlock.lease.Leases;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.MutableInstantSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket on a fake S3, and writers that contend for one lock in it; time passes only by order. */
final class Site {
    static final String BUCKET = "locks";
    static final String NAME = "locks/universe-writer.lock";
    static final Duration LEASE = Duration.ofMinutes(1);
    static final Instant BEGINNING = Instant.parse("2026-05-27T13:00:00Z");

    final MutableInstantSource clock = MutableInstantSource.at(BEGINNING);
    final FakeAws aws = FakeAws.create(clock);
    final List<InterlockEvent> events = new ArrayList<>();
    private final SplittableRandom random;
    private int nonces;

    Site(long seed) {
        random = new SplittableRandom(seed);
        aws.s3().createBucket(BUCKET);
    }

    /** The leases of one writer, by the common clock. */
    Leases writer() {
        return writer(store(), clock);
    }

    LeaseStore store() {
        return S3LeaseStore.create(s3(), BUCKET);
    }

    /** The leases of one writer with a store and a wall clock of its own. */
    Leases writer(LeaseStore store, InstantSource wall) {
        return Leases.builder(store, wall, this::tick)
                .nonces(() -> "nonce-" + ++nonces)
                .jitter(random::nextDouble)
                .pause(clock::advance)
                .listener(events::add)
                .build();
    }

    S3Client s3() {
        return aws.connect(S3Client.builder()).build();
    }

    long tick() {
        return Duration.between(BEGINNING, clock.instant()).toNanos();
    }

    void passes(Duration time) {
        clock.advance(time);
    }

    static LeaseRequest request(String host) {
        return LeaseRequest.of(NAME, holder(host), LEASE);
    }

    static LeaseHolder holder(String host) {
        return new LeaseHolder(host, 42, "daily-append", "run-7");
    }

    String body() {
        return aws.s3().object(BUCKET, NAME).orElseThrow().text();
    }

    int requests() {
        return aws.requests().size();
    }
}
