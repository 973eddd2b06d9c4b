package dev.interlock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.interlock.freshness.ArtifactSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArgumentsTest {
    @Test
    void parse_nothing_isTheFakeDemo() throws IOException {
        Arguments arguments = Arguments.parse(List.of());

        assertThat(arguments.isReal()).isFalse();
        assertThat(arguments.output()).isEqualTo(Path.of("target/check_results.json"));
        assertThat(arguments.registry().orThrow().artifacts())
                .hasSizeGreaterThanOrEqualTo(40)
                .extracting(ArtifactSpec::bucket)
                .containsOnly("interlock-demo");
    }

    @Test
    void parse_bucketAndEndpoint_isARealOne() throws IOException {
        Arguments arguments = Arguments.parse(List.of(
                "--bucket",
                "mine",
                "--endpoint",
                "http://localhost:9000",
                "--region",
                "eu-central-1",
                "--output",
                "out"));

        assertThat(arguments.isReal()).isTrue();
        assertThat(arguments.endpoint()).contains(URI.create("http://localhost:9000"));
        assertThat(arguments.region()).contains("eu-central-1");
        assertThat(arguments.output()).isEqualTo(Path.of("out"));
        assertThat(arguments.registry().orThrow().artifacts())
                .extracting(ArtifactSpec::bucket)
                .containsOnly("mine");
    }

    @Test
    void parse_wrongArguments_areRefusedWithTheUsage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse(List.of("--bukket", "mine")))
                .withMessage("cannot use '--bukket'; usage: " + Arguments.USAGE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse(List.of("--bucket")))
                .withMessage("cannot use '--bucket'; usage: " + Arguments.USAGE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arguments.parse(List.of("--endpoint", "http://localhost")))
                .withMessage("--endpoint and --region need --bucket; usage: " + Arguments.USAGE);
    }
}
