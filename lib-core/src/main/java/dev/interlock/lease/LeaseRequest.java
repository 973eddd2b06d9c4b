package dev.interlock.lease;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Utf8;
import java.time.Duration;

/**
 * What a writer asks for.
 *
 * @param name what is leased, in the words of the store: for S3 the key of the lock object; up to 1,024 bytes of UTF-8
 * @param holder who asks, for the operator who looks at the lock
 * @param lease for how long, from the moment before it is asked for, unless it is renewed: from one second to one day,
 *     in whole milliseconds
 * @param staleness when the lease of another holder is over
 */
public record LeaseRequest(String name, LeaseHolder holder, Duration lease, Staleness staleness) {
    private static final int MAX_NAME = 1_024;
    private static final Duration MIN_LEASE = Duration.ofSeconds(1);
    private static final Duration MAX_LEASE = Duration.ofDays(1);

    public LeaseRequest {
        requireName(name);
        requireNonNull(holder, "holder");
        requireNonNull(lease, "lease");
        requireNonNull(staleness, "staleness");
        if (lease.compareTo(MIN_LEASE) < 0 || lease.compareTo(MAX_LEASE) > 0) {
            throw new IllegalArgumentException("lease is not within " + MIN_LEASE + " and " + MAX_LEASE + ": " + lease);
        }
        if (lease.toNanosPart() % 1_000_000 != 0) {
            throw new IllegalArgumentException("lease is not of whole milliseconds: " + lease);
        }
    }

    /** A request that goes by the store's clock, with the {@linkplain Staleness#DEFAULT_MARGIN usual margin}. */
    public static LeaseRequest of(String name, LeaseHolder holder, Duration lease) {
        return new LeaseRequest(name, holder, lease, Staleness.storeClock(Staleness.DEFAULT_MARGIN));
    }

    static String requireName(String name) {
        if (requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("name is blank");
        }
        byte[] bytes = Utf8.bytes(name);
        if (bytes == null) {
            throw new IllegalArgumentException("name has half of a surrogate pair");
        }
        if (bytes.length > MAX_NAME) {
            throw new IllegalArgumentException("name is longer than " + MAX_NAME + " bytes: " + bytes.length);
        }
        return name;
    }
}
