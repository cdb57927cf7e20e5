package io.patchdrop.learn.nets;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.safetensors.SafetensorsFile;
import io.patchdrop.learn.safetensors.SafetensorsWriter;
import io.patchdrop.learn.safetensors.TensorInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Any named tensors, not only those of nets, in safetensors files: the state of a training stage. */
public final class TensorFile {
    private TensorFile() {}

    /**
     * Writes tensors, whole or not at all.
     *
     * @param metadata texts for the file's header
     * @throws IOException if the file cannot be written; an earlier one of that name stays as it was
     */
    public static void save(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        SafetensorsWriter writer = new SafetensorsWriter();
        metadata.forEach(writer::metadata);
        tensors.forEach((name, tensor) -> TensorData.add(writer, name, tensor));
        writer.write(file);
    }

    /** The texts in a file's header. */
    public static Map<String, String> metadata(Path file) {
        try (SafetensorsFile saved = SafetensorsFile.open(file)) {
            return Map.copyOf(saved.metadata());
        }
    }

    /**
     * Copies a file's tensors into tensors of the same names and shapes, bit for bit.
     *
     * @param targets where they go; none is written to unless all fit
     * @param prefix put before each target's name to get its name in the file
     * @throws InvalidInputException if the file is damaged, or a tensor is missing or has another shape or type
     */
    public static void load(Path file, Map<String, Tensor> targets, String prefix) {
        try (SafetensorsFile saved = SafetensorsFile.open(file)) {
            check(saved, targets, prefix);
            Torch.withoutGradient(() -> targets.forEach((name, target) -> Torch.inScope(() -> {
                target.copy_(TensorData.read(saved, prefix + name));
            })));
        }
    }

    private static void check(SafetensorsFile saved, Map<String, Tensor> targets, String prefix) {
        List<String> problems = new ArrayList<>();
        targets.forEach((name, target) -> {
            TensorInfo info = saved.tensors().get(prefix + name);
            if (info == null) {
                problems.add(prefix + name + " is missing");
            } else if (!Arrays.equals(info.sizes(), target.shape())) {
                problems.add(prefix + name + " is " + Arrays.toString(info.sizes()) + " instead of "
                        + Arrays.toString(target.shape()));
            } else if (info.type() != TensorData.typeOf(target)) {
                problems.add(prefix + name + " holds " + info.type() + " instead of " + TensorData.typeOf(target));
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidInputException(
                    saved.path() + " does not fit: " + problems.get(0)
                            + (problems.size() > 1 ? " and " + (problems.size() - 1) + " more" : ""),
                    "it was made for another net or another stage");
        }
    }
}
