package dev.interlock.testkit.commitment;

import dev.interlock.testkit.commitment.BoughtCommitment.Order;
import dev.interlock.testkit.commitment.LedgerService.Errors;
import dev.interlock.testkit.wire.FakeService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** EC2: PurchaseReservedInstancesOffering, DescribeReservedInstances, which has no pages, and CreateTags. */
final class Ec2Reservations {
    private static final CommitmentService EC2 = CommitmentService.EC2;

    private final FakeCommitments ledger;

    private Ec2Reservations(FakeCommitments ledger) {
        this.ledger = ledger;
    }

    static FakeService service(FakeCommitments ledger) {
        Ec2Reservations ec2 = new Ec2Reservations(ledger);
        return new LedgerService(
                        ledger, EC2, QueryProtocol.EC2, new Errors(503, "RequestLimitExceeded", "InternalError"))
                .with(
                        "PurchaseReservedInstancesOffering",
                        List.of("ReservedInstancesOfferingId", "InstanceCount"),
                        ec2::purchase)
                .with("DescribeReservedInstances", List.of("ReservedInstancesId", "Filter"), ec2::describe)
                .with("CreateTags", List.of("ResourceId", "Tag"), ec2::tag);
    }

    private Map<String, Object> purchase(Call call) {
        String offeringId = call.text("ReservedInstancesOfferingId");
        Offering offering = ledger.offering(EC2, offeringId)
                .orElseThrow(() -> new Refused(
                        400,
                        "InvalidReservedInstancesOfferingId",
                        "The reserved instances offering '" + offeringId + "' does not exist"));
        Order order = new Order("", offering, call.text("InstanceCount"));
        return Map.of(
                "reservedInstancesId",
                ledger.buy(EC2, order, Map.of(), ledger.nextId()).id());
    }

    private Map<String, Object> describe(Call call) {
        Predicate<BoughtCommitment> wanted = byId(call);
        for (int i = 1; call.optional("Filter." + i + ".Name").isPresent(); i++) {
            wanted = wanted.and(filter(call.text("Filter." + i + ".Name"), call.list("Filter." + i + ".Value")));
        }
        List<Map<String, Object>> found = ledger.bought(EC2).stream()
                .filter(wanted)
                .map(Ec2Reservations::fields)
                .toList();
        return Map.of("reservedInstancesSet", new Listed("item", found));
    }

    private static Predicate<BoughtCommitment> byId(Call call) {
        List<String> ids = call.list("ReservedInstancesId");
        return commitment -> ids.isEmpty() || ids.contains(commitment.id());
    }

    private static Predicate<BoughtCommitment> filter(String name, List<String> values) {
        if (name.startsWith("tag:")) {
            String key = name.substring("tag:".length());
            return commitment -> values.contains(commitment.tags().getOrDefault(key, ""));
        } else if (name.equals("state")) {
            return commitment -> values.contains(commitment.state());
        }
        throw new UnsupportedOperationException(
                "the fake ec2 has no filter '" + name + "'; it has 'state' and 'tag:' with a key");
    }

    private static Map<String, Object> fields(BoughtCommitment commitment) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("reservedInstancesId", commitment.id());
        fields.put("instanceType", commitment.order().offering().type());
        fields.put("instanceCount", commitment.order().quantity());
        fields.put("duration", commitment.order().offering().term().toSeconds());
        fields.put("start", commitment.boughtAt());
        fields.put("state", commitment.state());
        fields.put("tagSet", tags(commitment));
        return fields;
    }

    private static Listed tags(BoughtCommitment commitment) {
        return commitment.tags().entrySet().stream()
                .map(tag -> Map.<String, Object>of("key", tag.getKey(), "value", tag.getValue()))
                .collect(Collectors.collectingAndThen(Collectors.toList(), items -> new Listed("item", items)));
    }

    private Map<String, Object> tag(Call call) {
        for (String id : call.list("ResourceId")) {
            BoughtCommitment commitment = ledger.find(EC2, id)
                    .orElseThrow(() -> new Refused(
                            400,
                            "InvalidReservedInstancesId",
                            "The reserved instances ID '" + id + "' does not exist"));
            ledger.tag(commitment, call.pairs("Tag"));
        }
        return Map.of("return", "true");
    }
}
