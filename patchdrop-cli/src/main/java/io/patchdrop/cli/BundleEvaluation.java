package io.patchdrop.cli;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.MaskStatistics;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.bundle.Manifest.BudgetRow;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.PatchDropModel;
import java.util.ArrayList;
import java.util.List;

/** What a bundle reaches on a split: by its own decision, and along its budgets from no patch to all. */
final class BundleEvaluation {
    private final PatchDropModel model;
    private final Manifest manifest;
    private final List<Point> points = new ArrayList<>();

    /** One row in the making. */
    private static final class Point {
        private final String name;
        private final Budget budget;
        private final MaskStatistics statistics;
        private long nanoseconds;

        private Point(String name, Budget budget, int patches) {
            this.name = name;
            this.budget = budget;
            this.statistics = new MaskStatistics(patches);
        }

        private SystemResult row() {
            return new SystemResult(
                    name,
                    SystemResult.NO_STAGE,
                    statistics.accuracy(),
                    statistics.meanPatches(),
                    statistics.spread(),
                    statistics.distinctMasks(),
                    nanoseconds / 1e6 / statistics.images(),
                    Double.NaN,
                    budget instanceof Budget.Confidence confidence ? (Double) confidence.tau() : null,
                    budget instanceof Budget.Price price ? (Double) price.lambda() : null);
        }
    }

    BundleEvaluation(PatchDropModel model) {
        this.model = model;
        this.manifest = model.manifest();
        Budget own = manifest.decision().budget();
        add(manifest.name(), own);
        add(manifest.name() + ", no patch", Budget.patches(0));
        for (BudgetRow row : manifest.budgets()) {
            if (!own.equals(Budget.confidence(row.tau()))) {
                add(manifest.name(), Budget.confidence(row.tau()));
            }
        }
        add(manifest.name() + ", all patches", Budget.patches(manifest.patches()));
    }

    private void add(String name, Budget budget) {
        points.add(new Point(name, budget, manifest.patches()));
    }

    /**
     * Answers every image at every budget.
     *
     * @param images of the split's data set
     * @param classes names of the split's labels
     * @throws InvalidInputException if the model does not know one of them
     */
    List<SystemResult> rows(BundleImages images, ImageSplit split, List<String> classes) {
        images.forEach(split, classes, batch -> {
            for (Point point : points) {
                long start = System.nanoTime();
                List<Answer> answers = batch.answers(model, point.budget);
                point.nanoseconds += System.nanoTime() - start;
                for (int i = 0; i < answers.size(); i++) {
                    boolean right = answers.get(i).classIndex() == batch.labels()[i];
                    point.statistics.add(answers.get(i).mask(), right);
                }
            }
        });
        return points.stream().map(Point::row).toList();
    }
}
