package io.patchdrop.imagery.tiff;

import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.tiff.codec.SampleType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Makes RGB of an image's samples. */
final class RgbRendering {
    private static final int CHANNELS = 3;

    private final TiffImage image;
    /** Bands that are shown, from 0: one or three. */
    private final List<Integer> shown;
    /** What is black and what is white in each. */
    private final List<Rescale> ranges;

    private final boolean throughPalette;
    private final boolean plain;
    private final int alpha;

    private RgbRendering(TiffImage image, List<Integer> shown, List<Rescale> ranges, int alpha, boolean palette) {
        this.image = image;
        this.shown = shown;
        this.ranges = ranges;
        this.alpha = alpha;
        this.throughPalette = palette;
        Rescale bytes = new Rescale(0, 255);
        this.plain = image.format().type() == SampleType.UINT8
                && image.format().photometric() != TiffImage.WHITE_IS_ZERO
                && !palette
                && alpha < 0
                && image.nodata().isEmpty()
                && ranges.stream().allMatch(bytes::equals);
    }

    /** @throws UnusableImageException if the image does not have the bands, or its values need a range */
    static RgbRendering of(TiffImage image, TiffOptions options) throws UnusableImageException {
        int alpha = alpha(image);
        List<Integer> shown = shown(image, options, alpha);
        boolean palette = image.palette().isPresent() && options.bands().isEmpty();
        List<Rescale> ranges = palette ? List.of() : ranges(image.format().type(), shown.size(), options.rescale());
        return new RgbRendering(image, shown, ranges, shown.contains(alpha) ? -1 : alpha, palette);
    }

    /** The band that says how opaque pixels are, -1 if there is none. */
    private static int alpha(TiffImage image) {
        List<Integer> extra = image.extraSamples();
        for (int i = 0; i < extra.size(); i++) {
            if (extra.get(i) == TiffImage.ALPHA || extra.get(i) == TiffImage.PREMULTIPLIED_ALPHA) {
                return image.bands() - extra.size() + i;
            }
        }
        // A sample beyond the colours of which nothing is said is opacity, as most readers take it.
        return extra.isEmpty() && image.bands() == image.colours() + 1 ? image.bands() - 1 : -1;
    }

    private static List<Integer> shown(TiffImage image, TiffOptions options, int alpha) throws UnusableImageException {
        for (int band : options.bands()) {
            if (band > image.bands()) {
                throw new UnusableImageException("it has " + image.bands() + " bands and no band " + band);
            }
        }
        if (!options.bands().isEmpty()) {
            return options.bands().stream().map(band -> band - 1).toList();
        }
        List<Integer> colours = IntStream.range(0, image.bands())
                .filter(band -> band != alpha)
                .limit(CHANNELS)
                .boxed()
                .toList();
        if (colours.isEmpty()) {
            throw new UnusableImageException("damaged: its only band is said to be alpha");
        }
        return image.palette().isPresent() || colours.size() < CHANNELS ? colours.subList(0, 1) : colours;
    }

    private static List<Rescale> ranges(SampleType type, int bands, List<Rescale> given) throws UnusableImageException {
        if (!given.isEmpty() && given.size() != 1 && given.size() != bands) {
            throw new UnusableImageException(
                    given.size() + " ranges of values are given, but " + bands + " of its bands are shown");
        }
        List<Rescale> ranges = new ArrayList<>();
        for (int i = 0; i < bands; i++) {
            ranges.add(given.isEmpty() ? whole(type) : given.get(given.size() == 1 ? 0 : i));
        }
        return List.copyOf(ranges);
    }

