package dev.interlock.envelope;

import dev.interlock.internal.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows some kinds of envelopes by their shape. */
@FunctionalInterface
interface Opener {
    /**
     * What an object holds, if it is an envelope that this knows: nothing for one that is only a test or an empty
     * batch; null if it is none.
     */
    @Nullable
    List<Part> open(Json object);

    /** A JSON pointer of one token. */
    static String pointer(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The string at the end of a path of names; null if there is none. */
    static @Nullable String text(Json object, String... path) {
        Json at = object;
        for (String name : path) {
            at = at == null ? null : at.get(name);
        }
        return at == null ? null : at.text();
    }

    /** The string, number or boolean field of an object as text; null if there is none. */
    static @Nullable String scalar(Json object, String name) {
        Json field = object.get(name);
        if (field == null || field.isObject() || field.isArray() || field.type() == Json.Type.NULL) {
            return null;
        }
        return field.text() != null ? field.text() : field.raw();
    }
}
