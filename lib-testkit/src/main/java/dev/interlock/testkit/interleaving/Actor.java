package dev.interlock.testkit.interleaving;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;

/**
 * One of several programs in a {@link Run}, as its script sees itself: a process of its own, which shares nothing with
 * the others but AWS. It rests at each request, {@link #sleep} and {@link #step}, and between these nobody else runs.
 *
 * <p>For the script's own thread alone.
 */
public interface Actor {
    /** What an actor does. */
    @FunctionalInterface
    interface Script {
        /**
         * Runs to its end, or to a crash. What it throws fails the run.
         *
         * @throws Exception whatever it cannot handle
         */
        void run(Actor actor) throws Exception;
    }

    /** The name that traces and events show. */
    String name();

    /**
     * Connects a blocking client: {@code actor.connect(S3Client.builder()).build()}. Each of its requests is a place
     * where the actor rests. Without a retry strategy of its own it makes the SDK's default decisions without delay.
     */
    <B extends AwsClientBuilder<B, ?>> B connect(B builder);

    /** The actor's wall clock, off by its {@linkplain Interleaving#skews skew}. */
    InstantSource clock();

    /** The actor's monotonic clock in nanoseconds, in place of {@link System#nanoTime()}. */
    long nanoTime();

    /** Rests for {@code duration} of the fake's time; no real time passes. */
    void sleep(Duration duration);

    /** Rests once at a place that matters, such as between a check and an act; {@code what} shows in the trace. */
    void step(String what);

    /**
     * Has the scheduler decide what the actor does, so that runs differ in that too.
     *
     * @return from 0 to below {@code options}
     * @throws IllegalArgumentException if there are no options
     */
    int choose(String what, int options);

    /** Writes {@code event} to the {@link History}; the trace shows its text. */
    void note(Object event);

    /** What the fake's clock shows. */
    Instant now();
}
