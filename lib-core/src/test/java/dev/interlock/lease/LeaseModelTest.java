package dev.interlock.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.lease.LeaseModel.Clocks;
import dev.interlock.lease.LeaseModel.Invariant;
import dev.interlock.lease.LeaseModel.Variant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The protocol holds in every state; each mutant breaks what its missing rule is there for. */
final class LeaseModelTest {
    private static final int WRITES = Integer.getInteger("proof.writes", 3);

    /** All states at three writes. Fewer means that the model has lost a behaviour, which a proof does not notice. */
    private static final int LEAST_STATES_ASYNC = 200_000;

    private static final int LEAST_STATES_LEASE = 700_000;

    private record Refutation(Variant variant, Clocks clocks, Invariant invariant) {}

    static Stream<Refutation> refutations() {
        return Stream.of(
                new Refutation(Variant.NO_READ_BACK, Clocks.ASYNC, Invariant.NOT_REFUSED_BY_ITSELF),
                new Refutation(Variant.NO_READ_BACK, Clocks.LEASE, Invariant.NOT_REFUSED_BY_ITSELF),
                new Refutation(Variant.RELEASE_READS_THE_TAG_AGAIN, Clocks.ASYNC, Invariant.OWN_RECORD_ONLY),
                new Refutation(Variant.RELEASE_READS_THE_TAG_AGAIN, Clocks.LEASE, Invariant.OWN_RECORD_ONLY),
                new Refutation(Variant.RELEASE_DELETES, Clocks.ASYNC, Invariant.TOKENS_RISE),
                new Refutation(Variant.RELEASE_DELETES, Clocks.LEASE, Invariant.ONE_WRITER_PER_FENCE),
                new Refutation(Variant.TAKE_OVER_DELETES, Clocks.ASYNC, Invariant.TOKENS_RISE),
                new Refutation(Variant.TAKE_OVER_DELETES, Clocks.LEASE, Invariant.OWN_RECORD_ONLY),
                new Refutation(Variant.LEASE_FROM_THE_ANSWER, Clocks.LEASE, Invariant.ONE_BELIEVER),
                new Refutation(Variant.STORE_IS_NOT_ATOMIC, Clocks.ASYNC, Invariant.TOKENS_RISE),
                new Refutation(Variant.STORE_IS_NOT_ATOMIC, Clocks.LEASE, Invariant.ONE_WRITER_PER_FENCE));
    }

    @ParameterizedTest
    @EnumSource
    void protocol_everyReachableState_keepsEveryInvariant(Clocks clocks) {
        ModelSearch.Result all = ModelSearch.all(new LeaseModel(clocks, Variant.PROTOCOL, WRITES));

        assertThat(all.violations()).isEmpty();
        assertThat(all.states()).isGreaterThan(clocks == Clocks.ASYNC ? LEAST_STATES_ASYNC : LEAST_STATES_LEASE);
        System.out.printf(
                "Lease model, %s, %d writes: %,d states within %d steps, all invariants hold%n",
                clocks, WRITES, all.states(), all.depth());
    }

    @ParameterizedTest
    @MethodSource("refutations")
    void mutant_isRefutedByAShortestTrace(Refutation refutation) {
        LeaseModel mutant = new LeaseModel(refutation.clocks(), refutation.variant(), 3);

        ModelSearch.Result found = ModelSearch.until(refutation.invariant(), mutant);

        assertThat(found.violations()).as("%s was not caught", refutation).containsOnlyKeys(refutation.invariant());
        List<String> trace = found.violations().get(refutation.invariant());
        System.out.println(
                refutation.variant() + " with clocks " + refutation.clocks() + ":\n  " + String.join("\n  ", trace));
    }

    /** Time is what refutes it, so without clocks nothing does. */
    @Test
    void leaseFromTheAnswer_withoutClocks_isNotRefuted() {
        LeaseModel mutant = new LeaseModel(Clocks.ASYNC, Variant.LEASE_FROM_THE_ANSWER, 3);

        assertThat(ModelSearch.all(mutant).violations()).isEmpty();
    }

    @Test
    void refutations_coverEveryMutantAndEveryInvariant() {
        Set<Variant> mutants = refutations().map(Refutation::variant).collect(Collectors.toSet());
        Set<Invariant> invariants = refutations().map(Refutation::invariant).collect(Collectors.toSet());

        assertThat(mutants).isEqualTo(EnumSet.complementOf(EnumSet.of(Variant.PROTOCOL)));
        assertThat(invariants).isEqualTo(EnumSet.allOf(Invariant.class));
    }
}
