package dev.interlock.testkit.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words and signs of one expression, read from left to right. */
final class Tokens {
    static final String END = "<EOF>";

    private static final Pattern TOKEN =
            Pattern.compile("\\s*([#:][A-Za-z0-9_]+|[A-Za-z][A-Za-z0-9_]*|[0-9]+|<>|<=|>=|\\S)", Pattern.DOTALL);

    private static final int LONGEST = 4096;
    private static final Set<String> DECIDING =
            Set.of("=", "<>", "<", "<=", ">", ">=", "AND", "OR", "NOT", "BETWEEN", "IN");

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
        int size = text.getBytes(UTF_8).length;
        if (size > LONGEST) {
            throw invalid("Expression size has exceeded the maximum allowed size; expression size: " + size);
        }
        if (text.isEmpty()) {
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

    /** Whether the parenthesis that comes next is around an operand: in one around a condition something is decided. */
    boolean isAroundOperand() {
        int depth = 0;
        for (int i = at; i < tokens.size(); i++) {
            String token = tokens.get(i);
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (depth == 0) {
                return true;
            }
            boolean calls = tokens.get(i + 1 < tokens.size() ? i + 1 : i).equals("(");
            if (DECIDING.contains(token.toUpperCase(Locale.ROOT))
                    || (calls && Character.isLetter(token.charAt(0)) && !token.equals("size"))) {
                return false;
            }
        }
        return false;
    }

    /** The refusal of the next token. */
    Refusal unexpected() {
        int from = starts.isEmpty() ? 0 : starts.get(Math.max(0, Math.min(at, tokens.size()) - 1));
        int to = at < tokens.size() ? ends.get(Math.min(tokens.size() - 1, at + 1)) : text.length();
        return invalid("Syntax error; token: \"" + peek() + "\", near: \"" + text.substring(from, to) + "\"");
    }

    Refusal invalid(String message) {
        return Refusal.invalid("Invalid " + kind + ": " + message);
    }
}
