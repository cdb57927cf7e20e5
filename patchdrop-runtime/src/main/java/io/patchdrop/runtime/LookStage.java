package io.patchdrop.runtime;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.runtime.Graph.Port;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The look: its graph, and buffers of it for a micro-batch. */
final class LookStage implements AutoCloseable {
    private final Manifest manifest;
    private final Graph graph;

    LookStage(Manifest manifest, byte[] onnx, RuntimeOptions options) {
        this.manifest = manifest;
        long side = manifest.lookSize();
        List<Port> outputs = new ArrayList<>();
        outputs.add(Port.of("logits", manifest.classes().size()));
        outputs.add(Port.of("scores", manifest.patches()));
        if (manifest.lookFeatures() > 0) {
            outputs.add(Port.of("look_features", manifest.patches(), manifest.lookFeatures()));
        }
        if (manifest.valueHead()) {
            outputs.add(Port.of("value", manifest.patches() + 1));
        }
        this.graph = Graph.open(Manifest.LOOK, onnx, List.of(Port.of("look", 3, side, side)), outputs, options);
    }

    /** As {@link Graph#probe}. */
    void probe() {
        graph.probe();
    }

    Work work(int images) {
        return new Work(images);
    }

    @Override
    public void close() {
        graph.close();
    }

    /** Buffers for so many images. */
    final class Work {
        private final PixelWriter writer = new PixelWriter(manifest);
        private final FloatBuffer look;
        private final List<FloatBuffer> outputs;

        private Work(int images) {
            this.look = graph.inputs().get(0).buffer(images);
            this.outputs =
                    graph.outputs().stream().map(port -> port.buffer(images)).toList();
        }

        /** Looks at images; the first of them is image {@code first} from now on. */
        void run(int first, List<? extends Input> inputs) throws IOException {
            int length = graph.inputs().get(0).length();
            for (int i = 0; i < inputs.size(); i++) {
                inputs.get(i).look(writer, look, (first + i) * length);
            }
            graph.run(first, inputs.size(), List.of(look), outputs);
        }

        /** Class logits of an image, {@code [K]}. */
        float[] logits(int image) {
            return row(0, image);
        }

        /** Scores of an image, {@code [P]}. */
        float[] scores(int image) {
            return row(1, image);
        }

        /** What the value head says of an image, {@code [P + 1]}; null without one. */
        float @Nullable [] value(int image) {
            return manifest.valueHead() ? row(outputs.size() - 1, image) : null;
        }

        /** The features of all images, {@code [N, P, F]}; null without any. */
        @Nullable
        FloatBuffer features() {
            return manifest.lookFeatures() > 0 ? outputs.get(2) : null;
        }

        private float[] row(int output, int image) {
            float[] row = new float[graph.outputs().get(output).length()];
            outputs.get(output).get(image * row.length, row);
            return row;
        }
    }
}
