package io.patchdrop.cli;

import io.patchdrop.core.Budget;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.BundleArchive;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.core.price.PriceList;
import io.patchdrop.imagery.bytes.BuyingOptions;
import io.patchdrop.imagery.bytes.HttpOptions;
import io.patchdrop.imagery.opening.ImageSources;
import io.patchdrop.imagery.opening.OpeningOptions;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.stac.StacItem;
import io.patchdrop.imagery.tiff.Rescale;
import io.patchdrop.imagery.tiff.TiffOptions;
import io.patchdrop.runtime.PatchDropModel;
import io.patchdrop.runtime.RuntimeOptions;
import io.patchdrop.runtime.zoom.Chip;
import io.patchdrop.runtime.zoom.ChipLayout;
import io.patchdrop.runtime.zoom.Chips;
import io.patchdrop.runtime.zoom.Limits;
import io.patchdrop.runtime.zoom.PriceLists;
import io.patchdrop.runtime.zoom.ZoomDescription;
import io.patchdrop.runtime.zoom.ZoomFolder;
import io.patchdrop.runtime.zoom.ZoomRequest;
import io.patchdrop.runtime.zoom.ZoomRule;
import io.patchdrop.runtime.zoom.ZoomSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The model, the sources and the request that a {@code quote} or {@code zoom} asks for, open. */
final class ZoomSession implements AutoCloseable {
    /** Chips side by side: more of them hide more of a server's latency. */
    private static final int TOGETHER = 128;

    private final PatchDropModel model;
    private final Sources sources;
    private final ZoomRequest request;
    private final String modelSha256;

    private ZoomSession(PatchDropModel model, Sources sources, ZoomRequest request, String modelSha256) {
        this.model = model;
        this.sources = sources;
        this.request = request;
        this.modelSha256 = modelSha256;
    }

    /**
     * Opens everything.
     *
     * @param folder where bought bytes are kept, if they are
     * @throws IOException if a source cannot be read
     * @throws InvalidInputException if an option cannot be used
     */
    static ZoomSession open(ZoomOptions options, @Nullable Path folder) throws IOException {
        PatchDropModel model =
                PatchDropModel.load(options.model, RuntimeOptions.defaults().withBatch(TOGETHER));
        try {
            Manifest manifest = model.manifest();
            Budget budget = rule(options.rule).budget(manifest);
            Limits limits = limits(options);
            PriceList prices = options.prices == null ? PriceList.FREE : PriceLists.read(options.prices);
            Sources sources = sources(options, folder);
            try {
                List<Chip> chips = chips(options, sources.images().image(), manifest.imageSize());
                return new ZoomSession(
                        model,
                        sources,
                        new ZoomRequest(
                                chips, budget, optional(options.enough), optional(options.abstain), limits, prices),
                        BundleArchive.sha256(Files.readAllBytes(options.model)));
            } catch (IOException | RuntimeException e) {
                sources.images().close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    PatchDropModel model() {
        return model;
    }

    ZoomSources sources() {
        return sources.images();
    }

    /** The STAC Item that names the image, if one does. */
    Optional<StacItem> item() {
        return sources.item();
    }

    ZoomRequest request() {
        return request;
    }

    /** What tells this zoom from another one. */
    Map<String, Object> description() {
        return ZoomDescription.of(modelSha256, sources(), request);
    }

    /** What is written of the model, the program and the source. */
    Map<String, Object> provenance() {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("software", PatchDrop.VERSION.replaceFirst("^patchdrop ", ""));
        provenance.put("model_sha256", modelSha256);
        provenance.put(
                "source",
                sources.item().map(StacItem::location).orElseGet(sources().image()::name));
        sources.item().ifPresent(item -> {
            Map<String, Object> times = item.time().start().equals(item.time().end())
                    ? Map.of("datetime", item.time().start().toString())
                    : Map.of(
                            "start_datetime", item.time().start().toString(),
                            "end_datetime", item.time().end().toString());
            provenance.put("source_item", Map.of("id", item.id(), "properties", times));
        });
        return provenance;
    }

    private static OptionalDouble optional(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static ZoomRule rule(ZoomOptions.@Nullable Rule rule) {
        return rule == null
                ? ZoomRule.OF_BUNDLE
                : new ZoomRule(
                        rule.patches == null ? OptionalInt.empty() : OptionalInt.of(rule.patches),
                        optional(rule.tau),
                        optional(rule.lambda),
                        optional(rule.risk));
    }

    private static Limits limits(ZoomOptions options) {
        OptionalLong bytes =
                options.maxBytes == null ? OptionalLong.empty() : OptionalLong.of(ByteCounts.parse(options.maxBytes));
        return new Limits(bytes, optional(options.maxPrice));
    }

    private static Sources sources(ZoomOptions options, @Nullable Path folder) throws IOException {
        OpeningOptions opening = opening(options);
        OpeningOptions ofImage = options.asset == null ? opening : opening.withAsset(options.asset);
        ImageSources.Opened image = ImageSources.open(
                options.source, folder == null ? ofImage : ofImage.keeping(ZoomFolder.bought(folder, "image")));
        if (options.look == null) {
            return new Sources(ZoomSources.of(image.image()), image.item());
        }
        try {
            ImageSource look = ImageSources.openLook(
                    options.look, folder == null ? opening : opening.keeping(ZoomFolder.bought(folder, "look")));
            return new Sources(new ZoomSources(image.image(), look), image.item());
        } catch (IOException | RuntimeException e) {
            image.image().close();
            throw e;
        }
    }

    private record Sources(ZoomSources images, Optional<StacItem> item) {}

    private static OpeningOptions opening(ZoomOptions options) {
        BuyingOptions standard = BuyingOptions.DEFAULT;
        HttpOptions http = HttpOptions.DEFAULT;
        for (String line : options.headers) {
            Map.Entry<String, String> header = HttpOptions.header(line);
            http = http.withHeader(header.getKey(), header.getValue());
        }
        return OpeningOptions.DEFAULT
                .withHttp(http)
                .withTiff(new TiffOptions(
                        options.bands,
                        options.rescale.stream().map(ZoomSession::range).toList()))
                .withBuying(new BuyingOptions(
                        options.gap == null ? standard.gap() : options.gap,
                        standard.longest(),
                        options.connections == null ? standard.connections() : options.connections));
    }

    private static Rescale range(String text) {
        String[] parts = text.split(",", -1);
        try {
            if (parts.length == 2) {
                return new Rescale(Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip()));
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new InvalidInputException("'" + text + "' is no range of values", "write --rescale MIN,MAX");
    }

    private static List<Chip> chips(ZoomOptions options, ImageSource image, int imageSize) throws IOException {
        OptionalInt side = options.chip == null ? OptionalInt.empty() : OptionalInt.of(options.chip);
        return new ChipLayout(Areas.read(options), side).chips(image, imageSize, Chips.MOST);
    }

    @Override
    public void close() {
        sources.images().close();
        model.close();
    }
}
