package io.patchdrop.runtime.zoom.output;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.geo.GeoReference;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Quote;
import io.patchdrop.runtime.zoom.ZoomDocument;
import io.patchdrop.runtime.zoom.ZoomSources;
import io.patchdrop.runtime.zoom.Zooming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of a zoom that is done; the package says which. Where it all comes from is told in values of JSON, each of
 * which may be missing:
 *
 * <pre>
 * software      this program's version
 * model         where the bundle lies
 * model_sha256  of the bundle
 * source        address of the image or of its STAC Item; user, password and query are not kept
 * source_item   the STAC Item that the image is an asset of
 * datetime      when the zoom was done, RFC 3339 in UTC; else now
 * </pre>
 */
public final class ZoomOutputs {
    /** The results, which the zoom itself writes. */
    static final String RESULTS = "chips.jsonl";

    static final String CHIPS = "chips.geojson";
    static final String PATCHES = "patches.geojson";
    static final String MASK = "mask.tif";
    static final String TAKEN = "taken.tif";
    static final String OVERLAY = "overlay.png";
    static final String REPORT = "report.json";
    static final String ITEM = "item.json";

    private ZoomOutputs() {}

    /**
     * What was written.
     *
     * @param files in the order in which they were
     * @param notes which files were not written, and why; a line each
     */
    public record Written(List<Path> files, List<String> notes) {
        public Written {
            files = List.copyOf(files);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Writes all files, each whole or not at all; those of an earlier run are replaced. Nothing is bought.
     *
     * @param sources still open: the picture is drawn from what they own
     * @param results of all chips, by their numbers
     * @param provenance as the description of the class says
     * @throws InvalidInputException if the provenance has something else
     * @throws IOException if a file cannot be written
     */
    public static Written write(
            Path folder,
            ZoomSources sources,
            Manifest manifest,
            Quote quote,
            List<ChipResult> results,
            Zooming.Account account,
            Map<String, Object> provenance)
            throws IOException {
        Provenance from = Provenance.of(provenance);
        ImageSource image = sources.image();
        List<String> classes = manifest.classes();
        Palette palette = Palette.of(classes, results);
        Totals totals = Totals.of(quote, results, account, sources, manifest.grid());
        List<Path> files = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        Files.createDirectories(folder);
        if (Files.exists(folder.resolve(RESULTS))) {
            files.add(folder.resolve(RESULTS));
        }
        Optional<GeoReference> ground = image.geoReference();
        if (ground.isPresent()) {
            GeoJson.chips(added(files, folder, CHIPS), ground.get(), results, classes);
            GeoJson.patches(added(files, folder, PATCHES), ground.get(), results, manifest.grid());
        } else {
            notes.add(CHIPS + " and " + PATCHES + " are not written: " + image.name()
                    + " does not say where on Earth it lies");
        }
        MaskFiles.classes(added(files, folder, MASK), image, results, classes, manifest.grid(), palette);
        MaskFiles.taken(added(files, folder, TAKEN), image, results, manifest.grid());
        if (OverlayLegend.hasFonts()) {
            Overlay.write(added(files, folder, OVERLAY), manifest, sources, results, palette, totals);
        } else {
            notes.add(
                    OVERLAY + " is not written: this machine has no fonts (install fontconfig and fonts-dejavu-core)");
        }
        AtomicFile.write(added(files, folder, REPORT), out -> out.write(Json.pretty(report(quote, account, sources))));
        Map<String, @Nullable Object> item =
                new StacItem(manifest, image, from, palette).fields(results, totals, files);
        AtomicFile.write(added(files, folder, ITEM), out -> out.write(Json.pretty(item)));
        return new Written(files, notes);
    }

    private static Path added(List<Path> files, Path folder, String name) {
        Path file = folder.resolve(name);
        files.add(file);
        return file;
    }

    /** The document of the zoom without its chips, of which there may be many. */
    private static Map<String, @Nullable Object> report(Quote quote, Zooming.Account account, ZoomSources sources) {
        Map<String, @Nullable Object> document = ZoomDocument.of(quote, List.of(), account, sources, List.of());
        document.remove("chips");
        return document;
    }
}
