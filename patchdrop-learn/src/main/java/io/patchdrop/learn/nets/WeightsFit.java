package io.patchdrop.learn.nets;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.learn.safetensors.DataType;
import io.patchdrop.learn.safetensors.SafetensorsFile;
import io.patchdrop.learn.safetensors.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file holds exactly what a net needs.
 *
 * @param prefix of the net's tensors in the file, with its dot; empty for all
 * @param ignored start of names, after the prefix, that do not count; null for none
 */
record WeightsFit(SafetensorsFile file, String prefix, @Nullable String ignored) {
    private static final int NAMED = 3;

    /**
     * @param wanted the net's tensors by name, without the prefix
     * @throws InvalidInputException if the file does not fit
     */
    void require(Map<String, Tensor> wanted, Net net) {
        List<String> missing = new ArrayList<>();
        List<String> different = new ArrayList<>();
        wanted.forEach((name, tensor) -> {
            TensorInfo info = file.tensors().get(prefix + name);
            if (info == null) {
                missing.add(prefix + name);
            } else if (!accepts(info, tensor)) {
                different.add(prefix + name + " is " + info.type() + " " + info.shape() + " instead of "
                        + TensorData.typeOf(tensor) + " " + TensorData.shapeOf(tensor));
            }
        });
        List<String> unexpected = file.tensors().keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .filter(name -> !wanted.containsKey(name) && (ignored == null || !name.startsWith(ignored)))
                .map(name -> prefix + name)
                .toList();
        List<String> problems = new ArrayList<>();
        describe(problems, "missing ", missing);
        describe(problems, "unexpected ", unexpected);
        describe(problems, "", different);
        if (!problems.isEmpty()) {
            boolean onlyHead = missing.isEmpty()
                    && unexpected.isEmpty()
                    && different.stream().allMatch(text -> text.startsWith(prefix + "fc."));
            throw new InvalidInputException(
                    file.path() + " does not fit the net " + net + ": " + String.join("; ", problems),
                    onlyHead
                            ? "its number of classes differs: load it without its last layer, or build the net for as many"
                            : "choose the file that was saved from this net, or the net that the file was saved from");
        }
    }

    /** Half precision is widened without loss; nothing else is converted. */
    private static boolean accepts(TensorInfo info, Tensor tensor) {
        DataType wanted = TensorData.typeOf(tensor);
        boolean half = info.type() == DataType.F16 || info.type() == DataType.BF16;
        return info.shape().equals(TensorData.shapeOf(tensor))
                && (info.type() == wanted || (half && wanted == DataType.F32));
    }

    private static void describe(List<String> problems, String what, List<String> names) {
        if (!names.isEmpty()) {
            String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
            problems.add(what + String.join(", ", names.subList(0, Math.min(NAMED, names.size()))) + more);
        }
    }
}
