package dev.interlock.testkit.junit;

import dev.interlock.idempotency.Attempt;
import dev.interlock.idempotency.Commitment;
import dev.interlock.idempotency.Commitment.Standing;
import dev.interlock.idempotency.CommitmentPort;
import dev.interlock.idempotency.CommitmentRequest;
import dev.interlock.idempotency.DedupeStrength;
import dev.interlock.idempotency.IdempotencyToken;
import dev.interlock.idempotency.LookUp;
import dev.interlock.idempotency.Pages;
import java.util.Map;

/** A port that is right, at a stall of each strength. */
record StallPort(MarketStall stall, DedupeStrength strength) implements CommitmentPort<StallPort.Order> {
    record Order(String item, int count) implements CommitmentRequest {
        @Override
        public Map<String, String> terms() {
            return Map.of("item", item, "count", Integer.toString(count));
        }
    }

    @Override
    public LookUp find(IdempotencyToken token, Order order) {
        try {
            return LookUp.of(Pages.all(Pages.CAP, stall::page).stream()
                    .filter(sale -> sale.key().equals(token.value()))
                    .map(StallPort::commitment)
                    .toList());
        } catch (MarketStall.NoSale e) {
            return new LookUp.Failed("answered " + e.status);
        }
    }

    static Commitment commitment(MarketStall.Sale sale) {
        Map<String, String> terms = Map.of("item", sale.item(), "count", Integer.toString(sale.count()));
        return new Commitment(sale.id(), Standing.LIVE, "paid", terms);
    }

    @Override
    public Attempt create(IdempotencyToken token, Order order) {
        try {
            return new Attempt.Created(sold(token.value(), order));
        } catch (MarketStall.NoSale e) {
            String told = "answered " + e.status;
            return e.status == 429 ? new Attempt.Retryable(told) : new Attempt.Ambiguous(told);
        }
    }

    private String sold(String key, Order order) {
        return switch (strength) {
            case NONE -> stall.sell("", order.item(), order.count());
            case BY_TAG -> {
                String id = stall.sell("", order.item(), order.count());
                stall.tag(id, key);
                yield id;
            }
            case BY_NAME, DETERMINISTIC_ID -> stall.sell(key, order.item(), order.count());
            case NATIVE_TOKEN -> stall.sellOrRepeat(key, order.item(), order.count());
        };
    }
}
