package dev.interlock.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interlock.Payload;
import java.util.List;

/** What tests ask of unwrapping. */
final class Unwrapping {
    private Unwrapping() {}

    static List<Unwrapped> unwrap(String event) {
        return Envelopes.unwrap(event.getBytes(UTF_8));
    }

    /** The only record of an event, which is a message. */
    static Message message(String event) {
        return message(unwrap(event));
    }

    static Message message(List<Unwrapped> records) {
        assertThat(records).singleElement().isInstanceOf(Message.class);
        return (Message) records.get(0);
    }

    /** The only record of an event, which is rejected. */
    static Rejected rejected(List<Unwrapped> records) {
        assertThat(records).singleElement().isInstanceOf(Rejected.class);
        return (Rejected) records.get(0);
    }

    static List<EnvelopeKind> kinds(Unwrapped record) {
        return record.layers().stream().map(Layer::kind).toList();
    }

    /** Every record in a line: pointer, kinds and payload or reason. */
    static List<String> told(List<Unwrapped> records) {
        return records.stream()
                .map(record -> record.pointer() + " " + kinds(record) + " "
                        + record.fold(
                                message -> message.payload().kind() + " "
                                        + (message.payload().kind() == Payload.Kind.BINARY
                                                ? message.payload().size() + " bytes"
                                                : message.payload().text()),
                                rejected -> "REJECTED " + rejected.reason()))
                .toList();
    }
}
