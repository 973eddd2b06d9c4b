package dev.interlock.envelope;

import static java.util.Objects.requireNonNull;

import dev.interlock.internal.Json;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What an invocation answers for the records of its event. */
public sealed interface BatchResponse {
    /**
     * It ends without an exception and names the items that failed.
     *
     * @param itemIdentifiers what to deliver again: each message of a queue, of a stream the record to go on from, or
     *     in a pipe each record; empty if everything is done
     */
    record Report(List<String> itemIdentifiers) implements BatchResponse {
        public Report {
            itemIdentifiers = List.copyOf(requireNonNull(itemIdentifiers, "itemIdentifiers"));
        }

        /** The answer that Lambda and Pipes read. */
        public String json() {
            return itemIdentifiers.stream()
                    .map(item -> "{\"itemIdentifier\":" + Json.quoted(item) + "}")
                    .collect(Collectors.joining(",", "{\"batchItemFailures\":[", "]}"));
        }
    }

    /**
     * It must end with an exception, because something failed that no answer can name.
     *
     * @param reason what failed
     */
    record Failure(String reason) implements BatchResponse {
        public Failure {
            requireNonNull(reason, "reason");
        }
    }

    /**
     * The answer.
     *
     * @throws IllegalStateException if the invocation must fail
     */
    default String orThrow() {
        return fold(Report::json, failure -> {
            throw new IllegalStateException(failure.reason());
        });
    }

    /** Handles every case on Java 17; from Java 21 a {@code switch} over this type is exhaustive. */
    default <R> R fold(Function<? super Report, ? extends R> report, Function<? super Failure, ? extends R> failure) {
        return this instanceof Report r ? report.apply(r) : failure.apply((Failure) this);
    }
}
