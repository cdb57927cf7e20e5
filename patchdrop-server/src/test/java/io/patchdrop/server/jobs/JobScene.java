package io.patchdrop.server.jobs;

import io.patchdrop.core.Seeds;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.RangeServer;
import io.patchdrop.imagery.geo.AffineReference;
import io.patchdrop.imagery.tiff.TiffWriter;
import io.patchdrop.imagery.tiff.TiffWriterImage;
import io.patchdrop.imagery.tiff.TiffWriterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/** A scene on a server, and a model for it: 64 px of 4 x 4 patches, each of them a tile. */
final class JobScene implements AutoCloseable {
    static final int CHIP = 64;
    static final LinearModel LINEAR = new LinearModel(4, 16, 16, 4, 2, 5, true, true, 3);

    private final int across;
    private final byte[] pixels;
    private final Path model;
    private final RangeServer server;

    private JobScene(int across, byte[] pixels, Path model, RangeServer server) {
        this.across = across;
        this.pixels = pixels;
        this.model = model;
        this.server = server;
    }

    /**
     * Makes a scene.
     *
     * @param across chips side by side, and in columns
     */
    static JobScene in(Path folder, int across) throws IOException {
        Path model = folder.resolve("model.patchdrop");
        LinearModel.write(model, LINEAR.bundle());
        Path served = Files.createDirectories(folder.resolve("served"));
        int side = across * CHIP;
        byte[] pixels = pixels(side);
        TiffWriterImage image = TiffWriterImage.of(new RgbImage(side, side, pixels));
        TiffWriterOptions options =
                TiffWriterOptions.defaults().withTileSize(16).withReductions(List.of(4));
        TiffWriter.write(
                served.resolve("scene.tif"),
                image,
                options.withGeoReference(AffineReference.of(32633, 500_000, 0.5, 0, 5_200_000, 0, -0.5)));
        TiffWriter.write(served.resolve("placeless.tif"), image, options);
        return new JobScene(across, pixels, model, RangeServer.start(served));
    }

    /** Random, but the mean of 4 x 4 pixels is a whole number, so that the overview loses nothing to rounding. */
    private static byte[] pixels(int side) {
        RandomGenerator random = Seeds.generator(1, "pixels");
        byte[] pixels = new byte[3 * side * side];
        for (int y = 0; y < side; y += 4) {
            for (int x = 0; x < side; x += 4) {
                for (int channel = 0; channel < 3; channel++) {
                    int mean = random.nextInt(30, 226);
                    int contrast = random.nextInt(-30, 30);
                    for (int i = 0; i < 16; i++) {
                        int at = 3 * ((y + i / 4) * side + x + i % 4) + channel;
                        pixels[at] = (byte) (mean + ((i / 4 + i) % 2 == 0 ? contrast : -contrast));
                    }
                }
            }
        }
        return pixels;
    }

    int side() {
        return across * CHIP;
    }

    int chips() {
        return across * across;
    }

    /** The bundle. */
    Path model() {
        return model;
    }

    RangeServer server() {
        return server;
    }

    /** The scene's address. */
    String source() {
        return server.address("scene.tif").toString();
    }

    /** What servers of jobs must allow. */
    List<String> allowed() {
        return List.of("127.0.0.1:" + server.address("").getPort());
    }

    /** A pixel's colour, as 0xRRGGBB. */
    int colour(int x, int y) {
        int at = 3 * (y * side() + x);
        return (pixels[at] & 0xff) << 16 | (pixels[at + 1] & 0xff) << 8 | (pixels[at + 2] & 0xff);
    }

    /** Bytes that were sent. */
    long sent() {
        return server.log().stream().mapToLong(RangeServer.Logged::bytes).sum();
    }

    @Override
    public void close() {
        server.close();
    }
}
