package io.patchdrop.learn.export;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.Manifest.Provenance;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.config.TrainingConfig.Recipe;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where a bundle comes from. */
final class RunProvenance {
    private RunProvenance() {}

    /** The provenance of a run, as its folder and its data tell it. */
    static Provenance of(RunFolder folder, Recipe recipe, Dataset data, Origin origin) {
        TrainingConfig config = folder.config();
        return new Provenance(
                command(config, recipe),
                configText(folder),
                config.seed(),
                data.name(),
                data.fingerprint(),
                origin.sourceRevision(),
                origin.createdBy(),
                metrics(folder.file("results.json")));
    }

    /** The command that repeats the run; a folder does not tell whether train, compare or demo has made it. */
    private static String command(TrainingConfig config, Recipe recipe) {
        return "patchdrop train --preset " + config.preset() + " --config config.yaml --data "
                + quoted(config.data().location()) + " --recipe " + recipe.title() + " --out RUN";
    }

    private static String quoted(String path) {
        return path.matches("[\\w./:@%+=,-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }

    private static String configText(RunFolder folder) {
        Path file = folder.file("config.yaml");
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new InvalidInputException("cannot read " + file, "check the run folder", e);
        }
    }

    /**
     * Accuracy and S of each row of {@code results.json}: {@code PatchDrop Ft-2: accuracy}, {@code Anytime (tau=0.9):
     * patches}. None without that file, which a run whose data have no test split does not have.
     */
    static Map<String, Double> metrics(Path file) {
        Map<String, Double> metrics = new TreeMap<>();
        if (!Files.exists(file)) {
            return metrics;
        }
        List<SystemResult> rows = Results.readSystems(file);
        for (SystemResult row : rows) {
            String label = label(row);
            boolean unique =
                    rows.stream().filter(other -> label(other).equals(label)).count() == 1;
            // A sweep has a row for each S.
            String name = unique ? label : label + " (S=" + row.patches() + ")";
            put(metrics, name + ": accuracy", row.accuracy());
            put(metrics, name + ": patches", row.patches());
        }
        return metrics;
    }

    private static String label(SystemResult row) {
        return row.stage().equals(SystemResult.NO_STAGE) ? row.nameWithSetting() : row.nameWithStage();
    }

    private static void put(Map<String, Double> metrics, String name, double value) {
        if (Double.isFinite(value)) {
            metrics.put(name, value);
        }
    }
}
