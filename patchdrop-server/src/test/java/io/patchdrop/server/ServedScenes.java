package io.patchdrop.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** A server of the bundle of the built-in scenes, at a port that is free. */
final class ServedScenes {
    static final Path BUNDLE = Path.of("../models/scenes.patchdrop");

    private ServedScenes() {}

    static ServerOptions options() {
        return ServerOptions.of(Map.of("scenes", BUNDLE)).at("127.0.0.1", 0);
    }

    static PatchDropServer start() {
        return PatchDropServer.start(options());
    }

    /** A built-in scene as PNG. */
    static byte[] sample(PatchDropServer server, int number) throws IOException {
        try (InputStream stream = URI.create(server.address() + "/samples/" + number + ".png")
                .toURL()
                .openStream()) {
            return stream.readAllBytes();
        }
    }
}
