package dev.interlock.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests that are not taken on a hot path. */
public final class Digests {
    private Digests() {}

    /**
     * The SHA-1 of a text in UTF-8, in lower-case hex digits. For names only: SHA-1 is no protection.
     *
     * @throws IllegalArgumentException if the text has half of a surrogate pair
     */
    public static String sha1Hex(String what, String text) {
        try {
            ByteBuffer bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(text)); // reports what getBytes would replace
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(bytes);
            return HexFormat.of().formatHex(sha1.digest());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(what + " has half of a surrogate pair", e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-1", e);
        }
    }
}
