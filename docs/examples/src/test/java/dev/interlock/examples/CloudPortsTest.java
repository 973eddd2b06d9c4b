package dev.interlock.examples;

import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.CommitmentRequest;
import dev.interlock.testkit.junit.CommitmentPortSuite;
import java.io.IOException;
import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The guide's ports, held to what every port promises. */
final class CloudPortsTest {
    @Nested
    final class Azure extends CloudSuite<AzureReservationOrders.Order> {
        @Override
        protected CommitmentPort<AzureReservationOrders.Order> port() {
            return new AzureReservationOrders(http, clouds.uri("azure"));
        }

        @Override
        protected AzureReservationOrders.Order order() {
            return new AzureReservationOrders.Order("Standard_D2s_v5", 3);
        }

        @Override
        protected AzureReservationOrders.Order anotherOrder() {
            return new AzureReservationOrders.Order("Standard_D4s_v5", 3);
        }
    }

    // @start region="suite"
    @Nested
    final class Gcp extends CloudSuite<GcpCommitments.Order> {
        @Override
        protected CommitmentPort<GcpCommitments.Order> port() {
            return new GcpCommitments(http, clouds.uri("gcp"));
        }

        @Override
        protected GcpCommitments.Order order() {
            return new GcpCommitments.Order("TWELVE_MONTH", 8);
        }

        @Override
        protected GcpCommitments.Order anotherOrder() {
            return new GcpCommitments.Order("TWELVE_MONTH", 16);
        }
    }

    /** What is the same for both clouds: a fake server on the loopback interface, and what goes wrong in it. */
    abstract static class CloudSuite<R extends CommitmentRequest> extends CommitmentPortSuite<R> {
        final HttpExchangeOnce http = new HttpExchangeOnce(HttpClient.newHttpClient());
        LoopbackClouds clouds;

        @BeforeEach
        void open() throws IOException {
            clouds = LoopbackClouds.open();
        }

        @AfterEach
        void close() {
            clouds.close();
        }

        @Override
        protected long bought() {
            return clouds.sold(); // the server counts, not the port
        }

        @Override
        protected void loseNextAnswer() {
            clouds.loseAnswers(1);
        }

        @Override
        protected void failAfterNext() {
            clouds.failAfter(1);
        }

        @Override
        protected void throttleNext() {
            clouds.throttle(1);
        }

        @Override
        protected void others(int count) {
            clouds.sellToOthers(count);
        }

        @Override
        protected void failLookUps(int answered) {
            clouds.failReads(answered);
        }
    }
    // @end
}
