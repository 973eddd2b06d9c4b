package dev.interlock.fidelity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes random expressions of one request, and collects what their placeholders stand for. */
final class Expression {
    private static final List<String> COMMON_PATHS = List.of("n", "s", "l", "ss", "ns", "m.a", "l[0]", "g");
    private static final List<String> RARE_PATHS =
            List.of("b", "t", "m", "absent", "l[1]", "l[7]", "m.b.c", "m.x", "#s", "pk", "sk", "m.#n");
    private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=");
    private static final List<String> BROKEN = List.of(
            "n =",
            "n = :undefined",
            "#undefined = n",
            "name = s",
            "(n = n",
            "n == s",
            "attribute_exists()",
            "",
            "foo(n)",
            "n < l AND",
            "size(n, s) > n",
            "((attribute_exists(n)))",
            "NOT",
            "n BETWEEN s",
            "contains(n)");

    private final SplittableRandom random;
    private final Map<String, AttributeValue> values = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();

    Expression(SplittableRandom random) {
        this.random = random;
    }

    Map<String, AttributeValue> values() {
        return values;
    }

    Map<String, String> names() {
        return names;
    }

    /** A condition, now and then one that is refused. */
    String condition() {
        return chance(0.03) ? pick(BROKEN) : condition(2);
    }

    /** A filter, which may not look at keys. */
    String filter() {
        String filter = condition(1);
        return chance(0.97) ? filter.replace("pk", "n").replace("sk", "s") : filter;
    }

    String keyCondition(String hash, AttributeValue hashValue, String range) {
        String first = hash + " = " + value(hashValue);
        String second = switch (random.nextInt(9)) {
            case 0 -> range + " = " + value(number());
            case 1 -> range + " BETWEEN " + value(number(1)) + " AND " + value(number(3));
            case 2 -> range + " " + pick(COMPARISONS) + " " + value(number());
            case 3 -> range + " >= " + value(number());
            case 4 -> range + " < " + value(number());
            case 5 -> chance(0.3) ? "begins_with(" + range + ", " + value(text()) + ")" : "";
            default -> "";
        };
        return second.isEmpty() ? first : chance(0.2) ? second + " AND " + first : first + " AND " + second;
    }

    String projection() {
        int paths = 1 + random.nextInt(3);
        StringBuilder projection = new StringBuilder(path());
        for (int i = 1; i < paths; i++) {
            projection.append(", ").append(path());
        }
        return projection.toString();
    }

    /** @param deep whether it may write inside of maps and lists */
    String update(boolean deep) {
        if (chance(0.03)) {
            return pick(List.of("SET n", "SET n = :u", "ADD n", "", "SET n = s +", "FOO n", "SET name = n"));
        }
        StringBuilder update = new StringBuilder();
        if (chance(0.75)) {
            update.append("SET ").append(assignment(deep));
            if (chance(0.4)) {
                update.append(", ").append(assignment(deep));
            }
        }
        if (chance(0.3)) {
            update.append(" REMOVE ").append(target(deep));
            if (chance(0.3)) {
                update.append(", ").append(target(deep));
            }
        }
        if (chance(0.2)) {
            update.append(" ADD ").append(addition());
        }
        if (chance(0.15) || update.isEmpty()) {
            update.append(" DELETE ").append(deletion());
        }
        return update.toString().trim();
    }

    static AttributeValue number(int n) {
        return AttributeValue.fromN(Integer.toString(n));
    }

    AttributeValue number() {
        return AttributeValue.fromN(pick(List.of("0", "1", "2", "3", "4", "2.5", "-1", "1.0", "00")));
    }

    AttributeValue text() {
        return AttributeValue.fromS(pick(List.of("a", "ab", "b", "abc", "", "\u00e9", "\ud83d\ude00")));
    }