    private static Rescale whole(SampleType type) throws UnusableImageException {
        return switch (type) {
            case BIT -> new Rescale(0, 1);
            case UINT8 -> new Rescale(0, 255);
            case INT8 -> new Rescale(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case UINT16 -> new Rescale(0, 65535);
            case INT16 -> new Rescale(Short.MIN_VALUE, Short.MAX_VALUE);
            case UINT32, INT32, FLOAT32, FLOAT64 ->
                throw new UnusableImageException(
                        "its values are of type " + type + "; say which of them is black and which is white (rescale)");
        };
    }

    /** The bands that it needs, from 0, each once: those that are shown, then alpha. */
    List<Integer> bands() {
        List<Integer> bands = new ArrayList<>(shown);
        if (alpha >= 0) {
            bands.add(alpha);
        }
        return bands.stream().distinct().toList();
    }

    /**
     * The pixels of a window.
     *
     * @param samples of the {@link #bands()}
     * @param mask of the same window
     */
    RgbImage render(Samples samples, Optional<Samples> mask) {
        int count = samples.width() * samples.height();
        if (plain && mask.isEmpty() && samples.bands() == CHANNELS && isInOrder()) {
            return new RgbImage(samples.width(), samples.height(), samples.content());
        }
        byte[] pixels = new byte[Math.multiplyExact(CHANNELS, count)];
        int[] places = places();
        for (int pixel = 0; pixel < count; pixel++) {
            double opacity = mask.isPresent() ? maskOpacity(mask.get(), pixel) : 1;
            int start = pixel * samples.bands();
            if (opacity > 0 && !isNodata(samples, start, places)) {
                put(samples, start, places, opacity, pixels, CHANNELS * pixel);
            }
        }
        return new RgbImage(samples.width(), samples.height(), pixels);
    }

    private boolean isInOrder() {
        return shown.equals(bands());
    }

    /** Where each band that is shown is among the samples, then where alpha is. */
    private int[] places() {
        List<Integer> bands = bands();
        int[] places = new int[shown.size() + 1];
        for (int i = 0; i < shown.size(); i++) {
            places[i] = bands.indexOf(shown.get(i));
        }
        places[shown.size()] = bands.indexOf(alpha);
        return places;
    }

    private static double maskOpacity(Samples mask, int pixel) {
        return mask.value(pixel) / (mask.type() == SampleType.BIT ? 1 : 255);
    }

    private boolean isNodata(Samples samples, int start, int[] places) {
        OptionalDouble nodata = image.nodata();
        if (nodata.isEmpty()) {
            return false;
        }
        for (int i = 0; i < shown.size(); i++) {
            double value = samples.value(start + places[i]);
            boolean none = value == nodata.getAsDouble() || (Double.isNaN(value) && Double.isNaN(nodata.getAsDouble()));
            if (!none) {
                return false;
            }
        }
        return true;
    }

    private void put(Samples samples, int start, int[] places, double opacity, byte[] pixels, int target) {
        double weight = alpha < 0 ? opacity : opacity * alphaWeight(samples.value(start + places[shown.size()]));
        for (int channel = 0; channel < CHANNELS; channel++) {
            int i = shown.size() == 1 ? 0 : channel;
            double value = samples.value(start + places[i]);
            double fraction = throughPalette ? colour((int) value, channel) : fraction(value, i);
            pixels[target + channel] = (byte) (int) (fraction * weight * 255 + 0.5);
        }
    }

    private double fraction(double value, int i) {
        double fraction = ranges.get(i).fraction(value);
        return image.format().photometric() == TiffImage.WHITE_IS_ZERO ? 1 - fraction : fraction;
    }

    private double colour(int index, int channel) {
        return image.palette().orElseThrow().colour(index, channel) / 255.0;
    }

    /** Colours that were multiplied by alpha when they were stored are on black already. */
    private double alphaWeight(double value) {
        boolean premultiplied = image.extraSamples().contains(TiffImage.PREMULTIPLIED_ALPHA);
        double opacity =
                switch (image.format().type()) {
                    case UINT8 -> value / 255;
                    case UINT16 -> value / 65535;
                    case BIT, INT8, INT16, UINT32, INT32, FLOAT32, FLOAT64 -> value > 0 ? 1 : 0;
                };
        return premultiplied && opacity > 0 ? 1 : opacity;
    }
}
