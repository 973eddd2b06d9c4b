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

// @start region="azure"
/** Orders of Azure reservations, without Azure's SDK: the token is the order's id in the URL. */
final class AzureReservationOrders implements CommitmentPort<AzureReservationOrders.Order> {
    private static final Set<String> OVER = Set.of("Cancelled", "Expired", "Failed");

    private final HttpExchangeOnce http;
    private final URI base; // https://management.azure.com/providers/Microsoft.Capacity/

    AzureReservationOrders(HttpExchangeOnce http, URI base) {
        this.http = http;
        this.base = base;
    }

    record Order(String sku, int quantity) implements CommitmentRequest {
        @Override
        public Map<String, String> terms() {
            return Map.of("sku", sku, "quantity", Integer.toString(quantity));
        }
    }

    @Override
    public DedupeStrength strength() {
        return DedupeStrength.DETERMINISTIC_ID; // a second PUT to the same URL orders nothing more
    }

    @Override
    public LookUp find(IdempotencyToken token, Order order) {
        return http.find(url(token), body -> new LookUp.Found(List.of(commitment(token, Payload.of(body)))));
    }

    @Override
    public Attempt create(IdempotencyToken token, Order order) {
        String body =
                "{\"sku\":{\"name\":\"" + order.sku() + "\"},\"properties\":{\"quantity\":" + order.quantity() + "}}";
        return http.create("PUT", url(token), body, token.toGuid());
    }

    private URI url(IdempotencyToken token) {
        return base.resolve("reservationOrders/" + token.toGuid() + "?api-version=2022-11-01");
    }

    private static Commitment commitment(IdempotencyToken token, Payload order) {
        String state = text(order, "/properties/provisioningState");
        Standing standing = OVER.contains(state) ? Standing.OVER : Standing.LIVE;
        Map<String, String> terms =
                Map.of("sku", text(order, "/sku/name"), "quantity", text(order, "/properties/quantity"));
        return new Commitment(token.toGuid(), standing, state, terms);
    }

    private static String text(Payload json, String pointer) {
        return json.at(pointer).map(Payload::text).orElse("untold");
    }
}
// @end
