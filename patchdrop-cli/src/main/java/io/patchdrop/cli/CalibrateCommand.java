package io.patchdrop.cli;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.Bundle;
import io.patchdrop.core.bundle.BundleArchive;
import io.patchdrop.core.bundle.Guarantee;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.bundle.PatchAccuracy;
import io.patchdrop.core.risk.Outcomes;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.export.RunExport;
import io.patchdrop.runtime.Calibration;
import io.patchdrop.runtime.PatchDropModel;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code calibrate}: confidences that keep the accuracy of all patches, with a guarantee, and the accuracy of so many patches,
 * written into a bundle.
 */
@Command(
        name = "calibrate",
        description =
                "Find the confidences at which at most epsilon of the accuracy is lost, with a guarantee, and what"
                        + " accuracy so many patches have, and write both into a bundle.")
final class CalibrateCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "BUNDLE", description = "A bundle that export wrote.")
    private Path model = Path.of("");

    @Option(
            names = "--data",
            required = true,
            paramLabel = "PATH",
            description = "Labelled images that the model was not trained on.")
    private String data = "";

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = "val",
            description = "train, val or test (default: ${DEFAULT-VALUE}).")
    private String split = "val";

    @Option(names = "--limit", paramLabel = "N", description = "Images at most.")
    private @Nullable Integer limit;

    @Option(
            names = "--epsilon",
            paramLabel = "E",
            split = ",",
            defaultValue = "0.005,0.01,0.02,0.05",
            description = "Accuracies that may be lost against all patches (default: ${DEFAULT-VALUE}).")
    private List<Double> epsilons = List.of();

    @Option(
            names = "--delta",
            paramLabel = "D",
            defaultValue = "0.1",
            description = "Probability that a guarantee does not hold (default: ${DEFAULT-VALUE}).")
    private double delta;

    @Option(names = "--out", paramLabel = "FILE", description = "Bundle to write (default: the same file).")
    private @Nullable Path out;

    @Mixin
    private JsonTarget json = new JsonTarget();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        json.check();
        check();
        Path target = out == null ? model : out;
        requireWritable(target);
        PrintWriter err = spec.commandLine().getErr();
        Bundle bundle = BundleArchive.read(model, Json::readObject);
        BundleImages source = new BundleImages(bundle.manifest());
        int most = limit == null ? 0 : limit;
        try (PatchDropModel loaded = PatchDropModel.load(model);
                Dataset dataset = source.open(data, split.equals("train") ? most : 0, most)) {
            ImageSplit images = dataset.split(split);
            warn(err);
            err.println("calibrating " + bundle.manifest().name() + " on " + images.size() + " images");
            err.flush();
            Calibration calibration = new Calibration(loaded);
            source.forEach(images, dataset.classes(), batch -> {
                if (batch.pairs().isEmpty()) {
                    calibration.add(batch.images(), batch.labels());
                } else {
                    calibration.addSources(batch.pairs(), batch.labels());
                }
            });
            dataset.skipped().forEach(skipped -> err.println("skipped " + skipped));
            List<Guarantee> guarantees = calibration.guarantees(epsilons, delta, description(dataset));
            Manifest calibrated =
                    bundle.manifest().withGuarantees(guarantees).withAccuracyByPatches(calibration.accuracyByPatches());
            ExportCommand.write(target, new Bundle(calibrated, bundle.members()));
            show(dataset, calibration.outcomes(), calibrated, target);
        }
        return 0;
    }

    /** Before the work whose result is of no use otherwise. */
    private void check() {
        if (limit != null && limit < 1) {
            throw new InvalidInputException("--limit is " + limit, "give a number of at least 1");
        }
        requireInside("--delta", delta);
        epsilons.forEach(epsilon -> requireInside("--epsilon", epsilon));
    }

    private static void requireInside(String option, double value) {
        if (!(value > 0 && value < 1)) {
            throw new InvalidInputException(option + " is " + value, "give a number above 0 and below 1, such as 0.01");
        }
    }

    private void requireWritable(Path target) {
        Path folder = target.toAbsolutePath().normalize().getParent();
        if (folder == null || Files.isDirectory(target) || !AtomicFile.canBeWrittenTo(folder)) {
            throw new InvalidInputException("cannot write " + target, "give --out a file you may write to");
        }
        if (out != null) {
            RunExport.requireWritable(out);
        }
    }

    private void warn(PrintWriter err) {
        err.println(
                switch (split) {
                    case "train" ->
                        "warning: the guarantee does not hold if the model was trained on these images; use others";
                    case "val" ->
                        "note: if training validated on these images, the best epochs were chosen on them and the"
                                + " guarantee is a little too good; images that it never saw are safer";
                    default -> "note: the guarantee does not hold if the model was trained on these images";
                });
    }

    /** One line for the bundle, without a path. */
    private String description(Dataset dataset) {
        return split + " of " + shortened(dataset.name()) + (limit == null ? "" : ", at most " + limit + " images")
                + ", fingerprint " + shortened(dataset.fingerprint());
    }

    private static String shortened(String text) {
        String safe = text.replaceAll("\\p{C}", "?");
        return safe.length() <= 64 ? safe : safe.substring(0, 64);
    }

    private void show(Dataset dataset, Outcomes outcomes, Manifest calibrated, Path target) {
        PrintWriter stdout = spec.commandLine().getOut();
        json.write(json(dataset, outcomes, calibrated), stdout);
        if (json.takesStdout()) {
            return;
        }
        stdout.println("Epsilon     Tau    Lost  Accuracy  Patches");
        calibrated
                .guarantees()
                .forEach(row -> stdout.println(String.format(
                        Locale.ROOT,
                        "%7s  %6.3f  %6.4f  %7.2f%%  %7.2f",
                        plain(BigDecimal.valueOf(row.epsilon())),
                        row.tau(),
                        row.lost(),
                        row.accuracy(),
                        row.patches())));
        int all = outcomes.taus().size() - 1;
        stdout.println(String.format(
                Locale.ROOT,
                "    all patches         %8.2f%%  %7.2f",
                100 * outcomes.accuracy(all),
                outcomes.patches(all)));
        stdout.println("Each row: with a probability of at least "
                + plain(BigDecimal.ONE.subtract(BigDecimal.valueOf(delta))) + " over the draw of these "
                + outcomes.size() + " images, stopping at tau loses at most epsilon of the accuracy of all patches.");
        stdout.println("By score  Accuracy");
        calibrated
                .accuracyByPatches()
                .forEach(row ->
                        stdout.println(String.format(Locale.ROOT, "%8d  %7.2f%%", row.patches(), row.accuracy())));
        stdout.println("Each row: so many patches of each image, those of highest score. Written to " + target + ".");
        stdout.flush();
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private String json(Dataset dataset, Outcomes outcomes, Manifest calibrated) {
        int all = outcomes.taus().size() - 1;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("dataset", dataset.name());
        fields.put("split", split);
        fields.put("images", outcomes.size());
        fields.put("delta", delta);
        fields.put(
                "guarantees",
                calibrated.guarantees().stream().map(CalibrateCommand::fields).toList());
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("accuracy", 100 * outcomes.accuracy(all));
        whole.put("patches", outcomes.patches(all));
        fields.put("all_patches", whole);
        fields.put(
                "accuracy_by_patches",
                calibrated.accuracyByPatches().stream()
                        .map(CalibrateCommand::fields)
                        .toList());
        return Json.line(fields) + "\n";
    }

    private static Map<String, Object> fields(PatchAccuracy row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("patches", row.patches());
        fields.put("accuracy", row.accuracy());
        return fields;
    }

    private static Map<String, Object> fields(Guarantee guarantee) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("epsilon", guarantee.epsilon());
        fields.put("tau", guarantee.tau());
        fields.put("lost", guarantee.lost());
        fields.put("accuracy", guarantee.accuracy());
        fields.put("patches", guarantee.patches());
        return fields;
    }
}
