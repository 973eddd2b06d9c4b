package dev.interlock.testkit.dynamodb;

import dev.interlock.testkit.dynamodb.Value.ListOf;
import dev.interlock.testkit.dynamodb.Value.Num;
import dev.interlock.testkit.dynamodb.Value.SetOf;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an update does to an item. Everything that it reads is of the item before the update. */
record UpdateExpression(List<Assign> sets, List<Path> removes, List<Change> adds, List<Change> deletes) {
    UpdateExpression {
        sets = List.copyOf(sets);
        removes = List.copyOf(removes);
        adds = List.copyOf(adds);
        deletes = List.copyOf(deletes);
    }

    /** Of SET. */
    record Assign(Path path, Source source) {}

    /** Of ADD and DELETE. */
    record Change(Path path, Value value) {}

    /** What is being read, clause by clause. */
    record Draft(Set<String> opened, List<Assign> sets, List<Path> removes, List<Change> adds, List<Change> deletes) {
        Draft() {
            this(new LinkedHashSet<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        UpdateExpression finish() {
            return new UpdateExpression(sets, removes, adds, deletes);
        }
    }

    /** Where SET takes a value from. */
    sealed interface Source {
        Value in(Map<String, Value> item);

        /** Where in the item it looks. */
        Stream<Path> paths();

        /** A value that came with the request. */
        record Literal(Value value) implements Source {
            @Override
            public Stream<Path> paths() {
                return Stream.of();
            }

            @Override
            public Value in(Map<String, Value> item) {
                return value;
            }
        }

        /** What the item holds at a path. */
        record At(Path path) implements Source {
            @Override
            public Stream<Path> paths() {
                return Stream.of(path);
            }

            @Override
            public Value in(Map<String, Value> item) {
                Value value = path.in(item);
                if (value == null) {
                    throw Refusal.invalid(
                            "The provided expression refers to an attribute that does not exist in the item");
                }
                return value;
            }
        }

        /** {@code if_not_exists}. */
        record Otherwise(Path path, Source source) implements Source {
            @Override
            public Stream<Path> paths() {
                return Stream.concat(Stream.of(path), source.paths());
            }

            @Override
            public Value in(Map<String, Value> item) {
                Value value = path.in(item);
                return value == null ? source.in(item) : value;
            }
        }

        /** {@code list_append}. */
        record Append(Source first, Source second) implements Source {
            @Override
            public Stream<Path> paths() {
                return Stream.concat(first.paths(), second.paths());
            }

            @Override
            public Value in(Map<String, Value> item) {
                if (first.in(item) instanceof ListOf front && second.in(item) instanceof ListOf back) {
                    return new ListOf(Stream.concat(front.items().stream(), back.items().stream())
                            .toList());
                }
                throw wrongType();
            }
        }

        /** {@code +} or {@code -}. */
        record Sum(Source left, boolean minus, Source right) implements Source {
            @Override
            public Stream<Path> paths() {
                return Stream.concat(left.paths(), right.paths());
            }

            @Override
            public Value in(Map<String, Value> item) {
                if (left.in(item) instanceof Num a && right.in(item) instanceof Num b) {
                    return minus ? Numbers.sum(a.value(), b.value().negate()) : Numbers.sum(a.value(), b.value());
                }
                throw wrongType();
            }
        }
    }

    /** The paths that are written, in the order in which DynamoDB compares them. */
    List<Path> paths() {
        return Stream.of(
                        sets.stream().map(Assign::path),
                        removes.stream(),
                        adds.stream().map(Change::path),
                        deletes.stream().map(Change::path))
                .flatMap(paths -> paths)
                .toList();
    }

    /** Where in the item it looks or writes. */
    Stream<Path> looksAt() {
        return Stream.concat(paths().stream(), sets.stream().map(Assign::source).flatMap(Source::paths));
    }

    Map<String, Value> applyTo(Map<String, Value> item) {
        ItemEdit edit = new ItemEdit(item);
        paths().forEach(edit::requireValid);
        for (Assign set : sets) {
            edit.set(set.path(), set.source().in(item));
        }
        for (Change add : adds) {
            edit.set(add.path(), added(add.path().in(item), add.value()));
        }
        for (Change delete : deletes) {
            Value before = delete.path().in(item);
            if (before != null) {
                SetOf rest = without(before, delete.value());
                if (rest.members().isEmpty()) {
                    edit.remove(delete.path());
                } else {
                    edit.set(delete.path(), rest);
                }
            }
        }
        removes.forEach(edit::remove);
        return edit.finish();
    }

    private static Value added(@Nullable Value before, Value value) {
        if (before == null) {
            return value;
        }
        if (before instanceof Num a && value instanceof Num b) {
            return Numbers.sum(a.value(), b.value());
        }
        if (before instanceof SetOf a && value instanceof SetOf b && a.type().equals(b.type())) {
            Set<Value> union = new LinkedHashSet<>(a.members());
            union.addAll(b.members());
            return new SetOf(a.type(), union);
        }
        throw wrongType();
    }

    private static SetOf without(Value before, Value value) {
        if (before instanceof SetOf a && value instanceof SetOf b && a.type().equals(b.type())) {
            Set<Value> rest = new LinkedHashSet<>(a.members());
            rest.removeAll(b.members());
            return new SetOf(a.type(), rest);
        }
        throw wrongType();
    }

    private static Refusal wrongType() {
        return Refusal.invalid("An operand in the update expression has an incorrect data type");
    }
}
