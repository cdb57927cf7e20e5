package io.patchdrop.cli;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.DeviceChoice;
import io.patchdrop.learn.config.Presets;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.recipe.TrainingRun;
import io.patchdrop.learn.report.MarkdownTable;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.stages.Stage;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
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
    @Option(
            names = "--preset",
            required = true,
            paramLabel = "NAME",
            completionCandidates = PresetNames.class,
            description = "Nets, sizes and schedules to start from: ${COMPLETION-CANDIDATES}.")
    private String preset = "";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "PATH",
            description = "Folder or .zip of train|val|test/CLASS/*.jpg, CIFAR binary, .csv, or 'scenes'.")
    private String data = "";

    @Option(names = "--out", required = true, paramLabel = "RUN", description = "Folder for everything the run makes.")
    private Path out = Path.of("");

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            defaultValue = "paper",
            description = "The method to train: paper (default).")
    private String recipe = "paper";

    @Option(
            names = "--stages",
            split = ",",
            paramLabel = "STAGE",
            description = "Train only these: lr, hr, pt, ft1, ft2 (default: all).")
    private List<String> stages = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", description = "YAML with settings that replace the preset's.")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting, as in config.yaml: pt.sigma=0.5.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--device", paramLabel = "DEVICE", description = "auto, cpu or cuda.")
    private @Nullable DeviceChoice device;

    @Option(names = "--seed", paramLabel = "N", description = "Every random draw derives from it.")
    private @Nullable Long seed;

    @Option(names = "--epochs", paramLabel = "N", description = "Epochs of every stage.")
    private @Nullable Integer epochs;

    @Option(names = "--limit", paramLabel = "N", description = "Training images used at most.")
    private @Nullable Integer limit;

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
            results = new TrainingRun(resolve(), this.out, resume, stages())
                    .run(Machine.facts(commandLine()), listener, PatchDrop.stopSignal(spec));
        }
        json.write(results.json(), out);
        if (!json.takesStdout()) {
            if (!results.systems().isEmpty()) {
                out.print(MarkdownTable.text(results));
            }
            Path report = this.out.resolve("report.html");
            if (Files.exists(report)) {
                out.println("Report: " + report);
            }
            out.flush();
        }
        return 0;
    }

    private TrainingConfig resolve() {
        List<String> all = new ArrayList<>();
        all.add("recipe=" + recipe);
        all.addAll(settings);
        if (device != null) {
            all.add("runtime.device=" + device.name().toLowerCase(Locale.ROOT));
        }
        if (seed != null) {
            all.add("seed=" + seed);
        }
        if (epochs != null) {
            for (Stage stage : Stage.values()) {
                all.add(stage.key() + ".epochs=" + epochs);
            }
        }
        if (limit != null) {
            all.add("data.train_limit=" + limit);
        }
        all.add("data.location=" + quoted(data));
        return ConfigFiles.resolve(preset, config, all);
    }

    private Set<Stage> stages() {
        if (stages.isEmpty()) {
            return EnumSet.allOf(Stage.class);
        }
        EnumSet<Stage> chosen = EnumSet.noneOf(Stage.class);
        stages.forEach(name -> chosen.add(Stage.of(name)));
        return chosen;
    }

    private String commandLine() {
        return "patchdrop "
                + String.join(
                        " ", spec.commandLine().getParent().getParseResult().originalArgs());
    }

    /** A path may hold characters that YAML reads otherwise. */
    private static String quoted(String text) {
        if (text.indexOf('\n') >= 0) {
            throw new InvalidInputException("--data holds a line break", "give one path");
        }
        return "'" + text.replace("'", "''") + "'";
    }

    private static final class PresetNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Presets.NAMES.iterator();
        }
    }
}
