package dev.interlock.envelope;

import dev.interlock.Payload;
import dev.interlock.internal.ReservedProperty;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many services have sent a message on. It travels as the property {@value #NAME} of the payload, if that is a JSON
 * object, or as the attribute {@value #NAME} of a message of SQS or SNS, or both; the greatest counts. Who sends
 * something on because of a message sends {@link #next()} along; only then a loop of services is found.
 *
 * <p>A stored format: see {@code docs/formats.md}.
 *
 * @param value 0 for a message that says nothing of it
 */
public record HopCount(int value) {
    /** Under which name it travels, as a number in the payload, as text in an attribute. */
    public static final String NAME = ReservedProperty.HOP_COUNT;

    private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]{0,8}");

    public HopCount {
        if (value < 0) {
            throw new IllegalArgumentException("hop count is negative: " + value);
        }
    }

    /** What to send along with what is sent because of the message. */
    public HopCount next() {
        return new HopCount(Math.addExact(value, 1));
    }

    /** The greatest count that a message tells; empty if one of them is no count. */
    static OptionalInt greatestIn(Message message) {
        Stream<String> attributes =
                message.layers().stream().flatMap(layer -> layer.attribute(Attributes.HOP_COUNT).stream());
        Stream<String> property = message.payload().at("/" + NAME).map(Payload::text).stream(); // null is an empty text
        int greatest = 0;
        for (String count : Stream.concat(attributes, property).toList()) {
            if (!COUNT.matcher(count).matches()) {
                return OptionalInt.empty();
            }
            greatest = Math.max(greatest, Integer.parseInt(count));
        }
        return OptionalInt.of(greatest);
    }
}
