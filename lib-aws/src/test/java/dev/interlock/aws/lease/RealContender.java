package dev.interlock.aws.lease;

import dev.interlock.InterlockEvent;
import dev.interlock.lease.LeaseHolder;
import dev.interlock.lease.LeaseRequest;
import dev.interlock.lease.Leases;
import dev.interlock.lease.WriterLease;
import dev.interlock.testkit.interleaving.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.s3.S3Client;

/** The lease as it is delivered, by the clocks of an actor. */
final class RealContender implements Contender {
    private final Leases leases;
    private final LeaseRequest request;
    private final List<InterlockEvent> events = new ArrayList<>();

    RealContender(Actor actor, S3Client s3) {
        leases = leases(actor, s3).listener(events::add).build();
        request = request(actor);
    }

    /** The leases of an actor: its clocks, its sleep, and no chance but the scheduler's. */
    static Leases.Builder leases(Actor actor, S3Client s3) {
        AtomicInteger nonces = new AtomicInteger();
        return Leases.builder(S3LeaseStore.create(s3, LeaseProof.BUCKET), actor.clock(), actor::nanoTime)
                .nonces(() -> actor.name() + "-" + nonces.incrementAndGet())
                .jitter(() -> actor.choose("a jitter", 4) / 4.0)
                .pause(actor::sleep);
    }

    static LeaseRequest request(Actor actor) {
        return LeaseRequest.of(LeaseProof.KEY, new LeaseHolder(actor.name(), 1, "proof", ""), LeaseProof.LEASE);
    }

    @Override
    public Outcome acquire() {
        return leases.acquire(request)
                .fold(
                        acquired -> new Outcome.Won(new RealHold(acquired.lease())),
                        held -> new Outcome.Held(held.holder().host()),
                        unknown -> new Outcome.Unknown(unknown.cause()));
    }

    private final class RealHold implements Hold {
        private final WriterLease lease;

        RealHold(WriterLease lease) {
            this.lease = lease;
        }

        @Override
        public long fence() {
            return lease.fence();
        }

        @Override
        public boolean isHeld() {
            return lease.isHeld();
        }

        @Override
        public Renewed renew() {
            return lease.renew().fold(renewed -> Renewed.RENEWED, lost -> Renewed.LOST, unknown -> Renewed.UNKNOWN);
        }

        @Override
        public boolean release() {
            lease.close();
            return events.stream().noneMatch(event -> event.kind() == InterlockEvent.Kind.UNRELEASED);
        }
    }
}
