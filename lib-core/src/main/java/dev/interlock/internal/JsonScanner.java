package dev.interlock.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Checks that bytes are JSON (RFC 8259) in UTF-8, and finds where a value ends. Every method takes where something
 * begins, and gives where it ends, or {@link #NONE} if it is not that. Not thread-safe.
 */
final class JsonScanner {
    /*
     * Most of an event is payload, and all that is asked of it here is where it ends. So nothing is made of it: no
     * token, no name, no number. What a parser would do for each of them is most of what it costs.
     *
     * Within a string eight bytes are looked at in one step. A byte needs a closer look if it ends the string, begins
     * an escape, is a control character, or is not ASCII. Subtracting from each byte what it must not be below, or the
     * wanted byte after an exclusive or, leaves a high bit where it is so; a borrow can only spoil bytes behind the
     * first one found, and only the first one counts.
     *
     * JSON within a string of JSON has an escape every few bytes. Its content is kept while it is scanned, eight bytes
     * in one step too, so that it is walked over once and not twice.
     */
    static final int NONE = -1;
    static final int MAX_DEPTH = 1_000;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long SPACES = ' ' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private final byte[] source;
    private final int limit;
    private final long[] objects = new long[MAX_DEPTH / Long.SIZE + 1]; // a bit for each depth: an object, or an array
    private byte[] content = {};
    private int length;
    private boolean escaped;
    private boolean half;

    JsonScanner(byte[] source, int limit) {
        this.source = source;
        this.limit = limit;
    }

    /** The byte at {@code at}; 0, which is never part of JSON outside of a string, at the end. */
    byte at(int at) {
        return at < limit ? source[at] : 0;
    }

    /** Past all white space. */
    int space(int at) {
        int end = at;
        while (end < limit && source[end] <= ' ' && isSpace(source[end])) {
            end++;
        }
        return end;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /** Past the name of a field, its colon and the space around that. */
    int name(int at) {
        int end = at(at) == '"' ? string(at) : NONE;
        return end == NONE ? NONE : colon(end);
    }

    /** Past a colon and the space around it. */
    int colon(int at) {
        int colon = space(at);
        return at(colon) == ':' ? space(colon + 1) : NONE;
    }

    /** Past a value that lies in {@code outer} others. */
    int value(int at, int outer) {
        int depth = outer;
        int end = at;
        while (true) {
            byte first = at(end);
            if (first == '{' || first == '[') {
                if (depth == MAX_DEPTH) {
                    return NONE;
                }
                int inside = space(end + 1);
                if (at(inside) != closing(first)) {
                    note(++depth, first == '{');
                    end = first == '{' ? name(inside) : inside;
                    if (end == NONE) {
                        return NONE;
                    }
                    continue;
                }
                end = inside + 1;
            } else {
                end = scalar(end);
                if (end == NONE) {
                    return NONE;
                }
            }
            while (depth > outer) {
                boolean object = isObject(depth);
                end = space(end);
                byte next = at(end);
                end++;
                if (next == ',') {
                    end = object ? name(space(end)) : space(end);
                    break;
                }
                if (next != (object ? '}' : ']')) {
                    return NONE;
                }
                depth--;
            }
            if (depth == outer || end == NONE) {
                return end;
            }
        }
    }

    private static byte closing(byte opening) {
        return (byte) (opening == '{' ? '}' : ']');
    }

    private void note(int depth, boolean object) {
        long bit = 1L << depth;
        if (object) {
            objects[depth / Long.SIZE] |= bit;
        } else {
            objects[depth / Long.SIZE] &= ~bit;
        }
    }

    private boolean isObject(int depth) {
        return (objects[depth / Long.SIZE] & 1L << depth) != 0;
    }

    /** Past a string, a number, a boolean or null. */
    int scalar(int at) {
        return switch (at(at)) {
            case '"' -> string(at);
            case 't' -> literal(at, "true");
            case 'f' -> literal(at, "false");
            case 'n' -> literal(at, "null");
            default -> number(at);
        };
    }

    private int literal(int at, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at(at + i) != word.charAt(i)) {
                return NONE;
            }
        }
        return at + word.length();
    }

    private int number(int at) {
        int end = at(at) == '-' ? at + 1 : at;
        end = at(end) == '0' ? end + 1 : digits(end);
        if (end != NONE && at(end) == '.') {
            end = digits(end + 1);
        }
        if (end != NONE && (at(end) | 0x20) == 'e') {
            boolean signed = at(end + 1) == '+' || at(end + 1) == '-';
            end = digits(signed ? end + 2 : end + 1);
        }
        return end;
    }

    private int digits(int at) {
        int end = at;
        while (at(end) >= '0' && at(end) <= '9') {
            end++;
        }
        return end == at ? NONE : end;
    }

    /** Past a string, from its quotation mark on. */
    int string(int at) {
        int end = at + 1;
        while (true) {
            end = plain(end);
            if (at(end) == '"') {
                return end + 1;
            }
            end = special(end);
            if (end == NONE) {
                return NONE;
            }
        }
    }

    /** Past one character of a string that does not end it. */
    private int special(int at) {
        byte b = at(at);
        if (b == '\\') {
            return at(at + 1) == '"' ? at + 2 : escape(at);
        }
        if (b < 0) {
            return character(at);
        }
        return b < ' ' ? NONE : at + 1; // also at the end
    }

    /** Past the characters of a string that are nothing special, or some of them. */
    private int plain(int at) {
        int end = at;
        while (end <= limit - Long.BYTES) {
            long special = special((long) EIGHT.get(source, end));
            if (special != 0) {
                return end + Long.numberOfTrailingZeros(special) / Byte.SIZE;
            }
            end += Long.BYTES;
        }
        return end;
    }

    private static long special(long eight) {
        return (eight | (eight - SPACES) | ((eight ^ QUOTES) - ONES) | ((eight ^ BACKSLASHES) - ONES)) & HIGH_BITS;
    }

    /** Past a string, of which {@link #isEscaped} and {@link #unescaped} tell until the next. */
    int keptString(int at) {
        escaped = false;
        half = false;
        length = 0;
        int end = at + 1;
        while (true) {
            end = plain(end);
            byte b = at(end);
            if (b == '"') {
                return end + 1;
            }
            if (b == '\\') {
                escaped = true;
                keep(at + 1, end);
                return unescape(end);
            }
            end = special(end);
            if (end == NONE) {
                return NONE;
            }
        }
    }

    /** Past the rest of a string, from its first escape on. */
    private int unescape(int at) {
        int end = at;
        while (true) {
            reserve(4 * Long.BYTES);
            byte[] to = content;
            int kept = length;
            while (end < limit - Long.BYTES - 2 && kept < to.length - Long.BYTES - 1) {
                if (source[end] == '\\' && source[end + 1] == '"') {
                    to[kept++] = '"';
                    end += 2;
                }
                long eight = (long) EIGHT.get(source, end);
                EIGHT.set(to, kept, eight); // what is too much is written over
                long special = special(eight);
                int plain = special == 0 ? Long.BYTES : Long.numberOfTrailingZeros(special) / Byte.SIZE;
                end += plain;
                kept += plain;
                if (special != 0 && !(source[end] == '\\' && source[end + 1] == '"')) {
                    break;
                }
            }
            length = kept;
            byte b = at(end);
            if (b == '"') {
                return end + 1;
            }
            int from = end;
            if (b == '\\') {
                end = keptEscape(end);
            } else {
                end = special(end);
                if (end != NONE) {
                    keep(from, end);
                }
            }
            if (end == NONE) {
                return NONE;
            }
        }
    }

    /** Whether the kept string has an escape. */
    boolean isEscaped() {
        return escaped;
    }

    /**
     * The content of the kept string without its escapes, in UTF-8, which cannot say half of a surrogate pair: then
     * null.
     */
    byte @Nullable [] unescaped() {
        return half ? null : Arrays.copyOf(content, length);
    }

    private int escape(int at) {
        return switch (at(at + 1)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
            case 'u' -> hex(at + 2) < 0 ? NONE : at + 6;
            default -> NONE;
        };
    }

    /** The value of four hex digits; negative if they are none. */
    private int hex(int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            value = value << 4 | Character.digit(at(i), 16);
        }
        return value;
    }

    private int keptEscape(int at) {
        int end = escape(at);
        if (end == at + 2) {
            keep(meant(at(at + 1)));
        } else if (end != NONE) {
            end = keptCharacter(at, end);
        }
        return end;
    }

    private static byte meant(byte escaped) {
        return switch (escaped) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escaped;
        };
    }

    /** Past a character that is written as one escape, or as one for each half of its pair. */
    private int keptCharacter(int at, int end) {
        char unit = (char) hex(at + 2);
        if (!Character.isSurrogate(unit)) {
            keepCharacter(unit);
            return end;
        }
        boolean pair = Character.isHighSurrogate(unit) && at(end) == '\\' && at(end + 1) == 'u';
        int low = pair ? hex(end + 2) : 0;
        if (low < Character.MIN_LOW_SURROGATE || low > Character.MAX_LOW_SURROGATE) {
            half = true;
            return end;
        }
        keepCharacter(Character.toCodePoint(unit, (char) low));
        return end + 6;
    }

    private void keepCharacter(int character) {
        if (character < 0x80) {
            keep((byte) character);
            return;
        }
        int more = character < 0x800 ? 1 : character < 0x1_0000 ? 2 : 3;
        int mark = (0x780 >> more) & 0xff; // as many ones as there are bytes
        keep((byte) (mark | (character >> (6 * more))));
        for (int shift = 6 * (more - 1); shift >= 0; shift -= 6) {
            keep((byte) (0x80 | ((character >> shift) & 0x3f)));
        }
    }

    private void keep(byte b) {
        reserve(1);
        content[length++] = b;
    }

    private void keep(int from, int end) {
        int more = Math.max(end - from, 0);
        reserve(more);
        System.arraycopy(source, from, content, length, more);
        length += more;
    }

    private void reserve(int more) {
        if (content.length - length < more) {
            content = Arrays.copyOf(content, Math.max(2 * content.length, length + more));
        }
    }

    /** Past a character of two to four bytes, by table 3-7 of the Unicode Standard. */
    private int character(int at) {
        int first = at(at) & 0xff;
        int low = 0x80;
        int high = 0xbf;
        int more;
        if (first >= 0xc2 && first <= 0xdf) {
            more = 1;
        } else if (first >= 0xe0 && first <= 0xef) {
            more = 2;
            low = first == 0xe0 ? 0xa0 : low; // otherwise it had fitted into fewer bytes
            high = first == 0xed ? 0x9f : high; // halves of surrogate pairs
        } else if (first >= 0xf0 && first <= 0xf4) {
            more = 3;
            low = first == 0xf0 ? 0x90 : low;
            high = first == 0xf4 ? 0x8f : high;
        } else {
            return NONE;
        }
        for (int i = 1; i <= more; i++) {
            int next = at(at + i) & 0xff;
            if (next < low || next > high) {
                return NONE;
            }
            low = 0x80;
            high = 0xbf;
        }
        return at + 1 + more;
    }
}
