package dev.interlock.mutex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.InterlockListener;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples of the Javadoc. */
final class SnippetsTest {
    private final AdmissionStore store = new InMemoryAdmissionStore();
    private final InstantSource clock = () -> Instant.parse("2026-05-26T12:45:03Z");
    private final List<String> metrics = new ArrayList<>();
    private final InterlockListener listener = event -> metrics.add(event.kind().name());
    private final Optional<String> role = Optional.of("daily");
    private final Instant scheduledAt = Instant.parse("2026-05-26T12:45:00Z");

    @Test
    void admit_twoTriggers_startOneRun() {
        assertThat(start("run-1")).isEqualTo("started");
        assertThat(start("run-2")).startsWith("not started: Duplicate[holder=run-1");
        assertThat(metrics).containsExactly("CONFLICT");
    }

    private String start(String executionArn) {
        // @start region="admit"
        MutexPolicy policy = MutexPolicy.guarding(MutexRoles.of("daily", "weekly"));
        ExecutionMutex mutex = ExecutionMutex.create(store, policy, clock, listener);

        Admission admission = mutex.admit("weekday-pipeline", role, scheduledAt, executionArn);
        return admission.proceeds() ? "started" : "not started: " + admission;
        // @end
    }
}
