package io.patchdrop.spark;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.json.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * The folder of a batch, in any store that can rename a folder at once. Everything in it is written under another name, by
 * Spark's own protocol, which lets one attempt of each task win; the rename by the driver is the commit. What is there is whole.
 */
final class BatchFolder {
    private static final String ATTEMPTS = "_attempts";
    private static final String PLAN = "_plan.json";
    private static final String SLICE = "slice=";

    private final Path folder;
    private final FileSystem store;
    private final FileContext context;

    private BatchFolder(Path folder) throws IOException {
        this.store = HadoopFiles.store(folder);
        this.folder = store.makeQualified(folder);
        this.context = FileContext.getFileContext(this.folder.toUri(), store.getConf());
    }

    /**
     * The folder, which is made if it is missing.
     *
     * @param description of the batch
     * @throws InvalidInputException if it belongs to another batch, or holds something else
     */
    static BatchFolder open(String location, Map<String, Object> description) throws IOException {
        BatchFolder opened = new BatchFolder(new Path(location));
        opened.claim(description);
        opened.store.delete(new Path(opened.folder, ATTEMPTS), true);
        return opened;
    }

    private void claim(Map<String, Object> description) throws IOException {
        Path plan = new Path(folder, PLAN);
        Map<?, ?> before;
        try (FSDataInputStream stream = store.open(plan)) {
            before = Json.readObject(stream.readAllBytes());
        } catch (FileNotFoundException e) {
            if (store.exists(folder) && store.listStatus(folder).length > 0) {
                throw new InvalidInputException(
                        folder.toUri().getPath() + " is not empty and of no batch", "give --output a new folder");
            }
            write(PLAN, description);
            return;
        }
        for (Map.Entry<String, Object> field : description.entrySet()) {
            Object old = before.get(field.getKey());
            if (!Objects.equals(old, field.getValue())) {
                throw new InvalidInputException(
                        folder.toUri().getPath() + " is of another batch: its " + field.getKey() + " is " + old
                                + ", not " + field.getValue(),
                        "give another --output, or the same command again");
            }
        }
    }

    /** Writes a small JSON file, whole or not at all. */
    void write(String name, Map<String, Object> content) throws IOException {
        Path attempt = attempt();
        try (OutputStream out = store.create(attempt)) {
            out.write(new String(Json.pretty(content), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
        }
        commit(attempt, new Path(folder, name));
    }

    /** A small JSON file; empty if there is none. */
    Map<?, ?> read(String name) throws IOException {
        try (FSDataInputStream stream = store.open(new Path(folder, name))) {
            return Json.readObject(stream.readAllBytes());
        } catch (FileNotFoundException e) {
            return Map.of();
        }
    }

    /** The address of a part. */
    String address(String part) {
        return part.isEmpty() ? folder.toString() : new Path(folder, part).toString();
    }

    /** Whether a part is there, and so whole. */
    boolean has(String part) throws IOException {
        return store.exists(new Path(folder, part));
    }

    /** The slices of a part that are there. */
    SortedSet<Integer> slices(String part) throws IOException {
        SortedSet<Integer> slices = new TreeSet<>();
        Path path = part.isEmpty() ? folder : new Path(folder, part);
        if (!store.exists(path)) {
            return slices;
        }
        for (FileStatus child : store.listStatus(path)) {
            String name = child.getPath().getName();
            if (child.isDirectory() && name.startsWith(SLICE)) {
                slices.add(Integer.parseInt(name.substring(SLICE.length())));
            }
        }
        return slices;
    }

    /** The name of a slice of a part. */
    static String slice(String part, int number) {
        return (part.isEmpty() ? "" : part + "/") + SLICE + number;
    }

    /** Writes rows as a part. If another process commits the same part first, that one stays. */
    void write(String part, Dataset<Row> rows, String... partitions) throws IOException {
        Path attempt = attempt();
        rows.write().mode(SaveMode.ErrorIfExists).partitionBy(partitions).parquet(attempt.toString());
        commit(attempt, new Path(folder, part));
    }

    /** Removes a part that is not needed any more. */
    void remove(String part) throws IOException {
        store.delete(new Path(folder, part), true);
    }

    /** A name that nobody else uses. */
    private Path attempt() throws IOException {
        Path attempts = new Path(folder, ATTEMPTS);
        store.mkdirs(attempts);
        return new Path(attempts, UUID.randomUUID().toString());
    }

    private void commit(Path attempt, Path target) throws IOException {
        store.mkdirs(Objects.requireNonNull(target.getParent()));
        try {
            // Unlike that of FileSystem, this rename never moves into a folder that is there.
            context.rename(attempt, target, Options.Rename.NONE);
        } catch (FileAlreadyExistsException e) {
            store.delete(attempt, true);
        }
    }
}
