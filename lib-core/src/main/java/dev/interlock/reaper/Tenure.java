package dev.interlock.reaper;

import static java.util.Objects.requireNonNull;

/**
 * One owner's right to an execution: to show that it lives, and to say how it ends. It ends with the state that the
 * execution had when it was taken; whoever is late finds another state, another owner or another fence.
 *
 * @param id of the execution
 * @param state in which it is driven
 * @param owner who drives it, not blank
 * @param fence of this drive, from 1 on; hand it to what the drive changes elsewhere
 */
public record Tenure(String id, String state, String owner, long fence) {
    public Tenure {
        Execution.requireId(id);
        Execution.requireState("state", state);
        Next.requireOwner(requireNonNull(owner, "owner"));
        if (fence < 1) {
            throw new IllegalArgumentException("fence is below 1: " + fence);
        }
    }
}
