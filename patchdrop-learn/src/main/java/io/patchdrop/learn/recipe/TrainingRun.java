package io.patchdrop.learn.recipe;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.DataConfig;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.data.DatasetOptions;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.systems.RunEvaluation;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One run from images to report: train, evaluate on the test split, write results and report. */
public final class TrainingRun {
    private final TrainingConfig config;
    private final Path out;
    private final boolean resume;
    private final Set<Stage> stages;

    /**
     * A run of the whole recipe that the configuration names.
     *
     * @param config the resolved configuration
     * @param out the run folder
     * @param resume whether to go on with what the folder holds; otherwise it must be empty
     */
    public TrainingRun(TrainingConfig config, Path out, boolean resume) {
        this.config = config;
        this.out = out;
        this.resume = resume;
        this.stages = EnumSet.allOf(Stage.class);
    }

    /**
     * A run of some stages of the published recipe; for the other arguments see {@link #TrainingRun(TrainingConfig, Path,
     * boolean)}.
     *
     * @param stages the stages to train
     * @throws InvalidInputException if the configuration names another recipe
     */
    public TrainingRun(TrainingConfig config, Path out, boolean resume, Set<Stage> stages) {
        if (config.recipe() != TrainingConfig.Recipe.PAPER) {
            throw new InvalidInputException(
                    "the recipe " + config.recipe().title() + " is trained as a whole, not by stages",
                    "leave --stages out, or give --recipe paper");
        }
        this.config = config;
        this.out = out;
        this.resume = resume;
        this.stages = Set.copyOf(stages);
    }

    /**
     * Trains, evaluates and reports.
     *
     * @param facts shown in the report beside what is known here: command, machine
     * @param listener hears of progress and warnings
     * @param stopRequested true once the user wants the run to stop
     * @return what the trained systems reach on the test split; no systems if the data has no test split
     * @throws io.patchdrop.learn.stages.TrainingStoppedException if stopped; the state is saved
     */
    public Results run(Map<String, String> facts, TrainingListener listener, BooleanSupplier stopRequested) {
        return OpenRun.work(
                new OpenRun.Request(config, out, resume, listener, stopRequested),
                context -> recipe(context).check(),
                run -> {
                    recipe(run.context()).train();
                    return report(run, facts);
                });
    }

    private Recipe recipe(StageContext context) {
        return switch (config.recipe()) {
            case PAPER -> new PaperRecipe(context, stages);
            case ANYTIME -> new AnytimeRecipe(context);
        };
    }

    private static Results report(OpenRun run, Map<String, String> facts) {
        if (!run.context().data().hasTest()) {
            run.warn("the data set has no test split: nothing was evaluated");
            return run.results(List.of());
        }
        Results results = run.results(
                RunEvaluation.run(run.trial(run::warn), name -> run.stopIfAsked("the evaluation of " + name)));
        new RunReport(run.context(), run.nets()).write(results, facts, run.warnings());
        return results;
    }

    /**
     * Opens the data set of a configuration.
     *
     * @throws InvalidInputException if it cannot be used
     */
    public static Dataset open(TrainingConfig config) {
        DataConfig data = config.data();
        return Dataset.open(
                data.location(),
                new DatasetOptions(
                        data.imageSize(),
                        config.patchGrid().patchHeight(),
                        data.validationFraction(),
                        config.seed(),
                        data.trainLimit(),
                        data.testLimit(),
                        data.unreadableLimit(),
                        (long) data.cacheMib() << 20,
                        data.workers(),
                        data.lrSize()));
    }
}
