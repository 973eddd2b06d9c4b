package dev.interlock.testkit;

import dev.interlock.testkit.wire.WireRequest;
import dev.interlock.testkit.wire.WireResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** The transport of a blocking client: calls the fake in the caller's thread. */
final class InProcessHttpClient implements SdkHttpClient {
    private final Wire wire;

    InProcessHttpClient(Wire wire) {
        this.wire = wire;
    }

    /** Where requests go. */
    interface Wire {
        WireResponse send(WireRequest request) throws IOException;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                WireResponse response =
                        wire.send(wireRequest(request.httpRequest(), body(request.contentStreamProvider())));
                HttpExecuteResponse.Builder answer =
                        HttpExecuteResponse.builder().response(head(response));
                if (request.httpRequest().method() != SdkHttpMethod.HEAD) {
                    answer.responseBody(AbortableInputStream.create(new ByteArrayInputStream(response.body())));
                }
                return answer.build();
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public String clientName() {
        return "InterlockFake";
    }

    @Override
    public void close() {}

    static WireRequest wireRequest(SdkHttpRequest request, byte[] body) {
        return WireRequest.of(
                request.method().name(),
                request.host(),
                request.encodedPath(),
                request.rawQueryParameters(),
                request.headers(),
                body);
    }

    static SdkHttpResponse head(WireResponse response) {
        SdkHttpResponse.Builder head = SdkHttpResponse.builder().statusCode(response.status());
        response.headers().forEach(head::putHeader);
        if (response.header("Content-Length").isEmpty()) {
            head.putHeader("Content-Length", Integer.toString(response.body().length));
        }
        return head.build();
    }

    private static byte[] body(Optional<ContentStreamProvider> content) throws IOException {
        if (content.isEmpty()) {
            return new byte[0];
        }
        try (InputStream in = content.get().newStream()) {
            return in.readAllBytes();
        }
    }

    /** The SDK interrupts a call that exceeds its time-out, and wants to find the flag set. */
    static void pause(Duration latency) throws InterruptedIOException {
        if (latency.isZero()) {
            return;
        }
        try {
            Thread.sleep(latency.toMillis(), latency.toNanosPart() % 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted within the latency of a fake request");
        }
    }
}
