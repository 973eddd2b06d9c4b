package dev.interlock.aws.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.lease.Acquisition;
import dev.interlock.lease.Leases;
import dev.interlock.lease.Renewal;
import dev.interlock.lease.WriterLease;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class S3LeaseStoreTest {
    private final Site site = new Site(1);
    private final Leases a = site.writer();
    private final Leases b = site.writer();

    @Test
    void acquireAndRelease_uncontended_areThreeRequests() {
        a.acquire(Site.request("a")).orThrow().close();
        int first = site.requests();
        b.acquire(Site.request("b")).orThrow().close();
        assertThat(first).isEqualTo(3);
        assertThat(site.requests() - first).isEqualTo(3);
    }

    @Test
    void acquire_free_writesAReadableRecord() {
        a.acquire(Site.request("a")).orThrow();
        assertThat(site.body())
                .isEqualTo("{\"v\":1,\"epoch\":1779886800,\"held\":true,\"holder\":{\"host\":\"a\",\"pid\":42,"
                        + "\"role\":\"daily-append\",\"runId\":\"run-7\",\"startedAt\":\"2026-05-27T13:00:00.000Z\"},"
                        + "\"nonce\":\"nonce-1\",\"leaseMillis\":60000,\"expiresAt\":\"2026-05-27T13:01:00.000Z\"}");
    }

    @Test
    void acquire_held_tellsTheHolderAndTheAge() {
        a.acquire(Site.request("a")).orThrow();
        site.passes(Duration.ofSeconds(10));
        assertThat(b.acquire(Site.request("b")))
                .isEqualTo(new Acquisition.Held(Site.holder("a"), Duration.ofSeconds(10)));
    }

    @Test
    void acquire_answerLost_recognizesItsOwnRecord() {
        site.aws.faults().on("PutObject").nth(1).loseAnswer();
        WriterLease lease = a.acquire(Site.request("a")).orThrow();
        assertThat(lease.isHeld()).isTrue();
        lease.close();
        assertThat(site.body()).contains("\"held\":false");
    }

    @Test
    void renew_answerLost_isRenewed() {
        WriterLease lease = a.acquire(Site.request("a")).orThrow();
        site.passes(Duration.ofSeconds(30));
        site.aws.faults().on("PutObject").nth(1).loseAnswer();
        assertThat(lease.renew()).isEqualTo(new Renewal.Renewed(Site.LEASE));
        site.passes(Duration.ofSeconds(59));
        lease.ensureHeld();
    }
}
