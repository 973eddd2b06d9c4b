package dev.interlock.testkit.dynamodb;

import dev.interlock.testkit.dynamodb.Value.Binary;
import dev.interlock.testkit.dynamodb.Value.Num;
import dev.interlock.testkit.dynamodb.Value.Text;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How two values are compared. Only values of one type have an order, and only strings, numbers and binaries. */
enum Comparison {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String symbol;

    Comparison(String symbol) {
        this.symbol = symbol;
    }

    static Optional<Comparison> of(String symbol) {
        return Arrays.stream(values()).filter(c -> c.symbol.equals(symbol)).findFirst();
    }

    String symbol() {
        return symbol;
    }

    boolean needsOrder() {
        return this != EQUAL && this != NOT_EQUAL;
    }

    boolean holds(@Nullable Value left, @Nullable Value right) {
        return switch (this) {
            case EQUAL -> left != null && left.equals(right);
            case NOT_EQUAL -> left == null || !left.equals(right);
            default -> left != null && right != null && areOrdered(left, right) && holds(compare(left, right));
        };
    }

    private boolean holds(int order) {
        return switch (this) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
        };
    }

    static boolean areOrdered(Value left, Value right) {
        return left.getClass() == right.getClass() && isOrdered(left);
    }

    static boolean isOrdered(Value value) {
        return value instanceof Text || value instanceof Num || value instanceof Binary;
    }

    /** Strings by their UTF-8 bytes, which is the order of their code points; binaries by unsigned bytes. */
    static int compare(Value left, Value right) {
        if (left instanceof Text a && right instanceof Text b) {
            return Arrays.compare(
                    a.value().codePoints().toArray(), b.value().codePoints().toArray());
        }
        if (left instanceof Num a && right instanceof Num b) {
            return a.value().compareTo(b.value());
        }
        return ((Binary) left).latin1().compareTo(((Binary) right).latin1());
    }
}
