package dev.interlock.aws.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.Payload;
import dev.interlock.lease.Acquisition;
import dev.interlock.lease.LeaseState;
import dev.interlock.lease.LeaseStore;
import dev.interlock.lease.LeaseStore.Reading;
import dev.interlock.lease.LeaseStore.Writing;
import dev.interlock.lease.Leases;
import dev.interlock.lease.Renewal;
import dev.interlock.lease.WriterLease;
import dev.interlock.testkit.s3.S3Action;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;

final class S3LeaseStoreTest {
    private static final Payload BODY = Payload.of("{}");

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

    @Test
    void read_mayNotRead_isNeverFree() {
        site.aws.s3().deny(S3Action.GET_OBJECT, Site.BUCKET);
        assertThat(unreadable())
                .isEqualTo(
                        "GET s3://locks/locks/universe-writer.lock answered 403 AccessDenied; it needs s3:GetObject, and"
                                + " s3:ListBucket to be told that a key is missing");
    }

    @Test
    void read_mayNotListAndNothingIsThere_isNeverFree() {
        site.aws.s3().deny(S3Action.LIST_BUCKET, Site.BUCKET);
        assertThat(unreadable()).contains("answered 403");
        assertThat(a.acquire(Site.request("a"))).isInstanceOf(Acquisition.Unknown.class);
        assertThat(site.aws.requests("PutObject")).isEmpty();
    }

    @Test
    void read_bucketIsMissing_isUnknown() {
        LeaseStore nowhere = S3LeaseStore.create(site.s3(), "nowhere");
        assertThat(nowhere.read(Site.NAME))
                .isEqualTo(new Reading.Unreadable(
                        "GET s3://nowhere/locks/universe-writer.lock answered 404 NoSuchBucket"));
    }

    @Test
    void read_noAnswer_isUnknown() {
        site.aws.faults().on("GetObject").loseAnswer();
        assertThat(unreadable()).startsWith("GET s3://locks/locks/universe-writer.lock failed: ");
    }

    @Test
    void read_deleteMarker_isAbsent() {
        site.s3().putBucketVersioning(r -> r.bucket(Site.BUCKET).versioningConfiguration(v -> v.status("Enabled")));
        a.acquire(Site.request("a")).orThrow();
        site.s3().deleteObject(r -> r.bucket(Site.BUCKET).key(Site.NAME));
        assertThat(site.store().read(Site.NAME)).isEqualTo(new Reading.Absent(Site.BEGINNING));
        assertThat(b.acquire(Site.request("b"))).isInstanceOf(Acquisition.Acquired.class);
    }

    @Test
    void read_excessiveBody_isCutAndIllegible() {
        site.aws.s3().put(Site.BUCKET, Site.NAME, new byte[10_000_000], site.clock.instant());
        Reading reading = site.store().read(Site.NAME);
        assertThat(((Reading.Found) reading).body().size()).isEqualTo(65_537);
        assertThat(a.inspect(Site.NAME)).isInstanceOf(LeaseState.Illegible.class);
    }

    @Test
    void read_withoutADate_isUnknown() {
        a.acquire(Site.request("a")).orThrow();
        S3Client dateless = site.aws
                .connect(S3Client.builder())
                .overrideConfiguration(o -> o.addExecutionInterceptor(new Rewriting(r -> r.removeHeader("Date"))))
                .build();
        assertThat(S3LeaseStore.create(dateless, Site.BUCKET).read(Site.NAME))
                .isEqualTo(new Reading.Unreadable("GET s3://locks/locks/universe-writer.lock answered without Date,"
                        + " Last-Modified or ETag, which S3 always sends"));
        assertThat(S3LeaseStore.create(dateless, Site.BUCKET).read("locks/none"))
                .isEqualTo(new Reading.Unreadable("GET s3://locks/locks/none answered 404 without a Date"));
    }

    @Test
    void write_refusalOfTheOnlyRequest_isARefusal() {
        a.acquire(Site.request("a")).orThrow();
        LeaseStore store = site.store();
        assertThat(store.create(Site.NAME, BODY)).isEqualTo(new Writing.Refused());
        assertThat(store.replace(Site.NAME, "\"other\"", BODY)).isEqualTo(new Writing.Refused());
        assertThat(store.replace("locks/none", "\"other\"", BODY)).isEqualTo(new Writing.Refused());
    }

    @Test
    void write_refusalOfTheSecondRequest_isAmbiguous() {
        site.aws.faults().on("PutObject").nth(1).loseAnswer();
        assertThat(site.store().create(Site.NAME, BODY))
                .isEqualTo(new Writing.Ambiguous("PUT s3://locks/locks/universe-writer.lock answered 412"
                        + " PreconditionFailed after 2 requests"));
    }

    @Test
    void write_refusalWithStatus200_isAmbiguousAndReadBack() {
        a.acquire(Site.request("a")).orThrow();
        S3Client odd = site.aws
                .connect(S3Client.builder())
                .overrideConfiguration(o -> o.addExecutionInterceptor(new Rewriting(
                        r -> r.statusCode() == 412 ? r.statusCode(200).removeHeader("ETag") : r)))
                .build();
        LeaseStore store = S3LeaseStore.create(odd, Site.BUCKET);
        assertThat(store.create(Site.NAME, BODY)).isInstanceOf(Writing.Ambiguous.class);
        assertThat(site.writer(
                                new HookedStore(store).beforeRead(1, () -> site.passes(Duration.ofSeconds(70))),
                                site.clock)
                        .acquire(Site.request("b")))
                .isInstanceOf(Acquisition.Acquired.class);
    }

    @Test
    void write_conflict_isAConflict() {
        site.aws.faults().on("PutObject").conflict();
        assertThat(site.store().create(Site.NAME, BODY))
                .isEqualTo(new Writing.Conflict(
                        "PUT s3://locks/locks/universe-writer.lock answered 409 ConditionalRequestConflict"));
    }

    @Test
    void write_errorOfTheStoreOrNoBucket_isAmbiguous() {
        assertThat(S3LeaseStore.create(site.s3(), "nowhere").create(Site.NAME, BODY))
                .isInstanceOf(Writing.Ambiguous.class);
        site.aws.faults().on("PutObject").failBefore();
        assertThat(site.store().create(Site.NAME, BODY)).isInstanceOf(Writing.Ambiguous.class);
        site.aws.faults().clear();
        site.aws.faults().on("PutObject").loseRequest();
        assertThat(site.store().create(Site.NAME, BODY)).isInstanceOf(Writing.Ambiguous.class);
    }

    @Test
    void renew_takenOver_isLost() {
        WriterLease lease = a.acquire(Site.request("a")).orThrow();
        a.breakLock(Site.NAME, "nonce-1");
        assertThat(lease.renew()).isInstanceOf(Renewal.Lost.class);
    }

    @Test
    void create_blankBucket_isRefused() {
        assertThatThrownBy(() -> S3LeaseStore.create(site.s3(), " ")).hasMessage("bucket is blank");
    }

    private String unreadable() {
        return ((Reading.Unreadable) site.store().read(Site.NAME)).cause();
    }

    /** Rewrites the head of each answer. */
    private record Rewriting(UnaryOperator<SdkHttpResponse.Builder> edit) implements ExecutionInterceptor {
        @Override
        public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
            return edit.apply(context.httpResponse().toBuilder()).build();
        }
    }
}
