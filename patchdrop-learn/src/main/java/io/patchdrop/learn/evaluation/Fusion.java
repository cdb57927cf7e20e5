package io.patchdrop.learn.evaluation;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.nets.TensorFile;
import io.patchdrop.learn.tensor.HostCopy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Fusion by patch count: with n patches taken, logits = A[n] * HR + B[n] * LR. One pair of weights for each n, since with
 * few patches the look knows more than the patches, and with many less. Being fitted by likelihood on images that the
 * classifiers have not seen, the pairs calibrate as well: their sum is an inverse temperature.
 */
public final class Fusion {
    private static final String NAME = "fusion.weight";

    private final Tensor weights;

    private Fusion(Tensor weights) {
        this.weights = weights;
    }

    /**
     * A fusion with given weights.
     *
     * @param weights {@code [P + 1, 2]}: A[n] and B[n] for n = 0 to P; the caller keeps them alive
     */
    public static Fusion of(Tensor weights) {
        return new Fusion(weights);
    }

    /**
     * Reads what {@link #tensors} wrote.
     *
     * @throws InvalidInputException if the file is damaged or was made for another grid
     */
    public static Fusion read(Path file, int patches, Device device) {
        Tensor weights = torch.zeros(patches + 1, 2);
        TensorFile.load(file, Map.of(NAME, weights), "");
        Tensor placed = weights.to(device, ScalarType.Float);
        placed.retainReference();
        return new Fusion(placed);
    }

    /** A[0], B[0], A[1], B[1], and so on. */
    public float[] weights() {
        return HostCopy.floats(weights);
    }

    /** The weights by their name in files. */
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(NAME, weights.detach().cpu());
        return tensors;
    }

    /**
     * Fused logits.
     *
     * @param hrLogits {@code [N, K]} of the HR classifier on the masked images
     * @param lrLogits {@code [N, K]} of the LR classifier
     * @param actions {@code [N, P]}
     * @return {@code [N, K]}
     */
    public Tensor fuse(Tensor hrLogits, Tensor lrLogits, Tensor actions) {
        Tensor pair = weights.index_select(0, actions.sum(1).to(ScalarType.Long));
        return hrLogits.mul(pair.narrow(1, 0, 1)).add(lrLogits.mul(pair.narrow(1, 1, 1)));
    }
}
