package io.patchdrop.learn.recipe;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.config.TuningConfig;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.systems.ComparedSystem;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.systems.Systems;
import io.patchdrop.learn.systems.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The systems side by side: each is trained, parts that several need once, at the best of some learning rates, and
 * evaluated on the test split. The folder is a run folder; what a system reached is kept in it as soon as it is known, so
 * that a comparison that was cut off, or is asked for more systems, repeats nothing.
 */
public final class Comparison {
    private final TrainingConfig config;
    private final Path out;
    private final boolean resume;
    private final List<ComparedSystem> systems;

    /**
     * @param config the resolved configuration
     * @param out the run folder
     * @param resume whether to go on with what the folder holds; otherwise it must be empty
     * @param systems those to compare, in the order in which they are trained
     */
    public Comparison(TrainingConfig config, Path out, boolean resume, List<ComparedSystem> systems) {
        this.config = config;
        this.out = out;
        this.resume = resume;
        this.systems = List.copyOf(systems);
    }

    /** Hears how a comparison goes, beside what the listener hears of each training. */
    public interface Progress {
        /**
         * The training of a system starts.
         *
         * @param number of the system, from 1
         * @param total systems in all
         * @param system its name
         */
        void training(int number, int total, String system);

        /** A system is trained and its evaluation starts; arguments as in {@link #training}. */
        void evaluating(int number, int total, String system);

        /** A system was finished before; arguments as in {@link #training}. */
        void finishedBefore(int number, int total, String system);

        /** A system is finished; the results hold its rows alone. */
        void finished(Results rows);
    }

    /**
     * Trains and evaluates what is not finished; writes {@code results.json}, {@code table.md} and {@code report.html} anew
     * after each system.
     *
     * @param facts shown in the report beside what is known here: command, machine
     * @param listener hears of the progress of each training, and warnings
     * @param progress hears of each system
     * @param stopRequested true once the user wants the comparison to stop
     * @return every system that the folder has finished, those not asked for now too
     * @throws InvalidInputException if the folder or the data cannot be used
     * @throws io.patchdrop.learn.stages.TrainingStoppedException if stopped; the state is saved
     */
    public Results run(
            Map<String, String> facts, TrainingListener listener, Progress progress, BooleanSupplier stopRequested) {
        return outcome(facts, listener, progress, stopRequested).results();
    }

    /**
     * What a comparison ends with.
     *
     * @param results every row
     * @param systems what they are made of, in the order of the tables
     * @param warnings of the data set and of every system
     * @param description of the run, for a report
     */
    record Outcome(
            Results results,
            List<FinishedSystems.Finished> systems,
            List<String> warnings,
            Map<String, String> description) {}

    /** {@link #run}, with what a summary of several comparisons needs. */
    Outcome outcome(
            Map<String, String> facts, TrainingListener listener, Progress progress, BooleanSupplier stopRequested) {
        return OpenRun.work(
                new OpenRun.Request(config, out, resume, listener, stopRequested),
                this::check,
                run -> new Work(run, facts, progress).outcome());
    }

    /** Finds, before anything is written, what would end the comparison after hours. */
    private void check(StageContext context) {
        if (!context.data().hasTest()) {
            throw new InvalidInputException(
                    config.data().location() + " has no test split, on which the systems are compared",
                    "add one: test/CLASS/*.jpg");
        }
        Checkpoints.requireAllOwn(context);
        FinishedSystems finished = new FinishedSystems(out, context.fingerprint());
        Systems.all().stream().map(ComparedSystem::name).filter(finished::holds).forEach(finished::read);
        RunNets.of(context).requireFitting();
        systems.forEach(system -> system.check(context));
    }

    /** One comparison under way. */
    private final class Work {
        private final OpenRun run;
        private final Map<String, String> facts;
        private final Progress progress;
        private final FinishedSystems finished;
        private final Workbench bench;
        private final RunReport report;

        Work(OpenRun run, Map<String, String> facts, Progress progress) {
            this.run = run;
            this.facts = facts;
            this.progress = progress;
            this.finished = new FinishedSystems(out, run.context().fingerprint());
            this.bench = new Workbench(run.context(), true);
            this.report = new RunReport(run.context(), run.nets());
        }

        Outcome outcome() {
            run.context().removeLeftOverState();
            boolean reported = false;
            for (int i = 0; i < systems.size(); i++) {
                ComparedSystem system = systems.get(i);
                if (finished.holds(system.name())) {
                    progress.finishedBefore(i + 1, systems.size(), system.name());
                } else {
                    progress.training(i + 1, systems.size(), system.name());
                    system.train(bench);
                    progress.evaluating(i + 1, systems.size(), system.name());
                    evaluate(system);
                    report();
                    reported = true;
                }
            }
            // A kill between a system's rows and the report leaves the report behind.
            if (!reported) {
                report();
            }
            List<FinishedSystems.Finished> done = finishedSystems();
            return new Outcome(rows(done), done, warnings(done), report.description());
        }

        private void evaluate(ComparedSystem system) {
            run.stopIfAsked("the evaluation of " + system.name());
            List<String> warnings = new ArrayList<>();
            List<SystemResult> rows = system.evaluate(run.trial(warning -> {
                warnings.add(warning);
                run.context().listener().warning(warning);
            }));
            Results results = run.results(rows);
            finished.write(system.name(), results, warnings);
            progress.finished(results);
        }

        private void report() {
            Map<String, String> all = new LinkedHashMap<>(facts);
            all.put("Learning rates", learningRates());
            List<FinishedSystems.Finished> done = finishedSystems();
            report.write(rows(done), all, warnings(done));
        }

        private List<String> warnings(List<FinishedSystems.Finished> done) {
            List<String> warnings = new ArrayList<>(run.warnings());
            done.forEach(system -> warnings.addAll(system.warnings()));
            return warnings;
        }

        private String learningRates() {
            TuningConfig tuning = config.tuning();
            if (tuning.epochs() == 0) {
                return "as configured, without a search";
            }
            return "each part at the best of " + tuning.factors()
                    + " times the configured one, chosen on the validation"
                    + " split after " + tuning.epochs() + " epochs each; the search took "
                    + Math.round(bench.searchSeconds()) + " s on top of the times of training";
        }

        private Results rows(List<FinishedSystems.Finished> done) {
            return run.results(
                    done.stream().flatMap(system -> system.rows().stream()).toList());
        }

        /** As the files hold them, so that a comparison that was cut off ends with the same numbers. */
        private List<FinishedSystems.Finished> finishedSystems() {
            return Systems.all().stream()
                    .map(ComparedSystem::name)
                    .filter(finished::holds)
                    .map(finished::read)
                    .toList();
        }
    }
}
