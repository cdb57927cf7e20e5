package io.patchdrop.runtime.zoom;

import io.patchdrop.core.Budget;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.source.Level;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A zoom from end to end. */
public record TestZoom(Quote quote, List<ChipResult> results, Zooming.Account account) {
    /** Quotes and zooms. */
    public static TestZoom run(PatchDropModel model, ZoomSources sources, ZoomRequest request) throws IOException {
        Quote quote = Quoting.quote(model, sources, request, ZoomListener.NONE);
        List<ChipResult> results = new ArrayList<>();
        Zooming.Account account = Zooming.zoom(model, sources, quote, ZoomResults.inMemory(results), ZoomListener.NONE);
        return new TestZoom(quote, results, account);
    }

    /** Loads a model. */
    public static PatchDropModel load(LinearModel linear, Path folder) throws IOException {
        Path file = folder.resolve("model.patchdrop");
        LinearModel.write(file, linear.bundle());
        return PatchDropModel.load(file, RuntimeOptions.defaults().withThreads(1));
    }

    /** All of an image, cut into chips. */
    public static List<Chip> chips(MemoryImage image, int side) {
        Level whole = image.levels().get(0);
        return Chips.cut(List.of(Region.whole(whole.width(), whole.height())), whole.width(), whole.height(), side);
    }

    /** A request without limits, prices and thresholds. */
    public static ZoomRequest request(List<Chip> chips, Budget budget) {
        return new ZoomRequest(
                chips, budget, OptionalDouble.empty(), OptionalDouble.empty(), Limits.NONE, PriceList.FREE);
    }

    /** The same request with limits. */
    static ZoomRequest limited(ZoomRequest request, OptionalLong bytes, OptionalDouble price) {
        return new ZoomRequest(
                request.chips(),
                request.budget(),
                request.enough(),
                request.abstain(),
                new Limits(bytes, price),
                request.prices());
    }

    /** The same request with prices. */
    static ZoomRequest priced(ZoomRequest request, PriceList prices) {
        return new ZoomRequest(
                request.chips(), request.budget(), request.enough(), request.abstain(), request.limits(), prices);
    }

    /** A chip's pixels of full resolution. */
    static RgbImage pixels(RgbImage image, Chip chip) {
        return new RgbImage(chip.side(), chip.side(), MemoryPixels.part(image, chip.window()));
    }
}
