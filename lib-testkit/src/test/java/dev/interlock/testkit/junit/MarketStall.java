package dev.interlock.testkit.junit;

import dev.interlock.idempotency.Pages;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service where things are sold: what was sold under a key is not sold again, if there is a key; listings have pages
 * of 50.
 */
final class MarketStall {
    private static final int PAGE = 50;

    private final List<Sale> sales = new ArrayList<>();
    private @Nullable Fate next;
    private int lookUpsAnswered = Integer.MAX_VALUE;

    /** What becomes of the next purchase. */
    enum Fate {
        LOST,
        FAILED,
        THROTTLED
    }

    /** Something that was sold; the key is empty until there is one. */
    record Sale(String id, String key, String item, int count) {}

    /** No answer that says it is sold; without a status there was none. */
    static final class NoSale extends RuntimeException {
        private static final long serialVersionUID = 1;

        final int status;

        NoSale(int status) {
            this.status = status;
        }
    }

    synchronized void fate(Fate fate) {
        next = fate;
    }

    synchronized void failLookUps(int answered) {
        lookUpsAnswered = answered;
    }

    synchronized int sold() {
        return sales.size();
    }

    /** Sells, and answers 409 if the key is taken. */
    synchronized String sell(String key, String item, int count) {
        return carriedOut(() -> {
            if (!key.isEmpty() && sales.stream().anyMatch(sale -> sale.key().equals(key))) {
                throw new NoSale(409);
            }
            return put(key, item, count);
        });
    }

    /** Sells, and answers again what was sold under the key before. */
    synchronized String sellOrRepeat(String key, String item, int count) {
        return carriedOut(() -> sales.stream()
                .filter(sale -> sale.key().equals(key))
                .map(Sale::id)
                .findFirst()
                .orElseGet(() -> put(key, item, count)));
    }

    synchronized void tag(String id, String key) {
        sales.replaceAll(sale -> sale.id().equals(id) ? new Sale(id, key, sale.item(), sale.count()) : sale);
    }

    synchronized Pages.Page<Sale> page(String token) {
        if (lookUpsAnswered-- <= 0) {
            throw new NoSale(500);
        }
        int from = token.isEmpty() ? 0 : Integer.parseInt(token);
        int to = Math.min(sales.size(), from + PAGE);
        return new Pages.Page<>(sales.subList(from, to), to == sales.size() ? null : Integer.toString(to));
    }

    private interface Work {
        String sell();
    }

    private String carriedOut(Work work) {
        Fate fate = next;
        next = null;
        if (fate == Fate.THROTTLED) {
            throw new NoSale(429);
        }
        String id = work.sell();
        if (fate != null) {
            throw new NoSale(fate == Fate.LOST ? 0 : 500);
        }
        return id;
    }

    private String put(String key, String item, int count) {
        String id = "sale-" + (sales.size() + 1);
        sales.add(new Sale(id, key, item, count));
        return id;
    }
}
