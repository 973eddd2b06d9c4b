package dev.interlock.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.FakeAws;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * That the fidelity suite would see an error of the fake: each {@link Defect}, made on purpose, turns it red. DynamoDB
 * Local is asked once.
 */
@ExtendWith(LocalDynamoDb.class)
final class DeliberateErrorsTest {
    private static final long SEED = 20260526;
    private static final int STEPS = 800;
    private static final String TABLE = "defects";

    private static List<Step> steps;
    private static List<Answer> expected;

    @BeforeAll
    static void askLocal(DynamoDbClient local) {
        Script.createTable(local, TABLE);
        steps = Script.of(SEED, STEPS, TABLE);
        expected = steps.stream().map(step -> step.run(local)).toList();
    }

    @ParameterizedTest
    @EnumSource
    void suite_withTheError_isRed(Defect defect) {
        assertThat(firstUnequal(new DefectiveWire(defect)))
                .as("the first call of seed %s whose answers differ, beside refused ones", SEED)
                .isNotEmpty();
    }

    @Test
    void suite_withoutAnError_isGreen() {
        assertThat(firstUnequal(new ExecutionInterceptor() {})).isEmpty();
    }

    /**
     * Of the calls that are not refused as they stand: an error may change their text, and that alone would be told
     * too.
     */
    private static OptionalInt firstUnequal(ExecutionInterceptor interceptor) {
        try (DynamoDbClient fake = FakeAws.create()
                .connect(DynamoDbClient.builder().overrideConfiguration(c -> c.addExecutionInterceptor(interceptor)))
                .build()) {
            Script.createTable(fake, TABLE);
            for (int i = 0; i < steps.size(); i++) {
                boolean equal =
                        KnownDifferences.allow(expected.get(i), steps.get(i).run(fake));
                if (!equal && !expected.get(i).code().equals("ValidationException")) {
                    return OptionalInt.of(i);
                }
            }
        }
        return OptionalInt.empty();
    }
}
