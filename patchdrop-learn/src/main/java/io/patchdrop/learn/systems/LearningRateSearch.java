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
import java.util.OptionalDouble;
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
        OptionalDouble chosen = chosen(part);
        if (chosen.isPresent()) {
            return chosen.getAsDouble();
        }
        Map<Double, Score> scores = new LinkedHashMap<>();
        for (double factor : config.factors()) {
            scores.put(factor, score(part, schedule, training, factor));
        }
        // NaN, a training that diverged, loses against any number; the first of equals wins.
        double best = scores.entrySet().stream()
                .max(Comparator.comparingDouble(
                        entry -> comparable(entry.getValue().validation())))
                .orElseThrow()
                .getKey();
        remember(part, scores, best);
        return best;
    }

    /** What {@link #factor} gave for a part before; 1 if it was not asked for it, which a part trained otherwise leaves. */
    double found(Part part) {
        return chosen(part).orElse(1);
    }

    /** The factor of a part if there is nothing to search for, or no more. */
    private OptionalDouble chosen(Part part) {
        TuningConfig config = context.config().tuning();
        if (!searching) {
            return OptionalDouble.of(1);
        }
        if (config.factors().size() == 1) {
            return OptionalDouble.of(config.factors().get(0));
        }
        if (config.epochs() == 0) {
            return OptionalDouble.of(1);
        }
        JsonNode chosen = known().path(part.key()).path("chosen");
        return chosen.isNumber() ? OptionalDouble.of(chosen.doubleValue()) : OptionalDouble.empty();
    }

    private static double comparable(double score) {
        return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
    }

    /** Seconds of training that the searches took that are over. */
    double seconds() {
        double sum = 0;
        for (JsonNode part : known()) {
            sum += part.path("seconds").asDouble(0);
        }
        return sum;
    }

    private Path folder(Part part, double factor) {
        return context.folder().file("tuning").resolve(part.key() + "-" + factor);
    }

    private Score score(Part part, Workbench.Schedule schedule, Consumer<StageContext> training, double factor) {
        Path folder = folder(part, factor);
        Path finished = folder.resolve(part.fileName());
        if (!Files.exists(finished)) {
            int epochs = context.config().tuning().epochs();
            training.accept(context.with(schedule.shortened(context.config(), factor, epochs))
                    .in(RunFolder.scratch(folder))
                    .heardBy(new TrialListener(context.listener(), factor)));
        }
        Map<String, String> metadata = TensorFile.metadata(finished);
        return new Score(
                Double.parseDouble(metadata.getOrDefault("validation_score", "NaN")),
                Double.parseDouble(metadata.getOrDefault("train_seconds", "0")));
    }

    /** How a short training went: the best validation score, and the seconds that it took. */
    private record Score(double validation, double seconds) {}

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

    private void remember(Part part, Map<Double, Score> scores, double best) {
        ObjectNode known = known();
        ObjectNode entry = known.putObject(part.key());
        ObjectNode tried = entry.putObject("validation_scores");
        scores.forEach((factor, score) -> tried.put(Double.toString(factor), score.validation()));
        entry.put("chosen", best);
        entry.put(
                "seconds", scores.values().stream().mapToDouble(Score::seconds).sum());
        try {
            AtomicFile.writeText(found, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(known) + "\n");
            for (double factor : scores.keySet()) {
                delete(folder(part, factor));
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
