package io.patchdrop.runtime;

import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one call, used again by later ones.
 *
 * @param images that it has room for
 */
record Workspace(int images, LookStage.Work look, ZoomStage.Work zoom) {
    /** Workspaces that no call uses; there are never more than calls at a time. */
    static final class Pool {
        private final LookStage look;
        private final ZoomStage zoom;
        private final int largest;
        private final ConcurrentLinkedDeque<Workspace> free = new ConcurrentLinkedDeque<>();

        /** @param largest images that a workspace has room for at most */
        Pool(LookStage look, ZoomStage zoom, int largest) {
            this.look = look;
            this.zoom = zoom;
            this.largest = largest;
        }

        /** A workspace for so many images, or for the most there may be. */
        Workspace take(int wanted) {
            int images = Math.min(wanted, largest);
            @Nullable Workspace found = free.poll();
            if (found != null && found.images() >= images) {
                return found;
            }
            // Powers of two, so that lists of growing lengths do not end in one workspace each.
            int room = Math.min(largest, Integer.highestOneBit(2 * images - 1));
            LookStage.Work looks = look.work(room);
            return new Workspace(room, looks, zoom.work(room, looks));
        }

        void giveBack(Workspace workspace) {
            free.push(workspace);
        }
    }
}
