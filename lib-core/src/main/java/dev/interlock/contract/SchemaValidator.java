package dev.interlock.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The one class that knows the validator, so that no other needs it on the class path. */
final class SchemaValidator {
    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final String OF_THE_DRAFT = "https://json-schema.org/draft/2020-12/";
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Schema schema;

    private SchemaValidator(Schema schema) {
        this.schema = schema;
    }

    static SchemaValidator of(String text) {
        JsonNode node = read(text);
        if (!node.isObject()) {
            throw new IllegalArgumentException("the schema is not a JSON object");
        }
        JsonNode draft = node.path("$schema");
        if (!draft.isMissingNode() && !DRAFT.equals(draft.asText())) {
            throw new IllegalArgumentException(
                    "the schema names another draft than " + DRAFT + ": " + ReportText.cut(draft.asText()));
        }
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaLoader(
                                loader -> loader.allow(iri -> iri.toString().startsWith(OF_THE_DRAFT)))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .locale(Locale.ROOT)
                                .build()));
        List<Error> errors = registry.getSchema(SchemaLocation.of(DRAFT)).validate(node);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException("the schema is not as the draft says at "
                    + errors.get(0).getInstanceLocation() + ": " + errors.get(0).getMessage());
        }
        Schema schema = registry.getSchema(node);
        try {
            schema.initializeValidators();
        } catch (SchemaException e) {
            throw new IllegalArgumentException(
                    "the schema refers to what is not in it: " + ReportText.cut(String.valueOf(e.getMessage())), e);
        }
        return new SchemaValidator(schema);
    }

    private static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the schema is not JSON: " + e.getOriginalMessage());
        }
    }

    Outcome validate(Document.Loaded document) {
        JsonNode node;
        try {
            node = MAPPER.readTree(document.payload().bytes());
        } catch (StreamConstraintsException e) { // its message has numbers alone
            return Outcome.cannotTell(document.place() + ": too deep or too long for the validator: "
                    + ReportText.cut(e.getOriginalMessage()));
        } catch (JsonProcessingException e) { // its message may quote the document
            return Outcome.violated(document.place(), "JSON in which no name is there twice", "something else");
        } catch (IOException e) {
            throw new AssertionError("an array is read without I/O", e);
        }
        if (node.isMissingNode()) {
            return Outcome.violated(document.place(), "JSON", "nothing");
        }
        OutcomeBuilder mismatches = new OutcomeBuilder(document.place());
        schema.validate(node)
                .forEach(error -> mismatches.add(
                        document.place() + "#" + error.getInstanceLocation(),
                        "as the schema says at " + error.getSchemaLocation().getFragment(),
                        error.getMessage()));
        return mismatches.outcome(1);
    }
}
