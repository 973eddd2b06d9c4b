package dev.interlock.testkit.commitment;

import dev.interlock.testkit.commitment.BoughtCommitment.Order;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the services do that take an id of the caller's: the same, in different words. */
final class NamedReservations {
    private final FakeCommitments ledger;
    private final CommitmentService service;
    private final Words words;
    private final Slice slice;

    NamedReservations(FakeCommitments ledger, CommitmentService service, Words words, Slice slice) {
        this.ledger = ledger;
        this.service = service;
        this.words = words;
        this.slice = slice;
    }

    /**
     * The words of a service.
     *
     * @param id the id's, in requests and answers
     * @param offering the offering id's
     * @param count of how many
     * @param type what kind of instance
     * @param tags the list of tags in a request
     * @param faults the error codes
     * @param bought the structure that a purchase answers with
     * @param listing how lists are answered
     */
    record Words(
            String id,
            String offering,
            String count,
            String type,
            String tags,
            Faults faults,
            String bought,
            Slice.Form listing) {}

    /** Error codes, and the status that they come with. */
    record Faults(int status, String alreadyExists, String notFound, String noSuchOffering) {}

    Map<String, Object> purchase(Call call) {
        String id = call.text(words.id());
        Faults faults = words.faults();
        Offering offering = ledger.offering(service, call.text(words.offering()))
                .orElseThrow(() ->
                        new Refused(faults.status(), faults.noSuchOffering(), "Specified offering does not exist"));
        if (ledger.find(service, id).isPresent()) {
            throw new Refused(faults.status(), faults.alreadyExists(), "Reservation " + id + " already exists");
        }
        Order order = new Order(id, offering, call.text(words.count()));
        BoughtCommitment bought = ledger.buy(service, order, call.pairs(words.tags()), id);
        return Map.of(words.bought(), new Nested(fields(bought)));
    }

    Map<String, Object> describe(Call call) {
        List<BoughtCommitment> wanted = ledger.bought(service);
        if (call.optional(words.id()).isPresent()) {
            BoughtCommitment one = ledger.find(service, call.text(words.id()))
                    .orElseThrow(() -> new Refused(
                            words.faults().status(),
                            words.faults().notFound(),
                            "Reservation " + call.text(words.id()) + " not found"));
            wanted = List.of(one);
        }
        return slice.of(call, wanted, words.listing(), this::fields);
    }

    private Map<String, Object> fields(BoughtCommitment commitment) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(words.id(), commitment.id());
        fields.put(words.offering(), commitment.order().offering().id());
        fields.put(words.type(), commitment.order().offering().type());
        fields.put(words.count(), Long.valueOf(commitment.order().quantity()));
        fields.put("Duration", commitment.order().offering().term().toSeconds());
        fields.put("StartTime", commitment.boughtAt());
        fields.put("State", commitment.state());
        return fields;
    }
}
