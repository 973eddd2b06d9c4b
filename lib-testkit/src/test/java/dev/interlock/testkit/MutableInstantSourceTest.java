package dev.interlock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MutableInstantSourceTest {
    private static final Instant NOW = Instant.parse("2026-05-27T13:50:00Z");

    @Test
    void instant_untouched_standsStill() {
        MutableInstantSource clock = MutableInstantSource.at(NOW);

        assertThat(clock.instant()).isEqualTo(NOW).isEqualTo(clock.instant());
        assertThat(clock.millis()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void at_text_isTheInstantOfTheText() {
        assertThat(MutableInstantSource.at("2026-05-27T13:50:00Z").instant()).isEqualTo(NOW);
        assertThatThrownBy(() -> MutableInstantSource.at("27 May"))
                .isInstanceOf(DateTimeParseException.class)
                .hasMessageContaining("'27 May'");
    }

    @Test
    void set_movesItEitherWay() {
        MutableInstantSource clock = MutableInstantSource.at(NOW);

        clock.set(NOW.plusSeconds(5));
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(5));

        clock.set(NOW.minusSeconds(5));
        assertThat(clock.instant()).isEqualTo(NOW.minusSeconds(5));
    }

    @Test
    void advance_movesItAndReturnsWhatItShows() {
        MutableInstantSource clock = MutableInstantSource.at(NOW);

        assertThat(clock.advance(Duration.ofNanos(1))).isEqualTo(NOW.plusNanos(1));
        assertThat(clock.advance(Duration.ofMinutes(-1)))
                .isEqualTo(NOW.plusNanos(1).minusSeconds(60));
        assertThat(clock.advance(Duration.ZERO)).isEqualTo(clock.instant());
    }

    @Test
    void advance_beyondTheEndOfTime_isRefusedAndLeavesIt() {
        MutableInstantSource clock = MutableInstantSource.at(Instant.MAX);

        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(1))).isInstanceOf(DateTimeException.class);
        assertThat(clock.instant()).isEqualTo(Instant.MAX);
    }

    @Test
    void advance_fromSeveralThreads_losesNoStep() throws InterruptedException {
        MutableInstantSource clock = MutableInstantSource.at(NOW);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);
        for (int thread = 0; thread < 8; thread++) {
            pool.execute(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                for (int i = 0; i < 10_000; i++) {
                    clock.advance(Duration.ofMillis(1));
                }
            });
        }
        start.countDown();
        pool.shutdown();

        assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(80));
    }

    @Test
    void toString_isTheInstant() {
        assertThat(MutableInstantSource.at(NOW)).hasToString("2026-05-27T13:50:00Z");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without a checker may do
    void null_isRefusedByName() {
        MutableInstantSource clock = MutableInstantSource.at(NOW);

        assertThatNullPointerException()
                .isThrownBy(() -> MutableInstantSource.at((Instant) null))
                .withMessage("now");
        assertThatNullPointerException().isThrownBy(() -> clock.set(null)).withMessage("instant");
        assertThat(clock.instant()).isEqualTo(NOW);
    }
}
