package io.patchdrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Asks a server and compares its answers with the OpenAPI document. */
final class AnswerCheck {
    private final OpenApiDocument openApi = new OpenApiDocument();
    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;

    AnswerCheck(PatchDropServer server) throws IOException {
        this.address = server.address();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path));
    }

    HttpRequest.Builder post(String path, byte[] body) {
        return request(path).POST(BodyPublishers.ofByteArray(body));
    }

    HttpRequest.Builder post(String path, String json) {
        return request(path).POST(BodyPublishers.ofString(json)).header("Content-Type", "application/json");
    }

    /**
     * Fails if an answer has another status, or is not what the document says.
     *
     * @param operation such as {@code get /models/{name}}
     * @return the answer, a character a byte
     */
    HttpResponse<String> check(String operation, int status, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        assertThat(response.statusCode()).as(operation + " " + response.body()).isEqualTo(status);
        assertThat(openApi.faults(operation, status, type, response.body()))
                .as(operation + " " + status)
                .isEmpty();
        return response;
    }

    OpenApiDocument openApi() {
        return openApi;
    }
}
