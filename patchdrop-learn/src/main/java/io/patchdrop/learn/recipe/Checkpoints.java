package io.patchdrop.learn.recipe;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.nets.TensorFile;
import io.patchdrop.learn.stages.StageContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Checks what a run folder holds before a run builds on it. */
final class Checkpoints {
    private Checkpoints() {}

    /**
     * Checks one file of weights or of a state under way.
     *
     * @throws InvalidInputException if it is damaged or belongs to another run
     */
    static void requireOwn(StageContext context, Path file) {
        Map<String, String> metadata;
        try {
            metadata = TensorFile.metadata(file);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(e.problem(), "remove it; its stage is trained again", e);
        }
        if (!context.fingerprint().equals(metadata.get("patchdrop_fingerprint"))) {
            throw foreign(file);
        }
    }

    /** As {@link #requireOwn} for every such file of the run folder. */
    static void requireAllOwn(StageContext context) {
        Path folder = context.folder().path();
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InvalidInputException("cannot read the folder " + folder, "give a folder you may read", e);
        }
        files.forEach(file -> requireOwn(context, file));
    }

    static InvalidInputException foreign(Path file) {
        return new InvalidInputException(
                file + " belongs to a run with another configuration or other data",
                "remove it, or resume the run it came from");
    }
}
