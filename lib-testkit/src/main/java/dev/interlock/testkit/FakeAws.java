package dev.interlock.testkit;

import static java.util.Objects.requireNonNull;

import dev.interlock.testkit.commitment.FakeCommitments;
import dev.interlock.testkit.dynamodb.FakeDynamoDb;
import dev.interlock.testkit.s3.FakeS3;
import dev.interlock.testkit.wire.FakeService;
import dev.interlock.testkit.wire.FakeService.Operation;
import dev.interlock.testkit.wire.FakeService.Trouble;
import dev.interlock.testkit.wire.WireRequest;
import dev.interlock.testkit.wire.WireResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkAsyncClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.LegacyRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/**
 * AWS in memory, behind the SDK's own clients: marshalling, signing, checksums, retries and error mapping are real, the
 * network is not. Nothing is opened, looked up or waited for. {@snippet class="dev.interlock.testkit.SnippetsTest"
 * region="connect"}
 *
 * <p>Time is the test's: what a service stamps or compares, it reads from the clock. Retries happen at once and do not
 * move it. Signatures and regions are not checked, and TLS, connection pools and real time-outs have no counterpart
 * here. What a service lacks fails with an {@link UnsupportedOperationException} that names it, never with an empty
 * success.
 *
 * <p>One fake is one AWS account; make one for each test. Thread-safe.
 */
public final class FakeAws {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    /** The SDK's default, unless AWS_MAX_ATTEMPTS is set on the machine. */
    private static final int DEFAULT_ATTEMPTS = 4;

    /** DynamoDB's clients have a default of their own. */
    private static final int DYNAMODB_ATTEMPTS = 9;

    private static final String DYNAMODB_CLIENTS = "software.amazon.awssdk.services.dynamodb";

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final MutableInstantSource clock;
    private final FakeS3 s3;
    private final FakeDynamoDb dynamoDb;
    private final FakeCommitments commitments;
    private final Map<String, FakeService> services;
    private final Faults faults;
    private final Queue<AwsRequest> requests = new ConcurrentLinkedQueue<>();
    private final Queue<LateRequest> late = new ConcurrentLinkedQueue<>();

    private FakeAws(MutableInstantSource clock) {
        this.clock = clock;
        this.s3 = FakeS3.create(clock);
        this.dynamoDb = FakeDynamoDb.create(clock);
        this.commitments = FakeCommitments.create(clock);
        this.services = new TreeMap<>(Map.of(s3.name(), s3, dynamoDb.name(), dynamoDb));
        commitments.services().forEach(service -> services.put(service.name(), service));
        this.faults = new Faults(services.values().stream()
                .flatMap(service -> service.operations().stream())
                .collect(Collectors.toSet()));
    }

    /** An empty account whose clock stands at 2026-01-01T00:00:00Z. */
    public static FakeAws create() {
        return create(MutableInstantSource.at(BEGINNING));
    }

    /** An empty account that lives by {@code clock}. */
    public static FakeAws create(MutableInstantSource clock) {
        return new FakeAws(requireNonNull(clock, "clock"));
    }

    /**
     * Connects a client to be: {@code aws.connect(S3Client.builder()).build()}. Takes the builder of any service,
     * blocking or asynchronous.
     *
     * <p>Sets transport, region, credentials and a profile file without content, and unless the builder has one a retry
     * strategy: the SDK's default decisions without its delays. So none of these comes from the machine; an endpoint
     * that the machine configures changes the host in the requests, which end here all the same, or are refused where
     * the fake cannot tell bucket from host. What is set on the builder afterwards wins. Close an asynchronous client,
     * or its threads stay.
     *
     * @throws IllegalArgumentException if the builder is neither of a blocking nor of an asynchronous client
     */
    public <B extends AwsClientBuilder<B, ?>> B connect(B builder) {
        B configured = configured(builder);
        if (configured instanceof SdkSyncClientBuilder<?, ?> sync) {
            sync.httpClient(new InProcessHttpClient(this::deliver));
        } else if (configured instanceof SdkAsyncClientBuilder<?, ?> async) {
            async.httpClient(new InProcessAsyncHttpClient(this));
        } else {
            throw new IllegalArgumentException("not the builder of an SDK client: " + builder.getClass());
        }
        return configured;
    }

    /**
     * Connects a blocking client as {@link #connect(AwsClientBuilder)} does, but for its requests, which go through
     * {@code courier}: it decides when each is carried out and what the client gets to see. The rules of
     * {@link #faults()} do not strike them.
     *
     * @throws IllegalArgumentException if the builder is not that of a blocking client: the threads of others are their
     *     own
     */
    public <B extends AwsClientBuilder<B, ?>> B connect(B builder, Courier courier) {
        requireNonNull(courier, "courier");
        B configured = configured(builder);
        if (!(configured instanceof SdkSyncClientBuilder<?, ?> sync)) {
            throw new IllegalArgumentException(
                    "a courier takes the requests of blocking clients: " + builder.getClass());
        }
        sync.httpClient(new InProcessHttpClient(request -> courier.deliver(delivery(request))));
        return configured;
    }

