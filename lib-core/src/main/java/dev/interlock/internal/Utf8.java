package dev.interlock.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import org.jspecify.annotations.Nullable;

/** UTF-8 that is taken at its word: nothing is replaced. */
public final class Utf8 {
    private static final int CHUNK = 4096;

    private Utf8() {}

    /** Whether the bytes from {@code from} to {@code to} are UTF-8; needs no memory for their text. */
    public static boolean isValid(byte[] bytes, int from, int to) {
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer out = CharBuffer.allocate(CHUNK);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        return !result.isError();
    }

    /**
     * The bytes of a text; null if it has half of a surrogate pair, for which {@code getBytes} would put a question
     * mark.
     */
    public static byte @Nullable [] bytes(String text) {
        try {
            ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
