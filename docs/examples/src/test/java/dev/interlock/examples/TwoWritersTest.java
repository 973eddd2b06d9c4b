package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class TwoWritersTest {
    @Test
    void tell_theZombieWakesUp_isRefusedAndLearns() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        TwoWriters.tell(new PrintStream(out, true, UTF_8));

        assertThat(out.toString(UTF_8).lines())
                .containsExactly(
                        "2026-05-27T13:00:00Z  daily holds the lease until 13:01:00",
                        "2026-05-27T13:00:00Z  daily checks the lease, and stands still before its write",
                        "2026-05-27T13:00:30Z  recovery waits: it is held by daily on host-of-daily (pid 42)",
                        "2026-05-27T13:01:10Z  recovery takes over, with a fence greater by 1",
                        "2026-05-27T13:01:10Z  recovery writes: accepted",
                        "2026-05-27T13:06:10Z  daily wakes up and writes: refused, the last fence is greater by 1",
                        "2026-05-27T13:06:10Z  daily hears that it lost: its time is over",
                        "2026-05-27T13:06:10Z  daily may go on: false",
                        "2026-05-27T13:06:10Z  daily closes, and the lock says: held by recovery on host-of-recovery (pid 42)",
                        "2026-05-27T13:06:10Z  recovery closes, and the lock says: free");
    }
}
