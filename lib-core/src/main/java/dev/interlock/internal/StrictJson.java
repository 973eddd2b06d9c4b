package dev.interlock.internal;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes Java values of JSON, and takes nothing for something else. Thread-safe. */
public final class StrictJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(new StrictAnnotations())
            .addModule(StrictScalar.module())
            .addHandler(new ReservedProperty())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(MapperFeature.BLOCK_UNSAFE_POLYMORPHIC_BASE_TYPES)
            .polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder().build()) // allows no class by its name
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            .withCoercionConfigDefaults(any -> any.setAcceptBlankAsEmpty(false)
                    .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.EmptyArray, CoercionAction.Fail))
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private StrictJson() {}

    /**
     * The value of {@code type} that the JSON from {@code from} to {@code to} is.
     *
     * @throws IllegalArgumentException if it is not; names the place, never the content
     */
    public static <T> T decode(byte[] source, int from, int to, Class<T> type) {
        return read(source, from, to, type, parser -> MAPPER.readValue(parser, type));
    }

    /**
     * The values of {@code type} that the JSON array from {@code from} to {@code to} holds.
     *
     * @throws IllegalArgumentException if it does not; names the place, never the content
     */
    public static <T> List<T> decodeList(byte[] source, int from, int to, Class<T> type) {
        ObjectReader list = MAPPER.readerForListOf(type);
        return List.copyOf(read(source, from, to, List.class, parser -> list.<List<T>>readValue(parser)));
    }

    private interface Decoding<T> {
        @Nullable
        T decode(JsonParser parser) throws IOException;
    }

    private static <T> T read(byte[] source, int from, int to, Class<?> type, Decoding<T> decoding) {
        try (JsonParser parser = MAPPER.createParser(source, from, to - from)) {
            try {
                T value = decoding.decode(parser);
                if (value == null) {
                    throw new IllegalArgumentException("payload: is null");
                }
                return value;
            } catch (JacksonException e) {
                // Without a cause: the message of the cause shows content.
                Json document = Json.parse(source, from, to).orElse(null);
                throw new IllegalArgumentException(new Misfit(document, parser, e, type).message());
            }
        } catch (IOException e) {
            throw new AssertionError("an array is read without I/O", e);
        }
    }
}
