package io.patchdrop.spark;

import io.patchdrop.core.Purchases;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.runtime.Look;
import java.util.ArrayList;
import java.util.List;

/** The numbers of patches at which a model may stop to buy. Pure functions. */
final class Steps {
    private Steps() {}

    /** The first number of patches above this one; the same if there is none. */
    static int after(Manifest manifest, int bought) {
        return manifest.steps().stream()
                .filter(step -> step > bought)
                .findFirst()
                .orElse(bought);
    }

    /**
     * The patches that come next, in order of score.
     *
     * @param bought how many were bought
     */
    static List<Integer> next(Manifest manifest, Look look, int bought) {
        int[] order = Purchases.byScore(look.scores());
        List<Integer> next = new ArrayList<>();
        for (int i = bought; i < after(manifest, bought); i++) {
            next.add(order[i]);
        }
        return next;
    }
}
