package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * The name of one request, 64 lower-case hex digits: AWS services take it as it is for a client token, and the other
 * forms are derived from it. Not a credential, but who knows it can be mistaken for the request; so {@link #toString}
 * masks it. Immutable.
 */
public final class IdempotencyToken {
    /** The longest reservation id, in characters. */
    public static final int MAX_RESERVATION_ID = 60;

    private static final int DIGITS = 64;
    private static final int GUID_DIGITS = 32;
    private static final int RESERVATION_DIGITS = 40;
    private static final int SHOWN_DIGITS = 8;

    private final String value;

    private IdempotencyToken(String value) {
        this.value = value;
    }

    /**
     * Reads a token.
     *
     * <p>Law: {@code parse(token.value()).equals(token)}.
     *
     * @throws IllegalArgumentException if the text is not 64 lower-case hex digits; the message does not repeat it, but
     *     tells its length or the position, counted from 1
     */
    public static IdempotencyToken parse(String text) {
        if (requireNonNull(text, "text").length() != DIGITS) {
            throw new IllegalArgumentException("an idempotency token has 64 lower-case hex digits, this text has "
                    + text.length() + " characters");
        }
        for (int i = 0; i < DIGITS; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                throw new IllegalArgumentException(
                        "an idempotency token has 64 lower-case hex digits, this text has another character at position "
                                + (i + 1));
            }
        }
        return new IdempotencyToken(text);
    }

    /** A token from digits that were made by a hash, and need no second look. */
    static IdempotencyToken ofHex(String digits) {
        return new IdempotencyToken(digits);
    }

    /** All 64 digits. */
    public String value() {
        return value;
    }

    /**
     * The first 32 digits in the form of a GUID, the bits as they are: what Azure and GCP were given. No version and no
     * variant of RFC 9562 is set, so a strict validator may refuse it; {@link #toUuid()} suits it.
     */
    public String toGuid() {
        StringBuilder guid = new StringBuilder(GUID_DIGITS + 4);
        return guid.append(value, 0, 8)
                .append('-')
                .append(value, 8, 12)
                .append('-')
                .append(value, 12, 16)
                .append('-')
                .append(value, 16, 20)
                .append('-')
                .append(value, 20, GUID_DIGITS)
                .toString();
    }

    /** The first 128 bits as a UUID of version 8, RFC 9562: six of them give way to version and variant. */
    public UUID toUuid() {
        long high = Long.parseUnsignedLong(value, 0, 16, 16);
        long low = Long.parseUnsignedLong(value, 16, GUID_DIGITS, 16);
        return new UUID((high & ~0xf000L) | 0x8000L, (low & ~(0xc0L << 56)) | (0x80L << 56));
    }

    /**
     * The id of a reservation: the prefix and the first 40 digits. Of the prefix only ASCII letters, digits and hyphens
     * are kept, a dot becomes a hyphen, runs of hyphens become one and none is kept at the start.
     *
     * @param prefix the service's, such as {@code rds-id-}; of an empty one, or one of which nothing is kept, the id is
     *     the 40 digits alone, and may begin with a digit, which RDS refuses
     * @throws IllegalArgumentException if the id is longer than 60 characters, which is what RDS, ElastiCache, MemoryDB
     *     and OpenSearch are known to take
     */
    public String reservationId(String prefix) {
        return named(prefix, RESERVATION_DIGITS);
    }

    /**
     * The name of a committed-use discount, as GCP was given it: the prefix, cleaned as for {@link #reservationId}, and
     * the first 32 digits.
     *
     * @throws IllegalArgumentException as {@link #reservationId}
     */
    public String commitmentName(String prefix) {
        return named(prefix, GUID_DIGITS);
    }

    private String named(String prefix, int digits) {
        String id = ReservationIds.sanitize(requireNonNull(prefix, "prefix") + value.substring(0, digits));
        if (id.length() > MAX_RESERVATION_ID) {
            throw new IllegalArgumentException("prefix makes an id of " + id.length() + " characters, more than "
                    + MAX_RESERVATION_ID + ": " + prefix);
        }
        return id;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdempotencyToken token && value.equals(token.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** The first eight digits and three dots: enough to find it in a log, too little to use it. */
    @Override
    public String toString() {
        return value.substring(0, SHOWN_DIGITS) + "...";
    }
}
