package dev.interlock.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Passes over the one property that Interlock itself puts into payloads: nobody should have to declare it in a type of
 * his own.
 */
public final class ReservedProperty extends DeserializationProblemHandler {
    /** Under which name a hop count travels; a format. */
    public static final String HOP_COUNT = "interlock_hops";

    ReservedProperty() {}

    @Override
    public boolean handleUnknownProperty(
            DeserializationContext context,
            JsonParser parser,
            @Nullable JsonDeserializer<?> deserializer,
            Object beanOrClass,
            String name)
            throws IOException {
        if (!name.equals(HOP_COUNT)) {
            return false;
        }
        parser.skipChildren();
        return true;
    }
}
