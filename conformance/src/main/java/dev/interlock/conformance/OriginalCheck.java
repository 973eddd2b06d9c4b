package dev.interlock.conformance;

import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.BusinessDay;
import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the original's {@code check_freshness}, step by step, each replaceable by the {@link Departure} that
 * Interlock puts in its place. Without departures it says what a vector must say; with all of them, what Interlock
 * must.
 */
final class OriginalCheck {
    private static final Set<String> MISSING_CODES = Set.of("404", "NoSuchKey", "NotFound");

    /** Not a reason of the original, which raises. */
    static final String NO_LAST_MODIFIED = "no LastModified";

    private final FreshnessVector vector;
    private final Set<Departure> departures;
    private final List<String> heads = new ArrayList<>();

    private OriginalCheck(FreshnessVector vector, Set<Departure> departures) {
        this.vector = vector;
        this.departures = departures;
    }

    static Row run(FreshnessVector vector, Set<Departure> departures) {
        return new OriginalCheck(vector, departures).run();
    }

    /** What a HEAD gave: nothing, a time, or why it failed. */
    private record Look(
            boolean missing,
            @Nullable OffsetDateTime written,
            @Nullable String failure) {}

    private Row run() {
        boolean unknownDay = departures.contains(Departure.CALENDAR) && ourDay() instanceof BusinessDay.Uncovered;
        if (unknownDay) {
            return row("probe_failed", 0, false, null, "");
        }
        if (isInGrace()) {
            return row("grace_period", 0, false, null, graceReason());
        }
        if (isHoliday()) {
            return row(
                    "fresh",
                    0,
                    false,
                    null,
                    "NYSE holiday " + vector.cycle().date() + " \u2014 cron did not fire, absence is correct");
        }
        Look canonical = head(vector.canonicalKey());
        if (canonical.failure() != null) {
            return row("probe_failed", 0, false, null, canonical.failure());
        }
        if (isFresh(canonical)) {
            return row("fresh", 0, false, canonical.written(), "canonical HEAD fresh");
        }
        Optional<String> recoveryKey = vector.recoveryKey();
        if (recoveryKey.isPresent()) {
            Look recovery = head(recoveryKey.get());
            if (recovery.failure() != null && departures.contains(Departure.RECOVERY)) {
                return row("probe_failed", 0, false, null, "");
            }
            if (isFresh(recovery)) {
                return row(
                        "fresh",
                        0,
                        true,
                        recovery.written(),
                        "canonical missing/stale; recovery key " + recoveryKey.get() + " satisfies cycle");
            }
        }
        long violated =
                Math.max(0, Duration.between(deadline(canonical), vector.now()).toMinutes());
        return canonical.missing()
                ? row("missing", violated, false, null, "S3 HEAD returned 404 (key not present)")
                : row("stale", violated, false, canonical.written(), staleReason(canonical));
    }

    private boolean isInGrace() {
        if (!departures.contains(Departure.ONBOARDING)) {
            return Duration.between(vector.created(), vector.now())
                            .compareTo(cycleLength().multipliedBy(vector.graceCycles()))
                    < 0;
        }
        int expected = 0;
        Cadence cadence = vector.cadence();
        for (Cycle c = vector.cycle(); !c.tick().isBefore(vector.created()); c = cadence.before(c)) {
            boolean open = !vector.followsCalendar() || TradingDays.isOpen(c.date());
            expected += open ? 1 : 0;
            if (expected > vector.graceCycles()) {
                return false;
            }
        }
        boolean first = cadence.before(vector.cycle()).tick().isBefore(vector.created());
        return expected > 0 || first || !isHoliday();
    }

    private boolean isHoliday() {
        if (!vector.followsCalendar()) {
            return false;
        }
        LocalDate date = vector.cycle().date();
        return departures.contains(Departure.CALENDAR)
                ? TradingDays.isClosedWeekday(date)
                : !new OriginalCalendar().isOpen(date);
    }

    private BusinessDay ourDay() {
        return vector.followsCalendar()
                ? BusinessCalendars.nyse().day(vector.cycle().date())
                : BusinessCalendars.everyDay().day(vector.cycle().date());
    }

