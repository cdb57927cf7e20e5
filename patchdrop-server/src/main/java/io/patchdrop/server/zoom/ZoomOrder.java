package io.patchdrop.server.zoom;

import io.patchdrop.core.price.PriceList;
import io.patchdrop.imagery.opening.OpeningOptions;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.imagery.tiff.TiffOptions;
import io.patchdrop.runtime.zoom.ChipLayout;
import io.patchdrop.runtime.zoom.Limits;
import io.patchdrop.runtime.zoom.TooManyChipsException;
import io.patchdrop.runtime.zoom.ZoomFolder;
import io.patchdrop.runtime.zoom.ZoomRequest;
import io.patchdrop.runtime.zoom.ZoomRule;
import io.patchdrop.runtime.zoom.ZoomSources;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import io.patchdrop.server.models.ServedModel;
import io.patchdrop.server.sources.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a request to zoom asks for. Nothing of it was compared with a model or an image yet.
 *
 * @param source what patches are bought of
 * @param look what is looked at instead, if anything
 * @param tiff how samples become RGB
 * @param asset of a STAC Item; empty for the one with the pixels
 * @param layout the chips
 * @param rule how many patches they may buy
 * @param enough as in {@link ZoomRequest}
 * @param abstain as in {@link ZoomRequest}
 * @param limits for all chips together
 * @param prices what pixels cost, if the request says it
 * @param fields the same in values of JSON, which {@link #of} reads
 */
public record ZoomOrder(
        String source,
        Optional<String> look,
        TiffOptions tiff,
        String asset,
        ChipLayout layout,
        ZoomRule rule,
        OptionalDouble enough,
        OptionalDouble abstain,
        Limits limits,
        Optional<PriceList> prices,
        Map<String, Object> fields) {
    /** Chips of one request, however it is answered. */
    public static final long MOST_CHIPS = 1_000_000;

    public ZoomOrder {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /**
     * Reads the body of a request.
     *
     * @throws ProblemException if it has fields that there are not, or of another kind
     */
    public static ZoomOrder of(Map<?, ?> body) {
        return OrderFields.read(body);
    }

    /** The same with the server's prices, unless it has its own. */
    public ZoomOrder withPrices(PriceList standard) {
        if (prices.isPresent()) {
            return this;
        }
        Map<String, Object> with = new LinkedHashMap<>(fields);
        with.put("prices", standard.fields());
        return new ZoomOrder(
                source, look, tiff, asset, layout, rule, enough, abstain, limits, Optional.of(standard), with);
    }

    /** How the image is opened. */
    OpeningOptions opening() {
        return lookOpening().withAsset(asset);
    }

    /** How the other image is opened that is looked at. */
    OpeningOptions lookOpening() {
        return OpeningOptions.DEFAULT.withTiff(tiff);
    }

    /**
     * Opens what is zoomed into.
     *
     * @param folder where bought bytes are kept, if they are
     * @throws ProblemException if a source is not allowed
     * @throws IOException if one cannot be opened
     */
    public ZoomSources open(Sources sources, Optional<Path> folder) throws IOException {
        ImageSource image =
                sources.open(source, kept(opening(), folder, "image")).image();
        if (look.isEmpty()) {
            return ZoomSources.of(image);
        }
        try {
            return new ZoomSources(image, sources.openLook(look.get(), kept(lookOpening(), folder, "look")));
        } catch (IOException | RuntimeException e) {
            image.close();
            throw e;
        }
    }

    private static OpeningOptions kept(OpeningOptions options, Optional<Path> folder, String which) throws IOException {
        return folder.isPresent() ? options.keeping(ZoomFolder.bought(folder.get(), which)) : options;
    }

    /**
     * The request for a model.
     *
     * @throws ProblemException if there are too many chips
     * @throws io.patchdrop.core.InvalidInputException if it does not fit the model or the image
     */
    public ZoomRequest request(ServedModel model, ZoomSources opened) throws IOException {
        return request(model, opened, MOST_CHIPS, "give larger chips or a smaller area");
    }

    /**
     * The same with a limit.
     *
     * @param most chips that there may be
     * @param remedy what can be done if there are more
     */
    ZoomRequest request(ServedModel model, ZoomSources opened, long most, String remedy) throws IOException {
        try {
            return new ZoomRequest(
                    layout.chips(opened.image(), model.manifest().imageSize(), most),
                    rule.budget(model.manifest()),
                    enough,
                    abstain,
                    limits,
                    prices.orElse(PriceList.FREE));
        } catch (TooManyChipsException e) {
            throw new ProblemException(Kind.UNUSABLE, e.problem(), remedy);
        }
    }
}
