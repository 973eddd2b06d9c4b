package dev.interlock.testkit.commitment;

import dev.interlock.testkit.commitment.BoughtCommitment.Order;
import dev.interlock.testkit.commitment.LedgerService.Errors;
import dev.interlock.testkit.wire.FakeService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Savings Plans: CreateSavingsPlan and DescribeSavingsPlans by page. A client token that the service remembers answers
 * the plan that was bought with it, and refuses another request; what a real one answers to that is documented nowhere.
 */
final class SavingsPlans {
    private static final CommitmentService SAVINGS_PLANS = CommitmentService.SAVINGS_PLANS;
    private static final Map<String, String> PATHS =
            Map.of("/CreateSavingsPlan", "CreateSavingsPlan", "/DescribeSavingsPlans", "DescribeSavingsPlans");

    private final FakeCommitments ledger;

    private SavingsPlans(FakeCommitments ledger) {
        this.ledger = ledger;
    }

    static FakeService service(FakeCommitments ledger) {
        SavingsPlans plans = new SavingsPlans(ledger);
        return new LedgerService(
                        ledger,
                        SAVINGS_PLANS,
                        JsonProtocol.rest(PATHS),
                        new Errors(429, "ThrottlingException", "InternalServerException"))
                .with(
                        "CreateSavingsPlan",
                        List.of("clientToken", "savingsPlanOfferingId", "commitment", "upfrontPaymentAmount", "tags"),
                        plans::create)
                .with("DescribeSavingsPlans", List.of("nextToken", "maxResults"), plans::describe);
    }

    private Map<String, Object> create(Call call) {
        String offeringId = call.text("savingsPlanOfferingId");
        String token = call.text("clientToken");
        String upfront = call.optional("upfrontPaymentAmount").orElse("");
        Optional<BoughtCommitment> before = token.isEmpty() ? Optional.empty() : ledger.byClientToken(token);
        if (before.isPresent()) {
            Order order = before.get().order();
            if (!order.offering().id().equals(offeringId)
                    || !order.quantity().equals(call.text("commitment"))
                    || !order.upfront().equals(upfront)) {
                throw new Refused(400, "ValidationException", "The client token was used for another request");
            }
            return Map.of("savingsPlanId", before.get().id());
        }
        Offering offering = ledger.offering(SAVINGS_PLANS, offeringId)
                .orElseThrow(() -> new Refused(404, "ResourceNotFoundException", "The offering does not exist"));
        Order order = new Order(token, offering, call.text("commitment"), upfront);
        return Map.of(
                "savingsPlanId",
                ledger.buy(SAVINGS_PLANS, order, call.below("tags"), ledger.nextId())
                        .id());
    }

    private Map<String, Object> describe(Call call) {
        return new Slice(ledger, "nextToken", "maxResults")
                .of(
                        call,
                        ledger.bought(SAVINGS_PLANS),
                        new Slice.Form("savingsPlans", "member", "nextToken"),
                        SavingsPlans::fields);
    }

    private static Map<String, Object> fields(BoughtCommitment plan) {
        Map<String, Object> tags = new LinkedHashMap<>(plan.tags());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("savingsPlanId", plan.id());
        fields.put("offeringId", plan.order().offering().id());
        fields.put("savingsPlanType", plan.order().offering().type());
        fields.put("commitment", plan.order().quantity());
        fields.put("upfrontPaymentAmount", amount(plan.order().upfront()));
        fields.put("termDurationInSeconds", plan.order().offering().term().toSeconds());
        fields.put("start", plan.boughtAt().toString());
        fields.put("state", plan.state());
        fields.put("tags", new Nested(tags));
        return fields;
    }

    private static String amount(String upfront) {
        return upfront.isEmpty() ? "0.0" : upfront;
    }
}
