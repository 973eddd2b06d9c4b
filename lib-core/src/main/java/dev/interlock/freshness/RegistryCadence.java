package dev.interlock.freshness;

import dev.interlock.schedule.BusinessCalendar;
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.CycleLabel;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** When a row is due: by a symbol or by a schedule, and on which calendar. */
final class RegistryCadence {
    /** What is wrong with a schedule in a mapping that has a cadence too. */
    static final String BESIDE_CADENCE = "stands beside cadence; one of the two says when it is due";

    /** What is wrong with a calendar_aware in a mapping that has a calendar too. */
    static final String BESIDE_CALENDAR = "stands beside calendar; one of the two says on which days it is due";

    private static final String CONTINUOUS = "continuous";
    private static final List<RegistryKey<?>> WITH_SCHEDULE = List.of(
            RegistryKey.TIMEZONE,
            RegistryKey.ANCHOR,
            RegistryKey.START_DATE,
            RegistryKey.END_DATE,
            RegistryKey.FLEXIBLE_MINUTES,
            RegistryKey.LABEL,
            RegistryKey.TRADING_DAY);

    private final RegistryValues values;
    private final RegistryCalendars calendars;

    private RegistryCadence(RegistryValues values, RegistryCalendars calendars) {
        this.values = values;
        this.calendars = calendars;
    }

    /**
     * The cadence that a row has; empty, or to be left out, if anything is wrong with it, and then that was reported.
     */
    static Optional<Cadence> read(RegistryValues values, RegistryCalendars calendars) {
        return new RegistryCadence(values, calendars).read();
    }

    private Optional<Cadence> read() {
        values.value(RegistryKey.INTERVAL_MINUTES);
        if (values.mentions(RegistryKey.CALENDAR_AWARE) || !values.mentions(RegistryKey.CALENDAR)) {
            values.value(RegistryKey.CALENDAR_AWARE);
        }
        if (values.mentions(RegistryKey.CALENDAR_AWARE) && values.mentions(RegistryKey.CALENDAR)) {
            values.refuse(RegistryKey.CALENDAR_AWARE, BESIDE_CALENDAR);
        }
        boolean ownsSymbol = values.owns(RegistryKey.CADENCE);
        if (values.owns(RegistryKey.SCHEDULE)) {
            if (ownsSymbol) {
                values.value(RegistryKey.CADENCE);
                values.refuse(RegistryKey.SCHEDULE, BESIDE_CADENCE);
            } else {
                refuseWhatGoesWithSymbols();
            }
            return scheduled();
        }
        if (ownsSymbol || !values.inherits(RegistryKey.SCHEDULE)) {
            return symbol();
        }
        refuseWhatGoesWithSymbols();
        return scheduled();
    }

    /** Refuses what a row says itself that would mean nothing beside its schedule. */
    private void refuseWhatGoesWithSymbols() {
        boolean wantsCalendar = values.mentions(RegistryKey.CALENDAR_AWARE)
                && values.value(RegistryKey.CALENDAR_AWARE).orElse(false);
        if (wantsCalendar && !values.mentions(RegistryKey.CALENDAR)) {
            values.refuse(
                    RegistryKey.CALENDAR_AWARE,
                    "is for weekday_sf and eod_sf; a row with a schedule says calendar: nyse instead");
        }
        if (values.owns(RegistryKey.INTERVAL_MINUTES)) {
            values.refuse(RegistryKey.INTERVAL_MINUTES, "is for continuous; a row with a schedule has a rate instead");
        }
    }

    private Optional<Cadence> scheduled() {
        Optional<BusinessCalendar> calendar = calendar(false);
        Optional<CycleLabel> label = values.value(RegistryKey.LABEL);
        Optional<UnaryOperator<Cadence>> tradingDay = values.value(RegistryKey.TRADING_DAY);
        return RegistrySchedule.read(values)
                .flatMap(schedule -> values.attempt(RegistryKey.SCHEDULE, () -> Cadence.of(schedule)))
                .map(cadence -> calendar.map(cadence::on).orElse(cadence))
                .map(cadence -> tradingDay.map(day -> day.apply(cadence)).orElse(cadence))
                .flatMap(cadence -> label.isEmpty()
                        ? Optional.of(cadence)
                        : values.attempt(RegistryKey.LABEL, () -> cadence.labelled(label.get())));
    }

