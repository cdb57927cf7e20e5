package io.patchdrop.cli;

import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.export.RunExport;
import io.patchdrop.learn.recipe.TrainingRun;
import io.patchdrop.learn.report.MarkdownTable;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.tensor.Compute;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the whole story on the built-in scenes, without any download. */
@Command(name = "demo", description = "Train, compare and report on the built-in scenes, in minutes on two cores.")
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "demo",
            description = "Folder for everything the demo makes (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("demo");

    @Option(names = "--seed", paramLabel = "N", description = "Every random draw derives from it.")
    private @Nullable Long seed;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting, as in config.yaml.")
    private List<String> settings = new ArrayList<>();

    @Mixin
    private JsonTarget json = new JsonTarget();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        json.check();
        PrintWriter err = spec.commandLine().getErr();
        err.println(
                "Scenes of 64 px, each with an object readable only in full resolution. A policy sees them at 16 px");
        err.println("and learns which of 16 patches to look at. A demo that was stopped goes on where it was.");
        err.flush();
        List<String> all = new ArrayList<>(settings);
        if (seed != null) {
            all.add("seed=" + seed);
        }
        Results results;
        try (ConsoleListener listener = new ConsoleListener(err, Machine.showsProgressBars())) {
            results = new TrainingRun(ConfigFiles.resolve("demo", null, all), out, true)
                    .run(Machine.facts("patchdrop demo"), listener, PatchDrop.stopSignal(spec));
        }
        Path bundle = export();
        PrintWriter stdout = spec.commandLine().getOut();
        json.write(results.json(), stdout);
        if (!json.takesStdout()) {
            stdout.print(MarkdownTable.text(results));
            stdout.println("Report with pictures: " + out.resolve("report.html"));
            stdout.println("Bundle: " + bundle + "; try ./patchdrop evaluate --model " + bundle);
            stdout.flush();
            zoom(bundle, stdout, err);
        }
        return 0;
    }

    /** What was learnt, put to use: of a large image only what is needed is bought. */
    private void zoom(Path bundle, PrintWriter stdout, PrintWriter err) throws IOException {
        try (ZoomProgress progress = new ZoomProgress(err, Machine.showsProgressBars(), PatchDrop.stopSignal(spec))) {
            new DemoZoom(out.resolve("zoom"), DemoZoom.ACROSS, stdout).run(bundle, progress);
        }
    }

    /** What was learnt, as a file that is used without libtorch. */
    private Path export() {
        RunFolder folder = RunFolder.open(out);
        TrainingConfig config = folder.config();
        Path file = out.resolve("scenes.patchdrop");
        try (Dataset dataset = TrainingRun.open(config)) {
            RunExport export = new RunExport(folder, config, dataset, Compute.of(config.runtime()));
            ExportCommand.write(file, export.bundle(config.recipe(), ExportCommand.origin()));
        }
        return file;
    }
}
