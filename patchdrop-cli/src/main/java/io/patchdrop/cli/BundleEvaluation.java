package io.patchdrop.cli;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.MaskStatistics;
import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.PixelBox;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.bundle.Manifest.BudgetRow;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.data.BatchLoader.LastBatch;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.data.DatasetOptions;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.PatchSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a bundle reaches on a split: by its own decision, and along its budgets from no patch to all. */
final class BundleEvaluation {
    private static final int BATCH = 64;

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

    /** The configuration that the model was trained with. */
    TrainingConfig config() {
        return ConfigFiles.ofYaml(manifest.provenance().config(), "the bundle's configuration");
    }

    /**
     * Opens a data set as the model sees it, divided as it was in training.
     *
     * @param location as of {@code --data}
     * @param trainLimit images of the training split at most, 0 for all
     * @param testLimit images of another split at most, 0 for all
     */
    Dataset open(String location, int trainLimit, int testLimit) {
        TrainingConfig config = config();
        return Dataset.open(
                location,
                DatasetOptions.of(manifest.imageSize())
                        .withMinimumSize(manifest.imageSize() / manifest.grid())
                        .withLookSize(manifest.lookSize())
                        .withValidationFraction(config.data().validationFraction())
                        .withSeed(config.seed())
                        .withLimits(trainLimit, testLimit));
    }

    /**
     * Answers every image at every budget.
     *
     * @param classes names of the split's labels
     * @throws InvalidInputException if the model does not know one of them
     */
    List<SystemResult> rows(ImageSplit split, List<String> classes) {
        int[] known = classes.stream().mapToInt(this::classIndex).toArray();
        int[] order = IntStream.range(0, split.size()).toArray();
        int workers = Runtime.getRuntime().availableProcessors();
        try (BatchLoader loader = new BatchLoader(split, order, BATCH, 0, LastBatch.KEEP, workers)) {
            for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
                List<RgbImage> images = images(batch);
                for (Point point : points) {
                    long start = System.nanoTime();
                    List<Answer> answers = answers(images, batch.lookPixels(), point.budget);
                    point.nanoseconds += System.nanoTime() - start;
                    for (int i = 0; i < answers.size(); i++) {
                        boolean right = answers.get(i).classIndex() == known[batch.labels()[i]];
                        point.statistics.add(answers.get(i).mask(), right);
                    }
                }
            }
        }
        return points.stream().map(Point::row).toList();
    }

    private int classIndex(String name) {
        int index = manifest.classes().indexOf(name);
        if (index < 0) {
            throw new InvalidInputException(
                    "the model does not know the class " + name,
                    "it knows " + String.join(", ", manifest.classes()) + "; give images of these");
        }
        return index;
    }

    private List<RgbImage> images(Batch batch) {
        int side = manifest.imageSize();
        int bytes = 3 * side * side;
        return IntStream.range(0, batch.size())
                .mapToObj(i -> new RgbImage(side, side, Arrays.copyOfRange(batch.pixels(), i * bytes, (i + 1) * bytes)))
                .toList();
    }

    private List<Answer> answers(List<RgbImage> images, byte @Nullable [] looks, Budget budget) {
        if (looks == null) {
            return model.classify(images, budget);
        }
        int bytes = looks.length / images.size();
        List<PatchSource> pairs = IntStream.range(0, images.size())
                .<PatchSource>mapToObj(i -> new Pair(
                        images.get(i), Arrays.copyOfRange(looks, i * bytes, (i + 1) * bytes), manifest.patchGrid()))
                .toList();
        return model.classifySources(pairs, budget);
    }

    /** An HR image with an LR image of its own. */
    @SuppressWarnings("ArrayRecordComponent") // local to this file, never compared
    private record Pair(RgbImage image, byte[] look, PatchGrid grid) implements PatchSource {
        @Override
        public byte[] patch(int patch) {
            PixelBox box = grid.box(patch);
            int row = 3 * box.width();
            byte[] pixels = new byte[row * box.height()];
            for (int y = 0; y < box.height(); y++) {
                int first = 3 * ((box.y() + y) * image.width() + box.x());
                System.arraycopy(image.pixels(), first, pixels, y * row, row);
            }
            return pixels;
        }
    }
}
