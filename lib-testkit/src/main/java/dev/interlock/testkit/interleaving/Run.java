package dev.interlock.testkit.interleaving;

import static java.util.Objects.requireNonNull;

import dev.interlock.testkit.FakeAws;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** One run of a program as it is set up: a fake AWS of its own, the actors, and what must hold in the end. */
public final class Run {
    private final FakeAws aws;
    private final Map<String, Actor.Script> scripts = new LinkedHashMap<>();
    private final Map<String, Function<FakeAws, ?>> watches = new LinkedHashMap<>();
    private final List<Runnable> always = new ArrayList<>();
    private final List<Consumer<History>> checks = new ArrayList<>();

    Run(FakeAws aws) {
        this.aws = aws;
    }

    /** The account that the actors share. Requests that the set-up sends are no steps. */
    public FakeAws aws() {
        return aws;
    }

    /**
     * Adds an actor.
     *
     * @throws IllegalArgumentException if there is one of that name
     */
    public Run actor(String name, Actor.Script script) {
        requireNonNull(script, "script");
        if (scripts.putIfAbsent(requireNonNull(name, "name"), script) != null) {
            throw new IllegalArgumentException("there are two actors named '" + name + "'");
        }
        return this;
    }

    /**
     * Looks at the state after each request that was carried out, and writes a {@link History.Change} if it differs
     * from before by {@code equals}.
     *
     * @param look must not send requests; never null
     */
    public Run watch(String what, Function<FakeAws, ?> look) {
        watches.put(requireNonNull(what, "what"), requireNonNull(look, "look"));
        return this;
    }

    /** Says what must hold after every step, between the turns of the actors. What it throws fails the run. */
    public Run always(Runnable check) {
        always.add(requireNonNull(check, "check"));
        return this;
    }

    /**
     * Says what must hold when every actor has ended and every late request has landed. What it throws fails the run.
     */
    public Run check(Consumer<History> check) {
        checks.add(requireNonNull(check, "check"));
        return this;
    }

    Map<String, Actor.Script> scripts() {
        return scripts;
    }

    Map<String, Function<FakeAws, ?>> watches() {
        return watches;
    }

    void checkStep() {
        always.forEach(Runnable::run);
    }

    void check(History history) {
        checks.forEach(check -> check.accept(history));
    }
}
