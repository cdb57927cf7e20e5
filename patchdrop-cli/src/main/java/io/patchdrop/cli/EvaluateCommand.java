package io.patchdrop.cli;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.recipe.TrainingRun;
import io.patchdrop.learn.report.Evaluation;
import io.patchdrop.learn.report.MarkdownTable;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.systems.RunEvaluation;
import io.patchdrop.learn.systems.RunNets;
import io.patchdrop.learn.systems.Systems;
import io.patchdrop.learn.systems.Trial;
import io.patchdrop.learn.tensor.Compute;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evaluate}: what the systems of a run reach on a split. */
@Command(name = "evaluate", description = "Evaluate a run: accuracy, patches used, distinct masks, time.")
final class EvaluateCommand implements Callable<Integer> {
    private static final List<String> SPLITS = List.of("train", "val", "test");

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = "test",
            description = "train, val or test (default: ${DEFAULT-VALUE}).")
    private String split = "test";

    @Option(names = "--limit", paramLabel = "N", description = "Images evaluated at most.")
    private @Nullable Integer limit;

    @Mixin
    private JsonTarget json = new JsonTarget();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        json.check();
        if (!SPLITS.contains(split)) {
            throw new InvalidInputException("there is no split " + split, "--split takes " + String.join(", ", SPLITS));
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        RunFolder folder = run.folder();
        TrainingConfig config = limit == null ? run.config() : run.config(limitSetting(limit));
        Compute compute = Compute.of(config.runtime());
        try (Dataset dataset = TrainingRun.open(config)) {
            folder.claimClasses(dataset.classes());
            dataset.skipped().forEach(skipped -> err.println("skipped " + skipped));
            RunNets nets =
                    new RunNets(config, folder, compute, dataset.classes().size());
            if (Systems.all().stream().noneMatch(system -> system.isTrained(nets))) {
                throw new InvalidInputException(folder.path() + " has finished no stage", "go on with train --resume");
            }
            ImageSplit images = dataset.split(split);
            Trial trial = new Trial(
                    config,
                    EvaluationContext.of(config, compute),
                    nets,
                    images,
                    warning -> err.println("warning: " + warning));
            List<SystemResult> rows = RunEvaluation.run(trial, name -> {
                err.println("evaluating " + name + " on " + images.size() + " images");
                err.flush();
            });
            json.write(new Evaluation(dataset.name(), split, images.size(), rows).json(), out);
            if (!json.takesStdout()) {
                Results results = new Results(
                        dataset.name(),
                        config.preset(),
                        config.recipe().title(),
                        config.seed(),
                        config.patchGrid().patches(),
                        rows);
                out.print(MarkdownTable.text(results, split));
                out.flush();
            }
        }
        return 0;
    }

    private String limitSetting(int images) {
        return (split.equals("train") ? "data.train_limit=" : "data.test_limit=") + images;
    }
}
