package io.patchdrop.learn.report;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The content of {@code results.json}: systems compared on one data set.
 *
 * @param dataset name of the data set
 * @param preset name of the preset that was trained
 * @param recipe {@code paper} or {@code anytime}
 * @param seed seed of the run
 * @param patches P, the number of patches of the grid
 * @param systems one entry a system, stage and operating point, in the order to be shown
 */
public record Results(
        String dataset, String preset, String recipe, long seed, int patches, List<SystemResult> systems) {

    public Results {
        systems = List.copyOf(systems);
    }

    /** These results with other systems. */
    public Results withSystems(List<SystemResult> others) {
        return new Results(dataset, preset, recipe, seed, patches, others);
    }

    /** The first result of a system whose accuracy was measured, such as that of HR-CNN. */
    public Optional<SystemResult> reference(String name) {
        return systems.stream()
                .filter(result -> result.name().equals(name) && Double.isFinite(result.accuracy()))
                .findFirst();
    }

    /** This object as indented JSON ending in a line feed; see the package description for its fields. */
    public String json() {
        return ResultsJson.write(this);
    }

    /**
     * Writes {@link #json()} to a temporary name beside the file, syncs it and renames it, so that a reader sees the old
     * file or the new one and never a part.
     *
     * @throws IOException if the folder cannot be made or written
     */
    public void write(Path file) throws IOException {
        AtomicFile.writeText(file, json());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws InvalidInputException if the file is missing, unreadable, not JSON, or lacks a field
     */
    public static Results read(Path file) {
        return ResultsJson.read(text(file), file.toString());
    }

    /**
     * The systems in a file that {@link #write} or {@link Evaluation#write} wrote.
     *
     * @throws InvalidInputException as {@link #read}
     */
    public static List<SystemResult> readSystems(Path file) {
        return ResultsJson.readSystems(text(file), file.toString());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException("there is no " + file, "name a results.json written by compare", e);
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + file + ": " + e.getMessage(), "check the file", e);
        }
    }
}
