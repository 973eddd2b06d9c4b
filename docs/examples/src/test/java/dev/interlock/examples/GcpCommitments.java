package dev.interlock.examples;

import dev.interlock.Payload;
import dev.interlock.idempotency.Attempt;
import dev.interlock.idempotency.Commitment;
import dev.interlock.idempotency.Commitment.Standing;
import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.CommitmentRequest;
import dev.interlock.idempotency.DedupeStrength;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.LookUp;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Committed-use discounts of GCP, without its SDK: the token is the request's id, and the name to look up by. */
final class GcpCommitments implements CommitmentPort<GcpCommitments.Order> {
    private static final Set<String> LIVE = Set.of("ACTIVE", "CREATING", "NOT_YET_ACTIVE");
    private static final Set<String> OVER = Set.of("CANCELLED", "EXPIRED");

    private final HttpExchangeOnce http;
    private final URI region; // https://compute.googleapis.com/compute/v1/projects/{project}/regions/{region}/

    GcpCommitments(HttpExchangeOnce http, URI region) {
        this.http = http;
        this.region = region;
    }

    record Order(String plan, int vcpus) implements CommitmentRequest {
        @Override
        public Map<String, String> terms() {
            return Map.of("plan", plan, "vcpus", Integer.toString(vcpus));
        }
    }

    // @start region="gcp"
    @Override
    public DedupeStrength strength() {
        return DedupeStrength.NATIVE_TOKEN;
    }

    @Override
    public LookUp find(IdempotencyToken token, Order order) {
        URI url = region.resolve("commitments/" + name(token));
        return http.find(url, body -> new LookUp.Found(List.of(commitment(name(token), Payload.of(body)))));
    }

    @Override
    public Attempt create(IdempotencyToken token, Order order) {
        URI url = region.resolve("commitments?requestId=" + token.toGuid()); // 128 bits of the token
        String body = "{\"name\":\"" + name(token) + "\",\"plan\":\"" + order.plan() + "\",\"resources\":"
                + "[{\"type\":\"VCPU\",\"amount\":\"" + order.vcpus() + "\"}]}";
        return http.create("POST", url, body, name(token));
    }

    private static String name(IdempotencyToken token) {
        return token.commitmentName("cud-");
    }
    // @end

    private static Commitment commitment(String name, Payload json) {
        String state = text(json, "/status");
        Standing standing =
                LIVE.contains(state) ? Standing.LIVE : OVER.contains(state) ? Standing.OVER : Standing.UNCLEAR;
        Map<String, String> terms = Map.of("plan", text(json, "/plan"), "vcpus", text(json, "/resources/0/amount"));
        return new Commitment(name, standing, state, terms);
    }

    private static String text(Payload json, String pointer) {
        return json.at(pointer).map(Payload::text).orElse("untold");
    }
}
