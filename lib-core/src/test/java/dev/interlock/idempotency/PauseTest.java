package dev.interlock.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class PauseTest {
    @Test
    @Timeout(60)
    void sleeping_interrupted_returnsAtOnceWithTheFlagSet() {
        Thread.currentThread().interrupt();

        Pause.sleeping().pause(Duration.ofDays(1));

        assertThat(Thread.interrupted()).isTrue();
    }
}
