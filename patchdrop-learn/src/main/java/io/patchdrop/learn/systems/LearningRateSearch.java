package io.patchdrop.learn.systems;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.TuningConfig;
import io.patchdrop.learn.nets.TensorFile;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.stages.Part;
import io.patchdrop.learn.stages.StageContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds each part's learning rate: a short training at each candidate, judged on the validation split. What was found is
 * kept in {@code tuning.json} of the run folder, so that a comparison that is resumed does not search again.
 */
final class LearningRateSearch {
    private static final JsonMapper JSON = new JsonMapper();

    private final StageContext context;
    private final boolean searching;
    private final Path found;

    LearningRateSearch(StageContext context, boolean searching) {
        this.context = context;
        this.searching = searching;
        this.found = context.folder().file("tuning.json");
    }

    /**
     * What the configured learning rates of a part are to be multiplied with.
     *
     * @param training a training of the part in the context given
     */
    double factor(Part part, Workbench.Schedule schedule, Consumer<StageContext> training) {
        TuningConfig config = context.config().tuning();
        if (!searching || config.epochs() == 0 || config.factors().size() == 1) {
            return searching && config.factors().size() == 1 ? config.factors().get(0) : 1;
        }
        ObjectNode known = known();
        JsonNode chosen = known.path(part.key()).path("chosen");
        if (chosen.isNumber()) {
            return chosen.doubleValue();
        }
        Map<Double, Double> scores = new LinkedHashMap<>();
        for (double factor : config.factors()) {
            scores.put(factor, score(part, schedule, training, factor));
        }
        // NaN, a training that diverged, loses against any number; the first of equals wins.
        double best = scores.entrySet().stream()
                .max(Comparator.comparingDouble(entry -> Double.isNaN(entry.getValue()) ? -1e300 : entry.getValue()))
                .orElseThrow()
                .getKey();
        remember(known, part, scores, best);
        return best;
    }

    private double score(Part part, Workbench.Schedule schedule, Consumer<StageContext> training, double factor) {
        Part trial = new Part.Named(part.title() + " at " + factor + " x the learning rate", part.key());
        Path folder = context.folder().file("tuning").resolve(part.key() + "-" + factor);
        Path finished = folder.resolve(trial.fileName());
        if (!Files.exists(finished)) {
            RunFolder runs = RunFolder.scratch(folder);
            training.accept(context.with(schedule.shortened(
                            context.config(), factor, context.config().tuning().epochs()))
                    .in(runs));
        }
        return Double.parseDouble(TensorFile.metadata(finished).getOrDefault("validation_score", "NaN"));
    }

    private ObjectNode known() {
        if (!Files.exists(found)) {
            return JSON.createObjectNode();
        }
        try {
            if (JSON.readTree(Files.readString(found)) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException | JacksonException e) {
            throw new InvalidInputException(found + " cannot be read", "remove it; the search starts again", e);
        }
        throw new InvalidInputException(found + " holds no object", "remove it; the search starts again");
    }

    private void remember(ObjectNode known, Part part, Map<Double, Double> scores, double best) {
        ObjectNode entry = known.putObject(part.key());
        ObjectNode tried = entry.putObject("validation_scores");
        scores.forEach((factor, score) -> tried.put(Double.toString(factor), score));
        entry.put("chosen", best);
        try {
            AtomicFile.writeText(found, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(known) + "\n");
            for (double factor : scores.keySet()) {
                delete(context.folder().file("tuning").resolve(part.key() + "-" + factor));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + found, e);
        }
    }

    /** The weights of short trainings are of no use once the search is over. */
    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
