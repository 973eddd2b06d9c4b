package dev.interlock.contract;

import static java.util.Objects.requireNonNull;

/**
 * Looks whether a JSON document is as a JSON Schema of draft 2020-12 says, and tells all that is not, by JSON pointer.
 *
 * <p>It needs {@code com.networknt:json-schema-validator} 2.x, which Interlock does not bring along; without it a check
 * cannot be made, so nothing passes for want of a validator. Nothing is fetched from anywhere: a {@code $ref} must lead
 * into the schema itself or to a meta-schema of this draft, and to nothing else: no other draft, no file, no
 * {@code classpath:} or {@code resource:}. A schema with another one is refused. {@code format} is an annotation and
 * refuses nothing. Patterns are those of Java, and as slow as they are written.
 *
 * <p>A document with a name that is there twice is a violation. Of one that is nested above 1,000 levels, or has a
 * number of more than 1,000 digits or a text of more than 20,000,000 characters, nobody can tell. Immutable and
 * thread-safe, if its source is.
 *
 * @param <C> what the caller hands in
 */
public final class JsonSchemaCheck<C> implements Check<C> {
    private final DocumentSource<? super C> source;
    private final SchemaValidator validator;
    private final boolean isOptional;

    private JsonSchemaCheck(DocumentSource<? super C> source, SchemaValidator validator, boolean isOptional) {
        this.source = source;
        this.validator = validator;
        this.isOptional = isOptional;
    }

    /**
     * A check of a document.
     *
     * @param schema the schema as JSON text, an object
     * @throws IllegalArgumentException if the schema is not a JSON object, names another draft, or is not as the draft
     *     says
     * @throws IllegalStateException if there is no validator on the class path
     */
    public static <C> JsonSchemaCheck<C> of(DocumentSource<? super C> source, String schema) {
        return new JsonSchemaCheck<>(
                requireNonNull(source, "source"), validator(requireNonNull(schema, "schema")), false);
    }

    private static SchemaValidator validator(String schema) {
        try {
            return SchemaValidator.of(schema);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "a JSON Schema needs a validator: add com.networknt:json-schema-validator 2.x to the class path",
                    e);
        }
    }

    /** This check, skipped if the document is not there, for certain. */
    public JsonSchemaCheck<C> optional() {
        return new JsonSchemaCheck<>(source, validator, true);
    }

    @Override
    public Outcome check(C context) {
        return Documents.judge(source.load(context), isOptional, validator::validate);
    }
}
