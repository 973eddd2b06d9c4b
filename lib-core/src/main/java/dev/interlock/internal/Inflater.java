package dev.interlock.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Takes compressed bytes apart, up to a number of bytes for everything that it is given. Not thread-safe. */
public final class Inflater {
    private int left;

    public Inflater(int limit) {
        this.left = limit;
    }

    /** What came of it. */
    public sealed interface Result permits Inflated, Failure {}

    /** What the compressed bytes stand for. */
    public static final class Inflated implements Result {
        private final byte[] bytes;

        private Inflated(byte[] bytes) {
            this.bytes = bytes;
        }

        public byte[] bytes() {
            return bytes;
        }
    }

    /** Why there is nothing. */
    public enum Failure implements Result {
        /** It would be larger than what is left of the limit. */
        TOO_LARGE,
        /** It is neither gzip nor zlib, or not all of it. */
        CORRUPT
    }

    /** Whether the bytes begin like gzip (RFC 1952). */
    public static boolean isGzip(byte[] bytes) {
        return bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b;
    }

    /** Whether the bytes begin like zlib's format (RFC 1950), which some senders take for gzip. */
    public static boolean isZlib(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == 0x78 && ((bytes[0] << 8) + (bytes[1] & 0xff)) % 31 == 0;
    }

    /**
     * The bytes that {@code compressed} stands for. They are counted first and kept only if there are not too many, so
     * that a bomb costs no memory, and nothing of the limit.
     */
    public Result inflate(byte[] compressed) {
        try {
            int size = size(compressed);
            if (size > left) {
                return Failure.TOO_LARGE;
            }
            left -= size;
            byte[] bytes = new byte[size];
            try (InputStream stream = stream(compressed)) {
                stream.readNBytes(bytes, 0, size);
            }
            return new Inflated(bytes);
        } catch (IOException e) {
            return Failure.CORRUPT;
        }
    }

    /** How many bytes it is, or some number above the limit. */
    private int size(byte[] compressed) throws IOException {
        int size = 0;
        try (InputStream stream = stream(compressed)) {
            byte[] buffer = new byte[8192];
            for (int read = stream.read(buffer); read >= 0 && size <= left; read = stream.read(buffer)) {
                size += read;
            }
        }
        return size;
    }

    private static InputStream stream(byte[] compressed) throws IOException {
        InputStream bytes = new ByteArrayInputStream(compressed);
        return isGzip(compressed) ? new GZIPInputStream(bytes) : new InflaterInputStream(bytes);
    }
}
