package dev.interlock.testkit;

import dev.interlock.testkit.wire.WireResponse;
import java.io.IOException;

/**
 * Stands between one client and the fake: decides for each request when it is carried out, if ever, and what the client
 * gets to see. {@link FakeAws#connect(software.amazon.awssdk.awscore.client.builder.AwsClientBuilder, Courier)} employs
 * it.
 */
@FunctionalInterface
public interface Courier {
    /**
     * Takes one request, retries included, in the thread that sent it.
     *
     * @return what the client sees
     * @throws IOException what its connection would end with; the SDK sends the request again after most of them
     */
    WireResponse deliver(Delivery delivery) throws IOException;
}
