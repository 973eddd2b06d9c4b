package dev.interlock.lease;

import dev.interlock.lease.LeaseModel.Action;
import dev.interlock.lease.LeaseModel.Invariant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Visits every state that a {@link LeaseModel} can reach, breadth first, so that the first trace to a violation is a
 * shortest one. What follows a violation of an invariant that is checked is not visited.
 *
 * <p>A state is two longs; with its predecessor and the open hash table that is about 30 bytes.
 */
final class ModelSearch {
    /**
     * What the search found.
     *
     * @param states how many states there are
     * @param depth how many steps the farthest of them is away
     * @param violations a shortest trace to each invariant that breaks
     */
    record Result(int states, int depth, Map<Invariant, List<String>> violations) {}

    private static final Action[] ACTIONS = Action.values();

    private final LeaseModel model;
    private final Set<Invariant> checked;
    private final Map<Invariant, List<String>> violations = new EnumMap<>(Invariant.class);
    private long[] writes = new long[1 << 16];
    private long[] rest = new long[1 << 16];
    private int[] parent = new int[1 << 16];
    private byte[] step = new byte[1 << 16];
    private int size;

    /** Indices of states, plus 1; a power of two long and at most half full. */
    private int[] table = new int[1 << 17];

    private ModelSearch(LeaseModel model, Set<Invariant> checked) {
        this.model = model;
        this.checked = checked;
    }

    /** Visits every state and holds it against every invariant. */
    static Result all(LeaseModel model) {
        return new ModelSearch(model, EnumSet.allOf(Invariant.class)).run(false);
    }

    /** Looks for a shortest trace to a violation of {@code sought}, whatever else breaks on the way. */
    static Result until(Invariant sought, LeaseModel model) {
        return new ModelSearch(model, EnumSet.of(sought)).run(true);
    }

    private Result run(boolean endsAtViolation) {
        add(new ModelState(), -1, (byte) 0);
        int depth = 0;
        int endOfLevel = size;
        for (int i = 0; i < size && !(endsAtViolation && !violations.isEmpty()); i++) {
            if (i == endOfLevel) {
                depth++;
                endOfLevel = size;
            }
            int from = i;
            model.steps(ModelState.unpack(writes[i], rest[i]), (action, client, next, broken) -> {
                byte taken = packed(action, client);
                broken.retainAll(checked);
                if (broken.isEmpty()) {
                    add(next, from, taken);
                } else {
                    report(broken, next, from, taken);
                }
            });
        }
        return new Result(size, depth, violations);
    }

    @SuppressWarnings("EnumOrdinal") // never stored, only unpacked again
    private static byte packed(Action action, int client) {
        return (byte) (action.ordinal() * 2 + client);
    }

    private void add(ModelState state, int from, byte taken) {
        long a = state.packedWrites();
        long b = state.packedRest();
        int slot = slot(a, b);
        if (table[slot] != 0) {
            return;
        }
        if (size == writes.length) {
            grow();
            slot = slot(a, b);
        }
        writes[size] = a;
        rest[size] = b;
        parent[size] = from;
        step[size] = taken;
        size++;
        table[slot] = size;
    }

    /** Where the state is, or belongs. */
    private int slot(long a, long b) {
        int mask = table.length - 1;
        long hash = (a * 0x9E3779B97F4A7C15L) ^ (b * 0xC2B2AE3D27D4EB4FL);
        int slot = (int) (hash ^ hash >>> 32) & mask;
        while (table[slot] != 0 && (writes[table[slot] - 1] != a || rest[table[slot] - 1] != b)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int capacity = size * 2;
        writes = Arrays.copyOf(writes, capacity);
        rest = Arrays.copyOf(rest, capacity);
        parent = Arrays.copyOf(parent, capacity);
        step = Arrays.copyOf(step, capacity);
        table = new int[capacity * 2];
        for (int i = 0; i < size; i++) {
            table[slot(writes[i], rest[i])] = i + 1;
        }
    }

    private void report(Set<Invariant> broken, ModelState last, int from, byte taken) {
        for (Invariant invariant : broken) {
            violations.computeIfAbsent(invariant, first -> trace(first, last, from, taken));
        }
    }

    private List<String> trace(Invariant invariant, ModelState last, int from, byte taken) {
        Deque<String> lines = new ArrayDeque<>();
        lines.addFirst("violated: " + invariant + ", " + invariant.text);
        lines.addFirst(line(taken, last));
        for (int i = from; parent[i] >= 0; i = parent[i]) {
            lines.addFirst(line(step[i], ModelState.unpack(writes[i], rest[i])));
        }
        return List.copyOf(lines);
    }

    private static String line(byte taken, ModelState reached) {
        return "c" + taken % 2 + " " + ACTIONS[taken / 2].text + "\n      " + reached;
    }
}
