package io.patchdrop.runtime;

import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.bundle.Bundle;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.runtime.Graph.Port;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;

/** A classifier of whole images, in which the patches that were not bought are 0. */
final class DenseStage implements ZoomStage {
    private final Manifest manifest;
    private final Graph graph;
    private final int together;
    private final float[] logitsOfNothing;

    private DenseStage(Manifest manifest, Graph graph, int together) {
        this.manifest = manifest;
        this.graph = graph;
        this.together = together;
        // An image without patches is all 0, as in the probe.
        this.logitsOfNothing = graph.probe();
    }

    /** @param together images in one run at most */
    static DenseStage open(Bundle bundle, int together, RuntimeOptions options) {
        Manifest manifest = bundle.manifest();
        long side = manifest.imageSize();
        Graph graph = Graph.open(
                Manifest.CLASSIFY,
                bundle.member(Manifest.CLASSIFY),
                List.of(Port.of("image", 3, side, side)),
                List.of(Port.of("logits", manifest.classes().size())),
                options);
        return Graph.closedOnFailure(() -> new DenseStage(manifest, graph, together), graph);
    }

    @Override
    public float[] logitsOfNothing() {
        return logitsOfNothing;
    }

    @Override
    public Work work(int images, LookStage.Work look) {
        return new DenseWork(images);
    }

    @Override
    public void close() {
        graph.close();
    }

    private final class DenseWork implements Work {
        private final PatchGrid grid = manifest.patchGrid();
        private final PixelWriter writer = new PixelWriter(manifest);
        private final int imageLength = graph.inputs().get(0).length();
        private final FloatBuffer masked;
        private final FloatBuffer logits;

        private DenseWork(int images) {
            this.masked = graph.inputs().get(0).buffer(images);
            this.logits = graph.outputs().get(0).buffer(images);
        }

        @Override
        public void begin(int first, int images) {
            Buffers.clear(masked, first * imageLength, images * imageLength);
        }

        @Override
        public void buy(int slot, Input input, int[] patches) throws IOException {
            int side = grid.patchWidth();
            input.buy(
                    patches,
                    (patch, pixels, first, stride) -> writer.patch(
                            pixels,
                            first,
                            stride,
                            side,
                            grid.column(patch) * side,
                            grid.row(patch) * side,
                            masked,
                            slot * imageLength));
        }

        @Override
        public void encode() {
            // Pixels are in their place already.
        }

        @Override
        public void move(int from, int to) {
            Buffers.move(masked, from, to, imageLength);
        }

        @Override
        public float[] logits(int images) {
            for (int first = 0; first < images; first += together) {
                graph.run(first, Math.min(together, images - first), List.of(masked), List.of(logits));
            }
            float[] all = new float[images * manifest.classes().size()];
            logits.get(0, all);
            return all;
        }
    }
}
