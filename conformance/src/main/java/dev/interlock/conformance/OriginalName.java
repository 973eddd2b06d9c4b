package dev.interlock.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The original's name of a reservation without a token: {@code service-region-sku-Nx-term-payment-time-random}.
 *
 * @param required service, region, sku, count and term, which stand in every name
 * @param payment as it is given, which is left out if there is no room for it
 * @param tail time and random part, which are left out before it, the last one first
 */
record OriginalName(List<String> required, String payment, List<String> tail) {
    private static final int LONGEST = 60;
    private static final int SKU = 2;

    static OriginalName of(Json vector) {
        List<String> required = List.of(
                vector.at("service").text(),
                vector.at("region").text(),
                vector.at("resource_type").text(),
                vector.at("count").integer() + "x",
                longTerm(normal(vector.at("term").text())));
        List<String> tail = List.of(
                vector.at("now").text().replaceAll("[-:Z]", ""),
                vector.at("rand_hex").text());
        return new OriginalName(required, normal(vector.at("payment").text()), tail);
    }

    /** Whether a required part is empty, for which the original puts the time in seconds. */
    boolean hasMadeUpPart() {
        return required.stream().anyMatch(part -> sanitized(part).isEmpty());
    }

    /** The first part of which nothing is left, in the order in which Interlock looks at them. */
    Optional<String> firstWithNothingLeft() {
        return Stream.of(required.get(4), payment, required.get(0), required.get(1), required.get(SKU), tail.get(1))
                .filter(part -> sanitized(part).isEmpty())
                .findFirst();
    }

    /**
     * The name, at most 60 characters long.
     *
     * @param second what the original puts for a required part that is empty
     */
    String name(String second) {
        List<String> parts = new ArrayList<>(
                required.stream().map(part -> sanitized(part).orElse(second)).toList());
        List<String> optional = Stream.concat(Stream.of(shortPayment()), tail.stream())
                .filter(part -> !part.isEmpty())
                .toList();
        for (int kept = optional.size(); kept >= 0; kept--) {
            String name = joined(parts, optional.subList(0, kept));
            if (name.length() <= LONGEST) {
                return name;
            }
        }
        String sku = parts.get(SKU);
        int left = sku.length() - (joined(parts, List.of()).length() - LONGEST);
        if (left <= 0) {
            throw new IllegalArgumentException("what the original does without room for the sku is not known");
        }
        parts.set(SKU, sku.substring(0, left));
        return joined(parts, List.of());
    }

    private String shortPayment() {
        if (payment.isEmpty()) {
            return "";
        }
        if (payment.matches("all-?upfront|upfront")) {
            return "allup";
        }
        if (payment.matches("no-?upfront")) {
            return "noup";
        }
        if (payment.startsWith("partial")) {
            return "partup";
        }
        String cleaned = sanitized(payment)
                .orElseThrow(
                        () -> new IllegalArgumentException("what the original makes of it is not known: " + payment));
        return cleaned.substring(0, Math.min(6, cleaned.length()));
    }

    private static String longTerm(String term) {
        return term.matches("p?[13]y|[13](yr)?") ? term.replaceAll("[^13]", "") + "yr" : term;
    }

    private static String joined(List<String> parts, List<String> optional) {
        List<String> all = Stream.concat(parts.stream(), optional.stream()).toList();
        return sanitized(String.join("-", all)).orElseThrow();
    }

    private static Optional<String> sanitized(String part) {
        return OriginalTokens.sanitize(GoText.of(part)).map(GoText::text);
    }

    private static String normal(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
