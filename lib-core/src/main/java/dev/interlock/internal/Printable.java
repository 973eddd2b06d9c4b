package dev.interlock.internal;

/** Text from outside that goes into a message. */
public final class Printable {
    private Printable() {}

    /** The first {@code limit} characters of {@code text}, with a question mark for each that does not print. */
    public static String of(String text, int limit) {
        StringBuilder printable = new StringBuilder(Math.min(text.length(), limit));
        text.codePoints().limit(limit).forEach(c -> printable.appendCodePoint(isPrintable(c) ? c : '?'));
        return printable.toString();
    }

    private static boolean isPrintable(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
