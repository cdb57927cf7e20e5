package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.Gdal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** TIFF files that GDAL writes, and what it reads of them. */
final class GdalFiles {
    private final Path folder;
    private final Map<String, List<Expected>> files = new HashMap<>();

    /**
     * What GDAL reads of one level.
     *
     * @param sampleBytes of each sample
     */
    record Expected(Path folder, String name, int level, int width, int height, int bands, int sampleBytes) {
        /** {@code [height, width, bands]}, little-endian. */
        byte[] samples() throws IOException {
            return Files.readAllBytes(folder.resolve(name + "." + level + ".raw"));
        }

        /** {@code [height, width]}, 0 or 255. */
        byte[] mask() throws IOException {
            return Files.readAllBytes(folder.resolve(name + "." + level + ".mask"));
        }
    }

    private GdalFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes files in a folder, all by one process.
     *
     * @param table lines {@code name type bands width height extras options...}
     */
    static GdalFiles make(Path folder, List<String> table) throws IOException {
        Path program = folder.resolve("make_tiffs.py");
        try (InputStream resource = GdalFiles.class.getResourceAsStream("make_tiffs.py")) {
            if (resource == null) {
                throw new IOException("make_tiffs.py is not there");
            }
            Files.copy(resource, program);
        }
        Path lines = Files.write(folder.resolve("table.txt"), table);
        GdalFiles made = new GdalFiles(folder);
        for (String line :
                Gdal.python(folder, program, lines.toString()).lines().toList()) {
            made.add(line.split(" ", -1));
        }
        return made;
    }

    private void add(String[] words) {
        int[] numbers = new int[words.length];
        for (int i = 1; i < words.length; i++) {
            numbers[i] = Integer.parseInt(words[i]);
        }
        files.computeIfAbsent(words[0], name -> new ArrayList<>())
                .add(new Expected(folder, words[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]));
    }

    Path file(String name) {
        return folder.resolve(name + ".tif");
    }

    /** The image and its overviews, the largest first. */
    List<Expected> levels(String name) {
        return files.getOrDefault(name, List.of());
    }
}
