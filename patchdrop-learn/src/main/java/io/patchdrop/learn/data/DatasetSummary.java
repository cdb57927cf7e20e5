package io.patchdrop.learn.data;

import io.patchdrop.imagery.ImageHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a data set holds.
 *
 * @param name short name
 * @param layout how it is laid out
 * @param classes the classes with their images
 * @param images images in total, without the skipped ones
 * @param width widths of the measured images
 * @param height heights of the measured images
 * @param formats number of measured images of each format
 * @param measured images whose headers were read, evenly spaced, at most 500
 * @param skipped the unreadable images, {@code name: reason}
 * @param fingerprint see {@link Dataset#fingerprint}
 */
public record DatasetSummary(
        String name,
        String layout,
        List<ClassCount> classes,
        int images,
        Range width,
        Range height,
        Map<String, Integer> formats,
        int measured,
        List<String> skipped,
        String fingerprint) {
    private static final int MEASURED = 500;

    /** Images of one class in each split, without the skipped ones. */
    public record ClassCount(String name, int train, int validation, int test) {}

    /** Pixels; the median is the lower one of an even number. */
    public record Range(int minimum, int median, int maximum) {
        static Range of(int[] values) {
            int[] sorted = values.clone();
            Arrays.sort(sorted);
            return sorted.length == 0
                    ? new Range(0, 0, 0)
                    : new Range(sorted[0], sorted[(sorted.length - 1) / 2], sorted[sorted.length - 1]);
        }

        @Override
        public String toString() {
            return minimum == maximum ? minimum + " px" : minimum + " to " + maximum + " px, median " + median + " px";
        }
    }

    /**
     * Looks at a data set, checking all its splits: where they fit the cache every image is decoded, else every header is
     * read.
     *
     * @throws io.patchdrop.core.InvalidInputException if too many images are unreadable
     */
    public static DatasetSummary of(Dataset dataset) {
        Map<SplitName, int[]> counts = new EnumMap<>(SplitName.class);
        int images = 0;
        List<Entry> entries = new ArrayList<>();
        for (SplitName name : SplitName.values()) {
            int[] ofClass = new int[dataset.classes().size()];
            if (dataset.entries().containsKey(name)) {
                ImageSplit split = dataset.split(name);
                images += split.size();
                for (int label : split.labels()) {
                    ofClass[label]++;
                }
            }
            counts.put(name, ofClass);
            entries.addAll(dataset.entries().getOrDefault(name, List.of()));
        }
        List<ImageHeader> headers = headers(entries);
        Map<String, Integer> formats = new TreeMap<>();
        headers.forEach(header -> formats.merge(header.format(), 1, Integer::sum));
        return new DatasetSummary(
                dataset.name(),
                dataset.layout(),
                classCounts(dataset.classes(), counts),
                images,
                Range.of(headers.stream().mapToInt(ImageHeader::width).toArray()),
                Range.of(headers.stream().mapToInt(ImageHeader::height).toArray()),
                formats,
                headers.size(),
                dataset.skipped(),
                dataset.fingerprint());
    }

    private static List<ClassCount> classCounts(List<String> names, Map<SplitName, int[]> counts) {
        int[] none = new int[names.size()];
        int[] train = counts.getOrDefault(SplitName.TRAIN, none);
        int[] validation = counts.getOrDefault(SplitName.VALIDATION, none);
        int[] test = counts.getOrDefault(SplitName.TEST, none);
        List<ClassCount> classes = new ArrayList<>();
        for (int label = 0; label < names.size(); label++) {
            classes.add(new ClassCount(names.get(label), train[label], validation[label], test[label]));
        }
        return List.copyOf(classes);
    }

    private static List<ImageHeader> headers(List<Entry> entries) {
        int count = Math.min(MEASURED, entries.size());
        return IntStream.range(0, count)
                .mapToObj(i -> entries.get((int) ((long) i * entries.size() / count)))
                .flatMap(DatasetSummary::header)
                .toList();
    }

    private static Stream<ImageHeader> header(Entry entry) {
        try {
            return Stream.of(entry.source().header());
        } catch (IOException e) {
            return Stream.empty(); // unreadable, and named as such by the check of its split
        }
    }

    /** The summary for people, in several lines. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        line(text, "%s: %s, %d images, %d classes", name, layout, images, classes.size());
        line(text, "width %s; height %s (of %d images: %s)", width, height, measured, formatsText());
        int nameWidth =
                classes.stream().mapToInt(one -> one.name().length()).max().orElse(0);
        String row = "%-" + Math.max(5, nameWidth) + "s %8s %8s %8s";
        line(text, row, "class", "train", "val", "test");
        for (ClassCount one : classes) {
            line(text, row, one.name(), one.train(), one.validation(), one.test());
        }
        line(
                text,
                row,
                "all",
                classes.stream().mapToInt(ClassCount::train).sum(),
                classes.stream().mapToInt(ClassCount::validation).sum(),
                classes.stream().mapToInt(ClassCount::test).sum());
        line(text, "unreadable: %s", skipped.isEmpty() ? "none" : skipped.size());
        skipped.forEach(one -> line(text, "  %s", one));
        line(text, "fingerprint: %s", fingerprint);
        return text.toString();
    }

    private String formatsText() {
        return String.join(
                ", ",
                formats.entrySet().stream()
                        .map(format -> format.getValue() + " " + format.getKey())
                        .toList());
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
