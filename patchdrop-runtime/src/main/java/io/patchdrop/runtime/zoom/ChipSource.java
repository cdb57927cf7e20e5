package io.patchdrop.runtime.zoom;

import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.runtime.PatchSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One chip as the model buys of it. A patch that cannot be had does not end the chips beside it: the chip is marked and gets
 * black pixels, and its answer is thrown away.
 */
final class ChipSource implements PatchSource {
    private final Chip chip;
    private final LookView looks;
    private final PatchView patches;
    private final Purchaser purchaser;
    private final Failures failures;

    private final Set<Integer> ordered = new HashSet<>();
    private final List<ImageSource.Shipment> shipments = new ArrayList<>();
    private Cost cost = Cost.NONE;
    private double price;
    private boolean limited;
    private @Nullable String failure;

    ChipSource(Chip chip, LookView looks, PatchView patches, Purchaser purchaser, Failures failures) {
        this.chip = chip;
        this.looks = looks;
        this.patches = patches;
        this.purchaser = purchaser;
        this.failures = failures;
    }

    /** What was bought took this. */
    Cost cost() {
        return cost;
    }

    double price() {
        return price;
    }

    /** Whether a limit refused patches. */
    boolean limited() {
        return limited;
    }

    /** Why its pixels cannot be had, if so. */
    @Nullable
    String failure() {
        return failure;
    }

    @Override
    public byte[] look() throws IOException {
        return looks.read(looks.frame(chip));
    }

    /** Orders patches unless they were ordered before. */
    @Override
    public boolean order(List<Integer> wanted) throws IOException {
        if (failure != null) {
            return false;
        }
        if (ordered.containsAll(wanted)) {
            return true;
        }
        try {
            Optional<Purchaser.Purchase> purchase = purchaser.buy(chip, wanted);
            if (purchase.isEmpty()) {
                limited = true;
                return false;
            }
            cost = cost.plus(purchase.get().cost());
            price += purchase.get().price();
            shipments.add(purchase.get().shipment());
            ordered.addAll(wanted);
            return true;
        } catch (IOException e) {
            failure = failures.reason(e);
            return false;
        }
    }

    @Override
    public byte[] patch(int patch) throws IOException {
        return patches(List.of(patch)).get(0);
    }

    @Override
    public List<byte[]> patches(List<Integer> bought) throws IOException {
        List<byte[]> pixels = new ArrayList<>(bought.size());
        try {
            for (ImageSource.Shipment shipment : shipments) {
                shipment.await();
            }
            for (int patch : bought) {
                pixels.add(patches.read(chip, patch));
            }
            failures.succeeded();
            return pixels;
        } catch (IOException e) {
            failure = failures.reason(e);
        }
        while (pixels.size() < bought.size()) {
            pixels.add(patches.black());
        }
        return pixels;
    }
}