    private static <B extends AwsClientBuilder<B, ?>> B configured(B builder) {
        ClientOverrideConfiguration configured = builder.overrideConfiguration();
        ClientOverrideConfiguration.Builder config = configured.toBuilder()
                .defaultProfileFile(ProfileFile.aggregator().build())
                .defaultProfileName("interlock");
        if (configured.retryStrategy().isEmpty() && configured.retryMode().isEmpty()) {
            config.retryStrategy(promptRetries(builder));
        }
        builder.overrideConfiguration(config.build())
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("interlock", "interlock")));
        return builder;
    }

    /** The clock that the account lives by. */
    public MutableInstantSource clock() {
        return clock;
    }

    /** What goes wrong. */
    public Faults faults() {
        return faults;
    }

    /** The state of S3: what a test may arrange or look at behind the back of every client. */
    public FakeS3 s3() {
        return s3;
    }

    /** The state of DynamoDB: what a test may arrange or look at behind the back of every client. */
    public FakeDynamoDb dynamoDb() {
        return dynamoDb;
    }

    /** What is reserved: what a test may arrange or look at behind the back of every client. */
    public FakeCommitments commitments() {
        return commitments;
    }

    /** Every request so far, in the order of arrival, retries and lost ones included. */
    public List<AwsRequest> requests() {
        return List.copyOf(requests);
    }

    /**
     * The requests so far for one operation, such as {@code HeadObject}.
     *
     * @throws IllegalArgumentException if the fake has no such operation, so that there could be none
     */
    public List<AwsRequest> requests(String operation) {
        faults.requireOperation(operation);
        return requests.stream().filter(r -> r.operation().equals(operation)).toList();
    }

    /**
     * Carries out every request that is to {@linkplain FaultRule#landLate land late}, due or not, and returns how many.
     */
    public int landLateRequests() {
        return land(Instant.MAX);
    }

    /** Takes a request in and decides its fate; the transport waits, then {@linkplain Exchange#finish finishes} it. */
    Exchange begin(WireRequest request) {
        FakeService service = service(request);
        Operation operation = service.identify(request);
        noted(service, operation, request);
        return new Exchange(service, request, faults.plan(operation));
    }

    private Delivery delivery(WireRequest request) {
        FakeService service = service(request);
        return new Delivery(this, service, request, noted(service, service.identify(request), request));
    }

    private WireResponse deliver(WireRequest request) throws IOException {
        Exchange exchange = begin(request);
        InProcessHttpClient.pause(exchange.latency());
        return exchange.finish();
    }

    private FakeService service(WireRequest request) {
        FakeService service = services.get(request.service());
        if (service == null) {
            throw new UnsupportedOperationException("FakeAws has no service '" + request.service() + "', only "
                    + services.keySet() + "; the request was " + request);
        }
        return service;
    }

    private AwsRequest noted(FakeService service, Operation operation, WireRequest request) {
        AwsRequest sent = new AwsRequest(service.name(), operation.name(), operation.key(), request.attempt());
        requests.add(sent);
        return sent;
    }

    /**
     * In the order of their due times. Of two threads that see the same request only one gets to remove and land it.
     */
    private int land(Instant now) {
        List<LateRequest> due = late.stream()
                .filter(request -> !request.due().isAfter(now))
                .sorted(Comparator.comparing(LateRequest::due))
                .toList();
        int landed = 0;
        for (LateRequest request : due) {
            if (late.remove(request)) {
                request.service().handle(request.request());
                landed++;
            }
        }
        return landed;
    }

    private static LegacyRetryStrategy promptRetries(AwsClientBuilder<?, ?> builder) {
        boolean dynamoDb = builder.getClass().getPackageName().startsWith(DYNAMODB_CLIENTS);
        return AwsRetryStrategy.legacyRetryStrategy().toBuilder()
                .maxAttempts(dynamoDb ? DYNAMODB_ATTEMPTS : DEFAULT_ATTEMPTS)
                .backoffStrategy(BackoffStrategy.retryImmediately())
                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                .build();
    }

    /** A request that its client has given up. */
    private record LateRequest(FakeService service, WireRequest request, Instant due) {}

    /** One request between its arrival and its answer. */
    final class Exchange {
        private final FakeService service;
        private final WireRequest request;
        private final Faults.Plan plan;

        private Exchange(FakeService service, WireRequest request, Faults.Plan plan) {
            this.service = service;
            this.request = request;
            this.plan = plan;
        }

        /** How long the transport has to wait, in real time, before it finishes. */
        Duration latency() {
            return plan.latency();
        }

        WireResponse finish() throws IOException {
            Instant now = clock.advance(plan.elapse());
            land(now);
            return stamped(answer(plan.fate(), now), now);
        }

        private WireResponse answer(@Nullable Fate fate, Instant now) throws IOException {
            if (fate == null) {
                return service.handle(request);
            }
            if (fate instanceof Fate.RequestLost) {
                throw new SocketTimeoutException("request lost, by order of the test");
            }
            if (fate instanceof Fate.AnswerLost) {
                service.handle(request);
                throw new SocketTimeoutException("answer lost, by order of the test");
            }
            if (fate instanceof Fate.LandsLate lands) {
                late.add(new LateRequest(service, request, now.plus(lands.delay())));
                throw new SocketTimeoutException("request lands late, by order of the test");
            }
            if (fate instanceof Fate.Stale stale) {
                return service.handleStale(request, stale.writesAgo());
            }
            if (fate instanceof Fate.FailedAfterwards) {
                service.handle(request);
                return service.error(request, Trouble.INTERNAL);
            }
            if (fate instanceof Fate.Refused refused) {
                return service.error(request, refused.trouble());
            }
            Fate.Answered answered = (Fate.Answered) fate;
            return service.error(request, answered.status(), answered.code(), "by order of the test");
        }

        private WireResponse stamped(WireResponse response, Instant now) {
            return plan.skew().isZero() ? FakeAws.stamped(response, now) : dated(response, now.plus(plan.skew()));
        }
    }

    /**
     * A 403 goes without a date: the SDK would compare it with the machine's clock, and on a difference shift the
     * signing time of every later client in the JVM. A skew that the test asked for is kept.
     */
    static WireResponse stamped(WireResponse response, Instant now) {
        return response.status() == 403 ? response : dated(response, now);
    }

    private static WireResponse dated(WireResponse response, Instant date) {
        return response.header("Date", HTTP_DATE.format(date));
    }
}
