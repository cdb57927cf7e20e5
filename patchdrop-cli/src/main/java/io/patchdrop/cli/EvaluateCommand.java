package io.patchdrop.cli;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.learn.config.DeviceChoice;
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
import io.patchdrop.runtime.PatchDropModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evaluate}: what the systems of a run, or a bundle, reach on a split. */
@Command(name = "evaluate", description = "Evaluate a run or a bundle: accuracy, patches used, distinct masks, time.")
final class EvaluateCommand implements Callable<Integer> {
    private static final List<String> SPLITS = List.of("train", "val", "test");

    /** What is evaluated: one of the two. */
    static final class Subject {
        @Option(names = "--run", paramLabel = "RUN", description = "Folder that train, compare or demo wrote to.")
        private @Nullable Path run;

        @Option(names = "--model", paramLabel = "BUNDLE", description = "A bundle that export wrote.")
        private @Nullable Path model;
    }

    @ArgGroup(multiplicity = "1")
    private Subject subject = new Subject();

    @Option(names = "--data", paramLabel = "PATH", description = "Images (default: those that it was trained on).")
    private @Nullable String data;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = "test",
            description = "train, val or test (default: ${DEFAULT-VALUE}).")
    private String split = "test";

    @Option(names = "--limit", paramLabel = "N", description = "Images evaluated at most.")
    private @Nullable Integer limit;

    @Option(names = "--device", paramLabel = "DEVICE", description = "auto, cpu or cuda; of a run.")
    private @Nullable DeviceChoice device;

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
        if (subject.run != null) {
            evaluate(subject.run);
        } else if (subject.model != null) {
            evaluateBundle(subject.model);
        }
        return 0;
    }

    private void evaluate(Path run) {
        PrintWriter err = spec.commandLine().getErr();
        RunFolder folder = RunFolder.open(run);
        String[] settings = limit == null ? new String[0] : new String[] {limitSetting(limit)};
        TrainingConfig config = RunOptions.changed(folder.config(), data, device, settings);
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
            List<SystemResult> rows = RunEvaluation.run(trial, name -> announce(name, images));
            show(dataset, images, config, config.patchGrid().patches(), rows);
        }
    }

    private void evaluateBundle(Path file) {
        if (device != null) {
            throw new InvalidInputException("a bundle has no --device", "leave it out; bundles run on the CPU");
        }
        try (PatchDropModel model = PatchDropModel.load(file)) {
            Manifest manifest = model.manifest();
            BundleImages source = new BundleImages(manifest);
            String location = data == null ? manifest.provenance().data() : data;
            int most = limit == null ? 0 : limit;
            try (Dataset dataset = source.open(location, split.equals("train") ? most : 0, most)) {
                ImageSplit images = dataset.split(split);
                announce(manifest.name(), images);
                List<SystemResult> rows = new BundleEvaluation(model).rows(source, images, dataset.classes());
                dataset.skipped().forEach(skipped -> spec.commandLine().getErr().println("skipped " + skipped));
                show(dataset, images, source.config(), manifest.patches(), rows);
            }
        }
    }

    private void announce(String name, ImageSplit images) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("evaluating " + name + " on " + images.size() + " images");
        err.flush();
    }

    private void show(Dataset dataset, ImageSplit images, TrainingConfig config, int patches, List<SystemResult> rows) {
        PrintWriter out = spec.commandLine().getOut();
        json.write(new Evaluation(dataset.name(), split, images.size(), rows).json(), out);
        if (!json.takesStdout()) {
            Results results =
                    new Results(dataset.name(), config.preset(), config.recipe().title(), config.seed(), patches, rows);
            out.print(MarkdownTable.text(results, split));
            out.flush();
        }
    }

    private String limitSetting(int images) {
        return (split.equals("train") ? "data.train_limit=" : "data.test_limit=") + images;
    }
}
