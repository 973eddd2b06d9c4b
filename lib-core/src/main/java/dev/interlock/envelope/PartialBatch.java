package dev.interlock.envelope;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which records of one event are done, and so which of its items are to be delivered again: the partial batch response
 * of SQS, Kinesis and DynamoDB streams.
 *
 * <p>A record is done when somebody says so, and not before: what was rejected, what threw and what was forgotten
 * fails. Where order counts, a record may be handled only when all records before it are done: in a group of a FIFO
 * queue, and in a stream. An item of which came several messages is done when all of them are.
 *
 * <p>Lambda reads the answer only if the event source mapping has {@code ReportBatchItemFailures}; without it
 * everything that did not throw counts as done, and nothing in the event tells. Thread-safe.
 */
public final class PartialBatch {
    private static final Set<EnvelopeKind> STREAMS = Set.of(EnvelopeKind.KINESIS, EnvelopeKind.DYNAMODB_STREAM);

    private final List<Unwrapped> records;
    private final IdentityHashMap<Unwrapped, Place> places = new IdentityHashMap<>();

    private PartialBatch(List<Unwrapped> records) {
        this.records = List.copyOf(requireNonNull(records, "records"));
        Map<List<String>, Lane> ordered = new HashMap<>();
        for (Unwrapped record : this.records) {
            Layer carrier = carrier(record);
            List<String> order = carrier == null ? List.of() : order(carrier);
            Lane lane = order.isEmpty() ? new Lane() : ordered.computeIfAbsent(order, name -> new Lane());
            boolean checkpoint = carrier != null && STREAMS.contains(carrier.kind()) && !isInPipe(record);
            places.put(record, new Place(lane, lane.size.getAndIncrement(), carrier, checkpoint));
        }
    }

    /** Records of which each may be handled only when those before it are done. */
    private record Lane(AtomicInteger size, AtomicInteger done) {
        Lane() {
            this(new AtomicInteger(), new AtomicInteger());
        }
    }

    /** @param checkpoint whether it is of a stream of which Lambda goes on from the first failure */
    private record Place(Lane lane, int position, @Nullable Layer carrier, boolean checkpoint) {
        boolean isDone() {
            return position < lane.done.get();
        }

        @Nullable
        String itemIdentifier() {
            return carrier == null ? null : carrier.itemIdentifier().orElse(null);
        }

        boolean isNext() {
            return position == lane.done.get();
        }
    }

    /** Nothing of {@code records} is done yet; they are all records of one event, in its order. */
    public static PartialBatch of(List<Unwrapped> records) {
        return new PartialBatch(records);
    }

    /** The records, in their order. */
    public List<Unwrapped> records() {
        return records;
    }

    /**
     * Whether {@code record} may be handled now.
     *
     * @throws IllegalArgumentException if it is none of the records
     */
    public synchronized boolean mayHandle(Unwrapped record) {
        return place(record).isNext();
    }

    /**
     * Says that {@code record} needs no further delivery: it was handled, or skipped, or somebody else has it now.
     *
     * @throws IllegalArgumentException if it is none of the records
     * @throws IllegalStateException if one before it is not done, so that it was not to be handled
     */
    public synchronized void done(Unwrapped record) {
        Place place = place(record);
        if (place.isNext()) {
            place.lane.done.getAndIncrement();
        } else if (!place.isDone()) {
            throw new IllegalStateException(
                    "record at '" + record.pointer() + "' is done before one that comes before it in its order");
        }
    }

    /** What to answer, as things stand. */
    public synchronized BatchResponse response() {
        Set<String> failed = new LinkedHashSet<>();
        for (Unwrapped record : records) {
            Place place = place(record);
            if (place.isDone()) {
                continue;
            }
            if (!failed.isEmpty() && place.checkpoint) {
                continue; // Lambda goes on from the first; a pipe repeats what is named
            }
            String item = place.itemIdentifier();
            if (item == null) {
                return new BatchResponse.Failure(
                        "the record at '" + record.pointer() + "' failed, and its source takes no partial answer");
            }
            failed.add(item);
        }
        return new BatchResponse.Report(List.copyOf(failed));
    }

    private Place place(Unwrapped record) {
        Place place = places.get(requireNonNull(record, "record"));
        if (place == null) {
            throw new IllegalArgumentException("record at '" + record.pointer() + "' is none of this batch");
        }
        return place;
    }

    private static boolean isInPipe(Unwrapped record) {
        return record.layers().get(0).kind() == EnvelopeKind.PIPES;
    }

    /** What the invocation was made of: the outermost layer, but for that of a pipe. What lies deeper came with it. */
    private static @Nullable Layer carrier(Unwrapped record) {
        return record.layers().stream()
                .filter(layer -> layer.kind() != EnvelopeKind.PIPES)
                .findFirst()
                .orElse(null);
    }

    /**
     * What keeps its order; empty if nothing does. A group alone does not: fair queues have groups without an order.
     */
    private static List<String> order(Layer carrier) {
        String scope = carrier.attribute(Attributes.SCOPE).orElse("");
        if (STREAMS.contains(carrier.kind())) {
            return List.of(scope);
        }
        String group = carrier.attribute(Attributes.FIFO_GROUP).orElse("");
        boolean unknown = scope.isEmpty() && !group.isEmpty();
        return carrier.kind() == EnvelopeKind.SQS && (scope.endsWith(".fifo") || unknown)
                ? List.of(scope, group)
                : List.of();
    }
}
