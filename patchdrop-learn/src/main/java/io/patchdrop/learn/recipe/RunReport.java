package io.patchdrop.learn.recipe;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.evaluation.PatchSystem;
import io.patchdrop.learn.report.Example;
import io.patchdrop.learn.report.MarkdownTable;
import io.patchdrop.learn.report.Report;
import io.patchdrop.learn.report.ReportData;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.systems.PatchDropSystem;
import io.patchdrop.learn.systems.RunNets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes {@code results.json}, {@code table.md} and {@code report.html} of a run. */
final class RunReport {
    private final StageContext context;
    private final RunNets nets;
    private @Nullable Stage shown;
    private List<Example> examples = List.of();

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
                examples(),
                warnings);
    }

    /** Pictures of the most mature policy, made once for all reports of a comparison. */
    private List<Example> examples() {
        for (Stage stage : List.of(Stage.FT2, Stage.FT1, Stage.PT)) {
            if (nets.finished(stage)) {
                if (stage != shown) {
                    PatchSystem system = PatchDropSystem.system(nets, stage);
                    examples = new ExampleGallery(context, system, nets.trainedPolicy(stage)).collect();
                    shown = stage;
                }
                return examples;
            }
        }
        return List.of();
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
                "LR-CNN " + config.lr().net() + ", HR-CNN " + config.hr().net() + ", policy " + config.policyNet());
        return all;
    }
}
