package dev.interlock.freshness;

/** Text from outside, made fit for one line of a message: short, and without line breaks and other controls. */
final class RegistryExcerpt {
    private static final int VALUE_LENGTH = 80;
    private static final int SENTENCE_LENGTH = 400;

    private RegistryExcerpt() {}

    /** A key or a value. */
    static String of(String text) {
        return shown(text, VALUE_LENGTH);
    }

    /** A key or a value in quotes. */
    static String quoted(String text) {
        return "'" + of(text) + "'";
    }

    /** A message that quotes text from outside itself. */
    static String sentence(String text) {
        return shown(text, SENTENCE_LENGTH);
    }

    /** The end stays too: a message about a long text says there what is wrong. */
    private static String shown(String text, int length) {
        if (text.length() <= length) {
            return printable(text);
        }
        String start = text.substring(0, length / 2);
        String end = text.substring(text.length() - length / 2);
        return printable(start) + "..." + printable(end);
    }

    private static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(String.format("\\u%04X", c));
            }
        });
        return shown.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
