package dev.interlock.idempotency;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The texts that reservation services take for a name: ASCII letters, digits and single hyphens, none at either end.
 *
 * <p>Only {@link IdempotencyToken#reservationId} makes a repeat recognisable. A {@linkplain Description description} is
 * for people: as far as there is room it holds a time and a random part, and then two attempts have two.
 */
public final class ReservationIds {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private ReservationIds() {}

    /**
     * The part of {@code text} that a service takes: a dot becomes a hyphen, other characters than ASCII letters,
     * digits and hyphens are left out, runs of hyphens become one and none is kept at either end.
     *
     * @throws IllegalArgumentException if nothing is left, where a made-up name would not be the same twice
     */
    public static String sanitize(String text) {
        StringBuilder id = new StringBuilder(requireNonNull(text, "text").length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i) == '.' ? '-' : text.charAt(i);
            boolean word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            boolean firstHyphen = c == '-' && !id.isEmpty() && id.charAt(id.length() - 1) != '-';
            if (word || firstHyphen) {
                id.append(c);
            }
        }
        if (!id.isEmpty() && id.charAt(id.length() - 1) == '-') {
            id.setLength(id.length() - 1);
        }
        if (id.isEmpty()) {
            throw new IllegalArgumentException("nothing of the text can stand in a reservation id: '" + text + "'");
        }
        return id.toString();
    }

    /**
     * What is reserved.
     *
     * @param service such as {@code rds}
     * @param region such as {@code us-east-1}
     * @param sku the size, such as {@code db.t4g.medium}
     * @param terms how many, for how long and how paid
     */
    public record Description(String service, String region, String sku, Terms terms) {
        private static final int SKU = 2;
        private static final List<String> REQUIRED = List.of("service", "region", "sku", "count", "term");

        public Description {
            requireNonNull(service, "service");
            requireNonNull(region, "region");
            requireNonNull(sku, "sku");
            requireNonNull(terms, "terms");
        }

        /**
         * {@code service-region-sku-Nx-term-payment-time-random} in at most {@link IdempotencyToken#MAX_RESERVATION_ID}
         * characters: if it is longer, random part, time and payment are left out in this order, and then the sku is
         * cut, of which one character stays.
         *
         * @param at the time, to the second
         * @param random something that tells two of one second apart
         * @throws IllegalArgumentException if one of the parts has nothing that a service takes; if it is longer even
         *     so, and names the longest of the other parts
         */
        public String name(Instant at, String random) {
            requireNonNull(at, "at");
            requireNonNull(random, "random");
            List<String> parts = new ArrayList<>(List.of(
                    sanitize(service),
                    sanitize(region),
                    sanitize(sku),
                    terms.count() + "x",
                    terms.term(),
                    terms.payment(),
                    TIME.format(at),
                    sanitize(random)));
            while (parts.size() > REQUIRED.size() && joined(parts).length() > IdempotencyToken.MAX_RESERVATION_ID) {
                parts.remove(parts.size() - 1);
            }
            int excess = joined(parts).length() - IdempotencyToken.MAX_RESERVATION_ID;
            if (excess > 0) {
                String cut = parts.get(SKU);
                parts.set(SKU, sanitize(cut.substring(0, Math.max(1, cut.length() - excess))));
            }
            String name = joined(parts);
            if (name.length() > IdempotencyToken.MAX_RESERVATION_ID) {
                int longest = longest(parts);
                throw new IllegalArgumentException(REQUIRED.get(longest) + " makes a name of " + name.length()
                        + " characters, more than " + IdempotencyToken.MAX_RESERVATION_ID
                        + ", with the sku cut to one: "
                        + parts.get(longest));
            }
            return name;
        }

        private static int longest(List<String> parts) {
            int longest = 0;
            for (int i = 1; i < parts.size(); i++) {
                longest = parts.get(i).length() > parts.get(longest).length() ? i : longest;
            }
            return longest;
        }

        private static String joined(List<String> parts) {
            return sanitize(String.join("-", parts));
        }
    }

    /**
     * How many, for how long and how paid, in the short forms that names have.
     *
     * @param count how many; below 1 is not refused, because such names exist, and the sign of a negative number is
     *     lost with the hyphens: -1 is named {@code 1x}
     * @param term {@code 1yr} for one year in any of the spellings {@code 1}, {@code 1y}, {@code 1yr}, {@code P1Y}; the
     *     same for three; another term as it is, cleaned
     * @param payment {@code allup}, {@code noup} or {@code partup}; another payment cleaned and cut to six characters
     */
    public record Terms(int count, String term, String payment) {
        public Terms {
            term = shortTerm(requireNonNull(term, "term").trim().toLowerCase(Locale.ROOT));
            payment = shortPayment(requireNonNull(payment, "payment").trim().toLowerCase(Locale.ROOT));
        }

        private static String shortTerm(String term) {
            return switch (term) {
                case "1", "1y", "1yr", "p1y" -> "1yr";
                case "3", "3y", "3yr", "p3y" -> "3yr";
                default -> sanitize(term);
            };
        }

        private static String shortPayment(String payment) {
            return switch (payment) {
                case "all-upfront", "allupfront", "upfront" -> "allup";
                case "no-upfront", "noupfront" -> "noup";
                default -> payment.startsWith("partial") ? "partup" : cut(sanitize(payment));
            };
        }

        private static String cut(String payment) {
            return sanitize(payment.substring(0, Math.min(6, payment.length())));
        }
    }
}
