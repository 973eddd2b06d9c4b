package dev.interlock.testkit.interleaving;

import static java.util.Objects.requireNonNull;

import dev.interlock.testkit.Delivery;
import dev.interlock.testkit.wire.WireResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;

/**
 * An actor and its thread. Its fields change hands with the turn: either the thread runs and the stage waits, or the
 * other way round.
 */
final class Player implements Actor {
    /**
     * Ends a thread that has crashed, past every handler of exceptions, and past those of errors that leave the
     * machine's alone.
     */
    private static final class Crash extends VirtualMachineError {
        private static final long serialVersionUID = 1;

        Crash() {
            super("the actor has crashed, by order of the test");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this; // nobody reads it
        }
    }

    private final Stage stage;
    private final String name;
    private final Duration skew;
    private final Thread thread;
    private final Semaphore itsTurn = new Semaphore(0);
    private final Semaphore stagesTurn = new Semaphore(0);
    private final Instant beginning;
    private Position position = new Position.Beginning();
    private Instant wakes;
    private Stage.@Nullable Answer answer;
    private @Nullable Throwable failure;
    private volatile boolean crashed;

    Player(Stage stage, String name, Duration skew, Actor.Script script) {
        this.stage = stage;
        this.name = name;
        this.skew = skew;
        this.beginning = stage.aws().clock().instant();
        this.wakes = beginning;
        this.thread = new Thread(() -> perform(script), "interleaving-" + name);
        thread.setDaemon(true);
    }

    // The stage's side.

    Position position() {
        return position;
    }

    void moveTo(Position next) {
        position = next;
    }

    boolean hasEnded() {
        return position instanceof Position.Ended;
    }

    /** The moment from which it can go on. */
    Instant wakes() {
        return wakes;
    }

    void sleepUntil(Instant moment) {
        wakes = moment;
    }

    void resume() {
        if (position instanceof Position.Beginning) {
            thread.start();
        } else {
            itsTurn.release();
        }
        awaitRest();
    }

    void resume(Stage.Answer next) {
        answer = next;
        resume();
    }

    /** Ends it where it rests: it sends nothing more and notes nothing more. */
    void crash() {
        crashed = true;
        resume();
    }

    /** Ends it without a word, whatever state it is in. */
    void dismiss() {
        crashed = true;
        itsTurn.release();
    }

    void throwFailure() throws Exception {
        if (failure instanceof Exception exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    private void awaitRest() {
        try {
            if (!stagesTurn.tryAcquire(stage.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                String where = Arrays.stream(thread.getStackTrace())
                        .map(frame -> "\n    at " + frame)
                        .collect(Collectors.joining());
                throw new IllegalStateException("actor " + name + " neither sent a request nor ended within "
                        + stage.patience()
                        + ". It may wait for another actor, which does not run meanwhile, or sleep in real"
                        + " time instead of by Actor.sleep. It is" + where);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while actor " + name + " ran", e);
        }
    }

    // The thread's side.

    private void perform(Actor.Script script) {
        try {
            script.run(this);
        } catch (Crash e) {
            // it was told to
        } catch (Throwable e) { // of whatever sort, it is the run that fails, not the thread
            failure = crashed ? null : e;
        } finally {
            position = new Position.Ended();
            stagesTurn.release();
        }
    }

    /** Hands the turn to the stage, and waits for the next. */
    private void rest(Position at) {
        stopIfCrashed();
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("actor " + name + " goes on in another thread, "
                    + Thread.currentThread().getName()
                    + "; only its own can be scheduled, so make it an actor or run it inline");
        }
        position = at;
        stagesTurn.release();
        itsTurn.acquireUninterruptibly();
        stopIfCrashed();
    }

    private void stopIfCrashed() {
        if (crashed) {
            throw new Crash();
        }
    }

    private WireResponse deliver(Delivery delivery) throws IOException {
        rest(new Position.Sent(delivery));
        return requireNonNull(answer, "answer").get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public <B extends AwsClientBuilder<B, ?>> B connect(B builder) {
        return stage.aws().connect(builder, this::deliver);
    }

    @Override
    public InstantSource clock() {
        return () -> now().plus(skew);
    }

    @Override
    public long nanoTime() {
        return Duration.between(beginning, now()).toNanos();
    }

    @Override
    public void sleep(Duration duration) {
        if (requireNonNull(duration, "duration").isNegative()) {
            throw new IllegalArgumentException("duration is negative: " + duration);
        }
        stopIfCrashed();
        wakes = now().plus(duration);
        rest(new Position.Resting("wakes after " + duration));
    }

    @Override
    public void step(String what) {
        rest(new Position.Resting(requireNonNull(what, "what")));
    }

    @Override
    public int choose(String what, int options) {
        stopIfCrashed();
        if (options < 1) {
            throw new IllegalArgumentException("options are below 1: " + options);
        }
        return stage.chosen(this, requireNonNull(what, "what"), options);
    }

    @Override
    public void note(Object event) {
        stopIfCrashed();
        stage.noted(this, requireNonNull(event, "event"));
    }

    @Override
    public Instant now() {
        return stage.aws().clock().instant();
    }
}
