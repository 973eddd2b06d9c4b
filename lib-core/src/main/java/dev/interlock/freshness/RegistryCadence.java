package dev.interlock.freshness;

import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.Cadence;
import java.time.Duration;
import java.util.Optional;

/** When a row is due. */
final class RegistryCadence {
    private final RegistryValues values;

    private RegistryCadence(RegistryValues values) {
        this.values = values;
    }

    /** The cadence that a row has; empty if anything is wrong with it, and then that was reported. */
    static Optional<Cadence> read(RegistryValues values) {
        return new RegistryCadence(values).read();
    }

    private Optional<Cadence> read() {
        Optional<String> symbol = values.value(RegistryKey.CADENCE);
        values.value(RegistryKey.INTERVAL_MINUTES);
        boolean isCalendarAware = values.value(RegistryKey.CALENDAR_AWARE).orElse(true);
        return symbol.flatMap(cadence -> switch (cadence) {
            case "saturday_sf" -> Optional.of(Cadence.saturdaySf());
            case "weekday_sf" -> Optional.of(onCalendar(Cadence.weekdaySf(), isCalendarAware));
            case "eod_sf" -> Optional.of(onCalendar(Cadence.eodSf(), isCalendarAware));
            default -> continuous();
        });
    }

    private static Cadence onCalendar(Cadence cadence, boolean isCalendarAware) {
        return isCalendarAware ? cadence.on(BusinessCalendars.nyse()) : cadence;
    }

    private Optional<Cadence> continuous() {
        RegistryKey<Integer> key = RegistryKey.INTERVAL_MINUTES;
        int most = (int) Cadence.MAX_INTERVAL.toMinutes();
        Optional<Integer> minutes = values.value(key);
        if (minutes.isEmpty()) {
            values.lacks(key, "is required with cadence continuous");
        }
        Optional<Integer> allowed = minutes.filter(m -> m >= 1 && m <= most);
        if (minutes.isPresent() && allowed.isEmpty()) {
            values.refuse(key, "must be within 1 and " + most + " with cadence continuous, but is " + minutes.get());
        }
        return allowed.map(m -> Cadence.continuous(Duration.ofMinutes(m)));
    }
}
