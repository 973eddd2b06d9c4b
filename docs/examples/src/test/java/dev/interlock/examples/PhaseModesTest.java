package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Payload;
import dev.interlock.contract.ContractReport;
import dev.interlock.contract.ContractSuite;
import dev.interlock.contract.HttpProbe;
import dev.interlock.testkit.FakeAws;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

final class PhaseModesTest {
    private static final Instant NOW = Instant.parse("2026-05-29T12:00:00Z"); // before the session of Friday

    private final FakeAws aws = FakeAws.create();
    private final S3Client s3 = aws.connect(S3Client.builder()).build();
    private final Map<String, String> environment = new HashMap<>(Map.of("AWS_REGION", "us-east-1"));
    private final Map<String, String> secrets =
            new HashMap<>(Map.of("FMP_API_KEY", "k", "FINNHUB_API_KEY", "k", "EDGAR_IDENTITY", "me"));
    private HttpProbe.Answer answer = new HttpProbe.Answered(200, Payload.of("[{\"symbol\":\"SPY\"}]"));
    private final PhaseModes modes = new PhaseModes(s3, uri -> answer);

    @BeforeEach
    void prepare() {
        write("store/universe.json", "{}");
        write("store/macro.json", "{}");
        write("store/last_dates.json", dates("\"2026-05-28\""));
    }

    @Test
    void allThere_passes() {
        assertThat(told(modes.daily())).isEqualTo("[]");
        assertThat(told(modes.phaseTwo())).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource({"2026-05-28,true", "2026-05-27,true", "2026-05-26,false"})
    void daily_spy_isAtMostOneSessionBehind(String date, boolean passes) {
        write("store/last_dates.json", dates("\"" + date + "\""));

        ContractReport report = run(modes.daily());
        assertThat(report.passed()).isEqualTo(passes);
        assertThat(report.violations().toString())
                .isEqualTo(
                        passes
                                ? "[]"
                                : "[SPY (for daily): SPY: expected at most 1 session behind 2026-05-28, found 2026-05-26]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "\"soon\""})
    void daily_spyWithoutADate_doesNotPass(String date) {
        write("store/last_dates.json", dates(date));

        assertThat(run(modes.daily()).passed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"universe", "macro", "last_dates"})
    void daily_nothingInTheStore_stopsThere(String missing) {
        s3.deleteObject(r -> r.bucket(PhaseOne.BUCKET).key("store/" + missing + ".json"));

        assertThat(told(modes.daily())).contains("store/" + missing + ".json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FMP_API_KEY", "FINNHUB_API_KEY", "EDGAR_IDENTITY"})
    void phaseTwo_secretMissing_stopsThere(String missing) {
        secrets.put(missing, " ");

        assertThat(told(modes.phaseTwo())).contains("secrets (for phase 2): " + missing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"0\":\"not a list\"}", ""})
    void phaseTwo_fmpAnswersNoList_stopsThere(String body) {
        answer = new HttpProbe.Answered(200, Payload.of(body));

        assertThat(told(modes.phaseTwo())).contains("fmp (for fundamentals)", "expected a list that is not empty");
    }

    @Test
    void phaseTwo_fmpIsNotPaidFor_stopsThere() {
        answer = new HttpProbe.Answered(402, Payload.of("[1]"));

        assertThat(told(modes.phaseTwo())).contains("402, it is not paid for");
    }

    @Test
    void regionMissing_stopsBoth() {
        environment.clear();

        assertThat(told(modes.daily())).contains("region (for daily)");
        assertThat(told(modes.phaseTwo())).contains("region (for phase 2)");
    }

    private String told(ContractSuite<PhaseModes.Site> suite) {
        ContractReport report = run(suite);
        assertThat(report.passed()).isEqualTo(report.violations().isEmpty());
        return report.violations().toString();
    }

    private ContractReport run(ContractSuite<PhaseModes.Site> suite) {
        return suite.run(new PhaseModes.Site(environment, secrets, URI.create("https://fmp.example/stable"), NOW));
    }

    private static String dates(String spy) {
        return "{\"symbols\":{\"SPY\":" + spy + "}}";
    }

    private void write(String key, String text) {
        aws.s3().put(PhaseOne.BUCKET, key, text.getBytes(UTF_8), NOW);
    }
}
