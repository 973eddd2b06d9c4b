package dev.interlock.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.FakeAws;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The same calls to the fake and to DynamoDB Local come to the same. */
@ExtendWith(LocalDynamoDb.class)
final class FidelityTest {
    private static final int STEPS = 160;

    @ParameterizedTest
    @ValueSource(longs = {20260526, 1, 2, 3})
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
