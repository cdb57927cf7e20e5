package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A CSV in UTF-8 with the columns label, location and optionally split and look, one image a line. */
final class CsvLayout {
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreHeaderCase(true)
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .get();

    private final Path file;

    private CsvLayout(Path file) {
        this.file = file;
    }

    /** One line of the file; the look is empty if the file has no such column. */
    private record Line(long number, String label, String location, SplitName split, String look) {}

    /**
     * Lists the images of a CSV.
     *
     * @param seed draws the test split if there is no column split
     * @throws InvalidInputException if the CSV is not of this layout or files are missing
     */
    static Listing list(Path file, String name, long seed) throws IOException {
        return new CsvLayout(file).list(name, seed);
    }

    private Listing list(String name, long seed) throws IOException {
        List<Line> lines = new ArrayList<>();
        boolean hasSplits = readLines(lines);
        if (lines.isEmpty()) {
            throw new InvalidInputException(file + " lists no images", "add a line for each image");
        }
        refuseDuplicates(lines);
        Set<String> labels = lines.stream().map(Line::label).collect(Collectors.toCollection(TreeSet::new));
        requireTrainClasses(lines);
        List<String> classes = List.copyOf(labels);
        Map<SplitName, List<Entry>> splits = entries(lines, classes);
        if (!hasSplits) {
            Sampling.Parts parts = Sampling.takeFraction(
                    splits.getOrDefault(SplitName.TRAIN, List.of()), Sampling.TEST_FRACTION, seed, "test");
            if (!parts.taken().isEmpty()) {
                splits.put(SplitName.TEST, parts.taken());
            }
            splits.put(SplitName.TRAIN, parts.rest());
        }
        return new Listing("CSV", name, classes, splits);
    }

    /** Reads all lines and says whether they have a column split. */
    private boolean readLines(List<Line> lines) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file);
                CSVParser parser = FORMAT.parse(withoutByteOrderMark(reader))) {
            for (String column : List.of("label", "location")) {
                if (!parser.getHeaderMap().containsKey(column)) {
                    throw new InvalidInputException(
                            file + " has no column " + column + " in its first line",
                            "start it with label,location, and optionally split and look");
                }
            }
            boolean hasSplits = parser.getHeaderMap().containsKey("split");
            for (CSVRecord row : parser) {
                lines.add(line(row, parser.getCurrentLineNumber(), hasSplits));
            }
            return hasSplits;
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + " is not in UTF-8", "save it in UTF-8", e);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new InvalidInputException(file + " is not a valid CSV: " + e.getMessage(), "correct it", e);
        }
    }

    private static BufferedReader withoutByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\ufeff') {
            reader.reset();
        }
        return reader;
    }

    private Line line(CSVRecord row, long number, boolean hasSplits) {
        String where = "line " + number + " of " + file;
        if (!row.isConsistent()) {
            throw new InvalidInputException(
                    where + " has " + row.size() + " columns, unlike the header", "correct the line");
        }
        String label = row.get("label");
        String location = row.get("location");
        if (label.isBlank() || location.isBlank()) {
            throw new InvalidInputException(
                    where + " has no " + (label.isBlank() ? "label" : "location"), "fill it in or remove the line");
        }
        String look = row.isMapped("look") ? row.get("look") : "";
        if (location.contains("://") || look.contains("://")) {
            throw new InvalidInputException(
                    where + " has the remote location " + (location.contains("://") ? location : look),
                    "training reads local files, download it first");
        }
        if (row.isMapped("look") && look.isBlank()) {
            throw new InvalidInputException(
                    where + " has no look", "fill it in, or remove the column to have looks made from the images");
        }
        if (!hasSplits) {
            return new Line(number, label, location, SplitName.TRAIN, look);
        }
        String split = row.get("split").toLowerCase(Locale.ROOT);
        return new Line(
                number,
                label,
                location,
                SplitName.of(split)
                        .orElseThrow(() -> new InvalidInputException(
                                where + " has the split '" + split + "'", "give train, val or test")),
                look);
    }

    /** The same image in two splits, or with two labels, would make every result doubtful. */
    private void refuseDuplicates(List<Line> lines) {
        Map<Path, Line> seen = new HashMap<>();
        for (Line line : lines) {
            Line first = seen.putIfAbsent(path(line, line.location()), line);
            if (first != null) {
                throw new InvalidInputException(
                        file + " lists " + line.location() + " twice, on lines " + first.number() + " and "
                                + line.number(),
                        "remove one of them");
            }
        }
    }

    private void requireTrainClasses(List<Line> lines) {
        Set<String> train = lines.stream()
                .filter(line -> line.split() == SplitName.TRAIN)
                .map(Line::label)
                .collect(Collectors.toSet());
        if (!train.isEmpty()) {
            lines.forEach(
                    line -> Listing.requireKnownClasses(file.toString(), line.split(), Set.of(line.label()), train));
        }
    }

    private Map<SplitName, List<Entry>> entries(List<Line> lines, List<String> classes) throws IOException {
        Map<String, Integer> indices = new HashMap<>();
        for (int i = 0; i < classes.size(); i++) {
            indices.put(classes.get(i), i);
        }
        List<String> missing = new ArrayList<>();
        Map<SplitName, List<Entry>> splits = new EnumMap<>(SplitName.class);
        for (Line line : lines) {
            Path path = path(line, line.location());
            Path look = path(line, line.look());
            if (!Files.isRegularFile(path)) {
                missing.add(line.location());
            } else if (!line.look().isEmpty() && !Files.isRegularFile(look)) {
                missing.add(line.look());
            } else {
                Entry entry = new Entry(
                        line.location(),
                        indices.getOrDefault(line.label(), -1),
                        Files.size(path),
                        new EncodedImage.InFile(path));
                splits.computeIfAbsent(line.split(), split -> new ArrayList<>())
                        .add(line.look().isEmpty() ? entry : entry.paired(entry.name(), look(line.look(), look)));
            }
        }
        if (!missing.isEmpty()) {
            throw new InvalidInputException(
                    missing.size() + " files of " + file + " are missing, first: " + missing.get(0),
                    "relative locations start at the folder of the CSV");
        }
        return splits;
    }

    private static Entry.Look look(String name, Path path) throws IOException {
        return new Entry.Look(name, Files.size(path), new EncodedImage.InFile(path));
    }

    private Path path(Line line, String location) {
        try {
            return file.toAbsolutePath().resolveSibling(location).normalize();
        } catch (InvalidPathException e) {
            throw new InvalidInputException(
                    "line " + line.number() + " of " + file + " has a location that is no path: " + location,
                    "correct it",
                    e);
        }
    }
}
