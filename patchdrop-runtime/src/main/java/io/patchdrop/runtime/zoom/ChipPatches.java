package io.patchdrop.runtime.zoom;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Piece;
import io.patchdrop.runtime.PatchSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One chip that is bought without limits, for callers who put chips of many images side by side. The look must be {@linkplain
 * #buyLook() bought} before the model asks for it. A patch that cannot be had does not end the call for the whole list: the
 * chip is marked and gets black pixels, and its answer is to be thrown away. For one thread.
 */
public final class ChipPatches implements PatchSource {
    private final Chip chip;
    private final ImageSource image;
    private final ImageSource lookImage;
    private final LookView looks;
    private final PatchView patches;

    private final Set<Integer> ordered = new HashSet<>();
    private final List<ImageSource.Shipment> shipments = new ArrayList<>();
    private byte[] look = new byte[0];
    private Cost cost = Cost.NONE;
    private Optional<IOException> failure = Optional.empty();

    /**
     * @param sources stay open for as long as the chip is bought
     * @param manifest of the model that buys
     */
    public ChipPatches(ZoomSources sources, Chip chip, Manifest manifest) {
        this.chip = chip;
        this.image = sources.image();
        this.lookImage = sources.look();
        this.looks = new LookView(image, lookImage, manifest.lookSize());
        this.patches = new PatchView(image, manifest);
    }

    /**
     * Buys the look and returns when it is there.
     *
     * @throws IOException if it cannot be had
     * @throws io.patchdrop.core.InvalidInputException if the image has no level from which the chip can be looked at
     */
    public void buyLook() throws IOException {
        Framing.Framed framed = looks.frame(chip);
        ImageSource.Shipment shipment = lookImage.order(looks.pieces(framed));
        cost = cost.plus(shipment.cost());
        shipment.await();
        look = looks.read(framed);
    }

    /** What the look and the patches so far took; pieces that were owned before cost nothing. */
    public Cost cost() {
        return cost;
    }

    /**
     * What buying these patches next would take. May read where they lie.
     *
     * @throws IOException if that cannot be found out
     */
    public Cost plan(List<Integer> wanted) throws IOException {
        return image.rehearsal().plan(patches.pieces(chip, wanted));
    }

    /** Why patches could not be had, if so. */
    public Optional<IOException> failure() {
        return failure;
    }

    @Override
    public byte[] look() {
        if (look.length == 0) {
            throw new IllegalStateException("the look was not bought");
        }
        return look;
    }

    /** Orders those that were not ordered before. */
    @Override
    public boolean order(List<Integer> wanted) {
        if (failure.isPresent()) {
            return false;
        }
        if (ordered.containsAll(wanted)) {
            return true;
        }
        try {
            Collection<Piece> pieces = patches.pieces(chip, wanted);
            ImageSource.Shipment shipment = image.order(pieces);
            cost = cost.plus(shipment.cost());
            shipments.add(shipment);
            ordered.addAll(wanted);
            return true;
        } catch (IOException e) {
            failure = Optional.of(e);
            return false;
        }
    }

    @Override
    public byte[] patch(int patch) {
        return patches(List.of(patch)).get(0);
    }

    @Override
    public List<byte[]> patches(List<Integer> bought) {
        List<byte[]> pixels = new ArrayList<>(bought.size());
        try {
            for (ImageSource.Shipment shipment : shipments) {
                shipment.await();
            }
            for (int patch : bought) {
                pixels.add(patches.read(chip, patch));
            }
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        while (pixels.size() < bought.size()) {
            pixels.add(patches.black());
        }
        return pixels;
    }
}
