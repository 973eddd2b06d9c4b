package dev.interlock.testkit.interleaving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The examples of docs/testkit.md about interleavings. */
final class InterleavingGuideTest {
    @Test
    void example_lostUpdate() {
        // @start region="interleaving"
        Interleaving counting = Interleaving.of(run -> {
            run.aws()
                    .s3()
                    .put("shop", "stock", "0".getBytes(UTF_8), run.aws().clock().instant());
            for (String name : List.of("a", "b")) {
                run.actor(name, actor -> {
                    try (S3Client s3 = actor.connect(S3Client.builder()).build()) {
                        String stock = s3.getObjectAsBytes(r -> r.bucket("shop").key("stock"))
                                .asUtf8String();
                        String more = Integer.toString(Integer.parseInt(stock) + 1);
                        s3.putObject(r -> r.bucket("shop").key("stock"), RequestBody.fromString(more));
                    }
                });
            }
            run.check(history -> assertThat(
                            run.aws().s3().object("shop", "stock").orElseThrow().text())
                    .isEqualTo("2"));
        });

        assertThatThrownBy(() -> counting.hazards().enumerate(8)) // in every order, and nothing else goes wrong
                .isInstanceOf(InterleavingFailure.class)
                .hasMessageContaining("but was: \"1\"")
                .hasMessageContaining("moves:0.0.0.1"); // the schedule that repeats it
        // @end
    }
}
