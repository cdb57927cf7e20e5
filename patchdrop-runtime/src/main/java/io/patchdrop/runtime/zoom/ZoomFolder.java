package io.patchdrop.runtime.zoom;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.imagery.json.JsonFields;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The folder of one zoom: {@code zoom.json} says of what, {@code plan.txt} what it decided to buy, {@code chips.jsonl} has a
 * line for each chip that is done, and {@code bought} holds the bytes that were paid for. Lines are only added; of two lines for
 * a chip the later one counts, and a line that a kill cut off is dropped. A second zoom in the same folder at the same time is
 * refused.
 */
public final class ZoomFolder implements ZoomResults, AutoCloseable {
    private static final String REQUEST = "zoom.json";
    private static final String CHIPS = "chips.jsonl";
    private static final String PLAN = "plan.txt";
    private static final int BUFFER = 1 << 16;
    private static final String REMEDY = "give another folder, or delete the file to answer again from what was bought";

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
            lock(folder, lines);
            opened.recover();
            return opened;
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    private static void lock(Path folder, FileChannel lines) throws IOException {
        try {
            if (lines.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Another part of this process has it.
        }
        throw new InvalidInputException(folder + " is in use", "wait for the other zoom, or give another folder");
    }

    /** Reads through the channel that holds the lock: elsewhere another one may not. It may be long, so line by line. */
    private void recover() throws IOException {
        InputStream text = new BufferedInputStream(Channels.newInputStream(lines), BUFFER);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long end = 0;
        for (int next = text.read(); next >= 0; next = text.read()) {
            if (next != '\n') {
                line.write(next);
                continue;
            }
            JsonFields fields = JsonFields.read(
                    line.toByteArray(), Json.LONGEST, folder.resolve(CHIPS).toString(), REMEDY);
            ChipResult result = ResultFields.result(fields, classes);
            results.put(result.chip().number(), result);
            end += line.size() + 1L;
            line.reset();
        }
        lines.truncate(end);
        lines.position(end);
    }

    /**
     * What was decided when the zoom was begun, if it came so far.
     *
     * @throws InvalidInputException if its file is damaged
     */
    public Optional<Plan> plan() throws IOException {
        Path file = folder.resolve(PLAN);
        return Files.exists(file) ? Optional.of(PlanFile.read(file)) : Optional.empty();
    }

    /** Keeps the plan, so that limits mean the same when the zoom goes on. */
    public void keepPlan(Plan plan) throws IOException {
        PlanFile.write(folder.resolve(PLAN), plan);
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
