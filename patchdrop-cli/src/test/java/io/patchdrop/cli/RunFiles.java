package io.patchdrop.cli;

import io.patchdrop.learn.safetensors.SafetensorsFile;
import io.patchdrop.learn.stages.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run folder holds, as far as two runs of the same seed must agree on it. */
final class RunFiles {
    private RunFiles() {}

    /** Every tensor of every finished stage, bit for bit: {@code "hr.safetensors conv1.weight"} to type, shape and bytes. */
    static Map<String, String> weights(Path run) {
        Map<String, String> all = new TreeMap<>();
        for (Stage stage : Stage.values()) {
            try (SafetensorsFile file = SafetensorsFile.open(run.resolve(stage.fileName()))) {
                file.readAll().forEach((name, tensor) -> {
                    ByteBuffer data = tensor.data();
                    byte[] bytes = new byte[data.remaining()];
                    data.get(bytes);
                    all.put(
                            stage.fileName() + " " + name,
                            tensor.type() + " " + tensor.shape() + " "
                                    + HexFormat.of().formatHex(bytes));
                });
            }
        }
        return all;
    }

    /** The lines of {@code metrics.jsonl} without the times. */
    static List<String> metrics(Path run) {
        try {
            return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                    .map(line -> line.replaceAll("\"seconds\":[^,}]*", "\"seconds\":_"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
