package dev.interlock.aws.lease;

import dev.interlock.Payload;
import dev.interlock.lease.LeaseStore;
import java.util.HashMap;
import java.util.Map;

/**
 * A store in which something else happens just before a given request, such as a whole acquisition by another writer.
 */
final class HookedStore implements LeaseStore {
    private final LeaseStore store;
    private final Map<String, Runnable> hooks = new HashMap<>();
    private int reads;
    private int writes;

    HookedStore(LeaseStore store) {
        this.store = store;
    }

    HookedStore beforeRead(int nth, Runnable event) {
        hooks.put("read " + nth, event);
        return this;
    }

    HookedStore beforeWrite(int nth, Runnable event) {
        hooks.put("write " + nth, event);
        return this;
    }

    @Override
    public Reading read(String name) {
        hooks.getOrDefault("read " + ++reads, () -> {}).run();
        return store.read(name);
    }

    @Override
    public Writing create(String name, Payload body) {
        hooks.getOrDefault("write " + ++writes, () -> {}).run();
        return store.create(name, body);
    }

    @Override
    public Writing replace(String name, String version, Payload body) {
        hooks.getOrDefault("write " + ++writes, () -> {}).run();
        return store.replace(name, version, body);
    }
}
