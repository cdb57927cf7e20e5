package io.patchdrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.Budget;
import io.patchdrop.core.PatchMask;
import io.patchdrop.fixtures.LinearModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a model must answer, worked out in double precision, one image at a time, by trying what there is.
 *
 * @param order the patches that are bought, in order
 */
@SuppressWarnings("ArrayRecordComponent") // local to the tests, never compared
record Expected(List<Integer> order, double[] probabilities, double @Nullable [] value) {
    static Expected of(LinearModel model, byte[] image, Budget budget) {
        double[] look = model.lookOf(image);
        return of(model, image, look, budget);
    }

    static Expected of(LinearModel model, byte[] image, double[] look, Budget budget) {
        double @Nullable [] value = model.valueHead() ? model.value(look) : null;
        List<Integer> byScore = sorted(model.scores(look));
        if (budget instanceof Budget.PatchCount patches) {
            return answer(model, image, look, byScore.subList(0, patches.count()), value);
        }
        if (budget instanceof Budget.Price price && value != null) {
            return answer(model, image, look, worth(value, price), value);
        }
        if (budget instanceof Budget.Confidence confidence) {
            for (int count = 0; ; count = Math.min(count + 2, model.patches())) {
                Expected answer = answer(model, image, look, byScore.subList(0, count), value);
                if (count == model.patches() || answer.confidence() >= confidence.tau()) {
                    return answer;
                }
            }
        }
        double[] scores = model.scores(look);
        return answer(
                model,
                image,
                look,
                byScore.stream().filter(patch -> scores[patch] >= 0).toList(),
                value);
    }

    private static Expected answer(
            LinearModel model, byte[] image, double[] look, List<Integer> order, double @Nullable [] value) {
        double[] logits = model.fusedLogits(image, look, mask(model.patches(), order));
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
        }
        double total = sum;
        double[] probabilities =
                Arrays.stream(logits).map(logit -> Math.exp(logit) / total).toArray();
        return new Expected(order, probabilities, value);
    }

    /** The first patches by w / price, as many as are worth most together. */
    private static List<Integer> worth(double[] value, Budget.Price price) {
        List<Integer> helpful = new ArrayList<>(IntStream.range(0, value.length - 1)
                .filter(patch -> value[patch] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(patch -> -value[patch] / price.of(patch)))
                .toList());
        List<Integer> best = List.of();
        for (int count = 1; count <= helpful.size(); count++) {
            List<Integer> candidate = helpful.subList(0, count);
            best = net(value, price, candidate) > net(value, price, best) ? candidate : best;
        }
        return best;
    }

    private static double net(double[] value, Budget.Price price, List<Integer> patches) {
        double cost = patches.stream().mapToDouble(price::of).sum();
        return right(value, patches) - price.lambda() * cost;
    }

    private static double right(double[] value, List<Integer> patches) {
        double logit = value[value.length - 1]
                + patches.stream().mapToDouble(patch -> value[patch]).sum();
        return 1 / (1 + Math.exp(-logit));
    }

    private static List<Integer> sorted(double[] scores) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(patch -> -scores[patch]))
                .toList();
    }

    private static PatchMask mask(int patches, List<Integer> order) {
        return PatchMask.ofIndices(
                patches, order.stream().mapToInt(Integer::intValue).toArray());
    }

    private double confidence() {
        return Arrays.stream(probabilities).max().orElseThrow();
    }

    /** Checks an answer in everything that it says. */
    void assertIs(String what, Answer answer) {
        assertThat(answer.purchases()).as(what).containsExactly(order.toArray(Integer[]::new));
        assertThat(answer.mask()).as(what).isEqualTo(mask(answer.mask().patches(), order));
        assertThat(answer.probabilities()).as(what).hasSize(probabilities.length);
        for (int i = 0; i < probabilities.length; i++) {
            assertThat((double) answer.probabilities()[i]).as(what).isCloseTo(probabilities[i], within(1e-5));
        }
        assertThat(answer.confidence()).as(what).isCloseTo(confidence(), within(1e-5));
        assertThat(probabilities[answer.classIndex()]).as(what).isCloseTo(confidence(), within(1e-5));
        assertThat(answer.className()).as(what).isEqualTo("class " + answer.classIndex());
        if (value == null) {
            assertThat(answer.probabilityRight()).as(what).isEmpty();
        } else {
            assertThat(answer.probabilityRight().orElseThrow()).as(what).isCloseTo(right(value, order), within(1e-5));
        }
    }
}
