package dev.interlock.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A text as Go has it, in which the vectors of tokens are: bytes, which need not be UTF-8.
 *
 * @param latin1 the bytes, each as one character, so that texts of bytes can be cut, joined and compared
 */
record GoText(String latin1) {
    private static final char ESCAPE = 0xdc00;
    private static final int REPLACEMENT = 0xfffd;

    /** The text in UTF-8. */
    static GoText of(String text) {
        try {
            ByteBuffer utf8 = UTF_8.newEncoder().encode(CharBuffer.wrap(text)); // reports what getBytes would replace
            return new GoText(ISO_8859_1.decode(utf8).toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("half of a surrogate pair is no text of Go's", e);
        }
    }

    /**
     * The text that a vector has under {@code field}. If it also has its bytes, {@code field_utf8_hex}, both must say
     * the same; what is not UTF-8 is null under its plain name.
     */
    static GoText of(Json vector, String field) {
        Json plain = vector.at(field);
        String exactField = field + "_utf8_hex";
        if (!vector.names().contains(exactField)) {
            return of(plain.text());
        }
        GoText exact = ofHex(vector.at(exactField).text());
        boolean isSame =
                plain.isNull() ? exact.brokenAt().isPresent() : of(plain.text()).equals(exact);
        if (!isSame) {
            throw new IllegalArgumentException(plain.path() + " is not what " + exactField + " says");
        }
        return exact;
    }

    static GoText ofHex(String hex) {
        return new GoText(new String(HexFormat.of().parseHex(hex), ISO_8859_1));
    }

    byte[] bytes() {
        return latin1.getBytes(ISO_8859_1);
    }

    String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    int length() {
        return latin1.length();
    }

    boolean isEmpty() {
        return latin1.isEmpty();
    }

    /** The first {@code most} bytes, or all if there are fewer. */
    GoText first(int most) {
        return new GoText(latin1.substring(0, Math.min(most, length())));
    }

    GoText plus(GoText more) {
        return new GoText(latin1 + more.latin1);
    }

    GoText plus(String more) {
        return plus(of(more));
    }

    /** {@code strings.ToLower}: each code point by itself; a byte that is none becomes a replacement character. */
    GoText toLower() {
        StringBuilder lower = new StringBuilder();
        text().codePoints().map(GoText::toLower).forEach(lower::appendCodePoint);
        return of(lower.toString());
    }

    private static int toLower(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                ? REPLACEMENT
                : Character.toLowerCase(point);
    }

    /**
     * The text as Java can have it. A byte that is not UTF-8 becomes half of a surrogate pair of its own, as Python's
     * {@code surrogateescape} has it, so that no two texts become one and what is no text stays none.
     */
    String text() {
        ByteBuffer in = ByteBuffer.wrap(bytes());
        CharBuffer out = CharBuffer.allocate(length());
        CharsetDecoder decoder = UTF_8.newDecoder();
        while (decoder.decode(in, out, true).isError()) {
            out.put((char) (ESCAPE + (in.get() & 0xff)));
        }
        return out.flip().toString();
    }

    /** Where {@link #text()} first has half of a surrogate pair; empty if the bytes are UTF-8. */
    OptionalInt brokenAt() {
        String text = text();
        return IntStream.range(0, text.length())
                .filter(i -> Character.isLowSurrogate(text.charAt(i)))
                .filter(i -> i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)))
                .findFirst();
    }

    @Override
    public String toString() {
        return text();
    }
}
