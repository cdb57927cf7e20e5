package io.patchdrop.core;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there whole or not at all. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Gives the content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything to {@code out}, unbuffered, and leaves it open. */
        void writeTo(FileOutputStream out) throws IOException;
    }

    /**
     * Writes to a temporary name in the same folder, which is made if missing, syncs it to disk and renames it. After a
     * kill, a crash or a full disk the old file is still there; after a failure the temporary file is gone.
     *
     * @throws IOException if any step fails
     */
    public static void write(Path file, Content content) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException(file + " is not a file name");
        }
        Files.createDirectories(folder);
        Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
        try {
            try (FileOutputStream stream = new FileOutputStream(temporary.toFile())) {
                content.writeTo(stream);
                stream.getChannel().force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(folder);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Writes UTF-8 text, as {@link #write}. */
    public static void writeText(Path file, String text) throws IOException {
        write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Whether files can be written to a folder, as far as can be said without writing: it is there and writable, or its
     * nearest ancestor that is there is.
     */
    public static boolean canBeWrittenTo(Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return Files.isDirectory(existing) && Files.isWritable(existing);
    }

    /** Makes the rename itself durable; not every file system lets a folder be opened, and then there is no more to do. */
    private static void sync(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException ignored) {
            // The content is on disk; only the rename may be lost with the power.
        }
    }
}
