package dev.interlock.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten megabytes of gzip that would be ten gigabytes, in a JVM of 64 MB. */
final class GzipBombTest {
    private static final int SIZE = 10 * 1024 * 1024;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "/awslogs/data [CLOUDWATCH_LOGS] | {\"awslogs\":{\"data\":\"@\"}}",
                "/Records/0/kinesis/data [KINESIS] | {\"Records\":[{\"eventSource\":\"aws:kinesis\",\"kinesis\":{\"data\":\"@\"}}]}"
            })
    void unwrap_gzipBomb_isRejectedInLittleMemory(String told, String event, @TempDir Path folder) throws Exception {
        Path bomb = folder.resolve("bomb.json");
        Files.writeString(bomb, event.replace("@", Base64.getEncoder().encodeToString(bomb())));
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GzipBombTest.class.getName(),
                        bomb.toString())
                .redirectErrorStream(true)
                .start();

        String said = new String(java.getInputStream().readAllBytes(), UTF_8);

        assertThat(said.strip()).isEqualTo(told + " REJECTED is larger than 16777216 bytes when it is inflated");
        assertThat(java.waitFor()).isZero();
    }

    /** Unwraps the file that is named by the only argument. */
    public static void main(String[] arguments) throws IOException {
        try (InputStream event = Files.newInputStream(Path.of(arguments[0]))) {
            Unwrapping.told(Envelopes.unwrap(event)).forEach(System.out::println);
        }
    }

    /** A gzip file may have any number of members; each of these is a megabyte of zeros. */
    private static byte[] bomb() {
        byte[] member = Wrapping.gzip(new byte[1024 * 1024]);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        while (members.size() < SIZE) {
            members.writeBytes(member);
        }
        return members.toByteArray();
    }
}
