package dev.interlock.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.DedupKey;
import dev.interlock.Severity;
import dev.interlock.schedule.BusinessCalendars;
import dev.interlock.schedule.Cadence;
import dev.interlock.schedule.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spec declares; how it judges is in the tests beside this one. */
final class ArtifactSpecTest {
    private static final Cadence CADENCE = Cadence.weekdaySf().on(BusinessCalendars.nyse());
    private static final Cycle CYCLE = CADENCE.cycleAt(Instant.parse("2026-05-27T13:00:00Z"));

    @Test
    void checkFreshness_calendarThatClosesEveryTick_isNotExpectedAndNotOnboarding() {
        ArtifactSpec spec = ArtifactSpec.builder("weekly")
                .location("bucket", "{date}")
                .cadence(Cadence.saturdaySf().on(BusinessCalendars.nyse()))
                .sla(Duration.ofHours(1))
                .createdAt(LocalDate.of(2026, 5, 18))
                .build();

        assertThat(spec.assess(new Observation.Absent(), Instant.parse("2026-05-23T09:00:00Z")))
                .isInstanceOf(Freshness.Onboarding.class);
        assertThat(spec.assess(new Observation.Absent(), Instant.parse("2026-05-30T09:00:00Z")))
                .isInstanceOf(Freshness.NotExpected.class);
    }

