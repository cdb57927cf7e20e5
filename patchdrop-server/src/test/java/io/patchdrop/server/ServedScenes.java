package io.patchdrop.server;

import io.patchdrop.core.scenes.SceneGenerator;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.geo.AffineReference;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import io.patchdrop.server.jobs.JobOptions;
import io.patchdrop.server.sources.AllowList;
import io.patchdrop.server.sources.SourceOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server of the bundle of the built-in scenes, at a port that is free. */
final class ServedScenes {
    static final Path BUNDLE = Path.of("../models/scenes.patchdrop");

    /** Scenes side by side, and in columns, in the image that is served. */
    static final int ACROSS = 8;

    private ServedScenes() {}

    static ServerOptions options() {
        return ServerOptions.of(Map.of("scenes", BUNDLE)).at("127.0.0.1", 0);
    }

    static PatchDropServer start() {
        return PatchDropServer.start(options());
    }

    /** As {@code docs/serve.md} starts it: with {@code scenes/scenes.tif}, and with jobs. */
    static PatchDropServer documented(Path folder) throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        TiffWriter.write(
                images.resolve("scenes.tif"),
                TiffWriterImage.of(scenes()),
                TiffWriterOptions.defaults()
                        .withTileSize(16)
                        .withReductions(List.of(4))
                        .withGeoReference(AffineReference.of(32633, 500_000, 0.5, 0, 5_200_000, 0, -0.5)));
        return PatchDropServer.start(options()
                .withSources(SourceOptions.DEFAULT.withAllowed(AllowList.of(List.of("scenes=" + images))))
                .withJobs(JobOptions.in(folder.resolve("jobs"))));
    }

    private static RgbImage scenes() {
        int size = SceneGenerator.SIZE;
        int side = ACROSS * size;
        byte[] pixels = new byte[3 * side * side];
        SceneGenerator generator = new SceneGenerator(7);
        for (int number = 0; number < ACROSS * ACROSS; number++) {
            byte[] scene = generator.draw("served", number).pixels();
            int corner = number / ACROSS * size * side + number % ACROSS * size;
            for (int y = 0; y < size; y++) {
                System.arraycopy(scene, 3 * y * size, pixels, 3 * (corner + y * side), 3 * size);
            }
        }
        return new RgbImage(side, side, pixels);
    }

    /** A built-in scene as PNG. */
    static byte[] sample(PatchDropServer server, int number) throws IOException {
        return bytes(server, "/samples/" + number + ".png");
    }

    static String text(PatchDropServer server, String path) throws IOException {
        return new String(bytes(server, path), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(PatchDropServer server, String path) throws IOException {
        try (InputStream stream = URI.create(server.address() + path).toURL().openStream()) {
            return stream.readAllBytes();
        }
    }
}
