package dev.interlock.mutex;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps admissions in a map, and every write that it was asked for. */
final class InMemoryAdmissionStore implements AdmissionStore {
    private final Map<MutexKey, AdmissionRecord> records = new HashMap<>();
    private final List<AdmissionRecord> writes = new ArrayList<>();

    @Override
    public synchronized Answer putIfAbsent(AdmissionRecord admission) {
        writes.add(admission);
        AdmissionRecord existing = records.putIfAbsent(admission.key(), admission);
        return existing == null ? new Answer.Stored() : new Answer.Existing(existing.holder());
    }

    synchronized List<AdmissionRecord> writes() {
        return List.copyOf(writes);
    }
}
