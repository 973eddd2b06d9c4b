package dev.interlock.testkit.commitment;

import dev.interlock.testkit.commitment.BoughtCommitment.Order;
import dev.interlock.testkit.commitment.LedgerService.Errors;
import dev.interlock.testkit.wire.FakeService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OpenSearch Service: PurchaseReservedInstanceOffering and DescribeReservedInstances by page. Its errors come with
 * status 409 whether or not there is a conflict.
 */
final class OpenSearchReservations {
    private static final CommitmentService OPENSEARCH = CommitmentService.OPENSEARCH;
    private static final Map<String, String> PATHS = Map.of(
            "/2021-01-01/opensearch/purchaseReservedInstanceOffering", "PurchaseReservedInstanceOffering",
            "/2021-01-01/opensearch/reservedInstances", "DescribeReservedInstances");

    private final FakeCommitments ledger;

    private OpenSearchReservations(FakeCommitments ledger) {
        this.ledger = ledger;
    }

    static FakeService service(FakeCommitments ledger) {
        OpenSearchReservations openSearch = new OpenSearchReservations(ledger);
        return new LedgerService(
                        ledger,
                        OPENSEARCH,
                        JsonProtocol.rest(PATHS),
                        new Errors(429, "ThrottlingException", "InternalException"))
                .with(
                        "PurchaseReservedInstanceOffering",
                        List.of("ReservationName", "ReservedInstanceOfferingId", "InstanceCount"),
                        openSearch::purchase)
                .with("DescribeReservedInstances", List.of("nextToken", "maxResults"), openSearch::describe);
    }

    private Map<String, Object> purchase(Call call) {
        Offering offering = ledger.offering(OPENSEARCH, call.text("ReservedInstanceOfferingId"))
                .orElseThrow(() -> new Refused(409, "ResourceNotFoundException", "The offering does not exist"));
        String name = call.text("ReservationName");
        if (ledger.byName(OPENSEARCH, name).isPresent()) {
            throw new Refused(409, "ResourceAlreadyExistsException", "A reservation with this name exists");
        }
        Order order = new Order(name, offering, call.text("InstanceCount"));
        String id = ledger.buy(OPENSEARCH, order, Map.of(), ledger.nextId()).id();
        return Map.of("ReservedInstanceId", id, "ReservationName", name);
    }

    private Map<String, Object> describe(Call call) {
        return new Slice(ledger, "nextToken", "maxResults")
                .of(
                        call,
                        ledger.bought(OPENSEARCH),
                        new Slice.Form("ReservedInstances", "member", "NextToken"),
                        OpenSearchReservations::fields);
    }

    private static Map<String, Object> fields(BoughtCommitment commitment) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ReservedInstanceId", commitment.id());
        fields.put("ReservationName", commitment.order().name());
        fields.put("ReservedInstanceOfferingId", commitment.order().offering().id());
        fields.put("InstanceType", commitment.order().offering().type());
        fields.put("InstanceCount", Long.valueOf(commitment.order().quantity()));
        fields.put("Duration", commitment.order().offering().term().toSeconds());
        fields.put("StartTime", commitment.boughtAt());
        fields.put("State", commitment.state());
        return fields;
    }
}
