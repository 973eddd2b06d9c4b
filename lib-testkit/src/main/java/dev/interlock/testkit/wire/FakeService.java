package dev.interlock.testkit.wire;

import java.util.Set;

/** One AWS service behind its wire protocol: takes requests, keeps its own state, answers. Thread-safe. */
public interface FakeService {
    /** The name that requests to the service are signed with, such as {@code s3}. */
    String name();

    /** The operations that the fake has, spelled as the SDK's model does. */
    Set<String> operations();

    /**
     * What the request asks for. Does not change anything.
     *
     * @throws UnsupportedOperationException if the fake lacks the operation, or a part of it that the request uses; the
     *     message names it and says what to do
     */
    Operation identify(WireRequest request);

    /** Carries the request out and answers as the service does, errors included. */
    WireResponse handle(WireRequest request);

    /**
     * Carries the request out as if what it reads were {@code writesAgo} writes old, if the service may read so. One
     * whose reads are always consistent answers as ever.
     */
    default WireResponse handleStale(WireRequest request, int writesAgo) {
        return handle(request);
    }

    /** An error in the service's own form, without carrying the request out. */
    WireResponse error(WireRequest request, int status, String code, String message);

    /** The error that the service gives in {@code trouble}, without carrying the request out. */
    WireResponse error(WireRequest request, Trouble trouble);

    /**
     * An operation on something.
     *
     * @param name as the SDK's model spells it, such as {@code PutObject}
     * @param key what it is done to within its container, an object's key for example; empty for the container itself
     */
    record Operation(String name, String key) {}

    /** What every service can run into, each in its own words. */
    enum Trouble {
        /** Too many requests. */
        THROTTLED,
        /** Another write was under way. */
        CONFLICT,
        /** Something broke within the service. */
        INTERNAL
    }
}
