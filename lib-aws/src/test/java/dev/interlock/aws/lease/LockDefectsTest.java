package dev.interlock.aws.lease;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.InterlockEvent;
import dev.interlock.lease.Acquisition;
import dev.interlock.lease.LeaseRequest;
import dev.interlock.lease.Leases;
import dev.interlock.lease.Renewal;
import dev.interlock.lease.WriterLease;
import dev.interlock.testkit.s3.S3Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The schedules in which an older lock, whose steps {@code locks.json} records, goes wrong, on this one: each test is
 * one row that is marked as a defect, and shows what the row desires.
 */
final class LockDefectsTest {
    private static final String STALE_LOCK =
            "{\"hostname\": \"old-host\", \"pid\": 7, \"started_at\": \"2026-05-27T10:00:00Z\","
                    + " \"ttl_epoch\": 1779880000, \"writer_id\": \"dead\"}";
    private static final Duration HOUR = Duration.ofHours(1);

    private final Site site = new Site(7);
    private final Leases a = site.writer();
    private final Leases b = site.writer();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            l10: JSON array body, treated as malformed                     | 5b5d
            l12: body is not UTF-8, treated as malformed                   | fffe00
            l13: ttl_epoch null, treated as malformed                      | 7b22777269746572\
            5f6964223a2278222c22737461727465645f6174223a2273222c2274746c5f65706f6368223a6e756c6c2c22686f73746e616d65223a22\
            68222c22706964223a317d
            """)
    void unreadableBody_isTakenOverOnceNothingHasChangedForALease(String row, String hex) {
        site.aws.s3().put(Site.BUCKET, Site.NAME, HexFormat.of().parseHex(hex), site.clock.instant());
        assertThat(a.acquire(request("a"))).as(row).isInstanceOf(Acquisition.Unknown.class);

        site.passes(HOUR.plusSeconds(5));
        WriterLease lease = a.acquire(request("a")).orThrow();
        assertThat(b.acquire(request("b"))).isInstanceOf(Acquisition.Held.class);
        lease.ensureHeld();
    }

    @Test
    @DisplayName("l21: stale takeover race, late delete: exactly one winner")
    void staleTakeover_bothHaveReadTheStaleLock_exactlyOneWins() {
        stale();
        List<Acquisition> early = new ArrayList<>();
        HookedStore late = new HookedStore(site.store()).beforeWrite(1, () -> early.add(a.acquire(request("a"))));

        Acquisition second = site.writer(late, site.clock).acquire(request("b"));

        early.get(0).orThrow().ensureHeld();
        assertThat(second).isEqualTo(new Acquisition.Held(Site.holder("a"), Duration.ZERO));
    }

    @Test
    @DisplayName(
            "l24: stale takeover loses and the winner has released before the re-read: retried, and never names ourselves")
    void staleTakeover_winnerHasReleasedBeforeTheReread_isTakenAfterIt() {
        stale();
        List<Acquisition> winner = new ArrayList<>();
        HookedStore slow = new HookedStore(site.store())
                .beforeWrite(1, () -> winner.add(b.acquire(request("b"))))
                .beforeRead(2, () -> winner.get(0).orThrow().close());

        WriterLease lease = site.writer(slow, site.clock).acquire(request("a")).orThrow();

        assertThat(lease.fence()).isGreaterThan(winner.get(0).orThrow().fence());
        lease.ensureHeld();
    }

    @Test
    @DisplayName(
            "l27: holder overruns, B takes over, A's release leaves B's lock alone, C is refused, A learns it lost")
    void release_afterATakeOver_leavesTheOthersLockAlone() {
        WriterLease overrun = a.acquire(request("a")).orThrow();
        site.passes(HOUR.plusSeconds(5));
        WriterLease held = b.acquire(request("b")).orThrow();
        String before = site.body();

        overrun.close();

        assertThat(site.body()).isEqualTo(before);
        assertThat(site.writer().acquire(request("c")))
                .isEqualTo(new Acquisition.Held(Site.holder("b"), Duration.ZERO));
        held.ensureHeld();
        assertThat(site.events)
                .contains(new InterlockEvent(
                        InterlockEvent.Kind.LEASE_LOST,
                        "writer-lease",
                        Site.NAME,
                        "with fence " + overrun.fence() + ": it was another's when it was to be released"));
    }

    @Test
    @DisplayName("l28: holder overruns while B takes over: A is told, and its fence is older")
    void takeOver_whileTheOverrunHolderWorks_tellsItAndHasAGreaterFence() {
        WriterLease overrun = a.acquire(request("a")).orThrow();
        List<String> told = new ArrayList<>();
        overrun.onLost(told::add);
        site.passes(HOUR.plusSeconds(5));
        WriterLease held = b.acquire(request("b")).orThrow();

        assertThatThrownBy(overrun::ensureHeld).hasMessageEndingWith("is not held: its time is over");
        assertThat(told).containsExactly("its time is over");
        assertThat(overrun.renew()).isEqualTo(new Renewal.Lost("its time is over"));
        assertThat(held.fence()).isGreaterThan(overrun.fence());
    }

    @Test
    @DisplayName("l33: the stale lock may not be replaced: the refusal is what is reported")
    void takeOver_mayNotWrite_tellsWhatIsMissing() {
        stale();
        site.aws.s3().deny(S3Action.PUT_OBJECT, Site.BUCKET);
        assertThat(a.acquire(request("a")))
                .isEqualTo(new Acquisition.Unknown("gave up after 5 writes: PUT s3://locks/locks/universe-writer.lock"
                        + " answered 403 AccessDenied; it needs s3:PutObject, and s3:GetObject to compare the ETag"));
    }

    @Test
    @DisplayName("l37: first put answers 409: retried")
    void acquire_conflict_isRetried() {
        site.aws.faults().on("PutObject").nth(1).conflict();
        a.acquire(request("a")).orThrow().ensureHeld();
        assertThat(site.aws.requests("PutObject")).hasSize(2);
    }

    @Test
    @DisplayName("l42: put stored but the client sees 500: read back and recognized by its nonce")
    void acquire_storedButAnsweredWith500_isOurs() {
        site.aws.faults().on("PutObject").first(4).failAfter();
        WriterLease lease = a.acquire(request("a")).orThrow();
        lease.ensureHeld();
        assertThat(b.acquire(request("b"))).isInstanceOf(Acquisition.Held.class);
        lease.close();
        b.acquire(request("b")).orThrow().ensureHeld();
    }

    @ParameterizedTest(name = "l43: a lease of {0} is refused")
    @CsvSource({"PT0S", "PT-1S", "PT0.999S", "PT24H0.001S"})
    void request_leaseOutOfBounds_isRefused(Duration lease) {
        assertThatThrownBy(() -> LeaseRequest.of(Site.NAME, Site.holder("a"), lease))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lease is not within PT1S and PT24H: " + lease);
    }

    @Test
    @DisplayName("l46: B's clock is 2h ahead: the store's clock judges, so the live lock stays")
    void acquire_contendersClockIsAhead_doesNotTakeALiveLock() {
        WriterLease lease = a.acquire(request("a")).orThrow();
        Leases ahead = site.writer(site.store(), () -> site.clock.instant().plusSeconds(7_200));
        assertThat(ahead.acquire(request("b"))).isInstanceOf(Acquisition.Held.class);
        lease.ensureHeld();
    }

    @Test
    @DisplayName("l48: a slow put yields no lock that is over already: it is given back, and B is the one holder")
    void acquire_leaseOverBeforeTheAnswer_isReleasedAndRefused() {
        HookedStore slow = new HookedStore(site.store()).beforeWrite(1, () -> site.passes(Duration.ofSeconds(4_000)));

        Acquisition late = site.writer(slow, site.clock).acquire(request("a"));

        assertThat(late)
                .isInstanceOfSatisfying(
                        Acquisition.Unknown.class,
                        unknown -> assertThat(unknown.cause())
                                .startsWith("the lease of PT1H was over before the store had answered")
                                .contains("is released again"));
        b.acquire(request("b")).orThrow().ensureHeld();
    }

    @Test
    @DisplayName("l49: the object is removed during the hold: B acquires above A, A's release leaves B's lock alone")
    void release_afterTheObjectWasRemovedAndTakenByAnother_leavesItAlone() {
        WriterLease robbed = a.acquire(request("a")).orThrow();
        site.passes(Duration.ofSeconds(10));
        site.s3().deleteObject(r -> r.bucket(Site.BUCKET).key(Site.NAME));
        WriterLease held = b.acquire(request("b")).orThrow();

        assertThat(robbed.renew())
                .isEqualTo(new Renewal.Lost("another record has taken the place of ours, or somebody has deleted it"));
        robbed.close();

        assertThat(held.fence()).isGreaterThan(robbed.fence());
        assertThat(site.writer().acquire(request("c"))).isInstanceOf(Acquisition.Held.class);
    }

    private void stale() {
        site.aws.s3().put(Site.BUCKET, Site.NAME, STALE_LOCK.getBytes(UTF_8), site.clock.instant());
        site.passes(Duration.ofSeconds(1));
    }

    private static LeaseRequest request(String host) {
        return LeaseRequest.of(Site.NAME, Site.holder(host), HOUR);
    }
}
