package dev.interlock.testkit.dynamodb;

import dev.interlock.testkit.dynamodb.Value.Binary;
import dev.interlock.testkit.dynamodb.Value.ListOf;
import dev.interlock.testkit.dynamodb.Value.SetOf;
import dev.interlock.testkit.dynamodb.Value.Text;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A condition or filter, held against one item; against an empty one where there is none. */
sealed interface Condition {
    boolean holds(Map<String, Value> item);

    /** Where in the item it looks. */
    Stream<Path> paths();

    record And(Condition left, Condition right) implements Condition {
        @Override
        public Stream<Path> paths() {
            return Stream.concat(left.paths(), right.paths());
        }

        @Override
        public boolean holds(Map<String, Value> item) {
            return left.holds(item) && right.holds(item);
        }
    }

    record Or(Condition left, Condition right) implements Condition {
        @Override
        public Stream<Path> paths() {
            return Stream.concat(left.paths(), right.paths());
        }

        @Override
        public boolean holds(Map<String, Value> item) {
            return left.holds(item) || right.holds(item);
        }
    }

    record Not(Condition condition) implements Condition {
        @Override
        public Stream<Path> paths() {
            return condition.paths();
        }

        @Override
        public boolean holds(Map<String, Value> item) {
            return !condition.holds(item);
        }
    }

    record Compare(Operand left, Comparison operator, Operand right) implements Condition {
        @Override
        public Stream<Path> paths() {
            return Stream.of(left, right).flatMap(Operand::paths);
        }

        @Override
        public boolean holds(Map<String, Value> item) {
            return operator.holds(left.in(item), right.in(item));
        }
    }

    /** Both bounds included. */
    record Between(Operand operand, Operand low, Operand high) implements Condition {
        @Override
        public Stream<Path> paths() {
            return Stream.of(operand, low, high).flatMap(Operand::paths);
        }

        @Override
        public boolean holds(Map<String, Value> item) {
            Value value = operand.in(item);
            return Comparison.GREATER_OR_EQUAL.holds(value, low.in(item))
                    && Comparison.LESS_OR_EQUAL.holds(value, high.in(item));
        }
    }

    record In(Operand operand, List<Operand> candidates) implements Condition {
        public In {
            candidates = List.copyOf(candidates);
        }

        @Override
        public Stream<Path> paths() {
            return Stream.concat(operand.paths(), candidates.stream().flatMap(Operand::paths));
        }

        @Override
        public boolean holds(Map<String, Value> item) {
            Value value = operand.in(item);
            return candidates.stream().anyMatch(candidate -> Comparison.EQUAL.holds(value, candidate.in(item)));
        }
    }

    record Exists(Path path) implements Condition {
        @Override
        public Stream<Path> paths() {
            return Stream.of(path);
        }

        @Override
        public boolean holds(Map<String, Value> item) {
            return path.in(item) != null;
        }
    }

    record HasType(Operand operand, String type) implements Condition {
        @Override
        public Stream<Path> paths() {
            return operand.paths();
        }

        @Override
        public boolean holds(Map<String, Value> item) {
            Value value = operand.in(item);
            return value != null && value.type().equals(type);
        }
    }

    record BeginsWith(Operand operand, Operand prefix) implements Condition {
        @Override
        public Stream<Path> paths() {
            return Stream.of(operand, prefix).flatMap(Operand::paths);
        }

        @Override
        public boolean holds(Map<String, Value> item) {
            return startsWith(operand.in(item), prefix.in(item));
        }

        private static boolean startsWith(@Nullable Value value, @Nullable Value prefix) {
            if (value instanceof Text text && prefix instanceof Text start) {
                return text.value().startsWith(start.value());
            }
            return value instanceof Binary binary
                    && prefix instanceof Binary start
                    && binary.latin1().startsWith(start.latin1());
        }
    }

    record Contains(Operand operand, Operand part) implements Condition {
        @Override
        public Stream<Path> paths() {
            return Stream.of(operand, part).flatMap(Operand::paths);
        }

        @Override
        public boolean holds(Map<String, Value> item) {
            return contains(operand.in(item), part.in(item));
        }

        private static boolean contains(@Nullable Value value, @Nullable Value part) {
            if (part == null) {
                return false;
            }
            if (value instanceof Text text && part instanceof Text inner) {
                return text.value().contains(inner.value());
            }
            if (value instanceof Binary binary && part instanceof Binary inner) {
                return binary.latin1().contains(inner.latin1());
            }
            if (value instanceof SetOf set) {
                return set.members().contains(part);
            }
            return value instanceof ListOf list && list.items().contains(part);
        }
    }
}
