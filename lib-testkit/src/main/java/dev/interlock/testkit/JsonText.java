package dev.interlock.testkit;

import java.util.Locale;

/** As much of JSON as it takes to write some. */
final class JsonText {
    private JsonText() {}

    /** A JSON string. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    /**
     * Whether a text is one object or array as far as its brackets and strings tell; what is in it is not looked at.
     */
    static boolean isContainer(String text) {
        String json = text.strip();
        StringBuilder open = new StringBuilder();
        boolean isString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (isString) {
                i += c == '\\' ? 1 : 0;
                isString = c != '"';
            } else if (c == '{' || c == '[') {
                open.append(c == '{' ? '}' : ']');
            } else if (open.isEmpty()) {
                return false;
            } else if (c == '}' || c == ']') {
                int last = open.length() - 1;
                if (open.charAt(last) != c) {
                    return false;
                }
                open.setLength(last);
                if (last == 0) {
                    return i == json.length() - 1;
                }
            } else {
                isString = c == '"';
            }
        }
        return false;
    }
}
