package io.patchdrop.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code quote} and {@code zoom} are asked for. */
final class ZoomOptions {
    @Option(names = "--model", required = true, paramLabel = "BUNDLE", description = "A bundle that export wrote.")
    Path model = Path.of("");

    @Parameters(
            paramLabel = "SOURCE",
            description = "A tiled TIFF or Cloud Optimized GeoTIFF, an IIIF image (its info.json), or a STAC Item:"
                    + " a file or an http(s) address.")
    String source = "";

    @Option(
            names = "--look",
            paramLabel = "SOURCE",
            description = "Look at another image of the same ground (default: the overviews of SOURCE).")
    @Nullable
    String look;

    @Option(
            names = "--chip",
            paramLabel = "PX",
            description = "Cut areas into squares of so many pixels (default: the model's image size).")
    @Nullable
    Integer chip;

    @Option(
            names = "--window",
            paramLabel = "X,Y,W,H",
            description = "One chip, in pixels of full resolution; with --chip an area to be cut. May be repeated.")
    List<String> windows = new ArrayList<>();

    @Option(
            names = "--bbox",
            paramLabel = "W,S,E,N",
            description = "The same in degrees of longitude and latitude. May be repeated.")
    List<String> boxes = new ArrayList<>();

    @Option(
            names = "--windows",
            paramLabel = "FILE",
            description = "The same from a file: a line X,Y,W,H for each window, or GeoJSON.")
    @Nullable
    Path windowFile;

    @ArgGroup
    @Nullable
    Rule rule;

    /** How many patches a chip may buy. */
    static final class Rule {
        @Option(
                names = "--budget",
                paramLabel = "S",
                description = "Take the S patches of highest score (default: what the bundle decides).")
        @Nullable
        Integer patches;

        @Option(names = "--tau", paramLabel = "T", description = "Buy until the answer is so sure, above 0 to 1.")
        @Nullable
        Double tau;

        @Option(
                names = "--lambda",
                paramLabel = "L",
                description = "Take what is worth its price: L is the probability of a right answer that one unit of"
                        + " price must bring.")
        @Nullable
        Double lambda;

        @Option(
                names = "--max-risk",
                paramLabel = "EPSILON",
                description = "Lose at most EPSILON of the accuracy of all patches, as calibrate guarantees.")
        @Nullable
        Double risk;
    }

    @Option(
            names = "--enough",
            paramLabel = "C",
            description = "Buy nothing for a chip whose look is so sure, above 0 to 1.")
    @Nullable
    Double enough;

    @Option(
            names = "--abstain",
            paramLabel = "C",
            description = "Give no answer for a chip that ends less sure than this, above 0 to 1.")
    @Nullable
    Double abstain;

    @Option(
            names = "--max-bytes",
            paramLabel = "N",
            description = "Take at most so many bytes in all, such as 800000, 20MB or 1GiB.")
    @Nullable
    String maxBytes;

    @Option(names = "--max-price", paramLabel = "X", description = "Pay at most so much in all.")
    @Nullable
    Double maxPrice;

    @Option(
            names = "--prices",
            paramLabel = "LIST",
            description = "What pixels cost: a JSON file, or e.g. per_gigabyte=0.09,per_request=4e-7,currency=USD.")
    @Nullable
    String prices;

    @Option(
            names = "--bands",
            paramLabel = "N,N,N",
            split = ",",
            description = "Bands of a TIFF to take as red, green and blue, from 1 (default: the first three).")
    List<Integer> bands = new ArrayList<>();

    @Option(
            names = "--rescale",
            paramLabel = "MIN,MAX",
            description = "Values that become black and white, once or once for each band (default: the range of the"
                    + " type).")
    List<String> rescale = new ArrayList<>();

    @Option(
            names = "--asset",
            paramLabel = "KEY",
            description = "The asset of a STAC Item to take, by its key or role (default: the one with the pixels).")
    @Nullable
    String asset;

    @Option(
            names = "--header",
            paramLabel = "NAME:VALUE",
            description = "A header for each request, such as Authorization. May be repeated.")
    List<String> headers = new ArrayList<>();

    @Option(names = "--connections", paramLabel = "N", description = "Requests at a time at most (default: 32).")
    @Nullable
    Integer connections;

    @Option(
            names = "--gap",
            paramLabel = "BYTES",
            description = "Merge ranges that lie so near to each other into one request (default: 8).")
    @Nullable
    Integer gap;
}
