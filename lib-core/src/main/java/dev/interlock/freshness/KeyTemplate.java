package dev.interlock.freshness;

import dev.interlock.schedule.Cycle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A key with holes for the cycle: {@code {date}}, {@code {trading_day}} and {@code {cycle_label}}; a doubled brace
 * stands for itself. Anything else in braces is refused at once, because found at night it is a missing artifact.
 */
final class KeyTemplate {
    private final String text;
    private final List<Function<Cycle, String>> parts;

    private KeyTemplate(String text, List<Function<Cycle, String>> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    static KeyTemplate parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("key template is empty");
        }
        List<Function<Cycle, String>> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == c;
            if (c != '{' && c != '}') {
                literal.append(c);
            } else if (doubled) {
                literal.append(c);
                at++;
            } else if (c == '}') {
                throw refused(text, "single '}'", at);
            } else {
                int end = text.indexOf('}', at);
                if (end < 0) {
                    throw refused(text, "'{' without '}'", at);
                }
                parts.add(constant(literal));
                parts.add(placeholder(text, at, end));
                at = end;
            }
        }
        parts.add(constant(literal));
        return new KeyTemplate(text, parts);
    }

    String render(Cycle cycle) {
        StringBuilder key = new StringBuilder(text.length() + 16);
        for (Function<Cycle, String> part : parts) {
            key.append(part.apply(cycle));
        }
        return key.toString();
    }

    /** Whether there are no holes. */
    boolean isConstant() {
        return parts.size() == 1;
    }

    @Override
    public String toString() {
        return text;
    }

    private static Function<Cycle, String> placeholder(String text, int start, int end) {
        return switch (text.substring(start + 1, end)) {
            case "date" -> cycle -> cycle.date().toString();
            case "trading_day" -> cycle -> cycle.tradingDay().toString();
            case "cycle_label" -> Cycle::label;
            default -> throw refused(text, "unknown placeholder " + text.substring(start, end + 1), start);
        };
    }

    private static Function<Cycle, String> constant(StringBuilder literal) {
        String part = literal.toString();
        literal.setLength(0);
        return cycle -> part;
    }

    private static IllegalArgumentException refused(String text, String what, int at) {
        return new IllegalArgumentException("key template '" + text + "' has " + what + " at position " + (at + 1)
                + "; use {date}, {trading_day} or {cycle_label}, and {{ or }} for a brace");
    }
}