    private boolean judgesByAge() {
        return departures.contains(Departure.AGE) && vector.interval().isPresent();
    }

    private boolean isFresh(Look look) {
        if (look.written() == null) {
            return false;
        }
        Instant written = look.written().toInstant();
        return judgesByAge()
                ? vector.now().isBefore(written.plus(cycleLength()).plus(vector.sla()))
                : !written.isBefore(vector.cycle().tick());
    }

    private Instant deadline(Look canonical) {
        Instant inBucket = vector.cycle().tick().plus(vector.sla());
        if (!judgesByAge()) {
            return inBucket;
        }
        Instant firstDue = vector.firstTick()
                .plus(cycleLength().multipliedBy(vector.graceCycles()))
                .plus(vector.sla());
        Instant due;
        if (canonical.written() != null) {
            due = canonical.written().toInstant().plus(cycleLength()).plus(vector.sla());
        } else {
            Cycle owed = vector.cadence().cycleAt(vector.now().minus(vector.sla()));
            boolean sameKey = vector.canonicalKey(owed).equals(vector.canonicalKey());
            due = sameKey ? owed.tick().plus(vector.sla()) : vector.now();
        }
        return due.isBefore(firstDue) ? firstDue : due;
    }

    private Duration cycleLength() {
        return vector.interval()
                .orElse(vector.cadence().name().equals("saturday_sf") ? Duration.ofDays(7) : Duration.ofDays(1));
    }

    private Look head(String key) {
        heads.add(key);
        Json object = vector.objects().get(key);
        if (object == null) {
            return new Look(true, null, null);
        }
        if (object.names().contains("exception")) {
            return new Look(
                    false,
                    null,
                    "probe error: " + object.at("exception").text() + "("
                            + Python.repr(object.at("message").text()) + ")");
        }
        if (object.names().contains("error")) {
            String code = object.at("error").at("code").text();
            int status = object.at("error").at("status").integer();
            return status == 404 || MISSING_CODES.contains(code)
                    ? new Look(true, null, null)
                    : new Look(false, null, "S3 HEAD failed with status=" + status + " code=" + Python.repr(code));
        }
        Optional<String> written = object.at("last_modified").optionalText();
        return written.map(time -> new Look(false, Python.time(time), null))
                .orElse(new Look(false, null, NO_LAST_MODIFIED));
    }

    private Row row(String state, long violated, boolean substituted, @Nullable OffsetDateTime written, String reason) {
        String lastModified = written == null ? "none" : Python.isoformat(written);
        return new Row(state, new Row.Detail(violated, substituted, lastModified), heads, reason);
    }

    private String staleReason(Look canonical) {
        OffsetDateTime written = Objects.requireNonNull(canonical.written());
        return "object present but last_modified=" + Python.isoformat(written) + " < cycle_tick="
                + Python.isoformat(vector.cycle().tick());
    }

    private String graceReason() {
        long micros = Duration.between(vector.created(), vector.now()).toNanos() / 1000;
        return String.format(
                Locale.ROOT,
                "spec age %sh < %d cycles \u00d7 %sh = grace period",
                Python.oneDecimal(micros / 1e6 / 3600),
                vector.graceCycles(),
                Python.oneDecimal(cycleLength().toSeconds() / 3600.0));
    }

    /** All departures that change what is said of the vector, each for itself or only together. */
    static Set<Departure> thatMatter(FreshnessVector vector, Row original) {
        Set<Departure> matter = EnumSet.noneOf(Departure.class);
        Set<Departure> all = EnumSet.of(Departure.AGE, Departure.ONBOARDING, Departure.RECOVERY, Departure.CALENDAR);
        Row changed = run(vector, all);
        if (changed.agreesWith(original)) {
            return matter;
        }
        for (Departure departure : all) {
            Set<Departure> others = EnumSet.copyOf(all);
            others.remove(departure);
            boolean isNeeded = !run(vector, others).agreesWith(changed);
            boolean isEnough = !run(vector, EnumSet.of(departure)).agreesWith(original);
            if (isNeeded || isEnough) {
                matter.add(departure);
            }
        }
        return matter;
    }
}
