package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Seeds;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.RangeServer;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import io.patchdrop.server.PatchDropServer;
import io.patchdrop.server.ServerOptions;
import io.patchdrop.server.sources.AllowList;
import io.patchdrop.server.sources.OpenSources;
import io.patchdrop.server.sources.SourceOptions;
import io.patchdrop.server.sources.SourceWork;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the server answers to {@code quote} and {@code zoom} is what the commands print. */
class ServedZoomTest extends CommandLineTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final LinearModel LINEAR = new LinearModel(4, 16, 16, 4, 2, 5, true, true, 3);
    private static final int SIDE = 192;

    /** Each as options of the command, and as fields of a request. */
    private static final List<List<String>> REQUESTS = List.of(
            List.of("--budget 4", "\"budget\": 4"),
            List.of("--tau 0.9", "\"tau\": 0.9"),
            List.of("--lambda 0.01 --chip 32", "\"lambda\": 0.01, \"chip\": 32"),
            List.of("--budget 3 --window 5,6,64,64", "\"budget\": 3, \"windows\": [[5, 6, 64, 64]]"),
            List.of(
                    "--budget 16 --max-bytes 9000 --prices per_gigabyte=1000,per_request=0.5",
                    "\"budget\": 16, \"max_bytes\": 9000, \"prices\": {\"per_gigabyte\": 1000, \"per_request\": 0.5}"),
            List.of(
                    "--budget 4 --enough 0.4 --abstain 0.5 --bands 3,2,1",
                    "\"budget\": 4, \"enough\": 0.4, \"abstain\": 0.5, \"bands\": [3, 2, 1]"));

    @ParameterizedTest
    @ValueSource(strings = {"quote", "zoom"})
    void documentsAreThoseOfTheCommands(String command) throws Exception {
        Path served = Files.createDirectory(folder.resolve("served"));
        byte[] pixels = new byte[3 * SIDE * SIDE];
        Seeds.generator(5, "pixels").nextBytes(pixels);
        TiffWriter.write(
                served.resolve("scene.tif"),
                TiffWriterImage.of(new RgbImage(SIDE, SIDE, pixels)),
                TiffWriterOptions.defaults().withTileSize(16).withReductions(List.of(4)));
        Path model = folder.resolve("model.patchdrop");
        LinearModel.write(model, LINEAR.bundle());
        try (RangeServer range = RangeServer.start(served);
                PatchDropServer server = PatchDropServer.start(options(model, range))) {
            String scene = range.address("scene.tif").toString();
            for (List<String> request : REQUESTS) {
                List<String> arguments = new ArrayList<>(List.of(command, "--model", model.toString(), scene));
                arguments.addAll(List.of(request.get(0).split(" ")));
                arguments.addAll(List.of("--json", "-"));
                Outcome outcome = run(arguments);
                assertThat(outcome.code()).as(outcome.err()).isZero();

                JsonNode answer = post(
                        server.address() + "/models/linear/" + command,
                        "{\"source\": \"" + scene + "\", " + request.get(1) + "}");

                assertThat(answer.get("owned").get("bytes").longValue()).isZero();
                ((ObjectNode) answer).remove("owned");
                assertSame(JSON.readTree(outcome.out()), answer, command + " " + request.get(0));
            }
        }
    }

    /** Nothing stays open, so that each request begins with nothing, as the commands do. */
    private static ServerOptions options(Path model, RangeServer range) {
        SourceOptions sources = SourceOptions.DEFAULT
                .withAllowed(
                        AllowList.of(List.of("127.0.0.1:" + range.address("").getPort())))
                .withBounds(
                        new OpenSources.Bounds(0, 0, Duration.ofMinutes(1), Duration.ofMinutes(1)),
                        SourceWork.Bounds.DEFAULT);
        return ServerOptions.of(Map.of("linear", model)).at("127.0.0.1", 0).withSources(sources);
    }

    private static JsonNode post(String address, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    /** Equal, but for the last digits of numbers: batches are of other sizes. Ranges come in any order. */
    private static void assertSame(JsonNode expected, JsonNode actual, String where) {
        if (expected.isObject()) {
            assertThat(actual.propertyNames()).as(where).containsExactlyElementsOf(expected.propertyNames());
            expected.propertyNames()
                    .forEach(name -> assertSame(expected.get(name), actual.get(name), where + "." + name));
        } else if (expected.isArray() && where.endsWith(".ranges")) {
            assertThat(actual.valueStream().map(JsonNode::asString).sorted().toList())
                    .as(where)
                    .isEqualTo(expected.valueStream()
                            .map(JsonNode::asString)
                            .sorted()
                            .toList());
        } else if (expected.isArray()) {
            assertThat(actual.size()).as(where).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertSame(expected.get(i), actual.get(i), where + "[" + i + "]");
            }
        } else if (expected.isNumber()) {
            assertThat(actual.doubleValue()).as(where).isCloseTo(expected.doubleValue(), within(1e-6));
        } else {
            assertThat(actual).as(where).isEqualTo(expected);
        }
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() throws IOException {
        Path model = folder.resolve("model.patchdrop");
        LinearModel.write(model, LINEAR.bundle());
        for (List<String> options : List.of(
                List.of("--allow", "ftp://example.org/"),
                List.of("--allow", folder.resolve("none").toString()),
                List.of("--allow", "10.0.0.1/8"),
                List.of("--prices", "per_bite=1"),
                List.of("--max-chips", "0"))) {
            List<String> arguments = new ArrayList<>(List.of("serve", "--model", model.toString(), "--port", "0"));
            arguments.addAll(options);
            Outcome outcome = run(arguments);
            assertThat(outcome.code()).as(options.toString()).isEqualTo(2);
            assertThat(outcome.err()).startsWith("patchdrop: ");
        }
    }
}
