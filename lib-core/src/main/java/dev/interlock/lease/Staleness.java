package dev.interlock.lease;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When the lease of another holder is over, so that it may be taken over.
 *
 * <p>The holder gives up when its lease is over by its own clocks. The margin is added on top, for clocks that run at
 * different speeds; whatever it is, a holder that overslept its lease is only kept out by its fence. Immutable.
 */
public final class Staleness {
    /** The margin unless said otherwise. */
    public static final Duration DEFAULT_MARGIN = Duration.ofSeconds(5);

    private static final Duration MAX_MARGIN = Duration.ofHours(1);

    private final Judge judge;
    private final Duration margin;

    /** Whose clock judges. */
    enum Judge {
        STORE_CLOCK,
        OBSERVED,
        EXPIRY
    }

    private Staleness(Judge judge, Duration margin) {
        this.judge = judge;
        this.margin = margin;
    }

    /**
     * By the store's own clock: it answers with its time and with that of the last write, and their difference is the
     * lease and the margin or more. Needs no clock of ours to be right. S3 cuts both to whole seconds, so a margin
     * below one second may take over a lease that much early.
     *
     * @throws IllegalArgumentException if the margin is negative or above one hour
     */
    public static Staleness storeClock(Duration margin) {
        return new Staleness(Judge.STORE_CLOCK, requireMargin(margin));
    }

    /**
     * By looking: the record has not changed for the lease and the margin, by our monotonic clock. No times are
     * compared, so nobody's clock needs to be right. The first look only begins to wait, so it takes a later attempt of
     * the same {@link Leases}, or a patient one, to take over.
     *
     * @throws IllegalArgumentException if the margin is negative or above one hour
     */
    public static Staleness observed(Duration margin) {
        return new Staleness(Judge.OBSERVED, requireMargin(margin));
    }

    /**
     * By the time that stands in the record, which the holder's clock made, compared with our clock. Right as long as
     * both clocks differ by less than the margin.
     *
     * @throws IllegalArgumentException if the margin is negative or above one hour
     */
    public static Staleness expiry(Duration margin) {
        return new Staleness(Judge.EXPIRY, requireMargin(margin));
    }

    Judge judge() {
        return judge;
    }

    Duration margin() {
        return margin;
    }

    private static Duration requireMargin(Duration margin) {
        if (requireNonNull(margin, "margin").isNegative() || margin.compareTo(MAX_MARGIN) > 0) {
            throw new IllegalArgumentException("margin is not within PT0S and " + MAX_MARGIN + ": " + margin);
        }
        return margin;
    }

    @Override
    public String toString() {
        return judge + " with a margin of " + margin;
    }
}
