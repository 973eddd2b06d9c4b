package dev.interlock.testkit.reaper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.reaper.ExecutionStore;
import dev.interlock.testkit.MutableInstantSource;
import dev.interlock.testkit.junit.ExecutionStoreSuite;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class InMemoryExecutionStoreTest extends ExecutionStoreSuite {
    private final InMemoryExecutionStore store =
            InMemoryExecutionStore.create(MutableInstantSource.at("2026-05-26T12:45:00Z"));

    @Override
    protected ExecutionStore store(InstantSource clock, Set<String> watched) {
        return store.seenBy(clock);
    }

    @Test
    void rows_tellWhatThereIs() {
        store.create("a", "approved");

        assertThat(store.rows()).singleElement().isEqualTo(store.find("a").orElseThrow());
    }
}
