package dev.interlock.testkit.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words and signs of one expression, read from left to right. */
final class Tokens {
    static final String END = "<EOF>";

    private static final Pattern TOKEN =
            Pattern.compile("\\s*([#:]?[A-Za-z0-9_]+|<>|<=|>=|[=<>()\\[\\],.+-]|\\S)", Pattern.DOTALL);

    private final String kind;
    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private int at;

    /** @param kind the field that the expression came in, for messages */
    Tokens(String kind, String text) {
        this.kind = kind;
        this.text = text;
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.lookingAt()) {
            tokens.add(matcher.group(1));
            starts.add(matcher.start(1));
            ends.add(matcher.end(1));
            matcher.region(matcher.end(), text.length());
        }
        if (tokens.isEmpty()) {
            throw invalid("The expression can not be empty;");
        }
    }

    String kind() {
        return kind;
    }

    int position() {
        return at;
    }

    String peek() {
        return at < tokens.size() ? tokens.get(at) : END;
    }

    String second() {
        return at + 1 < tokens.size() ? tokens.get(at + 1) : END;
    }

    String next() {
        String token = peek();
        at++;
        return token;
    }

    /** Whether the next token is {@code sign}, which is then read. */
    boolean accept(String sign) {
        boolean there = peek().equals(sign);
        if (there) {
            at++;
        }
        return there;
    }

    /** Whether the next token is {@code keyword} in any case, which is then read. */
    boolean acceptKeyword(String keyword) {
        boolean there = peek().toUpperCase(Locale.ROOT).equals(keyword);
        if (there) {
            at++;
        }
        return there;
    }

    void expect(String sign) {
        if (!accept(sign)) {
            throw unexpected();
        }
    }

    boolean atEnd() {
        return at >= tokens.size();
    }

    /** The refusal of the next token. */
    Refusal unexpected() {
        int from = Math.max(0, Math.min(at, tokens.size()) - 1);
        int to = Math.min(tokens.size() - 1, at + 1);
        return invalid("Syntax error; token: \"" + peek() + "\", near: \""
                + text.substring(starts.get(from), ends.get(to)) + "\"");
    }

    Refusal invalid(String message) {
        return Refusal.invalid("Invalid " + kind + ": " + message);
    }
}
