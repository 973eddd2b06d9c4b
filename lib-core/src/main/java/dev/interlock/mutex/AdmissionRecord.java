package dev.interlock.mutex;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What a run writes to be admitted.
 *
 * @param key what the record is stored under
 * @param holder the run, the attempt and the time, all of them there
 * @param scheduledAt the moment for which the run was scheduled, uncut
 * @param expiresAt from when on the store may remove the record, to clean up; never a reason to admit anybody
 */
public record AdmissionRecord(MutexKey key, Holder holder, Instant scheduledAt, Instant expiresAt) {
    public AdmissionRecord {
        requireNonNull(key, "key");
        requireNonNull(holder, "holder");
        requireNonNull(scheduledAt, "scheduledAt");
        requireNonNull(expiresAt, "expiresAt");
        if (holder.attempt().isEmpty() || holder.startedAt().isEmpty()) {
            throw new IllegalArgumentException("holder lacks its attempt or its time: " + holder);
        }
    }
}
