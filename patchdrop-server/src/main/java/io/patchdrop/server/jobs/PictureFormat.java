package io.patchdrop.server.jobs;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.imagery.json.JsonFields;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.runtime.zoom.Chip;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pixels that were bought of a scene, by chip, so that any part of it can be drawn from few of them and without the source:
 *
 * <pre>
 * picture.json  {"width", "height", "look_size", "grid"}; it is there when windows.bin is
 * windows.bin   16 bytes for each chip: left, top, width, height in pixels of full resolution
 * looks.bin     1 + 3 h h bytes for each chip: 1 if it was looked at, then the look
 * index.bin     8 bytes for each chip: 1 + where its record is in patches.bin, 0 if nothing was bought of it
 * patches.bin   records; of two for a chip the later one counts
 * </pre>
 *
 * <p>A record of patches is the length of its content (4 bytes) and the content, in zlib's format with its checksum: how many
 * patches, then for each its number, width and height (4 bytes each) and its pixels. Numbers are big-endian.
 */
final class PictureFormat {
    static final int WINDOW_BYTES = 4 * Integer.BYTES;
    static final int PLACE_BYTES = Long.BYTES;
    /** Pixels of a patch's longer side that are kept at most. */
    static final int LONGEST = 512;

    private static final String REMEDY = "remove the job, and make it again";

    private final Path folder;

    /** @param job folder of the job */
    PictureFormat(Path job) {
        this.folder = job.resolve("picture");
    }

    /**
     * A scene.
     *
     * @param width pixels of full resolution
     * @param height the same
     * @param lookSize h, pixels
     * @param grid G
     */
    record Scene(int width, int height, int lookSize, int grid) {
        /** Bytes of what is kept of one look. */
        int lookBytes() {
            return 1 + 3 * lookSize * lookSize;
        }
    }

    Path windows() {
        return folder.resolve("windows.bin");
    }

    Path looks() {
        return folder.resolve("looks.bin");
    }

    Path index() {
        return folder.resolve("index.bin");
    }

    Path patches() {
        return folder.resolve("patches.bin");
    }

    private Path description() {
        return folder.resolve("picture.json");
    }

    /** Writes what the other files refer to, unless it is there. */
    Scene begin(Level whole, Manifest manifest, List<Chip> chips) throws IOException {
        Scene scene = new Scene(whole.width(), whole.height(), manifest.lookSize(), manifest.grid());
        if (Files.exists(description())) {
            return scene;
        }
        AtomicFile.write(windows(), out -> {
            DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out));
            for (Chip chip : chips) {
                data.writeInt(chip.window().left());
                data.writeInt(chip.window().top());
                data.writeInt(chip.window().width());
                data.writeInt(chip.window().height());
            }
            data.flush();
        });
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("width", scene.width());
        fields.put("height", scene.height());
        fields.put("look_size", scene.lookSize());
        fields.put("grid", scene.grid());
        AtomicFile.write(description(), out -> out.write(Json.pretty(fields)));
        return scene;
    }

    /** The scene, if its source was opened. */
    Optional<Scene> scene() throws IOException {
        if (!Files.exists(description())) {
            return Optional.empty();
        }
        JsonFields fields = JsonFields.read(
                Files.readAllBytes(description()), Json.LONGEST, description().toString(), REMEDY);
        return Optional.of(new Scene(
                (int) fields.whole("width", 1, Integer.MAX_VALUE),
                (int) fields.whole("height", 1, Integer.MAX_VALUE),
                (int) fields.whole("look_size", 1, 1 << 14),
                (int) fields.whole("grid", 1, 1 << 10)));
    }
}
