package dev.interlock.aws.lease;

import static dev.interlock.aws.lease.LeaseProof.BUCKET;
import static dev.interlock.aws.lease.LeaseProof.KEY;
import static dev.interlock.aws.lease.LeaseProof.LEASE;

import dev.interlock.Payload;
import dev.interlock.testkit.interleaving.Actor;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A lock as it is often written: put if absent, delete and put if stale, delete at the end. Its fence is the time, and
 * none is given twice. What the proof must find: it deletes what it did not look at, and is refused by itself.
 */
final class NaiveContender implements Contender {
    private static final Duration STALE = LEASE.plusSeconds(10);

    private final Actor actor;
    private final S3Client s3;
    private int fences;

    NaiveContender(Actor actor, S3Client s3) {
        this.actor = actor;
        this.s3 = s3;
    }

    @Override
    public Outcome acquire() {
        Instant sent = actor.now();
        long fence = nextFence();
        try {
            if (put(fence)) {
                return new Outcome.Won(new NaiveHold(fence, sent));
            }
            ResponseBytes<GetObjectResponse> lock =
                    s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(KEY));
            if (Duration.between(lock.response().lastModified(), actor.now()).compareTo(STALE) < 0) {
                return new Outcome.Held(Payload.of(lock.asByteArray())
                        .at("/holder/host")
                        .orElseThrow()
                        .text());
            }
            s3.deleteObject(r -> r.bucket(BUCKET).key(KEY));
            fence = nextFence();
            return put(fence) ? new Outcome.Won(new NaiveHold(fence, sent)) : new Outcome.Unknown("somebody was first");
        } catch (NoSuchKeyException e) {
            return new Outcome.Unknown("it was released meanwhile");
        } catch (SdkException e) {
            return new Outcome.Unknown(e.toString());
        }
    }

    /** Rises with the time, and no two are equal. */
    private long nextFence() {
        fences++;
        return actor.now().toEpochMilli() * 1_000 + fences * 10L + actor.name().charAt(0) % 10;
    }

    private boolean put(long fence) {
        try {
            s3.putObject(
                    r -> r.bucket(BUCKET).key(KEY).ifNoneMatch("*"),
                    RequestBody.fromString(
                            "{\"epoch\":" + fence + ",\"held\":true,\"holder\":{\"host\":\"" + actor.name() + "\"}}"));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 412) {
                return false;
            }
            throw e;
        }
    }

    private final class NaiveHold implements Hold {
        private final long fence;
        private final Instant sent;

        NaiveHold(long fence, Instant sent) {
            this.fence = fence;
            this.sent = sent;
        }

        @Override
        public long fence() {
            return fence;
        }

        @Override
        public boolean isHeld() {
            return actor.now().isBefore(sent.plus(LEASE));
        }

        @Override
        public Renewed renew() {
            return isHeld() ? Renewed.UNKNOWN : Renewed.LOST;
        }

        @Override
        public boolean release() {
            try {
                s3.deleteObject(r -> r.bucket(BUCKET).key(KEY));
                return true;
            } catch (SdkException e) {
                return false;
            }
        }
    }
}
