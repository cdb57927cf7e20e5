package io.patchdrop.runtime;

import io.patchdrop.core.bundle.Bundle;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.runtime.Graph.Port;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A classifier that encodes each patch by itself and answers from those it has. A patch is encoded once, however many
 * steps follow; the patches that all images of a micro-batch buy in a step are encoded together.
 */
final class PatchLocalStage implements ZoomStage {
    private final Manifest manifest;
    private final Graph encoder;
    private final Graph pool;
    /** Patches in one run at most. */
    private final int together;

    private final float @Nullable [] logitsOfNothing;

    private PatchLocalStage(Manifest manifest, Graph encoder, Graph pool, int together) {
        this.manifest = manifest;
        this.encoder = encoder;
        this.pool = pool;
        this.together = together;
        encoder.probe();
        // Without patches, the features and the mask are all 0, as in the probe.
        float[] logits = pool.probe();
        this.logitsOfNothing = manifest.lookFeatures() > 0 ? null : logits;
    }

    /** @param together patches in one run at most */
    static PatchLocalStage open(Bundle bundle, int together, RuntimeOptions options) {
        Manifest manifest = bundle.manifest();
        long side = manifest.imageSize() / manifest.grid();
        Port patches = Port.of("patches", 3, side, side);
        Port context = Port.of("context", manifest.lookFeatures());
        Port features = Port.of("features", manifest.patches(), manifest.patchFeatures());
        Port mask = Port.of("mask", manifest.patches());
        Port lookFeatures = Port.of("look_features", manifest.patches(), manifest.lookFeatures());
        boolean looks = manifest.lookFeatures() > 0;
        Graph encoder = Graph.open(
                Manifest.ENCODE,
                bundle.member(Manifest.ENCODE),
                looks ? List.of(patches, context) : List.of(patches),
                List.of(Port.of("features", manifest.patchFeatures())),
                options);
        Graph pool = Graph.closedOnFailure(
                () -> Graph.open(
                        Manifest.POOL,
                        bundle.member(Manifest.POOL),
                        looks ? List.of(features, mask, lookFeatures) : List.of(features, mask),
                        List.of(Port.of("logits", manifest.classes().size())),
                        options),
                encoder);
        return Graph.closedOnFailure(() -> new PatchLocalStage(manifest, encoder, pool, together), encoder, pool);
    }

    @Override
    public float @Nullable [] logitsOfNothing() {
        return logitsOfNothing;
    }

    @Override
    public Work work(int images, LookStage.Work look) {
        return new PatchLocalWork(images, look.features());
    }

    @Override
    public void close() {
        encoder.close();
        pool.close();
    }

    private final class PatchLocalWork implements Work {
        private final PixelWriter writer = new PixelWriter(manifest);
        private final int side = manifest.imageSize() / manifest.grid();
        private final int patchLength = 3 * side * side;
        private final int lookLength = manifest.lookFeatures();
        private final int featureLength = manifest.patchFeatures();

        /** What waits to be encoded: its row of the features, slot * P + patch. */
        private final int[] waiting;

        private int waitingCount;

        private final List<FloatBuffer> encoderInputs;
        private final FloatBuffer encoded;
        private final FloatBuffer features;
        private final FloatBuffer mask;
        private final @Nullable FloatBuffer lookFeatures;
        private final List<FloatBuffer> poolInputs;
        private final FloatBuffer logits;

        private PatchLocalWork(int images, @Nullable FloatBuffer lookFeatures) {
            int rows = Math.min(together, images * manifest.patches());
            this.waiting = new int[rows];
            this.encoderInputs =
                    encoder.inputs().stream().map(port -> port.buffer(rows)).toList();
            this.encoded = encoder.outputs().get(0).buffer(rows);
            this.features = pool.inputs().get(0).buffer(images);
            this.mask = pool.inputs().get(1).buffer(images);
            this.lookFeatures = lookFeatures;
            this.poolInputs = lookFeatures == null ? List.of(features, mask) : List.of(features, mask, lookFeatures);
            this.logits = pool.outputs().get(0).buffer(images);
        }

        @Override
        public void begin(int first, int images) {
            waitingCount = 0; // what a call left behind that failed
            int patches = manifest.patches();
            Buffers.clear(features, first * patches * featureLength, images * patches * featureLength);
            Buffers.clear(mask, first * patches, images * patches);
        }

        @Override
        public void buy(int slot, Input input, int[] patches) throws IOException {
            input.buy(patches, (patch, pixels, first, stride) -> {
                int row = slot * manifest.patches() + patch;
                writer.square(pixels, first, stride, side, encoderInputs.get(0), waitingCount * patchLength);
                if (lookFeatures != null) {
                    encoderInputs.get(1).put(waitingCount * lookLength, lookFeatures, row * lookLength, lookLength);
                }
                waiting[waitingCount] = row;
                waitingCount++;
                if (waitingCount == waiting.length) {
                    encode();
                }
            });
        }

        @Override
        public void encode() {
            if (waitingCount == 0) {
                return;
            }
            encoder.run(waitingCount, encoderInputs, List.of(encoded));
            for (int i = 0; i < waitingCount; i++) {
                features.put(waiting[i] * featureLength, encoded, i * featureLength, featureLength);
                mask.put(waiting[i], 1);
            }
            waitingCount = 0;
        }

        @Override
        public void move(int from, int to) {
            Buffers.move(features, from, to, manifest.patches() * featureLength);
            Buffers.move(mask, from, to, manifest.patches());
            if (lookFeatures != null) {
                Buffers.move(lookFeatures, from, to, manifest.patches() * lookLength);
            }
        }

        @Override
        public float[] logits(int images) {
            pool.run(images, poolInputs, List.of(logits));
            float[] all = new float[images * manifest.classes().size()];
            logits.get(0, all);
            return all;
        }
    }
}
