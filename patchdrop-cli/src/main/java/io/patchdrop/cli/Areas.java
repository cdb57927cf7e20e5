package io.patchdrop.cli;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.runtime.zoom.ChipLayout.Area;
import io.patchdrop.runtime.zoom.ChipLayout.Box;
import io.patchdrop.runtime.zoom.ChipLayout.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of an image that were asked for, as windows of pixels or boxes in degrees. */
final class Areas {
    private static final String WINDOW = "write X,Y,WIDTH,HEIGHT in pixels of full resolution";
    private static final String BOX = "write WEST,SOUTH,EAST,NORTH in degrees";

    private Areas() {}

    /**
     * Reads all of them: windows, then boxes, then those of the file.
     *
     * @throws InvalidInputException if one makes no sense
     */
    static List<Area> read(ZoomOptions options) throws IOException {
        List<Area> areas = new ArrayList<>();
        for (String window : options.windows) {
            areas.add(window(window));
        }
        for (String box : options.boxes) {
            areas.add(box(numbers(box, BOX)));
        }
        if (options.windowFile != null) {
            areas.addAll(fromFile(options.windowFile));
        }
        return areas;
    }

    private static Area window(String text) {
        double[] numbers = numbers(text, WINDOW);
        for (double number : numbers) {
            if (number != Math.rint(number) || number < 0 || number > Integer.MAX_VALUE) {
                throw new InvalidInputException("'" + text + "' is no window", WINDOW);
            }
        }
        return new Window(new Region((int) numbers[0], (int) numbers[1], (int) numbers[2], (int) numbers[3]));
    }

    private static Area box(double[] box) {
        return new Box(box[0], box[1], box[2], box[3]);
    }

    private static double[] numbers(String text, String remedy) {
        String[] parts = text.split(",", -1);
        if (parts.length != 4) {
            throw new InvalidInputException("'" + text + "' does not have four numbers", remedy);
        }
        double[] numbers = new double[4];
        for (int i = 0; i < 4; i++) {
            try {
                numbers[i] = Double.parseDouble(parts[i].strip());
            } catch (NumberFormatException e) {
                throw new InvalidInputException("'" + text + "' does not have four numbers", remedy, e);
            }
        }
        return numbers;
    }

    private static List<Area> fromFile(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException("there is no file " + file, "give --windows a file of windows or GeoJSON");
        }
        byte[] content = Files.readAllBytes(file);
        String text = new String(content, StandardCharsets.UTF_8).strip();
        List<Area> areas = new ArrayList<>();
        if (text.startsWith("{")) {
            for (double[] box : boxes(Json.readObject(content), file)) {
                areas.add(box(box));
            }
        } else {
            text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> areas.add(window(line)));
        }
        if (areas.isEmpty()) {
            throw new InvalidInputException(file + " has no windows", WINDOW + ", one on each line");
        }
        return areas;
    }

    /** The bounding box of each feature. */
    private static List<double[]> boxes(Map<?, ?> geoJson, Path file) {
        List<double[]> boxes = new ArrayList<>();
        if (geoJson.get("features") instanceof List<?> features) {
            for (Object feature : features) {
                if (feature instanceof Map<?, ?> fields) {
                    boxes.add(bounds(fields.get("geometry"), file));
                }
            }
        } else {
            boxes.add(bounds(geoJson.get("geometry") == null ? geoJson : geoJson.get("geometry"), file));
        }
        return boxes;
    }

    private static double[] bounds(@Nullable Object geometry, Path file) {
        double[] box = {
            Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
        if (geometry instanceof Map<?, ?> fields) {
            extend(box, fields.get("coordinates"));
        }
        if (!(box[0] <= box[2])) {
            throw new InvalidInputException(
                    file + " has a feature without coordinates", "give GeoJSON polygons in degrees");
        }
        return box;
    }

    private static void extend(double[] box, @Nullable Object coordinates) {
        if (!(coordinates instanceof List<?> list) || list.isEmpty()) {
            return;
        }
        if (list.size() >= 2 && list.get(0) instanceof Number x && list.get(1) instanceof Number y) {
            box[0] = Math.min(box[0], x.doubleValue());
            box[1] = Math.min(box[1], y.doubleValue());
            box[2] = Math.max(box[2], x.doubleValue());
            box[3] = Math.max(box[3], y.doubleValue());
            return;
        }
        list.forEach(each -> extend(box, each));
    }
}
