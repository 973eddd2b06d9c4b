package dev.interlock.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.Payload;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpCheckTest {
    private static final URI FRED = URI.create("https://user:pw@api.example.com:8443/fred/series?api_key=SECRET#x");
    private static final String PLACE = "GET https://api.example.com:8443/fred/series";

    @ParameterizedTest
    @CsvSource({
        "401, the key is refused",
        "403, the key is refused",
        "402, it is not paid for",
        "429, too much is asked of it",
        "500, it is out of order",
        "503, it is out of order",
        "599, it is out of order",
        "204, unexpected",
        "301, unexpected",
        "400, unexpected",
        "404, unexpected"
    })
    void check_status_isToldByWhatItMeans(int status, String meaning) {
        assertThat(check(status, "").check("run")).isEqualTo(Outcome.violated(PLACE, "200", status + ", " + meaning));
    }

    @Test
    void check_200_passes() {
        assertThat(check(200, "{}").check("run")).isEqualTo(Outcome.pass());
    }

    @Test
    void check_unreachable_nobodyCanTell() {
        HttpCheck<String> check = HttpCheck.of(uri -> new HttpProbe.Unreachable("no answer within PT10S"), run -> FRED);

        assertThat(check.check("run")).isEqualTo(Outcome.cannotTell(PLACE + ": unreachable: no answer within PT10S"));
    }

    @Test
    void refusingKeyBy_serviceThatTellsItOtherwise_isHeard() {
        HttpCheck<String> check = check(400, "{\"error_message\":\"Bad Request. The value for api_key is invalid\"}")
                .refusingKeyBy(
                        answer -> answer.status() == 400 && answer.body().text().contains("api_key"));

        assertThat(check.check("run")).isEqualTo(Outcome.violated(PLACE, "200", "400, the key is refused"));
    }

    @Test
    void withBody_200WithSomethingElse_isAViolationThatDoesNotShowIt() {
        HttpCheck<String> check = check(200, "{\"secret\":1}")
                .withBody("a JSON list with an element", body -> body.at("/0").isPresent());

        assertThat(check.check("run"))
                .isEqualTo(Outcome.violated(
                        PLACE, "a JSON list with an element", "a body of 12 bytes that is something else"));
        assertThat(check(200, "[1]")
                        .withBody(
                                "a JSON list with an element",
                                body -> body.at("/0").isPresent())
                        .check("run"))
                .isEqualTo(Outcome.pass());
    }

    @Test
    void check_functionsThatThrow_areToldByTypeBecauseTheirMessageMayHoldTheKey() {
        HttpProbe fails = uri -> {
            throw new IllegalArgumentException("invalid " + uri);
        };
        HttpCheck<String> noAddress =
                HttpCheck.of(fails, run -> URI.create("https://api.example.com/?api_key=SECRET\n"));
        HttpCheck<String> badBody =
                check(200, "SECRET").withBody("a number", body -> Integer.parseInt(body.text()) > 0);

        assertThat(cause(noAddress))
                .startsWith("the function that tells the address threw java.lang.IllegalArgumentException at ")
                .doesNotContain("SECRET");
        assertThat(cause(HttpCheck.of(fails, run -> FRED)))
                .startsWith(PLACE
                        + ": the probe, or what looks at its answer, threw java.lang.IllegalArgumentException at ")
                .doesNotContain("SECRET");
        assertThat(cause(badBody)).contains("java.lang.NumberFormatException").doesNotContain("SECRET");
    }

    private static String cause(HttpCheck<String> check) {
        return ((Outcome.CannotTell) check.check("run")).cause();
    }

    @Test
    void answered_impossibleStatus_isRefused() {
        assertThatThrownBy(() -> new HttpProbe.Answered(99, Payload.none()))
                .hasMessage("status is not within 100 and 999: 99");
    }

    private static HttpCheck<String> check(int status, String body) {
        return HttpCheck.of(uri -> new HttpProbe.Answered(status, Payload.of(body)), run -> FRED);
    }
}
