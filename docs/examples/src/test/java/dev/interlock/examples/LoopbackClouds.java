package dev.interlock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * As much of Azure's and of GCP's interface as a purchase needs, on the loopback interface: Azure orders what is PUT to
 * a URL, once; GCP makes a commitment for a request id, once. Both count what they sold.
 */
final class LoopbackClouds implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> sold = new ConcurrentHashMap<>();
    private final Map<String, String> gcpNamesByRequestId = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger createsToFailAfter = new AtomicInteger();
    private final AtomicInteger createsToThrottle = new AtomicInteger();
    private final AtomicInteger readsToAnswer = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger sales = new AtomicInteger();

    private LoopbackClouds(HttpServer server) {
        this.server = server;
    }

    static LoopbackClouds open() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        LoopbackClouds clouds = new LoopbackClouds(server);
        server.createContext("/azure/reservationOrders/", exchange -> clouds.answer(exchange, clouds::azure));
        server.createContext("/gcp/commitments", exchange -> clouds.answer(exchange, clouds::gcp));
        server.start();
        return clouds;
    }

    URI uri(String cloud) {
        return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/" + cloud + "/");
    }

    /** The next creates are carried out and not answered. */
    void loseAnswers(int count) {
        answersToLose.set(count);
    }

    /** The next creates are carried out and answered with an error of the server. */
    void failAfter(int count) {
        createsToFailAfter.set(count);
    }

    /** The next creates are refused for too many requests. */
    void throttle(int count) {
        createsToThrottle.set(count);
    }

    /** So many more reads are answered, and every later one with an error of the server. */
    void failReads(int answered) {
        readsToAnswer.set(answered);
    }

    /** Sells to somebody else, behind the back of every client. */
    void sellToOthers(int count) {
        for (int i = 0; i < count; i++) {
            sell("other-" + sales.get(), "{}");
        }
    }

    int sold() {
        return sales.get();
    }

    /** What came, in order: method and path with query. */
    List<String> requests() {
        return new ArrayList<>(requests);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private record Asked(String method, URI uri, String body) {
        String last() {
            return uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
        }
    }

    private record Answer(int status, String body) {}

    private interface Cloud {
        Answer answer(Asked asked);
    }

    private void answer(HttpExchange exchange, Cloud cloud) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            Asked asked = new Asked(exchange.getRequestMethod(), exchange.getRequestURI(), body);
            requests.add(asked.method() + " " + asked.uri());
            boolean isRead = asked.method().equals("GET");
            Answer answer = isRead ? read(asked, cloud) : create(asked, cloud);
            if (!isRead && isNext(answersToLose)) {
                return; // closed without a word
            }
            byte[] bytes = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer read(Asked asked, Cloud cloud) {
        return isNext(readsToAnswer) ? cloud.answer(asked) : new Answer(500, "");
    }

    private Answer create(Asked asked, Cloud cloud) {
        if (isNext(createsToThrottle)) {
            return new Answer(429, "");
        }
        Answer answer = cloud.answer(asked);
        return isNext(createsToFailAfter) ? new Answer(500, "") : answer;
    }

    private static boolean isNext(AtomicInteger left) {
        return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    private Answer azure(Asked asked) {
        String url = asked.uri().getPath();
        return asked.method().equals("PUT")
                ? sell(
                        url,
                        asked.body()
                                .replace("\"properties\":{", "\"properties\":{\"provisioningState\":\"Succeeded\","))
                : read(url);
    }

    private Answer gcp(Asked asked) {
        if (asked.method().equals("GET")) {
            return read(asked.last());
        }
        String requestId = asked.uri().getQuery().substring("requestId=".length());
        String name = asked.body().split("\"", -1)[3];
        String earlier = gcpNamesByRequestId.putIfAbsent(requestId, name);
        if (earlier == null && sold.containsKey(name)) {
            return new Answer(409, "");
        }
        return sell(name, asked.body().replaceFirst("\\{", "{\"status\":\"CREATING\","));
    }

    private Answer sell(String key, String stored) {
        if (sold.putIfAbsent(key, stored) == null) {
            sales.incrementAndGet();
        }
        return new Answer(200, "{}");
    }

    private Answer read(String key) {
        String body = sold.get(key);
        return body == null ? new Answer(404, "") : new Answer(200, body);
    }
}
