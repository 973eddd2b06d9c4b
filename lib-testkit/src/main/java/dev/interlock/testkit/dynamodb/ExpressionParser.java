package dev.interlock.testkit.dynamodb;

import dev.interlock.testkit.dynamodb.Value.ListOf;
import dev.interlock.testkit.dynamodb.Value.Num;
import dev.interlock.testkit.dynamodb.Value.SetOf;
import dev.interlock.testkit.dynamodb.Value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the one grammar that all expressions share, by recursive descent: conditions (which filters and key conditions
 * are too), projections and updates. What binds tighter: comparison, {@code NOT}, {@code AND}, {@code OR}.
 */
final class ExpressionParser {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");
    private static final Set<String> KEYWORDS = Set.of("AND", "OR", "NOT", "BETWEEN", "IN");
    private static final Set<String> TYPES = Set.of("S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "L", "M");
    private static final Set<String> OF_UPDATES = Set.of("if_not_exists", "list_append");
    private static final Set<String> OF_CONDITIONS =
            Set.of("attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size");
    private static final int MOST_CANDIDATES = 100;
    private static final int MOST_OPERATORS = 300;

    private final Tokens tokens;
    private final Placeholders placeholders;

    /**
     * What is held against the grammar's whole, once there is one: an expression that cannot be read is told of first.
     */
    private final List<Runnable> checks = new ArrayList<>();

    /** Where the group in parentheses that was closed last began and ended. */
    private int groupStart = -1;

    private int groupEnd = -1;

    private int operators;

    private ExpressionParser(String kind, String text, Placeholders placeholders) {
        this.tokens = new Tokens(kind, text);
        this.placeholders = placeholders;
    }

    /** @param kind the field of the request that the expression came in, for messages */
    static Condition condition(String kind, String text, Placeholders placeholders) {
        ExpressionParser parser = new ExpressionParser(kind, text, placeholders);
        Condition condition = parser.disjunction();
        parser.requireEnd();
        return condition;
    }

    static List<Path> projection(String kind, String text, Placeholders placeholders) {
        ExpressionParser parser = new ExpressionParser(kind, text, placeholders);
        List<Path> paths = new ArrayList<>();
        do {
            paths.add(parser.path());
        } while (parser.tokens.accept(","));
        parser.requireEnd();
        parser.requireApart(paths);
        return paths;
    }

    static UpdateExpression update(String kind, String text, Placeholders placeholders) {
        ExpressionParser parser = new ExpressionParser(kind, text, placeholders);
        UpdateExpression update = parser.clauses();
        parser.requireApart(update.paths());
        update.adds().forEach(add -> parser.requireOperand("ADD", add.value()));
        update.deletes().forEach(delete -> parser.requireOperand("DELETE", delete.value()));
        return update;
    }

    private Condition disjunction() {
        Condition condition = conjunction();
        while (tokens.acceptKeyword("OR")) {
            countOperator();
            condition = new Condition.Or(condition, conjunction());
        }
        return condition;
    }

    private Condition conjunction() {
        Condition condition = negation();
        while (tokens.acceptKeyword("AND")) {
            countOperator();
            condition = new Condition.And(condition, negation());
        }
        return condition;
    }

    private Condition negation() {
        if (!tokens.acceptKeyword("NOT")) {
            return primary();
        }
        countOperator();
        return new Condition.Not(negation());
    }

    private Condition primary() {
        if (!tokens.peek().equals("(") || tokens.isAroundOperand()) {
            return predicate();
        }
        int start = tokens.position();
        tokens.next();
        Condition inner = disjunction();
        boolean onlyAGroup = groupStart == start + 1 && groupEnd == tokens.position();
        tokens.expect(")");
        if (onlyAGroup) {
            throw tokens.invalid("The expression has redundant parentheses;");
        }
        groupStart = start;
        groupEnd = tokens.position();
        return inner;
    }

    private Condition predicate() {
        countOperator();
        if (isCall() && !tokens.peek().equals("size")) {
            String name = tokens.peek();
            Condition condition = function();
            if (Comparison.of(tokens.peek()).isPresent()) {
                throw misplaced(name);
            }
            return condition;
        }
        Operand left = operand();
        if (tokens.acceptKeyword("BETWEEN")) {
            return between(left);
        }
        if (tokens.acceptKeyword("IN")) {
            return in(left);
        }
        Optional<Comparison> comparator = Comparison.of(tokens.peek());
        if (comparator.isEmpty()) {
            throw tokens.unexpected();
        }
        tokens.next();
        Operand right = operand();
        Comparison comparison = comparator.get();
        checks.add(() -> {
            if (comparison.needsOrder()) {
                requireOrdered(comparison.symbol(), left);
                requireOrdered(comparison.symbol(), right);
            }
            requireDistinct(comparison.symbol(), left, right);
        });
        return new Condition.Compare(left, comparison, right);
    }

    private Condition between(Operand operand) {
        Operand low = operand();
        if (!tokens.acceptKeyword("AND")) {
            throw tokens.unexpected();
        }
        Operand high = operand();
        checks.add(() -> {
            requireOrdered("BETWEEN", operand);
            requireOrdered("BETWEEN", low);
            requireOrdered("BETWEEN", high);
            if (low instanceof Operand.Literal from && high instanceof Operand.Literal to) {
                requireBounds(from, to);
            }
        });
        return new Condition.Between(operand, low, high);
    }

    private void requireBounds(Operand.Literal low, Operand.Literal high) {
        String bounds = "lower bound operand: " + low + ", upper bound operand: " + high;
        if (!Comparison.areOrdered(low.value(), high.value())) {
            throw tokens.invalid("The BETWEEN operator requires same data type for lower and upper bounds; " + bounds);
        }
        if (Comparison.compare(low.value(), high.value()) > 0) {
            throw tokens.invalid(
                    "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; " + bounds);
        }
    }

    private Condition in(Operand operand) {
        tokens.expect("(");
        List<Operand> candidates = arguments();
        if (candidates.size() > MOST_CANDIDATES) {
            throw tokens.invalid(
                    "The IN operator is provided with too many operands; number of operands: " + candidates.size());
        }
        candidates.forEach(candidate -> checks.add(() -> requireDistinct("IN", operand, candidate)));
        return new Condition.In(operand, candidates);
    }

    private Condition function() {
        String name = tokens.next();
        tokens.expect("(");
        List<Operand> operands = arguments();
        if (OF_UPDATES.contains(name)) {
            throw tokens.invalid("The function is not allowed in a "
                    + (tokens.kind().equals("FilterExpression") ? "filter" : "condition")
                    + " expression; function: " + name);
        }
        if (!OF_CONDITIONS.contains(name)) {
            throw tokens.invalid("Invalid function name; function: " + name);
        }
        int wanted = name.startsWith("attribute_") && !name.equals("attribute_type") ? 1 : 2;
        requireCount(name, operands, wanted);
        return switch (name) {
            case "attribute_exists" -> new Condition.Exists(pathOf(name, operands.get(0)));
            case "attribute_not_exists" -> new Condition.Not(new Condition.Exists(pathOf(name, operands.get(0))));
            case "attribute_type" -> hasType(operands.get(0), operands.get(1));
            case "begins_with" -> beginsWith(operands.get(0), operands.get(1));
            default -> contains(operands.get(0), operands.get(1));
        };
    }

    private Condition hasType(Operand operand, Operand type) {
        String name =
                type instanceof Operand.Literal literal && literal.value() instanceof Text text ? text.value() : "";
        checks.add(() -> {
            if (name.isEmpty()) {
                throw wrongType("attribute_type", type);
            }
            if (!TYPES.contains(name)) {
                throw tokens.invalid("Invalid attribute type name found; type: " + name
                        + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
            }
        });
        return new Condition.HasType(operand, name);
    }

    private Condition beginsWith(Operand operand, Operand prefix) {
        checks.add(() -> {
            requirePrefix(operand);
            requirePrefix(prefix);
            requireDistinct("begins_with", operand, prefix);
        });
        return new Condition.BeginsWith(operand, prefix);
    }

    private void requirePrefix(Operand operand) {
        boolean fits = operand instanceof Operand.At
                || (operand instanceof Operand.Literal literal
                        && (literal.value() instanceof Text || literal.value() instanceof Value.Binary));
        if (!fits) {
            throw wrongType("begins_with", operand);
        }
    }

    private Condition contains(Operand operand, Operand part) {
        checks.add(() -> requireDistinct("contains", operand, part));
        return new Condition.Contains(operand, part);
    }

    private Operand operand() {
        String token = tokens.peek();
        if (token.startsWith(":") && token.length() > 1) {
            return new Operand.Literal(placeholders.value(tokens.next(), tokens.kind()));
        }
        if (tokens.accept("(")) {
            Operand inner = operand();
            tokens.expect(")");
            return inner;
        }
        if (isCall()) {
            String name = tokens.next();
            if (!name.equals("size")) {
                throw OF_CONDITIONS.contains(name) || OF_UPDATES.contains(name)
                        ? misplaced(name)
                        : tokens.invalid("Invalid function name; function: " + name);
            }
            tokens.expect("(");
            List<Operand> operands = arguments();
            requireCount(name, operands, 1);
            Operand of = operands.get(0);
            if (of instanceof Operand.SizeOf
                    || (of instanceof Operand.Literal literal && Sizes.ofOperand(literal.value()) < 0)) {
                throw wrongType(name, of);
            }
            return new Operand.SizeOf(operands.get(0));
        }
        return new Operand.At(path());
    }

    /** Up to and with the closing parenthesis. */
    private List<Operand> arguments() {
        List<Operand> operands = new ArrayList<>();
        do {
            operands.add(operand());
        } while (tokens.accept(","));
        tokens.expect(")");
        return operands;
    }

    private Path path() {
        List<Path.Step> steps = new ArrayList<>();
        steps.add(field());
        while (true) {
            if (tokens.accept(".")) {
                steps.add(field());
            } else if (tokens.accept("[")) {
                String index = tokens.peek();
                if (!INDEX.matcher(index).matches()) {
                    throw tokens.unexpected();
                }
                tokens.next();
                tokens.expect("]");
                steps.add(new Path.Step.Index(Integer.parseInt(index)));
            } else {
                return new Path(steps);
            }
        }
    }

    private Path.Step field() {
        String token = tokens.peek();
        if (token.startsWith("#") && token.length() > 1) {
            return new Path.Step.Field(placeholders.name(tokens.next(), tokens.kind()));
        }
        if (!NAME.matcher(token).matches() || KEYWORDS.contains(token.toUpperCase(Locale.ROOT))) {
            throw tokens.unexpected();
        }
        if (ReservedWords.contains(token)) {
            throw tokens.invalid("Attribute name is a reserved keyword; reserved keyword: " + token);
        }
        tokens.next();
        return new Path.Step.Field(token);
    }

    private UpdateExpression clauses() {
        UpdateExpression.Draft draft = new UpdateExpression.Draft();
        while (!tokens.atEnd()) {
            String clause = tokens.peek().toUpperCase(Locale.ROOT);
            if (!Set.of("SET", "REMOVE", "ADD", "DELETE").contains(clause)) {
                throw tokens.unexpected();
            }
            if (!draft.opened().add(clause)) {
                throw tokens.invalid("The \"" + clause + "\" section can only be used once in an update expression;");
            }
            tokens.next();
            do {
                action(clause, draft);
            } while (tokens.accept(","));
        }
        return draft.finish();
    }

    private void action(String clause, UpdateExpression.Draft draft) {
        Path path = path();
        switch (clause) {
            case "SET" -> {
                tokens.expect("=");
                draft.sets().add(new UpdateExpression.Assign(path, sum()));
            }
            case "REMOVE" -> draft.removes().add(path);
            default -> {
                String token = tokens.peek();
                if (!token.startsWith(":") || token.length() == 1) {
                    throw tokens.unexpected();
                }
                Value value = placeholders.value(tokens.next(), tokens.kind());
                (clause.equals("ADD") ? draft.adds() : draft.deletes()).add(new UpdateExpression.Change(path, value));
            }
        }
    }

    private UpdateExpression.Source sum() {
        UpdateExpression.Source left = source();
        for (String sign : List.of("+", "-")) {
            if (tokens.accept(sign)) {
                UpdateExpression.Source right = source();
                requireNumber(sign, left);
                requireNumber(sign, right);
                return new UpdateExpression.Source.Sum(left, sign.equals("-"), right);
            }
        }
        return left;
    }

    private UpdateExpression.Source source() {
        if (tokens.accept("(")) {
            UpdateExpression.Source inner = sum();
            tokens.expect(")");
            return inner;
        }
        String token = tokens.peek();
        if (token.startsWith(":") && token.length() > 1) {
            return new UpdateExpression.Source.Literal(placeholders.value(tokens.next(), tokens.kind()));
        }
        if (!isCall()) {
            return new UpdateExpression.Source.At(path());
        }
        String name = tokens.next();
        tokens.expect("(");
        if (OF_CONDITIONS.contains(name)) {
            throw tokens.invalid("The function is not allowed in an update expression; function: " + name);
        }
        if (!OF_UPDATES.contains(name)) {
            throw tokens.invalid("Invalid function name; function: " + name);
        }
        List<UpdateExpression.Source> sources = new ArrayList<>();
        do {
            sources.add(source());
        } while (tokens.accept(","));
        tokens.expect(")");
        if (sources.size() != 2) {
            throw tokens.invalid("Incorrect number of operands for operator or function; operator or function: " + name
                    + ", number of operands: " + sources.size());
        }
        if (name.equals("if_not_exists")) {
            if (!(sources.get(0) instanceof UpdateExpression.Source.At at)) {
                throw tokens.invalid("Operator or function requires a document path; operator or function: " + name);
            }
            return new UpdateExpression.Source.Otherwise(at.path(), sources.get(1));
        }
        for (UpdateExpression.Source one : sources) {
            if (one instanceof UpdateExpression.Source.Literal literal && !(literal.value() instanceof ListOf)) {
                throw wrongType(name, literal.value());
            }
        }
        return new UpdateExpression.Source.Append(sources.get(0), sources.get(1));
    }

    private boolean isCall() {
        return tokens.second().equals("(")
                && NAME.matcher(tokens.peek()).matches()
                && !KEYWORDS.contains(tokens.peek().toUpperCase(Locale.ROOT));
    }

    private void countOperator() {
        operators++;
        if (operators > MOST_OPERATORS) {
            throw tokens.invalid("The expression contains too many operators; operator count: " + operators);
        }
    }

    private void requireEnd() {
        if (!tokens.atEnd()) {
            throw tokens.unexpected();
        }
        checks.forEach(Runnable::run);
    }

    private Path pathOf(String function, Operand operand) {
        if (operand instanceof Operand.At at) {
            return at.path();
        }
        throw tokens.invalid("Operator or function requires a document path; operator or function: " + function);
    }

    private void requireCount(String function, List<Operand> operands, int wanted) {
        if (operands.size() != wanted) {
            throw tokens.invalid("Incorrect number of operands for operator or function; operator or function: "
                    + function + ", number of operands: " + operands.size());
        }
    }

    private void requireOrdered(String operator, Operand operand) {
        if (operand instanceof Operand.Literal literal && !Comparison.isOrdered(literal.value())) {
            throw wrongType(operator, operand);
        }
    }

    private void requireNumber(String operator, UpdateExpression.Source source) {
        if (source instanceof UpdateExpression.Source.Literal literal && !(literal.value() instanceof Num)) {
            throw wrongType(operator, literal.value());
        }
    }

    private void requireOperand(String clause, Value value) {
        boolean fits = value instanceof SetOf || (clause.equals("ADD") && value instanceof Num);
        if (!fits) {
            throw tokens.invalid("Incorrect operand type for operator or function; operator: " + clause
                    + ", operand type: " + ValueText.typeName(value) + ", typeSet: ALLOWED_FOR_" + clause
                    + "_OPERAND");
        }
    }

    private void requireDistinct(String operator, Operand first, Operand second) {
        if (first instanceof Operand.At && first.equals(second)) {
            throw tokens.invalid(
                    "The first operand must be distinct from the remaining operands for this operator or function; "
                            + "operator: " + operator + ", first operand: " + first);
        }
    }

    private void requireApart(List<Path> paths) {
        for (int i = 0; i < paths.size(); i++) {
            for (int j = 0; j < i; j++) {
                String both = "path one: " + paths.get(j) + ", path two: " + paths.get(i);
                if (paths.get(i).overlaps(paths.get(j))) {
                    throw tokens.invalid("Two document paths overlap with each other; "
                            + "must remove or rewrite one of these paths; " + both);
                }
                if (paths.get(i).conflicts(paths.get(j))) {
                    throw tokens.invalid("Two document paths conflict with each other; "
                            + "must remove or rewrite one of these paths; " + both);
                }
            }
        }
    }

    private Refusal misplaced(String function) {
        return tokens.invalid(
                "The function is not allowed to be used this way in an expression; function: " + function);
    }

    private Refusal wrongType(String operator, Operand operand) {
        return operand instanceof Operand.Literal literal
                ? wrongType(operator, literal.value())
                : tokens.invalid("Incorrect operand type for operator or function; operator or function: " + operator
                        + ", operand type: " + (operand instanceof Operand.SizeOf ? "N" : "S"));
    }

    private Refusal wrongType(String operator, Value value) {
        return tokens.invalid("Incorrect operand type for operator or function; operator or function: " + operator
                + ", operand type: " + value.type());
    }
}
