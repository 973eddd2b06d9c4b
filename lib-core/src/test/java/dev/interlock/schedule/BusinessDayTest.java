package dev.interlock.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

final class BusinessDayTest {
    private static final LocalDate DATE = LocalDate.of(2026, 5, 27);
    private static final ZonedDateTime OPENS = DATE.atTime(9, 30).atZone(ZoneId.of("America/New_York"));
    private static final BusinessDay.Open OPEN = new BusinessDay.Open(OPENS, OPENS.plusHours(6));
    private static final BusinessDay.Closed CLOSED = new BusinessDay.Closed(DATE, "weekend");
    private static final BusinessDay.Uncovered UNCOVERED = new BusinessDay.Uncovered(DATE, "known from 2000");

    @Test
    void fold_open_reachesItsCase() {
        assertThat(which(OPEN)).isEqualTo("open 2026-05-27T09:30-04:00[America/New_York]");
    }

    @Test
    void fold_closed_reachesItsCase() {
        assertThat(which(CLOSED)).isEqualTo("closed weekend");
    }

    @Test
    void fold_uncovered_reachesItsCase() {
        assertThat(which(UNCOVERED)).isEqualTo("uncovered known from 2000");
    }

    @Test
    void date_ofAnySession_isTheDateInItsZone() {
        BusinessDay late = new BusinessDay.Open(
                DATE.atTime(23, 30).atZone(ZoneId.of("America/New_York")),
                DATE.plusDays(1).atTime(1, 0).atZone(ZoneId.of("America/New_York")));

        assertThat(late.date()).isEqualTo(DATE);
    }

    @Test
    void open_closesBeforeItOpens_isRefused() {
        assertThatThrownBy(() -> new BusinessDay.Open(OPENS, OPENS.minusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a session closes after it opens: 2026-05-27T09:30-04:00[America/New_York], "
                        + "2026-05-27T09:29:59.999999999-04:00[America/New_York]");
    }

    @Test
    void open_closesWhenItOpens_isRefused() {
        assertThatThrownBy(() -> new BusinessDay.Open(OPENS, OPENS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a session closes after it opens: 2026-05-27T09:30-04:00[America/New_York], "
                        + "2026-05-27T09:30-04:00[America/New_York]");
    }

    private static String which(BusinessDay day) {
        return day.fold(
                open -> "open " + open.opens(),
                closed -> "closed " + closed.reason(),
                uncovered -> "uncovered " + uncovered.cause());
    }
}
