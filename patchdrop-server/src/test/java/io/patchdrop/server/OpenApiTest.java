package io.patchdrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document by itself, and against the routes. */
class OpenApiTest {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final OpenApiDocument openApi = new OpenApiDocument();

    OpenApiTest() throws IOException {}

    @Test
    void theDocumentIsOpenApi() throws IOException {
        JsonNode schema = OpenApiDocument.resource("/spec.openapis.org/oas/3.1/schema/2022-10-07");
        assertThat(openApi.faultsBy(schema)).isEmpty();
        assertThat(openApi.faultsBy(OpenApiDocument.json(
                        "{\"$schema\":\"" + DIALECT + "\",\"properties\":{\"openapi\":{\"const\":\"2.0\"}}}")))
                .as("the check can fail")
                .isNotEmpty();
    }

    @Test
    void schemasAreSchemasAndExamplesFollowThem() {
        var dialect = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(DIALECT));
        for (var named : openApi.document().path("components").path("schemas").properties()) {
            assertThat(dialect.validate(named.getValue())).as(named.getKey()).isEmpty();
            for (JsonNode example : named.getValue().path("examples")) {
                assertThat(openApi.faults(named.getValue(), example))
                        .as(named.getKey())
                        .isEmpty();
            }
        }
    }

    @Test
    void allReferencesPointToSomethingAndEverythingIsReferredTo() {
        Set<String> referred = new TreeSet<>();
        collect(openApi.document(), referred);
        assertThat(referred).allSatisfy(pointer -> assertThat(
                        openApi.document().at(pointer.substring(1)).isMissingNode())
                .as(pointer)
                .isFalse());
        for (String kind : List.of("schemas", "responses", "parameters")) {
            openApi.document().path("components").path(kind).propertyNames().forEach(name -> assertThat(referred)
                    .contains("#/components/" + kind + "/" + name));
        }
    }

    private static void collect(JsonNode node, Set<String> references) {
        if (node.has("$ref")) {
            references.add(node.path("$ref").asString());
        }
        node.forEach(child -> collect(child, references));
    }

    @Test
    void operationsHaveDifferentNames() {
        List<String> names = new ArrayList<>();
        for (JsonNode path : openApi.document().path("paths")) {
            path.forEach(operation -> {
                if (operation.has("operationId")) {
                    names.add(operation.path("operationId").asString());
                }
            });
        }
        assertThat(names).hasSameSizeAs(openApi.operations()).doesNotHaveDuplicates();
    }

    @Test
    void everyRouteIsInTheDocument() {
        try (PatchDropServer server = ServedScenes.start()) {
            assertThat(openApi.operations())
                    .as("openapi.json must list every route of the server")
                    .containsAll(routes(server));
        }
    }

    private static List<String> routes(PatchDropServer server) {
        return server.routes().stream()
                .map(route -> route.replace('<', '{').replace('>', '}'))
                .toList();
    }
}
