package dev.interlock.testkit.commitment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One page of a listing: from the place that a token names, as many as fit. Its last page has no token. */
final class Slice {
    private final FakeCommitments ledger;
    private final String tokenParameter;
    private final String sizeParameter;

    Slice(FakeCommitments ledger, String tokenParameter, String sizeParameter) {
        this.ledger = ledger;
        this.tokenParameter = tokenParameter;
        this.sizeParameter = sizeParameter;
    }

    /** What is answered: the list by its name, and the token of the next page. */
    record Form(String list, String member, String tokenName) {}

    <T> Map<String, Object> of(Call call, List<T> all, Form form, Function<T, Map<String, Object>> fields) {
        int from = call.number(tokenParameter, 0);
        int size = Math.min(ledger.page(), call.number(sizeParameter, ledger.page()));
        int to = Math.min(all.size(), from + size);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                form.list(),
                new Listed(
                        form.member(),
                        all.subList(from, to).stream().map(fields).toList()));
        if (to < all.size()) {
            answer.put(form.tokenName(), Integer.toString(to));
        }
        return answer;
    }
}
