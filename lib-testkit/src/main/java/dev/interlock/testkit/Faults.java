package dev.interlock.testkit;

import static java.util.Objects.requireNonNull;

import dev.interlock.testkit.wire.FakeService;
import dev.interlock.testkit.wire.FakeService.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong, and when. Each rule picks requests by operation, key and count, or by chance from a seed; its last
 * word says what becomes of them: {@snippet class="dev.interlock.testkit.SnippetsTest" region="faults"}
 *
 * <p>Every send counts, retries included: {@code nth(1)} spoils the first send and leaves the SDK's retry alone. Where
 * several rules pick one request, delays add up and the first rule that decides its fate wins. A table of what each
 * fault does is in the guide, {@code docs/testkit.md}.
 *
 * <p>Thread-safe. With requests from several threads, which of them is the nth is up to their race.
 */
public final class Faults {
    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();

    private final Set<String> operations;

    Faults(Set<String> operations) {
        this.operations = Set.copyOf(operations);
    }

    /**
     * Starts a rule for an operation, spelled as the SDK's model does, such as {@code PutObject}.
     *
     * @throws IllegalArgumentException if the fake has no such operation, so that the rule could never strike
     */
    public FaultRule on(String operation) {
        requireOperation(operation);
        return rule(candidate -> candidate.name().equals(operation));
    }

    /** Starts a rule for every operation. */
    public FaultRule onAny() {
        return rule(candidate -> true);
    }

    /** Ends all rules. What was lost stays lost, and what is to land late still lands. */
    public void clear() {
        rules.clear();
    }

    void requireOperation(String operation) {
        if (!operations.contains(requireNonNull(operation, "operation"))) {
            throw new IllegalArgumentException(
                    "the fake has no operation '" + operation + "'; it has " + new TreeSet<>(operations));
        }
    }

    Plan plan(Operation operation) {
        Duration latency = Duration.ZERO;
        Duration skew = Duration.ZERO;
        Duration elapse = Duration.ZERO;
        Fate fate = null;
        for (FaultRule rule : rules) {
            Plan plan = rule.picks(operation) ? rule.plan() : Plan.NONE;
            latency = latency.plus(plan.latency());
            elapse = elapse.plus(plan.elapse());
            skew = skew.plus(plan.skew());
            fate = fate != null ? fate : plan.fate();
        }
        return new Plan(latency, elapse, skew, fate);
    }

    private FaultRule rule(Predicate<Operation> matches) {
        return new FaultRule(rules.size(), matches, rules::add);
    }

    /** What the rules do to one request. */
    record Plan(
            Duration latency,
            Duration elapse,
            Duration skew,
            @Nullable Fate fate) {
        static final Plan NONE = new Plan(Duration.ZERO, Duration.ZERO, Duration.ZERO, null);

        static Plan of(Fate fate) {
            return new Plan(Duration.ZERO, Duration.ZERO, Duration.ZERO, fate);
        }

        static Plan of(FakeService.Trouble trouble) {
            return of(new Fate.Refused(trouble));
        }
    }
}
