package dev.interlock.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interlock.Payload;
import dev.interlock.lease.LeaseHolder;
import dev.interlock.lease.LeaseRequest;
import dev.interlock.lease.LeaseStore;
import dev.interlock.lease.Leases;
import dev.interlock.lease.Staleness;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * What a lock that an original writer has left means to the next one. The original has no margin and does not look at
 * the age of a lock, so the lease is asked for without one, and of a lock in which nothing has changed for a day.
 */
final class LockBodyVectors implements Vectors {
    private static final LeaseRequest REQUEST = new LeaseRequest(
            "locks/universe-writer.lock",
            new LeaseHolder("host", 1, "replay", ""),
            Duration.ofHours(1),
            Staleness.storeClock(Duration.ZERO));

    @Override
    public String fileName() {
        return "lock_bodies.json";
    }

    @Override
    public void replay(JsonNode file, Tally tally) {
        new Sections(Map.of("cases", Lock::new), Set.of()).replay(file, tally);
    }

    private record Lock(Json vector) implements VectorCase {
        @Override
        public Object stated() {
            return vector.at("expect").text();
        }

        @Override
        public Object original() {
            return OriginalLock.isHeld(body(), now()) ? "held" : "free";
        }

        @Override
        public Object actual() {
            Instant now = Instant.ofEpochSecond(now());
            Leases leases = Leases.builder(new LeftBehind(Payload.of(body()), now), () -> now, () -> 0)
                    .build();
            return leases.acquire(REQUEST).fold(acquired -> "free", held -> "held", unknown -> unknown.cause());
        }

        private long now() {
            return vector.at("now_epoch_seconds").longInteger();
        }

        private byte[] body() {
            Json body = vector.at("body");
            return body.node().isTextual()
                    ? body.text().getBytes(UTF_8)
                    : HexFormat.of().parseHex(body.at("hex").text());
        }
    }

    /** A store with one lock, which may be replaced. */
    private record LeftBehind(Payload body, Instant now) implements LeaseStore {
        private static final String VERSION = "left-behind";

        @Override
        public Reading read(String name) {
            return new Reading.Found(body, VERSION, now.minus(Duration.ofDays(1)), now);
        }

        @Override
        public Writing create(String name, Payload record) {
            return new Writing.Refused();
        }

        @Override
        public Writing replace(String name, String version, Payload record) {
            return version.equals(VERSION) ? new Writing.Written("taken-over") : new Writing.Refused();
        }
    }
}
