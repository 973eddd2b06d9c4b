package dev.interlock.testkit.interleaving;

import dev.interlock.testkit.Delivery;
import dev.interlock.testkit.FakeAws;
import dev.interlock.testkit.interleaving.Move.Sort;
import dev.interlock.testkit.wire.FakeService.Trouble;
import dev.interlock.testkit.wire.WireResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries one run out. Of the actors' threads and its own, one runs at a time; the semaphores that hand the turn over also
 * make what one has written visible to the next.
 */
final class Stage {
    /** What the options of an {@link Interleaving} come to. */
    record Options(
            Set<Hazard> hazards,
            int maxHazards,
            List<Duration> pauses,
            List<Duration> skews,
            int maxSteps,
            Duration patience) {}

    private final Options options;
    private final Scheduler scheduler;
    private final FakeAws aws = FakeAws.create();
    private final Instant beginning = aws.clock().instant();
    private final Run run = new Run(aws);
    private final List<Player> players = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();
    private final Map<String, Object> watched = new LinkedHashMap<>();
    private final List<History.Event<Object>> events = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private int steps;
    private int hazardsLeft;
    private @Nullable Player last;

    private record Late(Player sender, Delivery delivery) {}

    Stage(Options options, Scheduler scheduler) {
        this.options = options;
        this.scheduler = scheduler;
        this.hazardsLeft = options.maxHazards();
    }

    /**
     * Runs the program to its end.
     *
     * @throws InterleavingFailure if it fails, whatever the reason
     */
    History play(Interleaving.Program program) {
        try {
            program.arrange(run);
            run.watches().forEach((what, look) -> watched.put(what, look.apply(aws)));
            run.scripts().forEach((name, script) -> players.add(new Player(this, name, skew(name), script)));
            goOn();
            History history = history();
            run.check(history);
            return history;
        } catch (Exception | AssertionError e) {
            throw new InterleavingFailure(scheduler.schedule(), history().trace(), e);
        } finally {
            players.forEach(Player::dismiss);
        }
    }

    FakeAws aws() {
        return aws;
    }

    Duration patience() {
        return options.patience();
    }

    /** Of an actor in its turn. */
    void noted(Player player, Object event) {
        events.add(new History.Event<>(steps, aws.clock().instant(), player.name(), event));
        traced(player.name(), "notes " + event);
    }

    /** Of an actor in its turn. */
    int chosen(Player player, String what, int number) {
        int chosen = scheduler.chooseOf(number);
        traced(player.name(), "chooses " + what + " " + chosen);
        return chosen;
    }

    private Duration skew(String name) {
        List<Duration> skews = options.skews();
        Duration skew = skews.get(scheduler.chooseOf(skews.size()));
        if (skews.size() > 1) {
            traced(name, "has a clock that is off by " + skew);
        }
        return skew;
    }

    private void goOn() throws Exception {
        for (List<Move> moves = moves(); !moves.isEmpty(); moves = moves()) {
            if (steps == options.maxSteps()) {
                throw new IllegalStateException(
                        "no end after " + steps
                                + " steps: actors that wait for each other go round for ever; let them give up, or raise maxSteps");
            }
            Move move = moves.get(scheduler.choose(moves));
            steps++;
            hazardsLeft -= move.sort() == Sort.HAZARD ? 1 : 0;
            traced(move.actor(), move.text());
            move.action().run();
            for (Player player : players) {
                player.throwFailure();
            }
            run.checkStep();
        }
    }

    /** The first is to go on with who went last. */
    private List<Move> moves() {
        Instant now = aws.clock().instant();
        List<Move> moves = new ArrayList<>();
        List<Player> awake = players.stream()
                .filter(player -> !player.hasEnded() && !player.wakes().isAfter(now))
                .toList();
        if (last != null && awake.contains(last)) {
            moves.add(progress(last));
        }
        awake.stream().filter(player -> player != last).forEach(player -> moves.add(progress(player)));
        for (Late request : late) {
            moves.add(new Move(Sort.BACKGROUND, request.sender().name(), request.delivery() + " lands late", () -> {
                late.remove(request);
                carryOut(request.sender(), request.delivery());
            }));
        }
        players.stream()
                .filter(player -> !player.hasEnded() && player.wakes().isAfter(now))
                .map(Player::wakes)
                .min(Instant::compareTo)
                .ifPresent(wake -> moves.add(new Move(
                        Sort.BACKGROUND, "", "time passes", () -> aws.clock().set(wake))));
        if (hazardsLeft > 0) {
            awake.forEach(player -> hazards(player, moves));
            if (options.hazards().contains(Hazard.TIME_PASSES) && !awake.isEmpty()) {
                for (Duration pause : options.pauses()) {
                    moves.add(new Move(
                            Sort.HAZARD, "", pause + " pass", () -> aws.clock().advance(pause)));
                }
            }
        }
        return moves;
    }

    private Move progress(Player player) {
        Position at = player.position();
        if (at instanceof Position.Sent sent) {
            return move(Sort.PROGRESS, player, sent.delivery() + " is carried out", () -> {
                WireResponse answer = carryOut(player, sent.delivery());
                player.moveTo(new Position.Answered(sent.delivery(), answer));
            });
        }
        if (at instanceof Position.Answered answered) {
            return move(
                    Sort.PROGRESS,
                    player,
                    "gets the answer " + answered.response().status(),
                    () -> player.resume(answered::response));
        }
        String text = at instanceof Position.Resting resting ? resting.what() : "begins";
        return move(Sort.PROGRESS, player, text, player::resume);
    }

