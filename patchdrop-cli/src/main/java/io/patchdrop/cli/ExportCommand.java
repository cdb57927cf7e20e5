package io.patchdrop.cli;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.Bundle;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.config.TrainingConfig.Recipe;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.export.Origin;
import io.patchdrop.learn.export.RunExport;
import io.patchdrop.learn.recipe.TrainingRun;
import io.patchdrop.learn.run.RunFolder;
import io.patchdrop.learn.tensor.Compute;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export}: a finished run as one file that classifies without what trained it. */
@Command(name = "export", description = "Make a bundle of a finished run: one file, used without libtorch.")
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private RunOptions run = new RunOptions();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Bundle to write, such as NAME.patchdrop; an older bundle there is replaced.")
    private Path out = Path.of("");

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            description = "paper or anytime: which model of a run that holds both (default: the run's recipe).")
    private @Nullable Recipe recipe;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        requireWritable();
        RunFolder folder = run.folder();
        TrainingConfig config = run.config();
        Recipe exported = recipe == null ? config.recipe() : recipe;
        PrintWriter err = spec.commandLine().getErr();
        Compute compute = Compute.of(config.runtime());
        try (Dataset dataset = TrainingRun.open(config)) {
            folder.claimClasses(dataset.classes());
            dataset.skipped().forEach(skipped -> err.println("skipped " + skipped));
            RunExport export = new RunExport(folder, config, dataset, compute);
            export.check(exported);
            if (!export.isOwnData(exported)) {
                err.println("warning: these are not exactly the images that the run was trained on: what is measured on"
                        + " their validation split may be too good, and the bundle names them as its data");
            }
            if (exported == Recipe.ANYTIME) {
                err.println("measuring the budgets on " + dataset.validation().size() + " validation images");
                err.flush();
            }
            Bundle bundle = export.bundle(exported, origin());
            write(out, bundle);
            show(bundle, spec.commandLine().getOut());
        }
        return 0;
    }

    /** Before the work whose result goes there is begun. */
    private void requireWritable() {
        Path folder = out.toAbsolutePath().normalize().getParent();
        if (folder == null || Files.isDirectory(out) || !AtomicFile.canBeWrittenTo(folder)) {
            throw new InvalidInputException("cannot write " + out, "give --out a file you may write to");
        }
        RunExport.requireWritable(out);
    }

    /** Writes a bundle, whole or not at all. */
    static void write(Path file, Bundle bundle) {
        try {
            RunExport.write(file, bundle);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** This program and the revision of its sources, which the launcher tells. */
    static Origin origin() {
        return new Origin(PatchDrop.VERSION, System.getProperty("patchdrop.revision", "unknown"));
    }

    private void show(Bundle bundle, PrintWriter stdout) {
        Manifest manifest = bundle.manifest();
        stdout.println("Wrote " + out + ": " + manifest.name() + ", "
                + manifest.classes().size() + " classes, "
                + manifest.classifier() + " classifier, decides by "
                + manifest.decision().kind().name().toLowerCase(Locale.ROOT)
                + (manifest.decision().value().isPresent()
                        ? " " + manifest.decision().value().getAsDouble()
                        : ""));
        bundle.members().forEach((name, bytes) -> line(stdout, name, bytes.length));
        try {
            line(stdout, "in all", Files.size(out));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + out, e);
        }
        stdout.flush();
    }

    private static void line(PrintWriter stdout, String name, long bytes) {
        stdout.println(String.format(Locale.ROOT, "  %-14s %,14d bytes", name, bytes));
    }
}
