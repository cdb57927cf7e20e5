package io.patchdrop.cli;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.PixelBox;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.data.BatchLoader;
import io.patchdrop.learn.data.BatchLoader.LastBatch;
import io.patchdrop.learn.data.Dataset;
import io.patchdrop.learn.data.DatasetOptions;
import io.patchdrop.learn.data.ImageSplit;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.PatchSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The images of a data set as the model of a bundle takes them. */
final class BundleImages {
    private static final int BATCH = 64;

    private final Manifest manifest;

    BundleImages(Manifest manifest) {
        this.manifest = manifest;
    }

    /**
     * Images that were read together.
     *
     * @param images of the model's HR size
     * @param pairs the same with LR images of their own; empty if the looks are to be made of {@code images}
     * @param labels the right classes, indices into the manifest's
     */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier, never compared
    record Labelled(List<RgbImage> images, List<PatchSource> pairs, int[] labels) {
        List<Answer> answers(PatchDropModel model, Budget budget) {
            return pairs.isEmpty() ? model.classify(images, budget) : model.classifySources(pairs, budget);
        }
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
     * Hands over all images of a split, in its order.
     *
     * @param classes names of the split's labels
     * @throws InvalidInputException if the model does not know one of them
     */
    void forEach(ImageSplit split, List<String> classes, Consumer<Labelled> receiver) {
        int[] known = classes.stream().mapToInt(this::classIndex).toArray();
        int[] order = IntStream.range(0, split.size()).toArray();
        int workers = Runtime.getRuntime().availableProcessors();
        try (BatchLoader loader = new BatchLoader(split, order, BATCH, 0, LastBatch.KEEP, workers)) {
            for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
                List<RgbImage> images = images(batch);
                int[] labels = Arrays.stream(batch.labels(), 0, batch.size())
                        .map(label -> known[label])
                        .toArray();
                receiver.accept(new Labelled(images, pairs(batch, images), labels));
            }
        }
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

    private List<PatchSource> pairs(Batch batch, List<RgbImage> images) {
        byte[] looks = batch.lookPixels();
        if (looks == null) {
            return List.of();
        }
        int bytes = looks.length / images.size();
        PatchGrid grid = manifest.patchGrid();
        return IntStream.range(0, images.size())
                .<PatchSource>mapToObj(
                        i -> new Pair(images.get(i), Arrays.copyOfRange(looks, i * bytes, (i + 1) * bytes), grid))
                .toList();
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
