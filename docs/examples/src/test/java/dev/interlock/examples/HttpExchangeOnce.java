package dev.interlock.examples;

import dev.interlock.idempotency.Attempt;
import dev.interlock.idempotency.LookUp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What HTTP says of a create and of a look-up, for any service that is spoken to by it. */
final class HttpExchangeOnce {
    private final HttpClient http;

    HttpExchangeOnce(HttpClient http) {
        this.http = http;
    }

    // @start region="http"
    /** Sends a create once. Only 429 and the other refusals of the client say that nothing was done. */
    Attempt create(String method, URI uri, String body, String id) {
        HttpResponse<String> answer = send(method, uri, body);
        int status = answer == null ? 0 : answer.statusCode();
        String told = answer == null ? "the answer was lost" : "answered " + status;
        if (status >= 200 && status < 300) {
            return new Attempt.Created(id);
        } else if (status == 429) {
            return new Attempt.Retryable(told);
        }
        boolean isRefusal = status >= 400 && status < 500 && status != 408 && status != 409;
        return isRefusal ? new Attempt.Final(told) : new Attempt.Ambiguous(told);
    }

    /** Asks for one thing. Only 404 says that it is not there. */
    LookUp find(URI uri, Function<String, LookUp> read) {
        HttpResponse<String> answer = send("GET", uri, "");
        if (answer == null) {
            return new LookUp.Failed("the answer was lost");
        } else if (answer.statusCode() == 404) {
            return new LookUp.NotFound();
        }
        return answer.statusCode() == 200
                ? read.apply(answer.body())
                : new LookUp.Failed("answered " + answer.statusCode());
    }

    private @Nullable HttpResponse<String> send(String method, URI uri, String body) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30)) // well below the lease of the claim
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return null; // whether it was carried out, nobody knows
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
    // @end
}
