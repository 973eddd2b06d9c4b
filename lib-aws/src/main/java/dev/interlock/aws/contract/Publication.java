package dev.interlock.aws.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.contract.ContractReport;
import dev.interlock.contract.SetPointer;
import java.util.function.Function;

/** What came of staging, auditing and publishing a set. Only {@link Published} means that readers are given it. */
public sealed interface Publication {
    /**
     * It passed its audit, and readers are given it from now on.
     *
     * @param pointer what names it
     */
    record Published(SetPointer pointer) implements Publication {
        public Published {
            requireNonNull(pointer, "pointer");
        }
    }

    /**
     * It did not pass its audit: something is violated, or nobody can tell. The pointer has not moved and will not.
     *
     * @param report what is wrong
     * @param stored where the report lies for others, or why it does not; for a human
     */
    record Rejected(ContractReport report, String stored) implements Publication {
        public Rejected {
            requireNonNull(report, "report");
            requireNonNull(stored, "stored");
        }
    }

    /**
     * Somebody else has published, under a newer fence, or since this attempt began. The pointer names theirs.
     *
     * @param by their run, which may be another attempt of this one; empty if their pointer names none
     * @param fence theirs, 0 if they had none
     */
    record Superseded(String by, long fence) implements Publication {
        public Superseded {
            requireNonNull(by, "by");
        }
    }

    /**
     * It cannot be said that it was published, and if it was, then audited. Run it again: whatever this attempt left
     * does no harm.
     *
     * @param cause what happened, for a human
     */
    record Unknown(String cause) implements Publication {
        public Unknown {
            requireNonNull(cause, "cause");
        }
    }

    /**
     * The status of the run that wanted to publish: {@code status} if it was published, {@code postflight_failed} if it
     * was rejected, else {@code failed}. Give it only the status of a run that went well: one that failed has a status
     * already.
     */
    default String runStatus(String status) {
        requireNonNull(status, "status");
        return fold(published -> status, rejected -> "postflight_failed", superseded -> "failed", unknown -> "failed");
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(
            Function<? super Published, ? extends R> published,
            Function<? super Rejected, ? extends R> rejected,
            Function<? super Superseded, ? extends R> superseded,
            Function<? super Unknown, ? extends R> unknown) {
        if (this instanceof Published p) {
            return published.apply(p);
        }
        if (this instanceof Rejected r) {
            return rejected.apply(r);
        }
        if (this instanceof Superseded s) {
            return superseded.apply(s);
        }
        return unknown.apply((Unknown) this);
    }
}
