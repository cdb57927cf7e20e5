package io.patchdrop.learn.export;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.nets.Net;
import io.patchdrop.learn.nets.PatchLocal;
import io.patchdrop.learn.nets.ScoreNet;
import io.patchdrop.learn.nets.ScoreNet.WrittenScores;
import io.patchdrop.learn.nets.ScoreNet.WrittenTrunk;
import io.patchdrop.learn.onnx.Dimension;
import io.patchdrop.learn.onnx.OnnxGraph;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nets of a bundle.
 *
 * @param look the classifier of looks
 * @param chooser gives each patch its score
 * @param classifier the classifier of the patches taken
 */
record BundleNets(Net look, Chooser chooser, Net classifier) {
    private static final String LOOK = "look";
    private static final String LOOK_FEATURES = "look_features";
    private static final String LOGITS = "logits";
    private static final String FEATURES = "features";

    /** What sees the look and gives scores. */
    sealed interface Chooser {}

    /** A net of its own. */
    record Policy(Net net) implements Chooser {}

    /**
     * Heads on the classifier of looks.
     *
     * @param scores of the patches
     * @param value what a mask is worth; null for none
     */
    record Heads(ScoreNet scores, @Nullable ScoreNet value) implements Chooser {}

    boolean hasValue() {
        return chooser instanceof Heads heads && heads.value() != null;
    }

    Manifest.Classifier kind() {
        return classifier instanceof PatchLocal ? Manifest.Classifier.PATCH_LOCAL : Manifest.Classifier.DENSE;
    }

    int lookFeatures() {
        return classifier instanceof PatchLocal local ? local.lookFeatures() : 0;
    }

    int patchFeatures() {
        return classifier instanceof PatchLocal local ? local.patchFeatures() : 0;
    }

    /** The members of the bundle. */
    SortedMap<String, byte[]> graphs(TrainingConfig config) {
        SortedMap<String, byte[]> members = new TreeMap<>();
        long patches = config.patchGrid().patches();
        members.put(Manifest.LOOK, lookGraph(config.data().lrSize(), patches));
        long size = config.data().imageSize();
        if (classifier instanceof PatchLocal local) {
            members.put(Manifest.ENCODE, encodeGraph(local, size / config.grid()));
            members.put(Manifest.POOL, poolGraph(local, patches));
        } else {
            OnnxGraph graph = new OnnxGraph("classify");
            String image = graph.input("image", Dimension.rows("N", 3, size, size));
            graph.output(LOGITS, classifier.writeOnnx(graph, image), Dimension.rows("N", classifier.outputs()));
            members.put(Manifest.CLASSIFY, graph.bytes());
        }
        return members;
    }

    private byte[] lookGraph(long size, long patches) {
        OnnxGraph graph = new OnnxGraph("look");
        String shown = graph.input(LOOK, Dimension.rows("N", 3, size, size));
        String features = look.writeFeatures(graph, shown);
        String logits = look.writeHead(graph, features);
        graph.output(LOGITS, logits, Dimension.rows("N", look.outputs()));
        if (chooser instanceof Policy policy) {
            graph.output("scores", policy.net().writeOnnx(graph, shown), Dimension.rows("N", patches));
        } else if (chooser instanceof Heads heads) {
            WrittenTrunk trunk = new WrittenTrunk(features, logits);
            WrittenScores scores = heads.scores().writeScores(graph, shown, trunk);
            graph.output("scores", graph.add(scores.patches(), scores.image()), Dimension.rows("N", patches));
            if (heads.value() != null) {
                WrittenScores value = heads.value().writeScores(graph, shown, trunk);
                String all = graph.concat(1, value.patches(), value.image());
                graph.output("value", all, Dimension.rows("N", patches + 1));
            }
        }
        String rows = classifier instanceof PatchLocal local ? local.writeLookFeatures(graph, shown) : null;
        if (rows != null) {
            graph.output(LOOK_FEATURES, rows, Dimension.rows("N", patches, lookFeatures()));
        }
        return graph.bytes();
    }

    private static byte[] encodeGraph(PatchLocal local, long side) {
        OnnxGraph graph = new OnnxGraph("encode");
        String patches = graph.input("patches", Dimension.rows("M", 3, side, side));
        int seen = local.lookFeatures();
        String context = seen == 0 ? null : graph.input("context", Dimension.rows("M", seen));
        String features = local.writeEncoder(graph, patches, context);
        graph.output(FEATURES, features, Dimension.rows("M", local.patchFeatures()));
        return graph.bytes();
    }

    private byte[] poolGraph(PatchLocal local, long patches) {
        OnnxGraph graph = new OnnxGraph("pool");
        String features = graph.input(FEATURES, Dimension.rows("N", patches, local.patchFeatures()));
        String mask = graph.input("mask", Dimension.rows("N", patches));
        int seen = local.lookFeatures();
        String rows = seen == 0 ? null : graph.input(LOOK_FEATURES, Dimension.rows("N", patches, seen));
        graph.output(LOGITS, local.writePool(graph, features, mask, rows), Dimension.rows("N", classifier.outputs()));
        return graph.bytes();
    }
}
