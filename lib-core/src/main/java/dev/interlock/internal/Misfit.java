package dev.interlock.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and why JSON is not what was asked for, told without its content: by the place, the type of JSON that is there,
 * and the type that is needed. Jackson's own messages cite values and are not stable, so nothing is taken from them.
 */
final class Misfit {
    private static final int MAX_POINTER = 200;

    private final String pointer;
    private final String what;

    Misfit(@Nullable Json document, JsonParser parser, JacksonException e, Class<?> type) {
        if (document == null) {
            pointer = "";
            what = "is no JSON, or more than one value";
        } else if (isNameTwice(e)) {
            pointer = parser.getParsingContext().pathAsPointer().toString();
            what = "is there twice";
        } else {
            pointer = pointer(e);
            what = what(e, document.at(pointer), type);
        }
    }

    String message() {
        return "payload" + (pointer.isEmpty() ? "" : " at " + Printable.of(pointer, MAX_POINTER)) + ": " + what;
    }

    /** The document was read as JSON before, so what the parser refuses now is a name that is there twice. */
    private static boolean isNameTwice(Throwable e) {
        return e instanceof StreamReadException
                ? !(e instanceof InputCoercionException)
                : e.getCause() != null && isNameTwice(e.getCause());
    }

    private static String pointer(JacksonException e) {
        StringBuilder pointer = new StringBuilder();
        List<JsonMappingException.Reference> path = e instanceof JsonMappingException m ? m.getPath() : List.of();
        for (JsonMappingException.Reference step : path) {
            String name = step.getFieldName() != null ? step.getFieldName() : Integer.toString(step.getIndex());
            pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    private static String what(JacksonException e, @Nullable Json value, Class<?> type) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "is no property of " + unknown.getReferringClass().getSimpleName();
        }
        if (e instanceof InvalidDefinitionException unreadable) {
            return "no way is known to make a "
                    + unreadable.getType().getRawClass().getSimpleName() + " of JSON";
        }
        if (value == null) {
            return "is missing";
        }
        if (value.type() == Json.Type.NULL) {
            return "is null";
        }
        if (e instanceof ValueInstantiationException refused && refused.getCause() != null) {
            return "is refused by " + refused.getType().getRawClass().getSimpleName() + " with "
                    + refused.getCause().getClass().getSimpleName();
        }
        return "is " + word(value.type()) + " that is no " + target(e, type);
    }

    private static String target(JacksonException e, Class<?> type) {
        Class<?> target = e instanceof MismatchedInputException misfit ? misfit.getTargetType() : null;
        if (target == null && e.getCause() instanceof InputCoercionException number) {
            target = number.getTargetType();
        }
        return (target == null ? type : target).getSimpleName();
    }

    private static String word(Json.Type type) {
        return switch (type) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
        };
    }
}
