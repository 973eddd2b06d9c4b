package dev.interlock.reaper;

/**
 * Starts an execution again, in place or by handing it to whoever drives executions.
 *
 * <p>It is called after the row was won: the row has a new fence, and the sweep's owner. What it starts must be done
 * under a claim of the decision's own token, and never of one made of what a retry changes: the row's version, its
 * fence, its owner, or an id that a second try of the decision does not share. The drive before may have had its
 * effect, or may still be alive beyond a pause, and only what is stored under the decision's token can tell. Work in
 * place shows life with {@link ExecutionStore#heartbeat}, and ends with {@link ExecutionStore#finish}; who is handed
 * the execution takes it over by a transition of the row that it is handed.
 */
@FunctionalInterface
public interface Redriver {
    /**
     * Starts it. What it throws is counted and told, and the row stays as it is: it is found again after its threshold.
     *
     * @param won the row, which is the sweep's now
     */
    void redrive(Execution won);
}