    /** A value of any type. */
    AttributeValue any() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> number();
            case 2, 3 -> text();
            case 4 -> AttributeValue.fromB(SdkBytes.fromUtf8String(pick(List.of("a", "ab", "b"))));
            case 5 -> AttributeValue.fromBool(random.nextBoolean());
            case 6 -> AttributeValue.fromNul(true);
            case 7 -> AttributeValue.fromL(List.of(number(), text()));
            case 8 -> AttributeValue.fromM(Map.of("a", number(), "b", AttributeValue.fromM(Map.of("c", text()))));
            default ->
                random.nextBoolean()
                        ? AttributeValue.fromSs(List.of("a", "b"))
                        : AttributeValue.fromNs(List.of("1", "2"));
        };
    }

    private String condition(int depth) {
        if (depth > 0 && chance(0.5)) {
            String left = condition(depth - 1);
            String right = condition(depth - 1);
            return switch (random.nextInt(4)) {
                case 0 -> left + " AND " + right;
                case 1 -> left + " OR " + right;
                case 2 -> "NOT " + left + " AND " + right;
                default -> "(" + left + " OR " + right + ") AND " + condition(0);
            };
        }
        return switch (random.nextInt(10)) {
            case 0 -> "attribute_exists(" + path() + ")";
            case 1 -> "attribute_not_exists(" + path() + ")";
            case 2 ->
                "attribute_type(" + path() + ", "
                        + value(AttributeValue.fromS(
                                pick(List.of("S", "N", "L", "M", "SS", "BOOL", "NULL", "B", chance(0.1) ? "X" : "NS"))))
                        + ")";
            case 3 -> "begins_with(" + path() + ", " + value(chance(0.95) ? text() : any()) + ")";
            case 4 -> containment();
            case 5 -> "size(" + path() + ") " + pick(COMPARISONS) + " " + value(number());
            case 6 ->
                path() + " BETWEEN " + value(number(1)) + " AND "
                        + value(number(chance(0.05) ? 0 : 1 + random.nextInt(3)));
            case 7 -> path() + " IN (" + operand() + ", " + operand() + ")";
            default -> comparison();
        };
    }

    private String comparison() {
        String path = path();
        return switch (path) {
            case "n", "sk", "m.a", "l[0]", "m.#n" -> path + " " + pick(COMPARISONS) + " " + value(number());
            case "s", "#s", "pk", "g", "m.b.c" -> path + " " + pick(COMPARISONS) + " " + value(text());
            default -> path + " " + (chance(0.05) ? pick(COMPARISONS) : chance(0.5) ? "=" : "<>") + " " + operand();
        };
    }

    private String containment() {
        return switch (random.nextInt(5)) {
            case 0 -> "contains(s, " + value(text()) + ")";
            case 1 -> "contains(ss, " + value(text()) + ")";
            case 2 -> "contains(ns, " + value(number()) + ")";
            case 3 -> "contains(l, " + value(chance(0.5) ? number() : text()) + ")";
            default -> "contains(" + path() + ", " + operand() + ")";
        };
    }

    private String assignment(boolean deep) {
        String target = target(deep);
        return target + " = "
                + switch (chance(0.1) ? "any" : target) {
                    case "n", "k", "m.a" -> sum();
                    case "l" -> list();
                    case "s", "g" ->
                        chance(0.9) ? value(AttributeValue.fromS(random.nextBoolean() ? "G" : "H")) : path();
                    default -> source();
                };
    }

    private String sum() {
        String number = chance(0.7) ? "n" : "if_not_exists(n, " + value(number()) + ")";
        return switch (random.nextInt(4)) {
            case 0, 1 -> number + " + " + value(number());
            case 2 -> number + " - " + value(number());
            default -> value(number());
        };
    }

    private String list() {
        String more = value(AttributeValue.fromL(List.of(text())));
        return switch (random.nextInt(3)) {
            case 0 -> "list_append(l, " + more + ")";
            case 1 -> "list_append(" + more + ", l)";
            default -> more;
        };
    }

    private String source() {
        return switch (random.nextInt(4)) {
            case 0 -> "if_not_exists(" + path() + ", " + value(any()) + ")";
            case 1 -> chance(0.4) ? path() : "n";
            default -> value(any());
        };
    }

    private String target(boolean deep) {
        return deep && chance(0.3)
                ? pick(List.of("m.a", "m.x", "l[0]", "l[1]", "l[7]", chance(0.2) ? "absent.x" : "m.b.c"))
                : pick(List.of("n", "s", "t", "l", "l", "k", "j", "g", deep || chance(0.95) ? "m" : "pk"));
    }

    private String addition() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> "n " + value(number());
            case 3 -> "j " + value(number());
            case 4 -> "ss " + texts();
            case 5 -> "ns " + numbers();
            case 6 -> "j " + texts();
            default -> pick(List.of("n ", "ss ", "s ")) + value(any());
        };
    }

    private String deletion() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> "ss " + texts();
            case 2, 3 -> "ns " + numbers();
            case 4 -> "absent " + texts();
            default -> pick(List.of("n ", "ss ", "s ")) + numbers();
        };
    }

    private String texts() {
        return value(AttributeValue.fromSs(pick(List.of(List.of("a"), List.of("b", "c"), List.of("a", "b")))));
    }

    private String numbers() {
        return value(AttributeValue.fromNs(pick(List.of(List.of("1"), List.of("2.0", "3"), List.of("1", "2")))));
    }

    private String operand() {
        return chance(0.2) ? path() : value(any());
    }

    private String path() {
        String path = pick(chance(0.6) ? COMMON_PATHS : RARE_PATHS);
        if (path.contains("#s")) {
            names.put("#s", "s");
        }
        if (path.contains("#n")) {
            names.put("#n", "a");
        }
        return path;
    }

    private String value(AttributeValue value) {
        String placeholder = ":v" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
