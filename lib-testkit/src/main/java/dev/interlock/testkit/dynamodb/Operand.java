package dev.interlock.testkit.dynamodb;

import dev.interlock.testkit.dynamodb.Value.Num;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One side of a comparison, or one argument of a function. */
sealed interface Operand {
    /** The value that it has in {@code item}; null if it has none there. */
    @Nullable
    Value in(Map<String, Value> item);

    /** Where in the item it looks. */
    Stream<Path> paths();

    /** What an item holds at a path. */
    record At(Path path) implements Operand {
        @Override
        public Stream<Path> paths() {
            return Stream.of(path);
        }

        @Override
        public @Nullable Value in(Map<String, Value> item) {
            return path.in(item);
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A value that came with the request. */
    record Literal(Value value) implements Operand {
        @Override
        public Stream<Path> paths() {
            return Stream.of();
        }

        @Override
        public Value in(Map<String, Value> item) {
            return value;
        }

        @Override
        public String toString() {
            return "AttributeValue: " + ValueText.of(value);
        }
    }

    /** The size of what another operand is. */
    record SizeOf(Operand of) implements Operand {
        @Override
        public Stream<Path> paths() {
            return of.paths();
        }

        @Override
        public @Nullable Value in(Map<String, Value> item) {
            Value value = of.in(item);
            int size = value == null ? -1 : Sizes.ofOperand(value);
            return size < 0 ? null : new Num(BigDecimal.valueOf(size).stripTrailingZeros());
        }
    }
}
