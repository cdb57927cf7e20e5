package io.patchdrop.learn.nets;

import io.patchdrop.learn.patches.Actions;
import io.patchdrop.learn.patches.Views;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A batch as a patch-local net sees it. What is encoded stays, so that more patches cost only what is new. */
final class SeenPatches implements Net.Seen {
    private final PatchLocalNet net;
    private final Tensor patches;
    private final Tensor look;
    private @Nullable Tensor features;
    private @Nullable Tensor encoded;

    SeenPatches(PatchLocalNet net, Views views) {
        this.net = net;
        this.patches = Cells.patches(views.images(), net.grid(), net.inputSize() / net.grid());
        this.look = net.lookFeatures(views.look());
    }

    @Override
    public Tensor logits(Tensor actions) {
        long images = look.size(0);
        int times = Math.toIntExact(actions.size(0) / images);
        Tensor wanted = times == 1 ? actions : actions.view(times, images, -1).amax(new long[] {0}, false);
        Tensor known = encode(wanted.reshape(-1).gt(new Scalar(0)));
        Tensor all = known.view(images, actions.size(1), -1);
        Tensor taken = Actions.repeated(all, times).mul(actions.unsqueeze(2));
        return net.pool(taken, actions, Actions.repeated(look, times));
    }

    /**
     * The features of all patches, {@code [N * P, F']}: 0 where neither this call nor one before wanted them.
     *
     * @param wanted {@code [N * P]} of booleans
     */
    private Tensor encode(Tensor wanted) {
        Tensor before = encoded;
        Tensor missing = before == null ? wanted : wanted.logical_and(before.logical_not());
        Tensor rows = missing.nonzero().view(-1);
        Tensor base = features == null ? look.new_zeros(patches.size(0), net.patchFeatures()) : features;
        Tensor found = base;
        if (rows.size(0) > 0) {
            Tensor context = look.view(patches.size(0), -1).index_select(0, rows);
            Tensor fresh = net.encode(patches.index_select(0, rows).permute(0, 3, 1, 2), context);
            found = base.to(fresh.scalar_type()).index_copy(0, rows, fresh);
        }
        features = found;
        encoded = before == null ? wanted : before.logical_or(wanted);
        return found;
    }
}
