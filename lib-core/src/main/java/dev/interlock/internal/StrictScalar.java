package dev.interlock.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.function.Function;

/** Reads what Jackson alone does not, or not strictly: times from ISO-8601, and numbers that are finite. */
final class StrictScalar<T> extends JsonDeserializer<T> {
    private static final Set<JsonToken> NUMBERS = Set.of(JsonToken.VALUE_NUMBER_INT, JsonToken.VALUE_NUMBER_FLOAT);

    private final Class<T> type;
    private final Set<JsonToken> tokens;
    private final Reading<T> reading;

    private StrictScalar(Class<T> type, Set<JsonToken> tokens, Reading<T> reading) {
        this.type = type;
        this.tokens = tokens;
        this.reading = reading;
    }

    private interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("interlock");
        addTime(module, Instant.class, Instant::parse);
        addTime(module, LocalDate.class, LocalDate::parse);
        addTime(module, LocalTime.class, LocalTime::parse);
        addTime(module, LocalDateTime.class, LocalDateTime::parse);
        addTime(module, OffsetDateTime.class, OffsetDateTime::parse);
        addTime(module, ZonedDateTime.class, ZonedDateTime::parse);
        addTime(module, Duration.class, Duration::parse);
        addTime(module, Period.class, Period::parse);
        addNumber(module, Double.class, JsonParser::getDoubleValue);
        addNumber(module, double.class, JsonParser::getDoubleValue);
        addNumber(module, Float.class, JsonParser::getFloatValue);
        addNumber(module, float.class, JsonParser::getFloatValue);
        return module;
    }

    private static <T> void addTime(SimpleModule module, Class<T> type, Function<String, T> parse) {
        Reading<T> reading = parser -> parse.apply(parser.getText());
        module.addDeserializer(type, new StrictScalar<>(type, Set.of(JsonToken.VALUE_STRING), reading));
    }

    private static <T extends Number> void addNumber(SimpleModule module, Class<T> type, Reading<T> reading) {
        module.addDeserializer(type, new StrictScalar<>(type, NUMBERS, parser -> finite(reading.read(parser))));
    }

    private static <T extends Number> T finite(T number) {
        if (Double.isFinite(number.doubleValue())) {
            return number;
        }
        throw new ArithmeticException("too large");
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!tokens.contains(parser.currentToken())) {
            context.handleUnexpectedToken(type, parser); // throws
        }
        try {
            return reading.read(parser);
        } catch (DateTimeException | ArithmeticException e) {
            throw MismatchedInputException.from(parser, type, "is out of range or not of the form");
        }
    }
}
