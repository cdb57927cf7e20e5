package io.patchdrop.learn.recipe;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.report.SystemResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a comparison has finished: {@code systems/NAME.json} for each system, with the fields of {@code results.json} for
 * its rows alone, {@code fingerprint}, which tells the run that it belongs to, and {@code warnings} of its evaluation.
 */
final class FinishedSystems {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final String fingerprint;

    /**
     * @param run the run folder
     * @param fingerprint of the run's configuration and data
     */
    FinishedSystems(Path run, String fingerprint) {
        this.folder = run.resolve("systems");
        this.fingerprint = fingerprint;
    }

    /**
     * A finished system.
     *
     * @param name as in tables
     * @param rows one a stage and operating point
     * @param warnings what a reader must know before trusting them
     */
    record Finished(String name, List<SystemResult> rows, List<String> warnings) {}

    /** Whether a system is finished. */
    boolean holds(String system) {
        return Files.exists(file(system));
    }

    /**
     * What a finished system reached.
     *
     * @throws InvalidInputException if its file is damaged or belongs to another run
     */
    Finished read(String system) {
        Path file = file(system);
        try {
            List<SystemResult> rows = Results.read(file).systems();
            JsonNode root = JSON.readTree(Files.readString(file));
            if (!fingerprint.equals(root.path("fingerprint").asString(""))) {
                throw Checkpoints.foreign(file);
            }
            List<String> warnings = new ArrayList<>();
            root.path("warnings").forEach(warning -> warnings.add(warning.asString("")));
            return new Finished(system, rows, warnings);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(e.problem(), "remove it; the system is evaluated again", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Writes a finished system, whole or not at all. */
    void write(String system, Results results, List<String> warnings) {
        if (!(JSON.readTree(results.json()) instanceof ObjectNode root)) {
            throw new IllegalStateException("results are no JSON object");
        }
        root.put("fingerprint", fingerprint);
        ArrayNode texts = root.putArray("warnings");
        warnings.forEach(texts::add);
        try {
            AtomicFile.writeText(
                    file(system), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file(system), e);
        }
    }

    private Path file(String system) {
        return folder.resolve(system + ".json");
    }
}