    private void hazards(Player player, List<Move> moves) {
        Position at = player.position();
        Set<Hazard> possible = EnumSet.noneOf(Hazard.class);
        if (at instanceof Position.Sent sent) {
            possible.addAll(Set.of(Hazard.REQUEST_LOST, Hazard.LANDS_LATE, Hazard.FAILS_BEFORE));
            if (isConditional(sent.delivery())) {
                possible.add(Hazard.CONFLICT);
            }
        }
        if (at instanceof Position.Answered answered) {
            possible.addAll(Set.of(Hazard.ANSWER_LOST, Hazard.FAILS_AFTERWARDS));
            if (answered.response().status() == 412) {
                possible.add(Hazard.REFUSED_WITH_200);
            }
        }
        if (!(at instanceof Position.Beginning)) {
            possible.addAll(Set.of(Hazard.CRASH, Hazard.PAUSE));
        }
        possible.retainAll(options.hazards());
        for (Hazard hazard : possible) {
            strike(hazard, player, at, moves);
        }
    }

    private void strike(Hazard hazard, Player player, Position at, List<Move> moves) {
        Delivery delivery = at instanceof Position.Sent sent
                ? sent.delivery()
                : at instanceof Position.Answered answered ? answered.delivery() : null;
        switch (hazard) {
            case REQUEST_LOST -> moves.add(hazard(player, delivery + " is lost", () -> player.resume(timeOut())));
            case ANSWER_LOST ->
                moves.add(hazard(player, "the answer to " + delivery + " is lost", () -> player.resume(timeOut())));
            case LANDS_LATE ->
                moves.add(hazard(player, delivery + " times out under way", () -> {
                    late.add(new Late(player, ((Position.Sent) at).delivery()));
                    player.resume(timeOut());
                }));
            case CONFLICT -> moves.add(refusal(player, (Position.Sent) at, Trouble.CONFLICT));
            case FAILS_BEFORE -> moves.add(refusal(player, (Position.Sent) at, Trouble.INTERNAL));
            case FAILS_AFTERWARDS ->
                moves.add(hazard(player, delivery + " is answered with an internal error all the same", () -> {
                    WireResponse error = ((Position.Answered) at).delivery().refuse(Trouble.INTERNAL);
                    player.resume(() -> error);
                }));
            case REFUSED_WITH_200 ->
                moves.add(hazard(player, "gets the answer 412 with status 200", () -> {
                    WireResponse disguised = with200(((Position.Answered) at).response());
                    player.resume(() -> disguised);
                }));
            case CRASH ->
                moves.add(hazard(player, "crashes", () -> {
                    if (at instanceof Position.Sent sent) {
                        late.add(new Late(player, sent.delivery()));
                    }
                    player.crash();
                }));
            case PAUSE -> {
                for (Duration pause : options.pauses()) {
                    moves.add(hazard(
                            player,
                            "stands still for " + pause,
                            () -> player.sleepUntil(aws.clock().instant().plus(pause))));
                }
            }
            case TIME_PASSES -> throw new IllegalStateException("not the hazard of one actor");
        }
    }

    private Move refusal(Player player, Position.Sent sent, Trouble trouble) {
        return hazard(player, sent.delivery() + " is answered with " + trouble + " and not carried out", () -> {
            WireResponse error = sent.delivery().refuse(trouble);
            player.resume(() -> error);
        });
    }

    private Move hazard(Player player, String text, Runnable action) {
        return move(Sort.HAZARD, player, text, action);
    }

    private Move move(Sort sort, Player player, String text, Runnable action) {
        return new Move(sort, player.name(), text, () -> {
            last = player;
            action.run();
        });
    }

    private WireResponse carryOut(Player sender, Delivery delivery) {
        WireResponse answer = delivery.carryOut();
        Instant now = aws.clock().instant();
        events.add(new History.Event<>(
                steps,
                now,
                sender.name(),
                new History.Request(
                        delivery.request().operation(), delivery.request().key(), answer.status())));
        run.watches().forEach((what, look) -> {
            Object after = look.apply(aws);
            Object before = watched.put(what, after);
            if (before != null && !before.equals(after)) {
                events.add(new History.Event<>(steps, now, sender.name(), new History.Change(what, before, after)));
                traced(sender.name(), what + " is now " + after);
            }
        });
        return answer;
    }

    private static Answer timeOut() {
        return () -> {
            throw new SocketTimeoutException("timed out, by order of the test");
        };
    }

    private static WireResponse with200(WireResponse refusal) {
        WireResponse disguised = WireResponse.of(200).body(refusal.body());
        for (Map.Entry<String, String> header : refusal.headers().entrySet()) {
            disguised = disguised.header(header.getKey(), header.getValue());
        }
        return disguised;
    }

    private static boolean isConditional(Delivery delivery) {
        String method = delivery.wire().method();
        return !method.equals("GET")
                && !method.equals("HEAD")
                && (delivery.wire().header("if-match").isPresent()
                        || delivery.wire().header("if-none-match").isPresent());
    }

    private void traced(String actor, String text) {
        Duration passed = Duration.between(beginning, aws.clock().instant());
        trace.add(String.format("%4d  +%-9s %-8s %s", steps, passed.toMillis() / 1000.0 + "s", actor, text));
    }

    private History history() {
        return new History(events, trace, steps);
    }

    /** What a client gets for its request. */
    interface Answer {
        WireResponse get() throws IOException;
    }
}
