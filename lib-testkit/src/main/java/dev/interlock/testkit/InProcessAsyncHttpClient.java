package dev.interlock.testkit;

import dev.interlock.testkit.wire.WireResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;

/**
 * The transport of an asynchronous client: answers in the thread that sent the body, or after the latency in a timer's.
 */
final class InProcessAsyncHttpClient implements SdkAsyncHttpClient {
    private final FakeAws aws;

    InProcessAsyncHttpClient(FakeAws aws) {
        this.aws = aws;
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        Answering answering = new Answering(request);
        request.requestContentPublisher().subscribe(answering);
        return answering.done;
    }

    @Override
    public String clientName() {
        return "InterlockFake";
    }

    @Override
    public void close() {}

    /** Collects the request's body, then has it answered. */
    private final class Answering implements Subscriber<ByteBuffer> {
        private final AsyncExecuteRequest request;
        private final SdkAsyncHttpResponseHandler handler;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Answering(AsyncExecuteRequest request) {
            this.request = request;
            this.handler = request.responseHandler();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            byte[] chunk = new byte[bytes.remaining()];
            bytes.get(chunk);
            body.writeBytes(chunk);
        }

        @Override
        public void onComplete() {
            try {
                FakeAws.Exchange exchange =
                        aws.begin(InProcessHttpClient.wireRequest(request.request(), body.toByteArray()));
                after(exchange.latency()).execute(() -> finish(exchange));
            } catch (RuntimeException e) {
                onError(e);
            }
        }

        /** The SDK listens to the handler; the future alone would leave the call hanging. */
        @Override
        public void onError(Throwable failure) {
            handler.onError(failure);
            done.completeExceptionally(failure);
        }

        /**
         * The future is done before its answer if the SDK gave the attempt up. The handler then serves the next
         * attempt, which must not get this answer; a real connection would be closed.
         */
        private void finish(FakeAws.Exchange exchange) {
            try {
                WireResponse response = exchange.finish();
                if (!done.isDone()) {
                    handler.onHeaders(InProcessHttpClient.head(response));
                    handler.onStream(once(response.body()));
                }
            } catch (IOException | RuntimeException e) {
                onError(e);
            }
        }

        /** A stream also for an empty body, or the call never ends. */
        private Publisher<ByteBuffer> once(byte[] content) {
            return subscriber -> subscriber.onSubscribe(new Subscription() {
                private final AtomicBoolean sent = new AtomicBoolean();

                @Override
                public void request(long n) {
                    if (sent.compareAndSet(false, true)) {
                        if (content.length > 0) {
                            subscriber.onNext(ByteBuffer.wrap(content));
                        }
                        subscriber.onComplete();
                        done.complete(null);
                    }
                }

                @Override
                public void cancel() {
                    sent.set(true);
                    done.complete(null);
                }
            });
        }

        private static Executor after(Duration latency) {
            return latency.isZero()
                    ? Runnable::run
                    : CompletableFuture.delayedExecutor(latency.toNanos(), TimeUnit.NANOSECONDS, Runnable::run);
        }
    }
}
