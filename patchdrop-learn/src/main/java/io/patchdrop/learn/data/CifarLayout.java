package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * CIFAR-10 and CIFAR-100 as published, "binary version": see <a
 * href="https://www.cs.toronto.edu/~kriz/cifar.html">www.cs.toronto.edu/~kriz/cifar.html</a>.
 */
final class CifarLayout {
    private static final int PIXEL_BYTES = 3 * CifarImage.PLANE;
    /** The largest published file has 154 MB. */
    private static final int MAXIMUM_BYTES = 1 << 29;

    /** The variants, told by a file that only one of them has. */
    private enum Variant {
        CIFAR_10("cifar10", "batches.meta.txt", 1, 5, "data_batch_%d.bin", "test_batch.bin"),
        CIFAR_100("cifar100", "fine_label_names.txt", 2, 1, "train.bin", "test.bin");

        private final String title;
        private final String labelFile;
        private final int labelBytes;
        private final int trainFiles;
        private final String trainPattern;
        private final String testFile;

        Variant(String title, String labelFile, int labelBytes, int trainFiles, String trainPattern, String testFile) {
            this.title = title;
            this.labelFile = labelFile;
            this.labelBytes = labelBytes;
            this.trainFiles = trainFiles;
            this.trainPattern = trainPattern;
            this.testFile = testFile;
        }

        List<String> trainNames() {
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= trainFiles; i++) {
                names.add(trainPattern.replace("%d", Integer.toString(i)));
            }
            return names;
        }

        Set<String> allNames() {
            return Stream.concat(trainNames().stream(), Stream.of(testFile, labelFile))
                    .collect(Collectors.toSet());
        }
    }

    private static final Set<String> ALL_NAMES = Stream.of(Variant.values())
            .flatMap(variant -> variant.allNames().stream())
            .collect(Collectors.toSet());

    private CifarLayout() {}

    /** The folder with the files of the layout: the given one or one directly inside it; empty if there is none. */
    static Optional<Path> findFolder(Path folder) throws IOException {
        if (holdsLabels(folder)) {
            return Optional.of(folder);
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(Files::isDirectory)
                    .sorted(Comparator.naturalOrder())
                    .filter(CifarLayout::holdsLabels)
                    .findFirst();
        }
    }

    private static boolean holdsLabels(Path folder) {
        return Stream.of(Variant.values()).anyMatch(variant -> Files.isRegularFile(folder.resolve(variant.labelFile)));
    }

    static Listing ofFolder(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : ALL_NAMES) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                try (InputStream stream = Files.newInputStream(file)) {
                    files.put(name, limited(stream, file.toString()));
                }
            }
        }
        return list(folder.toString(), files);
    }

    /** Reads a {@code .tar.gz}; entries are found by their file name, in whatever folder. */
    static Listing ofArchive(Path archive) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file, 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (entry.isFile() && ALL_NAMES.contains(name)) {
                    files.put(name, limited(tar, archive + ":" + name));
                }
            }
        }
        return list(archive.toString(), files);
    }

    private static byte[] limited(InputStream stream, String name) throws IOException {
        byte[] bytes = stream.readNBytes(MAXIMUM_BYTES + 1);
        if (bytes.length > MAXIMUM_BYTES) {
            throw new InvalidInputException(name + " is too large for a CIFAR file", "use the published files");
        }
        return bytes;
    }

    private static Listing list(String location, Map<String, byte[]> files) {
        Variant variant = Stream.of(Variant.values())
                .filter(candidate -> files.containsKey(candidate.labelFile))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        location + " has neither batches.meta.txt nor fine_label_names.txt, so it is not CIFAR",
                        "use the published binary version"));
        List<String> classes = new String(required(location, files, variant.labelFile), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        Map<SplitName, List<Entry>> splits = new EnumMap<>(SplitName.class);
        splits.put(SplitName.TRAIN, entries(location, files, variant, variant.trainNames(), classes));
        splits.put(SplitName.TEST, entries(location, files, variant, List.of(variant.testFile), classes));
        return new Listing("CIFAR binary", variant.title, classes, splits);
    }

    private static List<Entry> entries(
            String location, Map<String, byte[]> files, Variant variant, List<String> names, List<String> classes) {
        List<Entry> entries = new ArrayList<>();
        for (String name : names) {
            byte[] bytes = required(location, files, name);
            int record = variant.labelBytes + PIXEL_BYTES;
            if (bytes.length == 0 || bytes.length % record != 0) {
                throw new InvalidInputException(
                        name + " of " + location + " is truncated: its " + bytes.length
                                + " bytes are not whole records of " + record,
                        "download it again");
            }
            for (int start = 0; start < bytes.length; start += record) {
                int label = bytes[start + variant.labelBytes - 1] & 0xff;
                if (label >= classes.size()) {
                    throw new InvalidInputException(
                            "record " + start / record + " of " + name + " of " + location + " has the label " + label
                                    + ", but there are only " + classes.size() + " classes",
                            "download it again");
                }
                String entry = String.format(Locale.ROOT, "%s#%05d", name, start / record);
                entries.add(new Entry(entry, label, record, new CifarImage(bytes, start + variant.labelBytes)));
            }
        }
        return entries;
    }

    private static byte[] required(String location, Map<String, byte[]> files, String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new InvalidInputException(location + " lacks the file " + name, "download it again, as a whole");
        }
        return bytes;
    }
}
