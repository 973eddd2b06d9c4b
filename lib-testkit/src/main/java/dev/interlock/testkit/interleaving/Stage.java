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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries one run out. Of the actors' threads and its own, one runs at a time; the semaphores that hand the turn over
 * also make what one has written visible to the next.
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
        if (at instanceof Position.Sent sent) {
            hazards(player, sent.delivery(), moves);
        }
        if (at instanceof Position.Answered answered) {
            hazards(player, answered, moves);
        }
        if (at instanceof Position.Beginning) {
            return;
        }
        offer(moves, Hazard.CRASH, player, "crashes", () -> {
            if (at instanceof Position.Sent sent) {
                late.add(new Late(player, sent.delivery()));
            }
            player.crash();
        });
        for (Duration pause : options.pauses()) {
            offer(
                    moves,
                    Hazard.PAUSE,
                    player,
                    "stands still for " + pause,
                    () -> player.sleepUntil(aws.clock().instant().plus(pause)));
        }
    }

    private void hazards(Player player, Delivery request, List<Move> moves) {
        offer(moves, Hazard.REQUEST_LOST, player, request + " is lost", () -> player.resume(timeOut()));
        offer(moves, Hazard.LANDS_LATE, player, request + " times out under way", () -> {
            late.add(new Late(player, request));
            player.resume(timeOut());
        });
        if (isConditional(request)) {
            offer(moves, Hazard.CONFLICT, player, refused(request, Trouble.CONFLICT), () -> {
                WireResponse conflict = request.refuse(Trouble.CONFLICT);
                player.resume(() -> conflict);
            });
        }
        offer(moves, Hazard.THROTTLED, player, refused(request, Trouble.THROTTLED), () -> {
            WireResponse throttled = request.refuse(Trouble.THROTTLED);
            player.resume(() -> throttled);
        });
        offer(moves, Hazard.FAILS_BEFORE, player, refused(request, Trouble.INTERNAL), () -> {
            WireResponse error = request.refuse(Trouble.INTERNAL);
            player.resume(() -> error);
        });
    }

    private void hazards(Player player, Position.Answered answered, List<Move> moves) {
        Delivery request = answered.delivery();
        offer(
                moves,
                Hazard.ANSWER_LOST,
                player,
                "the answer to " + request + " is lost",
                () -> player.resume(timeOut()));
        offer(
                moves,
                Hazard.FAILS_AFTERWARDS,
                player,
                request + " is answered with an internal error all the same",
                () -> {
                    WireResponse error = request.refuse(Trouble.INTERNAL);
                    player.resume(() -> error);
                });
        if (answered.response().status() == 412) {
            offer(moves, Hazard.REFUSED_WITH_200, player, "gets the answer 412 with status 200", () -> {
                WireResponse disguised = with200(answered.response());
                player.resume(() -> disguised);
            });
        }
    }

    private void offer(List<Move> moves, Hazard hazard, Player player, String text, Runnable action) {
        if (options.hazards().contains(hazard)) {
            moves.add(move(Sort.HAZARD, player, text, action));
        }
    }

    private static String refused(Delivery request, Trouble trouble) {
        return request + " is answered with " + trouble + " and not carried out";
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
