package io.patchdrop.learn.nets;

import io.patchdrop.core.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Filters that two nets of the same layers have in common, as in the partially coupled networks of Wang et al. (CVPR
 * 2016): the first filters of every convolution. Each net holds them as part of its own weights. They start equal, and
 * before each optimiser step both nets get the sum of the two gradients, which is the gradient of one common weight; so
 * optimisers of the same kind and settings keep them equal, bit for bit. Everything else, the normalisations and the last
 * layer included, is each net's own.
 */
public final class SharedFilters {
    private final List<Pair> pairs = new ArrayList<>();

    /** The convolution weights of one layer, and how many of their filters are shared. */
    private record Pair(Tensor first, Tensor second, long filters) {}

    /**
     * Shares filters between two nets: the second takes over those of the first.
     *
     * @param first a net, kept alive by the caller
     * @param second a net of the same layers, kept alive by the caller
     * @param share of the filters of each convolution, in [0, 1], rounded to whole filters
     * @throws InvalidInputException if the nets' layers differ
     */
    public SharedFilters(Net first, Net second, double share) {
        if (share < 0 || share > 1) {
            throw new IllegalArgumentException("share " + share);
        }
        Map<String, Tensor> others = Weights.parameters(second);
        Weights.parameters(first).forEach((name, weight) -> {
            if (weight.dim() == 4) {
                Tensor other = others.get(name);
                if (other == null || !sameShape(weight, other)) {
                    throw new InvalidInputException(
                            first + " and " + second + " cannot share filters: " + name + " differs",
                            "choose nets of the same layers");
                }
                pairs.add(new Pair(weight, other, Math.round(share * weight.size(0))));
            }
        });
        Torch.inScope(() -> Torch.withoutGradient(
                () -> pairs.forEach(pair -> shared(pair.second(), pair).copy_(shared(pair.first(), pair)))));
    }

    private static boolean sameShape(Tensor one, Tensor other) {
        return TensorData.shapeOf(one).equals(TensorData.shapeOf(other));
    }

    /** Adds up the gradients of the shared filters; to be called after each backward pass, before the optimisers' steps. */
    public void sumGradients() {
        Torch.inScope(() -> Torch.withoutGradient(() -> pairs.forEach(pair -> {
            Tensor one = shared(pair.first().grad(), pair);
            Tensor other = shared(pair.second().grad(), pair);
            one.add_(other);
            other.copy_(one);
        })));
    }

    private static Tensor shared(Tensor weight, Pair pair) {
        return weight.narrow(0, 0, pair.filters());
    }
}
