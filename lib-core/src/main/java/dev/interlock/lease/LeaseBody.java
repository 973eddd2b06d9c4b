package dev.interlock.lease;

import dev.interlock.Payload;
import dev.interlock.internal.Json;
import dev.interlock.internal.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is written in a lock. */
sealed interface LeaseBody {
    int VERSION = 1;

    /** What stays the same as long as one holder holds. */
    record Grant(long epoch, LeaseHolder holder, Instant startedAt, Duration lease) {}

    /**
     * A record of this library, version 1.
     *
     * @param held false once it was released; the epoch stays
     * @param nonce of this very write
     * @param expiresAt by the clock of who wrote it
     */
    record Own(Grant grant, boolean held, String nonce, Instant expiresAt) implements LeaseBody {
        Payload payload() {
            LeaseHolder holder = grant.holder();
            return Payload.of("{\"v\":" + VERSION + ",\"epoch\":" + grant.epoch() + ",\"held\":" + held
                    + ",\"holder\":{\"host\":" + Json.quoted(holder.host()) + ",\"pid\":" + holder.pid()
                    + ",\"role\":" + Json.quoted(holder.role()) + ",\"runId\":" + Json.quoted(holder.runId())
                    + ",\"startedAt\":\"" + MILLIS.format(grant.startedAt()) + "\"},\"nonce\":" + Json.quoted(nonce)
                    + ",\"leaseMillis\":" + grant.lease().toMillis() + ",\"expiresAt\":\"" + MILLIS.format(expiresAt)
                    + "\"}");
        }
    }

    /** The record of an older writer, which has no epoch, is not renewed, and is deleted at its release. */
    record Legacy(LeaseHolder holder, Instant until) implements LeaseBody {}

    /**
     * None of these.
     *
     * @param versioned whether it says of which version it is, so that another version of this library may understand
     *     it
     * @param epoch the epoch that stands in it as far as one can tell; 0 if none does
     */
    record Illegible(String why, boolean versioned, long epoch) implements LeaseBody {}

    DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    static LeaseBody parse(Payload body) {
        byte[] bytes = body.bytes();
        Optional<Json> json = Json.parse(bytes, 0, bytes.length);
        if (json.isEmpty()) {
            return new Illegible("it is no JSON", false, 0);
        }
        Json record = json.get();
        if (!record.isObject()) {
            return new Illegible("it is no JSON object", false, 0);
        }
        return record.has("v") ? versioned(record) : legacy(record);
    }

    private static LeaseBody versioned(Json record) {
        Long epoch = whole(record.get("epoch"));
        Own own = own(record);
        if (own != null) {
            return own;
        }
        String why = Long.valueOf(VERSION).equals(whole(record.get("v")))
                ? "it says version 1, and is not of that form"
                : "it is of another version than 1";
        return new Illegible(why, true, epoch == null ? 0 : epoch);
    }

    private static @Nullable Own own(Json record) {
        Long version = whole(record.get("v"));
        Long epoch = whole(record.get("epoch"));
        Json held = record.get("held");
        Json holder = record.get("holder");
        String nonce = record.text("nonce");
        Long leaseMillis = whole(record.get("leaseMillis"));
        Instant expiresAt = time(record.text("expiresAt"));
        if (version == null
                || version != VERSION
                || epoch == null
                || epoch < 1
                || held == null
                || held.type() != Json.Type.BOOLEAN
                || holder == null
                || nonce == null
                || nonce.isEmpty()
                || leaseMillis == null
                || leaseMillis < 1
                || expiresAt == null) {
            return null;
        }
        String host = holder.text("host");
        Long pid = whole(holder.get("pid"));
        String role = holder.text("role");
        String runId = holder.text("runId");
        Instant startedAt = time(holder.text("startedAt"));
        if (host == null || pid == null || role == null || runId == null || startedAt == null) {
            return null;
        }
        LeaseHolder who = new LeaseHolder(printable(host), pid, printable(role), printable(runId));
        Grant grant = new Grant(epoch, who, startedAt, Duration.ofMillis(leaseMillis));
        return new Own(grant, held.raw().equals("true"), nonce, expiresAt);
    }

    private static LeaseBody legacy(Json record) {
        for (String field : new String[] {"hostname", "pid", "started_at", "ttl_epoch", "writer_id"}) {
            if (!record.has(field)) {
                return new Illegible("it has neither a version nor the field " + field, false, 0);
            }
        }
        Long until = LegacyNumber.truncated(record.get("ttl_epoch"));
        if (until == null) {
            return new Illegible("its ttl_epoch is no number", false, 0);
        }
        Long pid = whole(record.get("pid"));
        LeaseHolder holder =
                new LeaseHolder(text(record.get("hostname")), pid == null ? 0 : pid, text(record.get("writer_id")), "");
        return new Legacy(holder, Instant.ofEpochSecond(until));
    }

    /** A whole number that is not negative and below ten to the power of fifteen; null if it is none. */
    private static @Nullable Long whole(@Nullable Json value) {
        return value != null && value.type() == Json.Type.NUMBER && value.raw().matches("0|[1-9][0-9]{0,14}")
                ? Long.valueOf(value.raw())
                : null;
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            Instant time = text == null ? null : Instant.parse(text);
            return time == null || time.isBefore(Instant.EPOCH) || time.isAfter(LAST) ? null : time;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static String text(@Nullable Json value) {
        if (value == null) {
            return "";
        }
        String text = value.text();
        return printable(text == null ? value.raw() : text);
    }

    private static String printable(String text) {
        return Printable.of(text, 100);
    }
}