    private Optional<Cadence> symbol() {
        Optional<String> symbol = values.value(RegistryKey.CADENCE);
        if (symbol.isEmpty()) {
            values.lacks(RegistryKey.CADENCE, "is required, or schedule instead, here or in defaults");
        }
        for (RegistryKey<?> key : WITH_SCHEDULE) {
            if (symbol.isPresent() && values.owns(key)) {
                values.refuse(key, "goes with a schedule, and not with cadence " + symbol.get());
            } else {
                values.value(key);
            }
        }
        return symbol.flatMap(name -> name.equals(CONTINUOUS) ? continuous() : Optional.of(onDays(name)));
    }

    private Cadence onDays(String symbol) {
        return switch (symbol) {
            case "saturday_sf" -> onCalendar(Cadence.saturdaySf(), false);
            case "weekday_sf" -> onCalendar(Cadence.weekdaySf(), true);
            default -> onCalendar(Cadence.eodSf(), true);
        };
    }

    private Cadence onCalendar(Cadence cadence, boolean isOnExchange) {
        return calendar(isOnExchange).map(cadence::on).orElse(cadence);
    }

    private Optional<Cadence> continuous() {
        if (values.owns(RegistryKey.CALENDAR)) {
            values.refuse(RegistryKey.CALENDAR, "does not go with cadence continuous, which knows no days off");
        } else {
            values.value(RegistryKey.CALENDAR);
        }
        int most = (int) Cadence.MAX_INTERVAL.toMinutes();
        Optional<Integer> minutes = values.value(RegistryKey.INTERVAL_MINUTES);
        if (minutes.isEmpty()) {
            values.lacks(RegistryKey.INTERVAL_MINUTES, "is required with cadence continuous");
        }
        Optional<Integer> allowed = minutes.filter(m -> m >= 1 && m <= most);
        if (minutes.isPresent() && allowed.isEmpty()) {
            values.refuse(
                    RegistryKey.INTERVAL_MINUTES,
                    "must be within 1 and " + most + " with cadence continuous, but is " + minutes.get());
        }
        return allowed.map(m -> Cadence.continuous(Duration.ofMinutes(m)));
    }

    /**
     * The calendar of a row. What the row says itself, by {@code calendar} or {@code calendar_aware}, wins over what it
     * inherits by either.
     *
     * @param isOnExchange whether calendar_aware puts such a row on the exchange's calendar
     */
    private Optional<BusinessCalendar> calendar(boolean isOnExchange) {
        if (!values.mentions(RegistryKey.CALENDAR)) {
            boolean isAware = values.value(RegistryKey.CALENDAR_AWARE).orElse(true);
            boolean isDecided = values.mentions(RegistryKey.CALENDAR_AWARE) && (isOnExchange || !isAware);
            if (isDecided || !values.inherits(RegistryKey.CALENDAR)) {
                return isAware && isOnExchange ? Optional.of(BusinessCalendars.nyse()) : Optional.empty();
            }
        }
        return named();
    }

    /** The calendar that a row names. One that was refused where it is declared leaves the row out without a word. */
    private Optional<BusinessCalendar> named() {
        Optional<String> name = values.value(RegistryKey.CALENDAR);
        Optional<BusinessCalendar> calendar = name.flatMap(n ->
                values.attempt(RegistryKey.CALENDAR, () -> calendars.forRow(n)).flatMap(found -> found));
        if (name.isPresent() && calendar.isEmpty()) {
            values.doubt(RegistryKey.CALENDAR);
        }
        return calendar;
    }

    /** Reads what {@code {trading_day}} stands for. */
    static UnaryOperator<Cadence> tradingDay(RegistryNode value) {
        String text = RegistryScalar.text(value);
        return switch (text) {
            case "tick" -> UnaryOperator.identity();
            case "previous_business_day" -> Cadence::tradingDayBefore;
            default -> {
                ZoneId zone = RegistryScalar.zone(text)
                        .orElseThrow(() -> new IllegalArgumentException(RegistryExcerpt.quoted(text)
                                + " is not tick, previous_business_day or a time zone such as America/New_York"));
                yield cadence -> cadence.tradingDayIn(zone);
            }
        };
    }
}
