package dev.interlock.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.testkit.FakeAws;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * That the fidelity suite would see an error of the fake: each {@link Defect}, made on purpose, turns it red. DynamoDB Local
 * is asked once.
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
        assertThat(unequal(new DefectiveWire(defect)))
                .as("calls of seed %s whose answers differ, beside refused ones", SEED)
                .isNotEmpty();
    }

    @Test
    void suite_withoutAnError_isGreen() {
        assertThat(unequal(new ExecutionInterceptor() {})).isEmpty();
    }

    /** Of the calls that are not refused as they stand: an error may change their text, and that alone would be told too. */
    private static List<Integer> unequal(ExecutionInterceptor interceptor) {
        List<Integer> unequal = new ArrayList<>();
        try (DynamoDbClient fake = FakeAws.create()
                .connect(DynamoDbClient.builder().overrideConfiguration(c -> c.addExecutionInterceptor(interceptor)))
                .build()) {
            Script.createTable(fake, TABLE);
            for (int i = 0; i < steps.size(); i++) {
                boolean refused = expected.get(i).code().equals("ValidationException");
                if (!KnownDifferences.allow(expected.get(i), steps.get(i).run(fake)) && !refused) {
                    unequal.add(i);
                }
            }
        }
        return unequal;
    }
}
