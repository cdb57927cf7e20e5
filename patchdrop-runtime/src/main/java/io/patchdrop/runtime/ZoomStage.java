package io.patchdrop.runtime;

import io.patchdrop.core.bundle.Bundle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The HR classifier: its graphs, shared by all calls. */
sealed interface ZoomStage extends AutoCloseable permits DenseStage, PatchLocalStage {
    /**
     * Loads the graphs of a bundle and runs each once.
     *
     * @param room how much is computed in one run
     * @throws io.patchdrop.core.InvalidInputException if they are not what the manifest says
     */
    static ZoomStage open(Bundle bundle, Room room, RuntimeOptions options) {
        return switch (bundle.manifest().classifier()) {
            case DENSE -> DenseStage.open(bundle, room.imagesTogether(), options);
            case PATCH_LOCAL -> PatchLocalStage.open(bundle, room.patchesTogether(), options);
        };
    }

    /** The logits {@code [K]} of any image of which nothing is bought; null if they depend on its look. */
    float @Nullable [] logitsOfNothing();

    /**
     * Buffers for a micro-batch.
     *
     * @param images at most
     * @param look of the same micro-batch; its features are used, and moved
     */
    Work work(int images, LookStage.Work look);

    @Override
    void close();

    /** The HR side of a micro-batch. Each image has a slot; slots are numbered from 0, without gaps. */
    interface Work {
        /** So many images come, into the slots from the first one on; none of them has a patch. */
        void begin(int first, int images);

        /** Fetches patches of an image. */
        void buy(int slot, Input input, int[] patches) throws IOException;

        /** Takes in all that was bought; afterwards slots may move. */
        void encode();

        /** The image in one slot goes to another, whose image has left. */
        void move(int from, int to);

        /**
         * Classifies the images in the first slots, from the patches that each of them has.
         *
         * @return {@code [images, K]}
         */
        float[] logits(int images);
    }
}
