package io.patchdrop.runtime.zoom;

import io.patchdrop.core.Budget;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.source.Piece;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.Look;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.PatchSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Buys the looks of chips and lets the model look. */
final class LookRound {
    /** Chips whose looks are bought together; those of the next ones are fetched while these are looked at. */
    private static final int TOGETHER = 256;

    private final PatchDropModel model;
    private final ImageSource lookImage;
    private final LookView view;
    private final Failures failures;

    LookRound(PatchDropModel model, ImageSource lookImage, LookView view, Failures failures) {
        this.model = model;
        this.lookImage = lookImage;
        this.view = view;
        this.failures = failures;
    }

    private record Order(List<Chip> chips, List<Framing.Framed> framed, ImageSource.Shipment shipment) {}

    /**
     * Looks at chips, in order.
     *
     * @throws IOException if no look can be had; the looks of single chips that cannot be had are marked
     */
    List<Looked> run(List<Chip> chips, ZoomListener listener) throws IOException {
        List<Looked> looked = new ArrayList<>(chips.size());
        @Nullable Order next = order(chips, 0);
        while (next != null) {
            if (listener.stopRequested()) {
                throw new ZoomStoppedException();
            }
            Order order = next;
            next = order(chips, looked.size() + order.chips().size());
            looked.addAll(look(order));
            listener.looked(looked.size(), chips.size());
        }
        return looked;
    }

    private @Nullable Order order(List<Chip> chips, int start) throws IOException {
        if (start >= chips.size()) {
            return null;
        }
        List<Chip> part = chips.subList(start, Math.min(chips.size(), start + TOGETHER));
        List<Framing.Framed> framed = part.stream().map(view::frame).toList();
        Collection<Piece> pieces = new TreeSet<>();
        for (Framing.Framed each : framed) {
            pieces.addAll(view.pieces(each));
        }
        return new Order(part, framed, lookImage.order(pieces));
    }

    private List<Looked> look(Order order) throws IOException {
        try {
            order.shipment().await();
        } catch (IOException e) {
            // Which chips it concerns shows when each is read.
            failures.requireBearable(e);
        }
        List<@Nullable String> reasons = new ArrayList<>();
        List<RgbImage> images = new ArrayList<>();
        Manifest manifest = model.manifest();
        for (Framing.Framed framed : order.framed()) {
            try {
                lookImage.buy(view.pieces(framed));
                images.add(new RgbImage(manifest.lookSize(), manifest.lookSize(), view.read(framed)));
                reasons.add(null);
                failures.succeeded();
            } catch (IOException e) {
                reasons.add(failures.reason(e));
            }
        }
        return joined(order.chips(), reasons, images);
    }

    /** Lets the model look at what could be read, and puts it beside what could not. */
    private List<Looked> joined(List<Chip> chips, List<@Nullable String> reasons, List<RgbImage> images) {
        List<Look> looks = images.isEmpty() ? List.of() : model.look(images);
        List<Answer> answers = images.isEmpty()
                ? List.of()
                : model.classifySources(images.stream().map(LookOnly::new).toList(), Budget.patches(0));
        List<Looked> looked = new ArrayList<>();
        int position = 0;
        for (int i = 0; i < reasons.size(); i++) {
            String reason = reasons.get(i);
            if (reason == null) {
                looked.add(new Looked(chips.get(i), looks.get(position), answers.get(position), null));
                position++;
            } else {
                looked.add(new Looked(chips.get(i), null, null, reason));
            }
        }
        return looked;
    }

    /** An image of which nothing is bought. */
    private record LookOnly(RgbImage image) implements PatchSource {
        @Override
        public byte[] look() {
            return image.pixels();
        }

        @Override
        public byte[] patch(int patch) {
            throw new IllegalStateException("nothing is bought of a look");
        }
    }
}
