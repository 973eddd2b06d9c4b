package dev.interlock.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.idempotency.ReservationIds.Description;
import dev.interlock.idempotency.ReservationIds.Terms;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReservationIdsTest {
    private static final Instant AT = Instant.parse("2026-05-21T00:20:19Z");

    /** Names of a Go program. */
    @ParameterizedTest
    @CsvSource({
        "rds, us-east-1, db.medium, 1, 1yr, no-upfront, rds-us-east-1-db-medium-1x-1yr-noup-20260521T002019-a1b2c3d4",
        "opensearch, us-east-1, r6g.large.search, 3, 1yr, all-upfront, opensearch-us-east-1-r6g-large-search-3x-1yr-allup",
        "rds, eu-west-1, m6gd.xlarge, 1, 1yr, all-upfront, rds-eu-west-1-m6gd-xlarge-1x-1yr-allup-20260521T002019",
        "opensearch, ap-northeast-1, r6gd.16xlarge.search.opensearch, 12, 3yr, all-upfront,"
                + " opensearch-ap-northeast-1-r6gd-16xlarge-search-opens-12x-3yr",
        "rds, us-east-1, db.t4g.medium, 1, P1Y, monthly_billing, rds-us-east-1-db-t4g-medium-1x-1yr-monthl-20260521T002019",
        "ec2, us-east-1, m5.large, -1, 5yr, ' ALL-UPFRONT ', ec2-us-east-1-m5-large-1x-5yr-allup-20260521T002019-a1b2c3d4",
        "memdb, us-gov-west-1, db.r6g.large, 4, 3, partial, memdb-us-gov-west-1-db-r6g-large-4x-3yr-partup"
    })
    void name_goldenInputs_giveTheGoldenName(
            String service, String region, String sku, int count, String term, String payment, String name) {
        Description description = new Description(service, region, sku, new Terms(count, term, payment));

        assertThat(description.name(AT, "a1b2c3d4")).isEqualTo(name).hasSizeLessThanOrEqualTo(60);
    }

    /** The first of each pair has room to the last character, the second one character too many. */
    @ParameterizedTest
    @CsvSource({
        "49, 1, 3, '', ",
        "50, 1, 3, service, ssssssssssssssssssssssssssssssssssssssssssssssssss",
        "1, 49, 3, '', ",
        "1, 50, 3, region, rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr",
        "1, 1, 51, '', ",
        "1, 1, 52, term, tttttttttttttttttttttttttttttttttttttttttttttttttttt"
    })
    void name_whatDoesNotFitAfterTheCut_isRefused(int service, int region, int term, String what, String part) {
        Description description = new Description(
                "s".repeat(service), "r".repeat(region), "k".repeat(90), new Terms(1, "t".repeat(term), "no-upfront"));

        if (part == null) {
            assertThat(description.name(AT, "a1b2c3d4")).hasSize(60).contains("-k-1x-t");
        } else {
            assertThatThrownBy(() -> description.name(AT, "a1b2c3d4"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            what + " makes a name of 61 characters, more than 60, with the sku cut to one: " + part);
        }
    }

    @Test
    void name_withoutRoomForTimeAndRandomPart_isTheSameTwice() {
        Description description =
                new Description("opensearch", "us-east-1", "r6g.large.search", new Terms(3, "1yr", "all-upfront"));

        assertThat(description.name(AT, "a1b2c3d4")).isEqualTo(description.name(AT.plusSeconds(1), "other"));
    }

    @ParameterizedTest
    @CsvSource({
        "abc, abc",
        "a_b, ab",
        "a--b, a-b",
        "--a--, a",
        "a.b_c-d, a-bc-d",
        "a b, ab",
        "A-Z0-9, A-Z0-9",
        "a.-.b, a-b"
    })
    void sanitize_keepsWhatAServiceTakes(String text, String id) {
        assertThat(ReservationIds.sanitize(text)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "--", "\u00e9", "_ ."})
    void sanitize_nothingLeft_isRefused(String text) {
        assertThatThrownBy(() -> ReservationIds.sanitize(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing of the text can stand in a reservation id: '" + text + "'");
    }
}
