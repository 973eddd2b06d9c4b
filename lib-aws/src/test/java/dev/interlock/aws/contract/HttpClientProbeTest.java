package dev.interlock.aws.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interlock.contract.HttpProbe;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's client against a socket of the same machine. */
@Timeout(30)
final class HttpClientProbeTest {
    private final ServerSocket server = open();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() throws IOException {
        server.close();
        executor.shutdownNow();
    }

    @Test
    void get_answer_hasStatusAndBody() {
        answer("HTTP/1.1 402 Payment Required\r\nContent-Length: 2\r\n\r\n[]");

        HttpProbe.Answered answered = (HttpProbe.Answered) get(Duration.ofSeconds(20));
        assertThat(answered.status()).isEqualTo(402);
        assertThat(answered.body().text()).isEqualTo("[]");
    }

    @Test
    void get_largeBody_isReadUpToAMebibyteAndNotWaitedFor() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + "x".repeat(1024 * 1024 + 10)); // and stays open

        HttpProbe.Answered answered = (HttpProbe.Answered) get(Duration.ofSeconds(20));
        assertThat(answered.body().size()).isEqualTo(1024 * 1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"})
    void get_silenceOrHalfABody_isUnreachableInTime(String said) {
        answer(said);

        assertThat(get(Duration.ofMillis(200))).isEqualTo(new HttpProbe.Unreachable("no answer within PT0.2S"));
    }

    @Test
    void get_tooSlow_hangsUp() throws Exception {
        Future<?> hungUp = executor.submit(() -> {
            try (Socket socket = server.accept()) {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream()); // until the other side hangs up
            }
            return null;
        });

        assertThat(get(Duration.ofMillis(200))).isEqualTo(new HttpProbe.Unreachable("no answer within PT0.2S"));
        assertThat(hungUp).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void get_noAnswerThatIsHttp_isUnreachable() {
        answer("SSH-2.0-OpenSSH\r\n\r\n");

        assertThat(get(Duration.ofSeconds(20))).isInstanceOf(HttpProbe.Unreachable.class);
    }

    @Test
    void get_nobodyListens_isUnreachableWithoutTheAddress() throws IOException {
        URI address = address();
        server.close();

        assertThat(HttpClientProbe.create(client, Duration.ofSeconds(20)).get(address))
                .isInstanceOfSatisfying(
                        HttpProbe.Unreachable.class,
                        unreachable -> assertThat(unreachable.cause())
                                .startsWith("ConnectException")
                                .doesNotContain("SECRET"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://example.com/?api_key=SECRET", "https:///x?api_key=SECRET", "/relative?api_key=SECRET"})
    void get_addressOfAnotherKind_isUnreachableWithoutTheAddress(String address) {
        assertThat(HttpClientProbe.create(client, Duration.ofSeconds(1)).get(URI.create(address)))
                .isEqualTo(new HttpProbe.Unreachable("the address is not one of http or https with a host"));
    }

    @Test
    void get_threadInterrupted_isUnreachableAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        HttpProbe.Answer answer = get(Duration.ofSeconds(20));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(answer).isEqualTo(new HttpProbe.Unreachable("the thread was interrupted"));
    }

    @Test
    void create_timeoutOutOfBounds_isRefused() {
        assertThatThrownBy(() -> HttpClientProbe.create(client, Duration.ZERO))
                .hasMessage("timeout is not above 0 and at most an hour: PT0S");
    }

    private HttpProbe.Answer get(Duration timeout) {
        return HttpClientProbe.create(client, timeout).get(address());
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/series?api_key=SECRET");
    }

    /** Says this to the first who comes, once its request has begun, and then nothing more. */
    private void answer(String said) {
        executor.execute(() -> {
            try {
                Socket socket = server.accept();
                socket.getInputStream().read();
                socket.getOutputStream().write(said.getBytes(ISO_8859_1));
                socket.getOutputStream().flush();
            } catch (IOException e) {
                throw new AssertionError("the server of the test", e);
            }
        });
    }

    private static ServerSocket open() {
        try {
            return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError("no socket on the loopback", e);
        }
    }
}
