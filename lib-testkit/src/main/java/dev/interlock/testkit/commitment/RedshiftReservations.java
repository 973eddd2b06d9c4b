package dev.interlock.testkit.commitment;

import dev.interlock.testkit.commitment.BoughtCommitment.Order;
import dev.interlock.testkit.commitment.LedgerService.Errors;
import dev.interlock.testkit.wire.FakeService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Redshift: PurchaseReservedNodeOffering, DescribeReservedNodes by page, and DescribeTags and CreateTags of one node by
 * its name. That reserved nodes take tags is documented nowhere; where they don't, let a fault answer.
 */
final class RedshiftReservations {
    private static final CommitmentService REDSHIFT = CommitmentService.REDSHIFT;
    private static final String RESOURCE = "ResourceName";
    private static final String NODE = ":reservednode:";

    private final FakeCommitments ledger;

    private RedshiftReservations(FakeCommitments ledger) {
        this.ledger = ledger;
    }

    static FakeService service(FakeCommitments ledger) {
        RedshiftReservations redshift = new RedshiftReservations(ledger);
        return new LedgerService(
                        ledger, REDSHIFT, QueryProtocol.AWS_QUERY, new Errors(400, "Throttling", "InternalFailure"))
                .with(
                        "PurchaseReservedNodeOffering",
                        List.of("ReservedNodeOfferingId", "NodeCount"),
                        redshift::purchase)
                .with("DescribeReservedNodes", List.of("ReservedNodeId", "Marker", "MaxRecords"), redshift::describe)
                .with("DescribeTags", List.of(RESOURCE, "TagKeys", "TagValues"), redshift::describeTags)
                .with("CreateTags", List.of(RESOURCE, "Tags"), redshift::tag);
    }

    private Map<String, Object> purchase(Call call) {
        Offering offering = ledger.offering(REDSHIFT, call.text("ReservedNodeOfferingId"))
                .orElseThrow(
                        () -> new Refused(404, "ReservedNodeOfferingNotFound", "Specified offering does not exist"));
        Order order = new Order("", offering, call.text("NodeCount"));
        BoughtCommitment bought = ledger.buy(REDSHIFT, order, Map.of(), ledger.nextId());
        return Map.of("ReservedNode", new Nested(fields(bought)));
    }

    private Map<String, Object> describe(Call call) {
        List<BoughtCommitment> wanted = ledger.bought(REDSHIFT).stream()
                .filter(node ->
                        call.optional("ReservedNodeId").orElse(node.id()).equals(node.id()))
                .toList();
        return slice().of(
                        call,
                        wanted,
                        new Slice.Form("ReservedNodes", "ReservedNode", "Marker"),
                        RedshiftReservations::fields);
    }

    private Map<String, Object> describeTags(Call call) {
        List<String> keys = call.list("TagKeys.TagKey");
        List<String> values = call.list("TagValues.TagValue");
        List<Map.Entry<String, String>> tags = new ArrayList<>();
        node(call).tags().entrySet().stream()
                .filter(tag -> keys.isEmpty() || keys.contains(tag.getKey()))
                .filter(tag -> values.isEmpty() || values.contains(tag.getValue()))
                .forEach(tags::add);
        return slice().of(
                        call,
                        tags,
                        new Slice.Form("TaggedResources", "TaggedResource", "Marker"),
                        tag -> Map.of(
                                "ResourceName",
                                call.text(RESOURCE),
                                "ResourceType",
                                "reservednode",
                                "Tag",
                                new Nested(Map.of("Key", tag.getKey(), "Value", tag.getValue()))));
    }

    private Map<String, Object> tag(Call call) {
        ledger.tag(node(call), call.pairs("Tags.Tag"));
        return Map.of();
    }

    private BoughtCommitment node(Call call) {
        String resource = call.text(RESOURCE);
        int node = resource.indexOf(NODE);
        if (node < 0) {
            throw new Refused(400, "InvalidTagFault", "The resource is no reserved node");
        }
        return ledger.find(REDSHIFT, resource.substring(node + NODE.length()))
                .orElseThrow(() -> new Refused(404, "ResourceNotFoundFault", "The resource could not be found"));
    }

    private Slice slice() {
        return new Slice(ledger, "Marker", "MaxRecords");
    }

    private static Map<String, Object> fields(BoughtCommitment commitment) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ReservedNodeId", commitment.id());
        fields.put("ReservedNodeOfferingId", commitment.order().offering().id());
        fields.put("NodeType", commitment.order().offering().type());
        fields.put("NodeCount", Long.valueOf(commitment.order().quantity()));
        fields.put("Duration", commitment.order().offering().term().toSeconds());
        fields.put("StartTime", commitment.boughtAt());
        fields.put("State", commitment.state());
        return fields;
    }
}