    @Test
    void build_everyPart_isKept() {
        ArtifactSpec spec = complete()
                .recovery("signals/{cycle_label}/recovered.json")
                .severity(Severity.CRITICAL)
                .owner("research")
                .graceCycles(3)
                .build();

        assertThat(spec.id()).isEqualTo("signals");
        assertThat(spec.bucket()).isEqualTo("research-bucket");
        assertThat(spec.keyTemplate()).isEqualTo("signals/{trading_day}/signals.json");
        assertThat(spec.recoveryKeyTemplate()).hasValue("signals/{cycle_label}/recovered.json");
        assertThat(spec.cadence()).isSameAs(CADENCE);
        assertThat(spec.sla()).isEqualTo(Duration.ofMinutes(45));
        assertThat(spec.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(spec.owner()).isEqualTo("research");
        assertThat(spec.createdAt()).isEqualTo(LocalDate.of(2026, 1, 5));
        assertThat(spec.graceCycles()).isEqualTo(3);
    }

    @Test
    void build_onlyWhatIsRequired_takesTheDefaults() {
        ArtifactSpec spec = complete().build();

        assertThat(spec.recoveryKeyTemplate()).isEmpty();
        assertThat(spec.severity()).isEqualTo(Severity.WARNING);
        assertThat(spec.owner()).isEmpty();
        assertThat(spec.graceCycles()).isEqualTo(2);
    }

    @Test
    void build_samePartTwice_takesTheLast() {
        ArtifactSpec spec = complete()
                .location("other-bucket", "other.json")
                .sla(Duration.ZERO)
                .build();

        assertThat(spec.location(CYCLE)).isEqualTo(new ArtifactLocation("other-bucket", "other.json"));
        assertThat(spec.sla()).isEqualTo(Duration.ZERO);
    }

    @Test
    void build_withoutLocation_isRefused() {
        assertThatThrownBy(() -> ArtifactSpec.builder("signals")
                        .cadence(CADENCE)
                        .sla(Duration.ZERO)
                        .createdAt(LocalDate.EPOCH)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("artifact 'signals' has no location");
    }

    @Test
    void build_withoutCadence_isRefused() {
        assertThatThrownBy(() -> ArtifactSpec.builder("signals")
                        .location("research-bucket", "signals.json")
                        .sla(Duration.ZERO)
                        .createdAt(LocalDate.EPOCH)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("artifact 'signals' has no cadence");
    }

    @Test
    void build_withoutSla_isRefused() {
        assertThatThrownBy(() -> ArtifactSpec.builder("signals")
                        .location("research-bucket", "signals.json")
                        .cadence(CADENCE)
                        .createdAt(LocalDate.EPOCH)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("artifact 'signals' has no sla");
    }

    @Test
    void build_withoutDateOfCreation_isRefused() {
        assertThatThrownBy(() -> ArtifactSpec.builder("signals")
                        .location("research-bucket", "signals.json")
                        .cadence(CADENCE)
                        .sla(Duration.ZERO)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("artifact 'signals' has no createdAt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void builder_blankId_isRefused(String id) {
        assertThatThrownBy(() -> ArtifactSpec.builder(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("id is blank");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void location_blankBucket_isRefused(String bucket) {
        ArtifactSpec.Builder builder = ArtifactSpec.builder("signals");

        assertThatThrownBy(() -> builder.location(bucket, "signals.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bucket is blank");
    }

    @Test
    void location_emptyTemplate_isRefused() {
        ArtifactSpec.Builder builder = ArtifactSpec.builder("signals");

        assertThatThrownBy(() -> builder.location("research-bucket", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key template is empty");
    }

    @Test
    void location_unknownPlaceholder_isRefused() {
        ArtifactSpec.Builder builder = ArtifactSpec.builder("signals");

        assertThatThrownBy(() -> builder.location("research-bucket", "signals/{ticker}.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key template 'signals/{ticker}.json' has unknown placeholder {ticker} at position 9"
                        + "; use {date}, {trading_day} or {cycle_label}, and {{ or }} for a brace");
    }

    @Test
    void recovery_emptyTemplate_isRefused() {
        ArtifactSpec.Builder builder = ArtifactSpec.builder("signals");

        assertThatThrownBy(() -> builder.recovery(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key template is empty");
    }

    @Test
    void recovery_unbalancedBrace_isRefused() {
        ArtifactSpec.Builder builder = ArtifactSpec.builder("signals");

        assertThatThrownBy(() -> builder.recovery("signals/{date"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key template 'signals/{date' has '{' without '}' at position 9"
                        + "; use {date}, {trading_day} or {cycle_label}, and {{ or }} for a brace");
    }

    @Test
    void sla_negative_isRefused() {
        ArtifactSpec.Builder builder = ArtifactSpec.builder("signals");

        assertThatThrownBy(() -> builder.sla(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sla is negative: PT-0.000000001S");
    }

    @Test
    void sla_longerThanAYear_isRefused() {
        ArtifactSpec.Builder builder = ArtifactSpec.builder("signals");

        assertThatThrownBy(() -> builder.sla(Duration.ofDays(366).plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sla is longer than 366 days: PT8784H0.000000001S");
    }

    @Test
    void sla_ofAYear_isKept() {
        assertThat(complete().sla(Duration.ofDays(366)).build().sla()).isEqualTo(Duration.ofDays(366));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 10_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void graceCycles_outOfBounds_isRefused(int graceCycles) {
        ArtifactSpec.Builder builder = ArtifactSpec.builder("signals");

        assertThatThrownBy(() -> builder.graceCycles(graceCycles))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("graceCycles is not within 0 and 10000: " + graceCycles);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10_000})
    void graceCycles_atABound_isKept(int graceCycles) {
        assertThat(complete().graceCycles(graceCycles).build().graceCycles()).isEqualTo(graceCycles);
    }

    @Test
    void location_ofCycle_fillsThePlaceholders() {
        assertThat(complete().build().location(CYCLE))
                .isEqualTo(new ArtifactLocation("research-bucket", "signals/2026-05-27/signals.json"));
    }

    @Test
    void recoveryLocation_ofCycle_fillsThePlaceholdersInTheSameBucket() {
        assertThat(complete().recovery("recovered/{date}").build().recoveryLocation(CYCLE))
                .hasValue(new ArtifactLocation("research-bucket", "recovered/2026-05-27"));
    }

    @Test
    void recoveryLocation_withoutRecoveryKey_isEmpty() {
        assertThat(complete().build().recoveryLocation(CYCLE)).isEmpty();
    }

    @Test
    void deadline_ofCycle_isTickPlusSla() {
        assertThat(complete().build().deadline(CYCLE)).isEqualTo(Instant.parse("2026-05-27T13:45:00Z"));
    }

    @Test
    void dedupKey_ofCycle_namesArtifactAndCycle() {
        assertThat(complete().build().dedupKey(CYCLE)).isEqualTo(new DedupKey("freshness_signals_2026-05-27"));
    }

    @Test
    void createdAt_beyondTheYearsOfACalendar_isRefused() {
        for (LocalDate date : List.of(LocalDate.MIN, LocalDate.of(0, 12, 31), LocalDate.of(10_000, 1, 1))) {
            assertThatThrownBy(() -> complete().createdAt(date))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("createdAt of signals is not of the years 1 to 9999: " + date);
        }
        for (LocalDate date : List.of(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31))) {
            assertThat(complete().createdAt(date).build().lint(CYCLE.tick())).isNotNull();
        }
    }

    @Test
    void toString_saysWhatIsExpectedAndWhen() {
        assertThat(complete().build())
                .hasToString("signals at s3://research-bucket/signals/{trading_day}/signals.json,"
                        + " weekday_sf on NYSE, SLA PT45M");
    }

    private static ArtifactSpec.Builder complete() {
        return ArtifactSpec.builder("signals")
                .location("research-bucket", "signals/{trading_day}/signals.json")
                .cadence(CADENCE)
                .sla(Duration.ofMinutes(45))
                .createdAt(LocalDate.of(2026, 1, 5));
    }
}
