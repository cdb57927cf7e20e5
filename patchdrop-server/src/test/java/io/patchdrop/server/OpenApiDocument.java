package io.patchdrop.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document as tests use it: what does it say of an answer? */
final class OpenApiDocument {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    static {
        // The validator says that "components" is no word of JSON Schema.
        ((Logger) LoggerFactory.getLogger("com.networknt.schema")).setLevel(Level.ERROR);
    }

    private final JsonNode document;

    OpenApiDocument() throws IOException {
        this.document = resource("/io/patchdrop/server/openapi.json");
    }

    /** A JSON file of the class path. */
    static JsonNode resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(OpenApiDocument.class.getResourceAsStream(name), name)) {
            return JSON.readTree(stream);
        }
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    JsonNode document() {
        return document;
    }

    /** All operations, each as {@code get /models/{name}}. */
    List<String> operations() {
        TreeSet<String> operations = new TreeSet<>();
        for (var path : document.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                if (!operation.getKey().equals("parameters")) {
                    operations.add(operation.getKey() + " " + path.getKey());
                }
            }
        }
        return List.copyOf(operations);
    }

    /** What a pointer such as {@code #/components/schemas/Model} points to; the node itself if it is no reference. */
    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }

    /**
     * What is wrong with an answer.
     *
     * @param operation such as {@code get /models/{name}}
     * @param mediaType without parameters
     * @param body if the media type is JSON's
     */
    List<String> faults(String operation, int status, String mediaType, String body) {
        String[] words = operation.split(" ", 2);
        JsonNode responses =
                document.path("paths").path(words[1]).path(words[0]).path("responses");
        JsonNode response = resolved(responses.path(Integer.toString(status)));
        if (response.isMissingNode()) {
            return List.of(operation + " does not list status " + status);
        }
        if (!response.has("content")) {
            return body.isEmpty() ? List.of() : List.of(operation + " " + status + " has no body in the document");
        }
        JsonNode content = response.path("content");
        JsonNode type = content.has("*/*") ? content.path("*/*") : content.path(mediaType);
        if (type.isMissingNode()) {
            return List.of(operation + " " + status + " does not list " + mediaType);
        }
        return mediaType.endsWith("json") ? faults(type.path("schema"), json(body)) : List.of();
    }

    /** What is wrong with a value; a field that the schema does not have is. */
    List<String> faults(JsonNode schema, JsonNode value) {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("allOf").add(schema);
        root.set("components", document.path("components"));
        ObjectNode strict = root.deepCopy();
        close(strict);
        return messages(REGISTRY.getSchema(strict), value);
    }

    /** What is wrong with the document by another schema. */
    List<String> faultsBy(JsonNode schema) {
        return messages(REGISTRY.getSchema(schema), document);
    }

    private static List<String> messages(Schema schema, JsonNode value) {
        List<String> messages = new ArrayList<>();
        for (Error error : schema.validate(value)) {
            messages.add(error.getInstanceLocation() + ": " + error.getMessage());
        }
        return messages;
    }

    /** Clients must bear more fields than the document has; the server must not have them. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && "object".equals(object.path("type").stringValue(null))
                && object.has("properties")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(OpenApiDocument::close);
    }
}
