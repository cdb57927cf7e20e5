package io.patchdrop.cli;

import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.recipe.TrainingRun;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.stages.Stage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train}: trains classifiers and policy, evaluates them on the test split, writes the report. */
@Command(name = "train", description = "Train classifiers and policy on your images, then evaluate them.")
final class TrainCommand implements Callable<Integer> {
    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--out", required = true, paramLabel = "RUN", description = "Folder for everything the run makes.")
    private Path out = Path.of("");

    @Option(names = "--recipe", paramLabel = "NAME", description = "The method to train: paper (default) or anytime.")
    private @Nullable String recipe;

    @Option(
            names = "--stages",
            split = ",",
            paramLabel = "STAGE",
            description = "Of paper, train only these: lr, hr, pt, ft1, ft2 (default: all).")
    private List<String> stages = new ArrayList<>();

    @Option(names = "--resume", description = "Go on with what the run folder holds.")
    private boolean resume;

    @Mixin
    private JsonTarget json = new JsonTarget();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        json.check();
        PrintWriter out = spec.commandLine().getOut();
        Results results;
        try (ConsoleListener listener = new ConsoleListener(spec.commandLine().getErr(), Machine.showsProgressBars())) {
            results = trainingRun().run(Machine.facts(spec), listener, PatchDrop.stopSignal(spec));
        }
        TrainedResults.show(results, this.out, json, out);
        return 0;
    }

    private TrainingRun trainingRun() {
        TrainingConfig config = recipe == null ? configuration.resolve() : configuration.resolve("recipe=" + recipe);
        return stages.isEmpty() ? new TrainingRun(config, out, resume) : new TrainingRun(config, out, resume, stages());
    }

    private Set<Stage> stages() {
        EnumSet<Stage> chosen = EnumSet.noneOf(Stage.class);
        stages.forEach(name -> chosen.add(Stage.of(name)));
        return chosen;
    }
}
