package io.patchdrop.runtime.zoom;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.imagery.json.JsonFields;
import io.patchdrop.imagery.source.Cost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The folder of one zoom: {@code zoom.json} says of what, {@code chips.jsonl} has a line for each chip that is done, and
 * {@code bought} holds the bytes that were paid for. Lines are only added; of two lines for a chip the later one counts, and a
 * line that a kill cut off is dropped.
 */
public final class ZoomFolder implements ZoomResults, AutoCloseable {
    private static final String REQUEST = "zoom.json";
    private static final String CHIPS = "chips.jsonl";
    private static final String QUOTED = "quoted.json";
    private static final int LONGEST_QUOTE = 1000;

    private final Path folder;
    private final List<String> classes;
    private final FileChannel lines;
    private final Map<Integer, ChipResult> results = new TreeMap<>();

    private ZoomFolder(Path folder, List<String> classes, FileChannel lines) {
        this.folder = folder;
        this.classes = classes;
        this.lines = lines;
    }

    /**
     * Opens the folder of a zoom, new or interrupted.
     *
     * @param request what is zoomed, in values of JSON; another request in the same folder is refused
     * @param classes of the model
     * @throws InvalidInputException if the folder belongs to another zoom or cannot be used
     * @throws IOException if reading or writing fails
     */
    public static ZoomFolder open(Path folder, Map<String, Object> request, List<String> classes) throws IOException {
        if (!AtomicFile.canBeWrittenTo(folder)) {
            throw new InvalidInputException("cannot write to " + folder, "give --out a folder you may write to");
        }
        Files.createDirectories(folder);
        Path description = folder.resolve(REQUEST);
        byte[] text = Json.pretty(request);
        if (!Files.exists(description)) {
            AtomicFile.write(description, out -> out.write(text));
        } else if (!Json.readObject(Files.readAllBytes(description)).equals(Json.readObject(text))) {
            throw new InvalidInputException(
                    folder + " holds a zoom of something else, or with other options",
                    "give another folder, or the same command to go on with it");
        }
        FileChannel lines = FileChannel.open(
                folder.resolve(CHIPS), StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        ZoomFolder opened = new ZoomFolder(folder, classes, lines);
        try {
            opened.recover();
            return opened;
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    private void recover() throws IOException {
        byte[] text = Files.readAllBytes(folder.resolve(CHIPS));
        int end = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                byte[] line = Arrays.copyOfRange(text, end, i);
                ChipResult result = ResultFields.result(
                        JsonFields.of(
                                Json.readObject(line),
                                folder.resolve(CHIPS).toString(),
                                "give another folder, or delete the file to answer again from what was bought"),
                        classes);
                results.put(result.chip().number(), result);
                end = i + 1;
            }
        }
        lines.truncate(end);
        lines.position(end);
    }

    /** What the quote said when the zoom was begun, if it got so far. */
    public Optional<Quoting.Before> quoted() throws IOException {
        Path file = folder.resolve(QUOTED);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonFields fields = JsonFields.read(
                Files.readAllBytes(file), LONGEST_QUOTE, file.toString(), "give another folder, or delete the file");
        return Optional.of(new Quoting.Before(
                cost(fields, "look_requests", "look_bytes"), cost(fields, "full_requests", "full_bytes")));
    }

    private static Cost cost(JsonFields fields, String requests, String bytes) {
        return new Cost((long) fields.number(requests), (long) fields.number(bytes), true);
    }

    /** Keeps what the quote says, so that limits and shares mean the same when the zoom goes on. */
    public void keep(Quote quote) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("look_requests", quote.spent().requests());
        fields.put("look_bytes", quote.spent().bytes());
        fields.put("full_requests", quote.full().requests());
        fields.put("full_bytes", quote.full().bytes());
        byte[] text = Json.pretty(fields);
        AtomicFile.write(folder.resolve(QUOTED), file -> file.write(text));
    }

    /** Where the bytes are kept that were bought of an image. */
    public static Path bought(Path folder, String which) throws IOException {
        return Files.createDirectories(folder.resolve("bought")).resolve(which);
    }

    @Override
    public List<ChipResult> before() {
        return List.copyOf(results.values());
    }

    @Override
    public void add(List<ChipResult> added) throws IOException {
        StringBuilder text = new StringBuilder();
        for (ChipResult result : added) {
            text.append(Json.line(ResultFields.of(result, classes))).append('\n');
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
        while (bytes.hasRemaining()) {
            lines.write(bytes);
        }
        lines.force(false);
        for (ChipResult result : added) {
            results.put(result.chip().number(), result);
        }
    }

    /** All results, by the numbers of their chips. */
    public List<ChipResult> results() {
        return Collections.unmodifiableList(new ArrayList<>(results.values()));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
