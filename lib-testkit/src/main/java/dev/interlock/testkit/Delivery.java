package dev.interlock.testkit;

import static java.util.Objects.requireNonNull;

import dev.interlock.testkit.wire.FakeService;
import dev.interlock.testkit.wire.FakeService.Trouble;
import dev.interlock.testkit.wire.WireRequest;
import dev.interlock.testkit.wire.WireResponse;

/** One request on its way, in the hands of a {@link Courier}. As thread-safe as the fake is. */
public final class Delivery {
    private final FakeAws aws;
    private final FakeService service;
    private final WireRequest wire;
    private final AwsRequest request;

    Delivery(FakeAws aws, FakeService service, WireRequest wire, AwsRequest request) {
        this.aws = aws;
        this.service = service;
        this.wire = wire;
        this.request = request;
    }

    /** What is asked for. */
    public AwsRequest request() {
        return request;
    }

    /** The request as it was sent. */
    public WireRequest wire() {
        return wire;
    }

    /** Carries the request out, now and once more each time it is called, and returns the answer. */
    public WireResponse carryOut() {
        return stamped(service.handle(wire));
    }

    /** The answer of a service in {@code trouble}; nothing is carried out. */
    public WireResponse refuse(Trouble trouble) {
        return stamped(service.error(wire, requireNonNull(trouble, "trouble")));
    }

    private WireResponse stamped(WireResponse response) {
        return FakeAws.stamped(response, aws.clock().instant());
    }

    @Override
    public String toString() {
        return (request.operation() + " " + request.key()).trim()
                + (request.attempt() > 1 ? " (attempt " + request.attempt() + ")" : "");
    }
}
