package dev.interlock.aws.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import dev.interlock.contract.HttpProbe;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks by the JDK's HTTP client, which the user makes: with its proxy, its redirects, its certificates. One GET takes
 * no longer than its time, from connecting to the last byte, and reads no more than the first bytes of a body.
 *
 * <p>Causes name the kind of a failure and not the address, whose query may hold a key. A thread that is interrupted
 * stays so. Immutable and thread-safe.
 */
public final class HttpClientProbe implements HttpProbe {
    private static final int MOST = 1024 * 1024;

    private final HttpClient client;
    private final Duration timeout;

    private HttpClientProbe(HttpClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * A probe that reads up to 1 MiB of a body.
     *
     * @param timeout how long a GET may take, above 0 and at most an hour
     * @throws IllegalArgumentException if it is not within these bounds
     */
    public static HttpClientProbe create(HttpClient client, Duration timeout) {
        requireNonNull(client, "client");
        if (requireNonNull(timeout, "timeout").isNegative()
                || timeout.isZero()
                || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("timeout is not above 0 and at most an hour: " + timeout);
        }
        return new HttpClientProbe(client, timeout);
    }

    @Override
    public Answer get(URI uri) {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(requireNonNull(uri, "uri")).GET().build();
        } catch (IllegalArgumentException e) { // its text has the address
            return new Unreachable("the address is not one of http or https with a host");
        }
        CompletableFuture<HttpResponse<byte[]>> response = client.sendAsync(request, info -> new FirstBytes());
        try {
            HttpResponse<byte[]> answer = response.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return new Answered(answer.statusCode(), Payload.of(answer.body()));
        } catch (TimeoutException e) {
            response.cancel(true);
            return new Unreachable("no answer within " + timeout);
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            return new Unreachable("the thread was interrupted");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            Throwable root = cause.getCause() == null ? cause : cause.getCause();
            return new Unreachable(cause.getClass().getSimpleName()
                    + (root == cause ? "" : " because of " + root.getClass().getSimpleName()));
        }
    }

    /** The first bytes of a body; the rest is not waited for. */
    private static final class FirstBytes implements HttpResponse.BodySubscriber<byte[]> {
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] some = new byte[Math.min(buffer.remaining(), MOST - bytes.size())];
                buffer.get(some);
                bytes.writeBytes(some);
            }
            if (bytes.size() == MOST) {
                subscription.join().cancel();
                body.complete(bytes.toByteArray());
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
