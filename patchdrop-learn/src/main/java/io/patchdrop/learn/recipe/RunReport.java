package io.patchdrop.learn.recipe;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.report.Example;
import io.patchdrop.learn.report.MarkdownTable;
import io.patchdrop.learn.report.Report;
import io.patchdrop.learn.report.ReportData;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.systems.AnytimeSystem;
import io.patchdrop.learn.systems.PatchDropSystem;
import io.patchdrop.learn.systems.RunNets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Writes {@code results.json}, {@code table.md} and {@code report.html} of a run. */
final class RunReport {
    private final StageContext context;
    private final RunNets nets;
    /** Pictures are made once for all reports of a comparison, by what they show. */
    private final Map<String, List<Example>> galleries = new HashMap<>();

    RunReport(StageContext context, RunNets nets) {
        this.context = context;
        this.nets = nets;
    }

    void write(Results results, Map<String, String> facts, List<String> warnings) {
        try {
            results.write(context.folder().file("results.json"));
            AtomicFile.writeText(context.folder().file("table.md"), MarkdownTable.markdown(results));
            Report.write(context.folder().file("report.html"), data(results, facts, warnings));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report: " + e.getMessage(), e);
        }
    }

    private ReportData data(Results results, Map<String, String> facts, List<String> warnings) {
        return new ReportData(
                "patchdrop: " + results.dataset(),
                withRun(facts),
                results,
                context.folder().metrics().read(),
                examples(results),
                warnings);
    }

    /** Pictures of the most mature policy, and of Anytime. */
    private List<Example> examples(Results results) {
        List<Example> examples = new ArrayList<>();
        Stream.of(Stage.FT2, Stage.FT1, Stage.PT)
                .filter(nets::finished)
                .findFirst()
                .ifPresent(stage -> examples.addAll(
                        gallery(PatchDropSystem.NAME + " " + stage.title(), title -> policy(title, stage))));
        operatingPoint(results).ifPresent(row -> {
            double tau = Objects.requireNonNull(row.tau());
            examples.addAll(gallery(row.nameWithSetting(), title -> anytime(title, tau)));
        });
        return examples;
    }

    private List<Example> gallery(String title, Function<String, ExampleGallery.Shown> shown) {
        return galleries.computeIfAbsent(title, name -> new ExampleGallery(context, shown.apply(name)).collect());
    }

    private ExampleGallery.Shown policy(String title, Stage stage) {
        Net policy = nets.trainedPolicy(stage);
        policy.train(false);
        return new ExampleGallery.Shown(title, PatchDropSystem.system(nets, stage), look -> policy.forward(look)
                .to(ScalarType.Float)
                .sigmoid());
    }

    private ExampleGallery.Shown anytime(String title, double tau) {
        AnytimeSystem.AtTau system = AnytimeSystem.at(nets, context.config(), tau);
        return new ExampleGallery.Shown(title, system, system::probabilities);
    }

    /** The cheapest tau of Anytime that is as accurate as HR-CNN, or else the most accurate one. */
    private static Optional<SystemResult> operatingPoint(Results results) {
        double goal = results.reference("HR-CNN").map(SystemResult::accuracy).orElse(Double.POSITIVE_INFINITY);
        List<SystemResult> taus = results.systems().stream()
                .filter(row -> row.name().equals(AnytimeSystem.NAME) && row.tau() != null)
                .toList();
        Comparator<SystemResult> cheaper = Comparator.comparingDouble(SystemResult::patches);
        return taus.stream().filter(row -> row.accuracy() >= goal).min(cheaper).or(() -> taus.stream()
                .max(Comparator.comparingDouble(SystemResult::accuracy).thenComparing(cheaper.reversed())));
    }

    private Map<String, String> withRun(Map<String, String> facts) {
        Map<String, String> all = new LinkedHashMap<>(facts);
        all.putAll(description());
        return all;
    }

    /** What a reader must know of the run, the same for every seed. */
    Map<String, String> description() {
        TrainingConfig config = context.config();
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                "Images",
                context.data().train().size() + " for training, "
                        + context.data().validation().size() + " for validation, "
                        + context.data().test().size() + " for the test");
        all.put(
                "Sizes",
                "HR " + config.data().imageSize() + " px, LR " + config.data().lrSize() + " px, patches of "
                        + context.grid().patchHeight() + " px");
        all.put(
                "Nets",
                "LR-CNN " + config.lr().net() + ", HR-CNN " + config.hr().net() + ", " + chooser(config));
        return all;
    }

    /** The net that chooses the patches. */
    private static String chooser(TrainingConfig config) {
        return switch (config.recipe()) {
            case PAPER -> "policy " + config.policyNet();
            case ANYTIME -> "patch scores " + config.anytime().scoreNet();
        };
    }
}
