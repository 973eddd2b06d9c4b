package dev.interlock.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArtifactLocationTest {
    @Test
    void toString_isTheUriOfTheObject() {
        assertThat(new ArtifactLocation("research-bucket", "signals/2026-05-27/signals.json"))
                .hasToString("s3://research-bucket/signals/2026-05-27/signals.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void new_blankBucket_isRefused(String bucket) {
        assertThatThrownBy(() -> new ArtifactLocation(bucket, "a/b.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bucket is blank, for key: a/b.json");
    }

    @Test
    void new_emptyKey_isRefused() {
        assertThatThrownBy(() -> new ArtifactLocation("research-bucket", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key is empty, in bucket: research-bucket");
    }

    @Test
    void new_keyOfOneSpace_isAKey() {
        assertThat(new ArtifactLocation("research-bucket", " ").key()).isEqualTo(" ");
    }
}
