package dev.interlock.envelope;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Takes compressed bytes apart, up to a number of bytes for a whole event. Not thread-safe. */
final class Inflater {
    private final AtomicInteger left;

    Inflater(int limit) {
        this.left = new AtomicInteger(limit);
    }

    /** It would be larger than what is left of the limit. */
    static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** Whether the bytes begin like gzip (RFC 1952). */
    static boolean isGzip(byte[] bytes) {
        return bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
    }

    /** Whether the bytes begin like zlib's format (RFC 1950), which some senders take for gzip. */
    static boolean isZlib(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == 0x78 && ((bytes[0] << 8) + (bytes[1] & 0xff)) % 31 == 0;
    }

    /**
     * The bytes that {@code compressed} stands for. They are counted first and kept only if there are not too many, so that a
     * bomb costs no memory.
     *
     * @throws IOException if it is neither gzip nor zlib
     */
    byte[] inflate(byte[] compressed) throws IOException, TooLarge {
        int size = 0;
        try (InputStream counted = stream(compressed)) {
            byte[] buffer = new byte[8192];
            for (int read = counted.read(buffer); read >= 0; read = counted.read(buffer)) {
                size += read;
                if (size > left.get()) {
                    throw new TooLarge();
                }
            }
        }
        left.addAndGet(-size);
        try (InputStream kept = stream(compressed)) {
            return kept.readNBytes(size);
        }
    }

    private static InputStream stream(byte[] compressed) throws IOException {
        InputStream bytes = new ByteArrayInputStream(compressed);
        return isGzip(compressed) ? new GZIPInputStream(bytes) : new InflaterInputStream(bytes);
    }
}
