package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

import dev.interlock.Payload;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Checks that need no more than a line. Each is immutable, and as thread-safe as what it is given. */
public final class Checks {
    private Checks() {}

    /**
     * That all variables of these names are there and not blank; those that are not are told at once, and never a
     * value.
     *
     * @param environment the variables, {@code run -> System.getenv()}, or secrets that were looked up
     * @throws IllegalArgumentException if there is no name, or a blank one
     */
    public static <C> Check<C> environment(
            Function<? super C, ? extends Map<String, String>> environment, String... names) {
        requireNonNull(environment, "environment");
        List<String> wanted = List.of(requireNonNull(names, "names"));
        if (wanted.isEmpty() || wanted.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("names are none, or one is blank: " + wanted);
        }
        return context -> {
            Map<String, String> variables = environment.apply(context);
            OutcomeBuilder mismatches = new OutcomeBuilder("environment");
            for (String name : wanted) {
                String value = variables.get(name);
                if (value == null || value.isBlank()) {
                    mismatches.add(name, "a value", value == null ? "nothing" : "a blank");
                }
            }
            return mismatches.outcome(wanted.size());
        };
    }

    /**
     * That the pointer file, by which readers find the set of a run, names this run: its {@code /date}, and its
     * {@code /s3_prefix}. More can be demanded of the check that this returns.
     *
     * @param date the run's date, written as in {@code 2026-05-30}
     * @param prefix where the run has put its set
     */
    public static <C> JsonCheck<C> pointer(
            DocumentSource<? super C> pointer,
            Function<? super C, LocalDate> date,
            Function<? super C, String> prefix) {
        requireNonNull(date, "date");
        requireNonNull(prefix, "prefix");
        return JsonCheck.<C>of(pointer)
                .equalTo("/date", context -> date.apply(context).toString())
                .equalTo("/s3_prefix", prefix);
    }

    /**
     * That documents fit each other. They are loaded one after the other, so publish them under a prefix of the run and
     * check them before readers do; of what is not there, all is told.
     *
     * @param rule what the outcome is, given the documents in the order of their sources
     * @throws IllegalArgumentException if there is no source
     */
    public static <C> Check<C> across(
            List<? extends DocumentSource<? super C>> sources,
            BiFunction<? super C, ? super List<Payload>, Outcome> rule) {
        List<DocumentSource<? super C>> all = List.copyOf(requireNonNull(sources, "sources"));
        requireNonNull(rule, "rule");
        if (all.isEmpty()) {
            throw new IllegalArgumentException("sources are none; a rule is about at least one document");
        }
        return context -> Documents.judgeAll(context, all, payloads -> rule.apply(context, payloads));
    }
}
