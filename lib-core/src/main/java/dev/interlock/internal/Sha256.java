package dev.interlock.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * Takes text in pieces and gives the 64 lower-case hex digits of its SHA-256. Not thread-safe: borrow one, use it in
 * one thread, give it back.
 */
public final class Sha256 {
    /*
     * A token is derived for every event and every row, and what it costs beside the compression function should be the
     * result and nothing else. So nothing is created per call that could be kept: a digest (the look-up of a provider
     * takes longer than the hash itself), an encoder, and the buffers of text, hash and hex digits.
     *
     * They are kept in a fixed number of slots that all threads share, and not per thread: a thread-local would be
     * filled once by each of a million virtual threads. A thread claims the slot of its id by a flag; who finds the
     * flag up makes one of his own, which is dropped after use. So nobody shares a digest, nobody waits, and no more
     * than SLOTS are kept. What is in a slot stays there and only the flag changes: a reference that is put back and
     * forth would cost a barrier of the garbage collector each time. Flags are a cache line apart, so that threads do
     * not slow each other down by writing beside each other.
     *
     * The thread's id comes from getId(), which is deprecated from Java 19 on because a subclass may override it; its
     * successor threadId() does not exist in Java 17. An id that lies costs a collision of slots and nothing else.
     *
     * Text goes through a char[] and the JDK's encoder, which reports half of a surrogate pair, where String.getBytes
     * would replace it. Both copy many characters at once; a loop over charAt does not. The hex digits are stored in
     * pairs, because the copy into the result has to wait until each store is done.
     *
     * A large text leaves large buffers behind; they are not kept above MAX_KEPT.
     */
    private static final int SLOTS = 32;
    private static final int INTS_PER_LINE = 16;
    private static final int NO_SLOT = -1;
    private static final int MIN_KEPT = 256;
    private static final int MAX_KEPT = 4096;
    private static final AtomicIntegerArray LENT = new AtomicIntegerArray(SLOTS * INTS_PER_LINE);
    private static final @Nullable Sha256[] KEPT = new Sha256[SLOTS];
    private static final short[] HEX_PAIRS = hexPairs();
    private static final VarHandle PAIR = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final int slot;
    private final MessageDigest digest;
    private final CharsetEncoder encoder = UTF_8.newEncoder();
    private final byte[] hash = new byte[32];
    private final byte[] hex = new byte[64];
    private CharBuffer chars = CharBuffer.allocate(MIN_KEPT);
    private ByteBuffer text = ByteBuffer.allocate(MIN_KEPT);

    private Sha256(int slot) {
        this.slot = slot;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** One that nobody else has, without text. */
    public static Sha256 borrow() {
        int slot = (int) Thread.currentThread().getId() & (SLOTS - 1);
        if (!LENT.compareAndSet(slot * INTS_PER_LINE, 0, 1)) {
            return new Sha256(NO_SLOT);
        }
        Sha256 kept = KEPT[slot];
        if (kept == null) {
            kept = new Sha256(slot);
            KEPT[slot] = kept;
        }
        return kept;
    }

    /** Ends the use of this one. */
    public void giveBack() {
        if (slot == NO_SLOT) {
            return;
        }
        text = text.capacity() > MAX_KEPT ? ByteBuffer.allocate(MIN_KEPT) : text.clear();
        chars = chars.capacity() > MAX_KEPT ? CharBuffer.allocate(MIN_KEPT) : chars;
        LENT.setRelease(slot * INTS_PER_LINE, 0);
    }

    /** How much text there is, in bytes. */
    public int length() {
        return text.position();
    }

    /** Takes the text back to its first {@code length} bytes. */
    public Sha256 truncate(int length) {
        text.position(length);
        return this;
    }

    /**
     * Adds a text in UTF-8.
     *
     * @throws IllegalArgumentException if it has half of a surrogate pair, which UTF-8 cannot say; names {@code what}
     *     and the position, not the text
     */
    public Sha256 add(String what, String part) {
        int length = part.length();
        reserve(Math.multiplyExact(length, 3));
        if (chars.capacity() < length) {
            chars = CharBuffer.allocate(length);
        }
        part.getChars(0, length, chars.array(), 0);
        chars.limit(length).position(0);
        encoder.encode(chars, text, false); // another part may follow
        if (chars.hasRemaining()) {
            throw new IllegalArgumentException(what + " has half of a surrogate pair at position " + chars.position());
        }
        return this;
    }

    /** Adds a number in decimal digits, without leading zeros, with a hyphen before a negative one. */
    public Sha256 add(long number) {
        reserve(20);
        if (number < 0) {
            text.put((byte) '-');
        }
        int at = text.position() + digits(number);
        text.position(at);
        long rest = number; // stays negative, so that the least long needs no case of its own
        do {
            text.put(--at, (byte) ('0' + Math.abs((int) (rest % 10))));
            rest /= 10;
        } while (rest != 0);
        return this;
    }

    /** Adds one byte. */
    public Sha256 add(byte value) {
        reserve(1);
        text.put(value);
        return this;
    }

    /** Adds a length as four bytes, the highest first. */
    public Sha256 addLength(int value) {
        reserve(Integer.BYTES);
        text.putInt(value);
        return this;
    }

    /** Puts {@code value} as four bytes, the highest first, over the bytes from {@code at} on. */
    public Sha256 setLength(int at, int value) {
        text.putInt(at, value);
        return this;
    }

    /**
     * Adds a text in UTF-8 behind its length in four bytes, so that no other parts in a row make the same text.
     *
     * @throws IllegalArgumentException if it has half of a surrogate pair; names {@code what} and the position
     */
    public Sha256 addFrame(String what, String part) {
        int at = text.position();
        addLength(0).add(what, part);
        return setLength(at, text.position() - at - Integer.BYTES);
    }

    /** The hash of the text, which stays as it is. */
    public String hex() {
        try {
            digest.update(text.array(), 0, text.position());
            digest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new AssertionError("32 bytes hold a SHA-256", e);
        }
        byte[] from = hash; // fields would be read again after each store
        byte[] to = hex;
        for (int i = 0; i < 32; i++) {
            PAIR.set(to, 2 * i, HEX_PAIRS[from[i] & 0xff]);
        }
        return new String(to, ISO_8859_1);
    }

    private void reserve(int more) {
        if (text.remaining() < more) {
            int needed = Math.addExact(text.position(), more);
            text = ByteBuffer.allocate(Math.max(2 * text.capacity(), needed)).put(text.flip());
        }
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private static short[] hexPairs() {
        short[] pairs = new short[256];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (short) (Character.forDigit(i >> 4, 16) | Character.forDigit(i & 0xf, 16) << 8);
        }
        return pairs;
    }
}
