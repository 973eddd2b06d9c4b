package dev.interlock.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.FakeAws;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The same calls to the fake and to DynamoDB Local come to the same. With {@code -Dseed=N} from seed N on, with
 * {@code -Dfidelity.seeds=N} for so many.
 */
@ExtendWith(LocalDynamoDb.class)
final class FidelityTest {
    private static final int STEPS = 160;
    private static final long FIRST_SEED = Long.getLong("seed", 20260526);
    private static final int SEEDS = Integer.getInteger("fidelity.seeds", 4);

    static LongStream seeds() {
        return LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void script_onBoth_givesEqualAnswers(long seed, DynamoDbClient local) {
        System.out.println("fidelity: seed " + seed + ", " + STEPS + " calls");
        String table = "seed-" + seed;
        Script.createTable(local, table);
        try (DynamoDbClient fake =
                FakeAws.create().connect(DynamoDbClient.builder()).build()) {
            Script.createTable(fake, table);
            List<Step> steps = Script.of(seed, STEPS, table);
            for (int i = 0; i < steps.size(); i++) {
                Answer expected = steps.get(i).run(local);
                Answer actual = steps.get(i).run(fake);
                assertThat(KnownDifferences.allow(expected, actual))
                        .as("seed %s, call %s: %s%nlocal %s%nfake  %s", seed, i, steps.get(i), expected, actual)
                        .isTrue();
            }
        }
    }
}
