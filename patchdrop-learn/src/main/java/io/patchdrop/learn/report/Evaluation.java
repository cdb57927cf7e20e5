package io.patchdrop.learn.report;

import io.patchdrop.core.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code evaluate --json} gives: {@code {"dataset","split","images","systems":[...]}} with the systems as in
 * {@link Results}.
 *
 * @param dataset name of the data set
 * @param split {@code train}, {@code val} or {@code test}
 * @param images number of images evaluated
 * @param systems the systems evaluated
 */
public record Evaluation(String dataset, String split, int images, List<SystemResult> systems) {

    public Evaluation {
        systems = List.copyOf(systems);
    }

    /** This object as indented JSON ending in a line feed. */
    public String json() {
        return ResultsJson.write(this);
    }

    /**
     * Writes {@link #json()} as {@link Results#write} does.
     *
     * @throws IOException if the folder cannot be made or written
     */
    public void write(Path file) throws IOException {
        AtomicFile.writeText(file, json());
    }
}
