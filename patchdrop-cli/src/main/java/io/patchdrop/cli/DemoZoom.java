package io.patchdrop.cli;

import io.patchdrop.core.Budget;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.core.scenes.SceneGenerator;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.bytes.RangeServer;
import io.patchdrop.imagery.opening.ImageSources;
import io.patchdrop.imagery.opening.OpeningOptions;
import io.patchdrop.imagery.source.Cost;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Chips;
import io.patchdrop.runtime.zoom.Limits;
import io.patchdrop.runtime.zoom.Quote;
import io.patchdrop.runtime.zoom.Quoting;
import io.patchdrop.runtime.zoom.ZoomListener;
import io.patchdrop.runtime.zoom.ZoomRequest;
import io.patchdrop.runtime.zoom.ZoomResults;
import io.patchdrop.runtime.zoom.ZoomSources;
import io.patchdrop.runtime.zoom.Zooming;
import io.patchdrop.runtime.zoom.output.ZoomOutputs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The end of the demo: new scenes lie in one large image on a server, of which the model that was just trained buys what it
 * needs.
 */
final class DemoZoom {
    /** Scenes side by side in the image of the demo. */
    static final int ACROSS = 32;

    private static final int TOGETHER = 128;
    /** A stream of scenes that no training sees. */
    private static final String SPLIT = "zoom";
    /** As imagery of half a metre is sold, and what a large cloud asks for bytes that leave it, and for a request. */
    private static final PriceList PRICES =
            PriceList.ofText("per_square_kilometre=15,per_gigabyte=0.09,per_request=4e-7,currency=USD");

    private final Path folder;
    private final int across;
    private final PrintWriter out;

    /**
     * @param folder for the image and the results
     * @param across scenes side by side in the image
     * @param out where the ledger is printed
     */
    DemoZoom(Path folder, int across, PrintWriter out) {
        this.folder = folder;
        this.across = across;
        this.out = out;
    }

    /** Writes the image, serves it, zooms and prints what that took. */
    void run(Path bundle, ZoomListener listener) throws IOException {
        SceneMosaic mosaic = new SceneMosaic(0, SPLIT, across);
        Path file = folder.resolve("scenes.tif");
        mosaic.write(file);
        try (PatchDropModel model =
                        PatchDropModel.load(bundle, RuntimeOptions.defaults().withBatch(TOGETHER));
                RangeServer server = RangeServer.start(folder);
                ZoomSources sources = ZoomSources.of(
                        ImageSources.open(server.address("scenes.tif").toString(), OpeningOptions.DEFAULT)
                                .image())) {
            ZoomRequest request = new ZoomRequest(
                    Chips.cut(
                            List.of(Region.whole(mosaic.width(), mosaic.height())),
                            mosaic.width(),
                            mosaic.height(),
                            SceneGenerator.SIZE),
                    model.manifest().decision().budget(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Limits.NONE,
                    PRICES);
            Quote quote = Quoting.quote(model, sources, request, listener);
            List<ChipResult> results = new ArrayList<>();
            Zooming.Account account = Zooming.zoom(model, sources, quote, ZoomResults.inMemory(results), listener);
            print(file, quote, account, accuracy(results, mosaic), fullAccuracy(model, mosaic));
            check(server, sources);
            ZoomOutputs.write(
                    folder,
                    sources,
                    model.manifest(),
                    quote,
                    results,
                    account,
                    Map.of("software", PatchDrop.VERSION.replaceFirst("^patchdrop ", ""), "source", "scenes.tif"));
            out.println();
            out.println("Picture: " + folder.resolve("overlay.png"));
            out.flush();
        }
    }

    private void print(Path file, Quote quote, Zooming.Account account, double accuracy, double fullAccuracy)
            throws IOException {
        Cost looks = quote.spent();
        Cost all = looks.plus(account.patches());
        out.printf(
                Locale.ROOT,
                "%nZooming into %d new scenes, one image of %s on a server (%s):%n%n",
                quote.chips().size(),
                ByteCounts.text(Files.size(file)),
                file);
        out.println("                           bytes  requests      USD  accuracy");
        out.println("--------------------  ----------  --------  -------  --------");
        row("opening and looking", looks.bytes(), looks.requests(), "", "");
        row("patches", account.patches().bytes(), account.patches().requests(), "", "");
        row("together", all.bytes(), all.requests(), price(account.bill().total()), percent(accuracy));
        if (quote.certain()) {
            row(
                    "as quoted before",
                    quote.total().bytes(),
                    quote.total().requests(),
                    price(quote.bill().total()),
                    "");
        }
        row(
                "reading everything",
                quote.full().bytes(),
                quote.full().requests(),
                price(quote.fullPrice()),
                percent(fullAccuracy));
        out.flush();
    }

    private void row(String what, long bytes, long requests, String price, String accuracy) {
        out.printf(
                Locale.ROOT, "%-20s  %10s  %8d  %7s  %8s%n", what, ByteCounts.text(bytes), requests, price, accuracy);
    }

    private static String price(double price) {
        return String.format(Locale.ROOT, "%.2f", price);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static double accuracy(List<ChipResult> results, SceneMosaic mosaic) {
        List<String> truth = mosaic.truth();
        long right = results.stream()
                .filter(result -> truth.get(result.chip().number()).equals(result.className()))
                .count();
        return (double) right / truth.size();
    }

    /** What the model says when it has every patch. */
    private static double fullAccuracy(PatchDropModel model, SceneMosaic mosaic) {
        List<RgbImage> images = mosaic.scenes().stream()
                .map(scene -> new RgbImage(SceneGenerator.SIZE, SceneGenerator.SIZE, scene.pixels()))
                .toList();
        List<Answer> answers =
                model.classify(images, Budget.patches(model.manifest().patches()));
        List<String> truth = mosaic.truth();
        int right = 0;
        for (int i = 0; i < truth.size(); i++) {
            if (truth.get(i).equals(answers.get(i).className())) {
                right++;
            }
        }
        return (double) right / truth.size();
    }

    /** The ledger must say what the server says. */
    private static void check(RangeServer server, ZoomSources sources) {
        long sent = server.log().stream().mapToLong(RangeServer.Logged::bytes).sum();
        Cost taken = sources.taken();
        if (sent != taken.bytes() || server.log().size() != taken.requests()) {
            throw new IllegalStateException("the server sent " + sent + " bytes for "
                    + server.log().size() + " requests, and the ledger has " + taken);
        }
    }
}
