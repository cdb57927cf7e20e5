package io.patchdrop.learn.recipe;

import io.patchdrop.learn.data.Batch;
import io.patchdrop.learn.evaluation.EvaluatedSystem;
import io.patchdrop.learn.evaluation.EvaluationContext;
import io.patchdrop.learn.patches.Views;
import io.patchdrop.learn.report.Example;
import io.patchdrop.learn.stages.StageContext;
import io.patchdrop.learn.tensor.HostCopy;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/** Picks test images to show: the first right and the first wrong answers of each class, so that none is hand-picked. */
final class ExampleGallery {
    private static final int RIGHT = 12;
    private static final int WRONG = 12;

    private final StageContext context;
    private final Shown shown;
    private final List<Example> right = new ArrayList<>();
    private final List<Example> wrong = new ArrayList<>();
    private final int[] rightOfClass;

    /**
     * What is shown.
     *
     * @param title of its examples
     * @param system that answers
     * @param probabilities gives from looks {@code [N, 3, h, w]} the probability of each patch, {@code [N, P]}
     */
    record Shown(String title, EvaluatedSystem system, UnaryOperator<Tensor> probabilities) {}

    ExampleGallery(StageContext context, Shown shown) {
        this.context = context;
        this.shown = shown;
        this.rightOfClass = new int[context.data().classes().size()];
    }

    /** Right answers, classes in turn, then wrong ones. */
    List<Example> collect() {
        shown.system().nets().forEach(net -> net.train(false));
        EvaluationContext evaluation = EvaluationContext.of(context.config(), context.compute());
        evaluation.forEachBatch(context.data().test(), batch -> {
            if (right.size() < RIGHT || wrong.size() < WRONG) {
                collect(evaluation, batch);
            }
        });
        right.sort(Comparator.comparing(Example::truth));
        List<Example> all = new ArrayList<>(right);
        all.addAll(wrong);
        return all;
    }

    private void collect(EvaluationContext evaluation, Batch batch) {
        Views views = evaluation.pipeline().views(batch);
        EvaluatedSystem.Answer answer = shown.system().answer(evaluation, batch, views);
        float[] classes = HostCopy.floats(answer.logits().softmax(1));
        float[] probabilities = HostCopy.floats(shown.probabilities().apply(views.look()));
        float[] taken = HostCopy.floats(answer.actions());
        int mostOfAClass = Math.max(1, RIGHT / rightOfClass.length);
        for (int i = 0; i < batch.size(); i++) {
            Example example = example(batch, i, classes, probabilities, taken);
            int label = batch.labels()[i];
            if (example.correct() && right.size() < RIGHT && rightOfClass[label] < mostOfAClass) {
                rightOfClass[label]++;
                right.add(example);
            } else if (!example.correct() && wrong.size() < WRONG) {
                wrong.add(example);
            }
        }
    }

    private Example example(Batch batch, int image, float[] classes, float[] probabilities, float[] taken) {
        int patches = context.grid().patches();
        int count = context.data().classes().size();
        int answer = 0;
        for (int k = 1; k < count; k++) {
            if (classes[image * count + k] > classes[image * count + answer]) {
                answer = k;
            }
        }
        double[] probability = new double[patches];
        boolean[] mask = new boolean[patches];
        for (int patch = 0; patch < patches; patch++) {
            probability[patch] = probabilities[image * patches + patch];
            mask[patch] = taken[image * patches + patch] > 0.5f;
        }
        BufferedImage hr = picture(batch.pixels(), image);
        return new Example(
                shown.title(),
                context.data().test().name(batch.indices()[image]),
                context.data().classes().get(batch.labels()[image]),
                context.data().classes().get(answer),
                classes[image * count + answer],
                hr,
                averaged(hr, context.config().data().lrSize()),
                probability,
                mask,
                context.grid().rows(),
                context.grid().columns());
    }

    private BufferedImage picture(byte[] pixels, int image) {
        int size = context.config().data().imageSize();
        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        int at = image * size * size * 3;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++, at += 3) {
                picture.setRGB(x, y, rgb(pixels[at] & 255, pixels[at + 1] & 255, pixels[at + 2] & 255));
            }
        }
        return picture;
    }

    private static int rgb(int red, int green, int blue) {
        return (red << 16) | (green << 8) | blue;
    }

    /** The look as a picture: means over square cells. */
    private static BufferedImage averaged(BufferedImage hr, int size) {
        int factor = hr.getWidth() / size;
        BufferedImage lr = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int[] sums = new int[3];
                for (int rgb : hr.getRGB(x * factor, y * factor, factor, factor, null, 0, factor)) {
                    sums[0] += (rgb >> 16) & 255;
                    sums[1] += (rgb >> 8) & 255;
                    sums[2] += rgb & 255;
                }
                int cell = factor * factor;
                lr.setRGB(x, y, rgb(sums[0] / cell, sums[1] / cell, sums[2] / cell));
            }
        }
        return lr;
    }
}
