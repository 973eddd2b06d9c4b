package dev.interlock.fidelity;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * DynamoDB Local as a server on a loopback port, in memory, without telemetry: one for all test classes. A parameter
 * gets its client.
 */
final class LocalDynamoDb implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(LocalDynamoDb.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == DynamoDbClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return requireNonNull(test.getRoot()
                        .getStore(NAMESPACE)
                        .computeIfAbsent(Server.class, type -> Server.start(), Server.class))
                .client();
    }

    /** Closed by JUnit after the last test. */
    private record Server(DynamoDBProxyServer server, DynamoDbClient client) implements AutoCloseable {
        static Server start() {
            try {
                int port = freePort();
                DynamoDBProxyServer server = ServerRunner.createServerFromCommandLineArgs(
                        new String[] {"-inMemory", "-disableTelemetry", "-port", Integer.toString(port)});
                server.start();
                return new Server(server, client(port));
            } catch (Exception e) { // of its declaration
                throw new IllegalStateException("DynamoDB Local does not start", e);
            }
        }

        @Override
        public void close() {
            client.close();
            try {
                server.stop();
            } catch (Exception e) { // of its declaration
                throw new IllegalStateException("DynamoDB Local does not stop", e);
            }
        }

        private static DynamoDbClient client(int port) {
            return DynamoDbClient.builder()
                    .endpointOverride(URI.create("http://127.0.0.1:" + port))
                    .httpClient(new JdkHttpClient())
                    .region(Region.EU_WEST_1)
                    .credentialsProvider(
                            StaticCredentialsProvider.create(AwsBasicCredentials.create("interlock", "interlock")))
                    .overrideConfiguration(ClientOverrideConfiguration.builder()
                            .retryStrategy(retry -> retry.maxAttempts(1))
                            .build())
                    .build();
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }
    }
}
