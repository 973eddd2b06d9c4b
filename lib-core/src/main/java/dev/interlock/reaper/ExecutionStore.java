package dev.interlock.reaper;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Where executions have their rows, for those who drive them, for sweeps, and for whoever looks.
 *
 * <p>An implementation is thread-safe and linearizable in each row. What it promises:
 *
 * <ul>
 *   <li>{@link #transition} changes the row only while it has the very version and state that were observed, and writes
 *       state, owner, message and time at once: there is no second write that could come late.
 *   <li>A state that somebody drives begins with a fence above every fence of the row before.
 *   <li>{@link #heartbeat} and {@link #finish} change the row only while it is in the state, and of the owner and
 *       fence, of the tenure. So a late end never overwrites another one, and what was reaped is not revived. What has
 *       ended has no owner.
 *   <li>Every write raises the version, so whoever observed the row before finds that it lives. A heartbeat by a clock
 *       that is behind the row's time is no write: it is {@link Transition.Won} with the row as it is.
 *   <li>A write whose answer is lost and that is sent again is answered as if it were sent once. Where others have
 *       changed the row since, it is {@link Transition.Lost}, with the row as it is.
 *   <li>Times are those of the writer's clock, cut to milliseconds.
 *   <li>What cannot be asked, or does not answer, is a {@link dev.interlock.StoreException}, and no race that was lost.
 *       The write may have been made, or be made later. To ask the same again is safe: a transition that was made then
 *       finds another version. Only {@link #findStuck} says in its page what it passed over.
 * </ul>
 *
 * <p>{@code ExecutionStoreSuite} of the test kit says the same in tests, for stores of your own.
 */
public interface ExecutionStore {
    /** Adds a row of an execution that nobody drives yet; {@link Transition.Lost} if there is one. */
    Transition create(String id, String state);

    /**
     * The row as it is, read consistently.
     *
     * @throws IllegalArgumentException if {@code id} is none that a row may have
     */
    Optional<Execution> find(String id);

    /**
     * Rows in one of {@code states} that were updated at {@code olderThan} or before, in the order of the store's
     * index, which is oldest first for each part of it. The index may lag: it shows rows that have moved on, and shows
     * some a little later.
     *
     * <p>One call does little, a request or some, so that whoever pages can stop in between. A part that cannot be read
     * is told in {@link StuckPage#unread()}, and the next page begins behind it, so that one part hides no other. A
     * sweep to which this throws a {@link dev.interlock.StoreException} passes over the rest of these states.
     *
     * @throws IllegalArgumentException if there is a state that the store does not index, if there is none, or if
     *     {@code page} was not told by this store for these states
     */
    StuckPage findStuck(Set<String> states, Instant olderThan, Page page);

    /** Changes the row, if it is still the one that was observed. */
    Transition transition(Execution observed, Next next);

    /**
     * Shows that the execution lives. It never makes a row older than it is; by a clock that is behind it changes
     * nothing.
     */
    Transition heartbeat(Tenure tenure);

    /**
     * Ends the drive: the row has no owner then. The same end once more is {@link Transition.Won}, as long as nobody
     * has changed the row since.
     *
     * @param state it gets, such as {@code completed}
     * @param message why, for a human
     */
    Transition finish(Tenure tenure, String state, String message);
}
