package dev.interlock.fidelity;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** The JDK's client under the SDK's: the SDK's own small one waits 40 ms for an acknowledgement in each call. */
final class JdkHttpClient implements SdkHttpClient {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> SET_BY_THE_JDK = Set.of("content-length", "host", "expect", "connection");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return send(request);
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public void close() {}

    private HttpExecuteResponse send(HttpExecuteRequest request) throws IOException {
        byte[] body = new byte[0];
        if (request.contentStreamProvider().isPresent()) {
            try (InputStream content = request.contentStreamProvider().get().newStream()) {
                body = content.readAllBytes();
            }
        }
        HttpRequest.Builder sent = HttpRequest.newBuilder(request.httpRequest().getUri())
                .timeout(PATIENCE)
                .method(request.httpRequest().method().name(), BodyPublishers.ofByteArray(body));
        request.httpRequest().forEachHeader((name, values) -> {
            if (!SET_BY_THE_JDK.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> sent.header(name, value));
            }
        });
        try {
            HttpResponse<InputStream> answer = http.send(sent.build(), BodyHandlers.ofInputStream());
            SdkHttpFullResponse.Builder head = SdkHttpFullResponse.builder().statusCode(answer.statusCode());
            answer.headers().map().forEach(head::putHeader);
            return HttpExecuteResponse.builder()
                    .response(head.build())
                    .responseBody(AbortableInputStream.create(answer.body()))
                    .build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while DynamoDB Local answered");
        }
    }
}
