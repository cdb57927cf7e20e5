package io.patchdrop.learn.recipe;

import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.stages.TrainingStoppedException;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.systems.Trial;
import io.patchdrop.learn.tensor.Compute;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** A run folder under work: its images are read, what it holds is checked, and no other process trains in it. */
final class OpenRun {
    private final StageContext context;
    private final RunNets nets;
    private final List<String> warnings = new ArrayList<>();

    private OpenRun(StageContext context) {
        this.context = context;
        this.nets = RunNets.of(context);
    }

    /**
     * How a run is opened.
     *
     * @param config the resolved configuration
     * @param out the run folder
     * @param resume whether to go on with what the folder holds; otherwise it must be empty
     * @param listener hears of progress and warnings
     * @param stopRequested true once the user wants the run to stop
     */
    record Request(
            TrainingConfig config,
            Path out,
            boolean resume,
            TrainingListener listener,
            BooleanSupplier stopRequested) {}

    /**
     * Opens a run, works in it and closes it.
     *
     * @param check finds out whether the work can be done, writing nothing: a run that cannot start leaves nothing behind
     * @param work done while the folder is claimed
     * @return what the work gives
     * @throws io.patchdrop.core.InvalidInputException if the folder or the data cannot be used
     */
    static <T> T work(Request request, Consumer<StageContext> check, Function<OpenRun, T> work) {
        TrainingConfig config = request.config();
        RunFolder.requireUsable(request.out(), config, request.resume());
        Compute compute = Compute.of(config.runtime());
        try (Dataset data = TrainingRun.open(config)) {
            requireImages(data);
            StageContext context = new StageContext(
                    config,
                    data,
                    compute,
                    new RunFolder(request.out()),
                    ConfigFiles.fingerprint(config, data.fingerprint()),
                    request.listener(),
                    request.stopRequested());
            check.accept(context);

            // Nothing was written so far.
            RunFolder folder = request.resume()
                    ? RunFolder.resume(request.out(), config)
                    : RunFolder.create(request.out(), config);
            try (RunFolder.Claim claim = folder.claim()) {
                folder.claimClasses(data.classes());
                OpenRun run = new OpenRun(context);
                data.skipped().forEach(skipped -> run.warn("skipped " + skipped));
                return work.apply(run);
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

    /** What stages work with. */
    StageContext context() {
        return context;
    }

    /** The run's nets. */
    RunNets nets() {
        return nets;
    }

    /** What a reader must know, so far. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Tells the listener, and keeps it for the report. */
    void warn(String warning) {
        warnings.add(warning);
        context.listener().warning(warning);
    }

    /** An evaluation on the test split. */
    Trial trial(Consumer<String> warned) {
        return new Trial(
                context.config(),
                EvaluationContext.of(context.config(), context.compute()),
                nets,
                context.data().test(),
                warned);
    }

    /** Results of this run with the rows given. */
    Results results(List<SystemResult> systems) {
        TrainingConfig config = context.config();
        return new Results(
                context.data().name(),
                config.preset(),
                config.recipe().title(),
                config.seed(),
                context.grid().patches(),
                systems);
    }

    /**
     * Ends the work if the user wants so.
     *
     * @param next what would have come next
     */
    void stopIfAsked(String next) {
        if (context.stopRequested().getAsBoolean()) {
            throw new TrainingStoppedException(next);
        }
    }
}
