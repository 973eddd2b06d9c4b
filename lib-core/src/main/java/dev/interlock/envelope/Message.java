package dev.interlock.envelope;

import static java.util.Objects.requireNonNull;

import dev.interlock.DedupKey;
import dev.interlock.Payload;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A payload, and what its envelopes say of it. Where they say something twice, the innermost counts. Immutable and
 * thread-safe.
 */
public final class Message implements Unwrapped {
    private static final Set<String> SCHEDULES = Set.of("aws.events", "aws.scheduler");

    private final String pointer;
    private final List<Layer> layers;
    private final Payload payload;

    Message(String pointer, List<Layer> layers, Payload payload) {
        this.pointer = requireNonNull(pointer, "pointer");
        this.layers = List.copyOf(layers);
        this.payload = requireNonNull(payload, "payload");
    }

    @Override
    public String pointer() {
        return pointer;
    }

    @Override
    public List<Layer> layers() {
        return layers;
    }

    /** What was sent. */
    public Payload payload() {
        return payload;
    }

    /** What the innermost envelope that says anything under {@code name} says. */
    public Optional<String> attribute(String name) {
        requireNonNull(name, "name");
        return innermostFirst().stream()
                .flatMap(layer -> layer.attribute(name).stream())
                .findFirst();
    }

    /** The detail-type of the innermost event of EventBridge. */
    public Optional<String> detailType() {
        return attribute(Attributes.DETAIL_TYPE);
    }

    /** The source of the innermost event of EventBridge. */
    public Optional<String> source() {
        return attribute(Attributes.SOURCE);
    }

    /**
     * The id of the innermost envelope that has one. A business id in the payload is stronger, because only it survives
     * that the producer sends again.
     */
    public Optional<DedupId> dedupId() {
        return dedupIds().stream().findFirst();
    }

    /** The strongest of the ids of all envelopes, of equal ones the innermost. */
    public Optional<DedupId> strongestDedupId() {
        return strongestLayer().flatMap(Layer::dedupId);
    }

    /**
     * The key under which {@code consumer} notes that it has handled this, of the strongest id; empty if no envelope
     * has an id that is the same in the next delivery. Two consumers have two keys, and two queues or streams too, if
     * only they tell the messages apart. A delivery by another way may have another key: if the payload has an id of
     * its own, use {@link #dedupKey(String, String)}.
     *
     * @param consumer who handles it, by a name that stays
     * @throws IllegalArgumentException if {@code consumer} is blank, or a part of the key has half of a surrogate pair
     */
    public Optional<DedupKey> dedupKey(String consumer) {
        MessageKey key = MessageKey.of(consumer);
        return strongestLayer()
                .filter(layer -> layer.dedupId()
                        .filter(id -> id.strength() != DedupId.Strength.PER_ATTEMPT)
                        .isPresent())
                .map(key::ofEnvelope);
    }

    /**
     * The key under which {@code consumer} notes that it has handled this, of an id that the producer gave to the event
     * itself and that survives that it is sent again. Source and detail-type belong to it, so ids need to differ only
     * among events of one kind.
     *
     * @throws IllegalArgumentException if {@code consumer} or {@code businessId} is blank, or a part of the key has
     *     half of a surrogate pair
     */
    public DedupKey dedupKey(String consumer, String businessId) {
        return MessageKey.of(consumer)
                .ofBusiness(source().orElse(""), detailType().orElse(""), businessId);
    }

    /** The ids of all envelopes, the innermost first. */
    public List<DedupId> dedupIds() {
        return innermostFirst().stream()
                .flatMap(layer -> layer.dedupId().stream())
                .toList();
    }

    /** The {@code correlation_id} of the payload, or else of an envelope. */
    public Optional<String> correlationId() {
        return text("/correlation_id").or(() -> attribute(Attributes.CORRELATION_ID));
    }

    /** The {@code causation_id} of the payload. */
    public Optional<String> causationId() {
        return text("/causation_id");
    }

    /** The name of the replay, if an archive of EventBridge sends it once more. */
    public Optional<String> replayName() {
        return attribute(Attributes.REPLAY_NAME);
    }

    /** Whether a queue or a broker says that it delivered this before. That nothing is said means nothing. */
    public boolean isRedelivered() {
        return layers.stream()
                .anyMatch(layer -> layer.attribute(Attributes.REDELIVERED)
                                .filter("true"::equals)
                                .isPresent()
                        || layer.attribute(Attributes.RECEIVE_COUNT)
                                .filter(count -> !count.equals("1"))
                                .isPresent());
    }

    /**
     * When it was due, if a scheduled rule of EventBridge or its scheduler sent it; nobody else can send under their
     * names.
     */
    public Optional<Instant> scheduledTime() {
        return innermostFirst().stream()
                .filter(layer -> layer.attributes().containsKey(Attributes.DETAIL_TYPE))
                .findFirst()
                .filter(event -> "Scheduled Event".equals(event.attributes().get(Attributes.DETAIL_TYPE)))
                .filter(event -> SCHEDULES.contains(event.attributes().get(Attributes.SOURCE)))
                .flatMap(event -> event.attribute(Attributes.TIME))
                .flatMap(Message::instant);
    }

    /** How to call it where its payload must not be shown: by its strongest id, or else by its place. */
    String name() {
        return strongestDedupId().map(DedupId::toString).orElse(pointer.isEmpty() ? "the event" : pointer);
    }

    @Override
    public String toString() {
        return "Message[" + pointer + ", " + layers + ", " + payload + "]";
    }

    private Optional<Layer> strongestLayer() {
        return innermostFirst().stream()
                .filter(layer -> layer.dedupId().isPresent())
                .min(Comparator.comparing(layer -> layer.dedupId().orElseThrow().strength()));
    }

    private Optional<String> text(String pointer) {
        return payload.at(pointer)
                .filter(value -> value.kind() == Payload.Kind.TEXT)
                .map(Payload::text);
    }

    private List<Layer> innermostFirst() {
        List<Layer> reversed = new ArrayList<>(layers);
        Collections.reverse(reversed);
        return reversed;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
