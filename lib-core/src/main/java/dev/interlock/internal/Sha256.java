package dev.interlock.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Takes text in pieces and gives the 64 lower-case hex digits of its SHA-256. Not thread-safe: borrow one, use it in one
 * thread, give it back.
 */
public final class Sha256 {
    /*
     * A token is derived for every event and every row, and what it costs beside the compression function should be the
     * result and nothing else. So nothing is created per call that could be kept: a digest (the look-up of a provider takes
     * longer than the hash itself), the buffer that the text is encoded into, and the buffer of the hex digits.
     *
     * They are kept in a fixed number of slots that all threads share, and not per thread: a thread-local would be filled
     * once by each of a million virtual threads. A thread takes what is in the slot of its id and puts it back; who finds the
     * slot empty makes a new one, and who finds it occupied on return drops his. Whatever the race, nobody shares a digest,
     * nobody waits, and no more than SLOTS are kept. Neighbouring slots are a cache line apart, so that threads do
     * not slow each other down by writing beside each other.
     *
     * A large text leaves a large buffer behind; one above MAX_KEPT is not put back.
     */
    private static final int SLOTS = 32;
    private static final int SLOTS_PER_LINE = 16;
    private static final int MAX_KEPT = 4096;
    private static final AtomicReferenceArray<@Nullable Sha256> IDLE =
            new AtomicReferenceArray<>(SLOTS * SLOTS_PER_LINE);
    private static final byte[] HEX = hexPairs();

    private final MessageDigest digest;
    private final byte[] hash = new byte[32];
    private final byte[] hex = new byte[64];
    private byte[] text = new byte[256];
    private int length;

    private Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** One that nobody else has, without text. */
    public static Sha256 borrow() {
        Sha256 idle = IDLE.getAndSet(slot(), null);
        return idle != null ? idle : new Sha256();
    }

    /** Ends the use of this one. */
    public void giveBack() {
        length = 0;
        if (text.length <= MAX_KEPT) {
            IDLE.lazySet(slot(), this);
        }
    }

    /** How much text there is, in bytes. */
    public int length() {
        return length;
    }

    /** Takes the text back to its first {@code length} bytes. */
    public Sha256 truncate(int length) {
        this.length = length;
        return this;
    }

    /**
     * Adds a text in UTF-8.
     *
     * @throws IllegalArgumentException if it has half of a surrogate pair, which UTF-8 cannot say; names {@code what} and
     *     the position, not the text
     */
    public Sha256 add(String what, String part) {
        int chars = part.length();
        reserve(3 * chars);
        int at = length;
        int i = 0;
        for (; i < chars && part.charAt(i) < 0x80; i++) {
            text[at++] = (byte) part.charAt(i);
        }
        length = i == chars ? at : addEncoded(what, part, i, at);
        return this;
    }

    /** Adds a number in decimal digits, without leading zeros, with a hyphen before a negative one. */
    public Sha256 add(long number) {
        reserve(20);
        if (number < 0) {
            text[length++] = '-';
        }
        int end = length + digits(number);
        length = end;
        long rest = number; // stays negative, so that the least long needs no case of its own
        do {
            text[--end] = (byte) ('0' + Math.abs((int) (rest % 10)));
            rest /= 10;
        } while (rest != 0);
        return this;
    }

    /** Adds one byte. */
    public Sha256 add(byte value) {
        reserve(1);
        text[length++] = value;
        return this;
    }

    /** Adds a length as four bytes, the highest first. */
    public Sha256 addLength(int value) {
        reserve(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            text[length++] = (byte) (value >>> shift);
        }
        return this;
    }

    /** Puts {@code value} as four bytes, the highest first, over the bytes from {@code at} on. */
    public Sha256 setLength(int at, int value) {
        for (int i = 0; i < 4; i++) {
            text[at + i] = (byte) (value >>> (24 - 8 * i));
        }
        return this;
    }

    /** The hash of the text, which stays as it is. */
    public String hex() {
        try {
            digest.update(text, 0, length);
            digest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new AssertionError("32 bytes hold a SHA-256", e);
        }
        for (int i = 0; i < hash.length; i++) {
            int pair = 2 * (hash[i] & 0xff);
            hex[2 * i] = HEX[pair];
            hex[2 * i + 1] = HEX[pair + 1];
        }
        return new String(hex, ISO_8859_1);
    }

    private int addEncoded(String what, String part, int from, int to) {
        int at = to;
        for (int i = from; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c < 0x80) {
                text[at++] = (byte) c;
            } else if (c < 0x800) {
                text[at++] = (byte) (0xc0 | (c >> 6));
                text[at++] = (byte) (0x80 | (c & 0x3f));
            } else if (!Character.isSurrogate(c)) {
                text[at++] = (byte) (0xe0 | (c >> 12));
                text[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                text[at++] = (byte) (0x80 | (c & 0x3f));
            } else {
                int point = surrogatePair(what, part, i++);
                text[at++] = (byte) (0xf0 | (point >> 18));
                text[at++] = (byte) (0x80 | ((point >> 12) & 0x3f));
                text[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
                text[at++] = (byte) (0x80 | (point & 0x3f));
            }
        }
        return at;
    }

    private static int surrogatePair(String what, String part, int at) {
        char high = part.charAt(at);
        if (Character.isHighSurrogate(high)
                && at + 1 < part.length()
                && Character.isLowSurrogate(part.charAt(at + 1))) {
            return Character.toCodePoint(high, part.charAt(at + 1));
        }
        throw new IllegalArgumentException(what + " has half of a surrogate pair at position " + at);
    }

    private void reserve(int more) {
        if (text.length - length < more) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, Math.addExact(length, more)));
        }
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static int slot() {
        return ((int) Thread.currentThread().getId() & (SLOTS - 1)) * SLOTS_PER_LINE;
    }

    private static byte[] hexPairs() {
        byte[] pairs = new byte[512];
        for (int i = 0; i < 256; i++) {
            pairs[2 * i] = (byte) Character.forDigit(i >> 4, 16);
            pairs[2 * i + 1] = (byte) Character.forDigit(i & 0xf, 16);
        }
        return pairs;
    }
}
