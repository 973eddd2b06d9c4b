package dev.interlock.lease;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a holder knows of its own record.
 *
 * @param name what is leased
 * @param record what it wrote last, as far as the store has said so
 * @param version of that record
 * @param countdown of that record, from before it was sent
 * @param unconfirmed later records of its own, by nonce, of which the store has not said what became: any of them may
 *     be the one that is stored now
 */
record Tenure(String name, LeaseBody.Own record, String version, Countdown countdown, Map<String, Sent> unconfirmed) {
    /** A record that was sent, and the countdown from before that. */
    record Sent(LeaseBody.Own record, Countdown countdown) {}

    Tenure {
        unconfirmed = Map.copyOf(unconfirmed);
    }

    /** The store has said that {@code sent} is stored; nothing older can land any more. */
    static Tenure of(String name, Sent sent, String version) {
        return new Tenure(name, sent.record(), version, sent.countdown(), Map.of());
    }

    Tenure withUnconfirmed(Sent sent) {
        Map<String, Sent> more = new LinkedHashMap<>(unconfirmed);
        more.put(sent.record().nonce(), sent);
        return new Tenure(name, record, version, countdown, more);
    }

    LeaseBody.Grant grant() {
        return record.grant();
    }
}
