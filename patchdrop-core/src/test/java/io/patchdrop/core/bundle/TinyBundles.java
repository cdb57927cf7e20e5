package io.patchdrop.core.bundle;

import io.patchdrop.core.bundle.Manifest.BudgetRow;
import io.patchdrop.core.bundle.Manifest.Classifier;
import io.patchdrop.core.bundle.Manifest.Decision;
import io.patchdrop.core.bundle.Manifest.DecisionKind;
import io.patchdrop.core.bundle.Manifest.FusionWeights;
import io.patchdrop.core.bundle.Manifest.Normalisation;
import io.patchdrop.core.bundle.Manifest.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/** Bundles for tests whose graphs are any bytes, and a JSON library that only knows what it wrote itself. */
final class TinyBundles {
    private TinyBundles() {}

    /** Writes any text for a manifest and gives the fields back that the text was written for. */
    static final class RememberingJson {
        private final Map<String, Map<String, Object>> written = new LinkedHashMap<>();

        final Function<Map<String, Object>, byte[]> writer = this::write;
        final Function<byte[], Map<?, ?>> reader = this::read;

        private byte[] write(Map<String, Object> fields) {
            String text = fields.toString();
            written.put(text, fields);
            return text.getBytes(StandardCharsets.UTF_8);
        }

        private Map<?, ?> read(byte[] bytes) {
            Map<String, Object> fields = written.get(new String(bytes, StandardCharsets.UTF_8));
            if (fields == null) {
                throw new IllegalArgumentException("not JSON");
            }
            return fields;
        }
    }

    static Bundle patchLocal() {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("pool.onnx", new byte[] {1, 2, 3});
        members.put("encode.onnx", new byte[5000]);
        members.put("look.onnx", "the look".getBytes(StandardCharsets.UTF_8));
        return new Bundle(manifest(members), new TreeMap<>(members));
    }

    static Manifest manifest(Map<String, byte[]> members) {
        return new Manifest(
                "tiny",
                List.of("cat", "dog", "grün"),
                2,
                8,
                4,
                new Normalisation(List.of(0.5, 0.4, 0.3), List.of(0.2, 0.25, 0.3)),
                Classifier.PATCH_LOCAL,
                3,
                7,
                true,
                new ArrayList<>(Collections.nCopies(5, new FusionWeights(0.25, 0.75))),
                List.of(0, 1, 4),
                new Decision(DecisionKind.CONFIDENCE, OptionalDouble.of(0.9)),
                List.of(new BudgetRow(0.5, 71.25, 0.5), new BudgetRow(0.9, 80, 2.5)),
                BundleArchive.table(members),
                new Provenance(
                        "train --preset demo",
                        "seed: 7\n",
                        7,
                        "scenes",
                        "0123",
                        "abcdef",
                        "patchdrop 0.1.0",
                        Map.of("accuracy", 80.5, "patches", 2.5)));
    }
}
