package io.patchdrop.learn.recipe;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.DataConfig;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.data.DatasetOptions;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.stages.TrainingStoppedException;
import io.patchdrop.learn.systems.RunEvaluation;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.systems.Trial;
import io.patchdrop.learn.tensor.Compute;
import java.nio.file.Path;
import java.util.ArrayList;
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
     * @param config the resolved configuration
     * @param out the run folder
     * @param resume whether to go on with what the folder holds; otherwise it must be empty
     * @param stages the stages to train
     */
    public TrainingRun(TrainingConfig config, Path out, boolean resume, Set<Stage> stages) {
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
        RunFolder.requireUsable(out, config, resume);
        Compute compute = Compute.of(config.runtime());
        try (Dataset data = open(config)) {
            requireImages(data);
            String fingerprint = ConfigFiles.fingerprint(config, data.fingerprint());
            RunFolder folder = new RunFolder(out);
            StageContext context =
                    new StageContext(config, data, compute, folder, fingerprint, listener, stopRequested);
            PaperRecipe recipe = new PaperRecipe(context);
            recipe.check(stages);

            // Nothing was written so far: a run that cannot start leaves nothing behind.
            folder = resume ? RunFolder.resume(out, config) : RunFolder.create(out, config);
            try (RunFolder.Claim claim = folder.claim()) {
                folder.claimClasses(data.classes());
                List<String> warnings = new ArrayList<>();
                data.skipped().forEach(skipped -> warn("skipped " + skipped, listener, warnings));
                recipe.train(stages);
                return report(context, facts, warnings);
            }
        }
    }

    /** Has every split read now, so that what is wrong with one does not show up after hours of training. */
    private static void requireImages(Dataset data) {
        data.train();
        data.validation();
        if (data.hasTest()) {
            data.test();
        }
    }

    private Results report(StageContext context, Map<String, String> facts, List<String> warnings) {
        if (!context.data().hasTest()) {
            warn("the data set has no test split: nothing was evaluated", context.listener(), warnings);
            return results(context, List.of());
        }
        RunNets nets = new RunNets(
                config,
                context.folder(),
                context.compute(),
                context.data().classes().size());
        Trial trial = new Trial(
                config,
                EvaluationContext.of(config, context.compute()),
                nets,
                context.data().test(),
                warning -> warn(warning, context.listener(), warnings));
        Results results = results(context, RunEvaluation.run(trial, name -> stopIfAsked(context, name)));
        new RunReport(context, nets).write(results, facts, warnings);
        return results;
    }

    private Results results(StageContext context, List<io.patchdrop.learn.report.SystemResult> systems) {
        return new Results(
                context.data().name(),
                config.preset(),
                config.recipe().title(),
                config.seed(),
                context.grid().patches(),
                systems);
    }

    private static void stopIfAsked(StageContext context, String system) {
        if (context.stopRequested().getAsBoolean()) {
            throw new TrainingStoppedException("the evaluation of " + system);
        }
    }

    private static void warn(String warning, TrainingListener listener, List<String> warnings) {
        warnings.add(warning);
        listener.warning(warning);
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
