package dev.interlock.contract;

/**
 * Loads the document that a check looks at. Called once in each run of each check; it should not keep what it loaded
 * beyond that, or a second run would judge the first one's document. As thread-safe as the suite is used.
 *
 * @param <C> what the caller hands in
 */
@FunctionalInterface
public interface DocumentSource<C> {
    /** Loads it; a failure is an answer, {@link Document.Unreadable}. */
    Document load(C context);
}
