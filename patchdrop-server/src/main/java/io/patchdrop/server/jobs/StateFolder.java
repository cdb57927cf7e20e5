package io.patchdrop.server.jobs;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The folder of a server's jobs: {@code jobs.mv.db}, a folder for each job in {@code jobs}, and {@code lock}. */
final class StateFolder implements AutoCloseable {
    private static final String REMEDY = "give another --state";
    private static final String ASIDE = ".removed";
    /** Those of this process: closing a second channel of a lock's file would give the first one's lock away. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel lock;

    private StateFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens a folder, new or left by another server.
     *
     * @throws InvalidInputException if it cannot be written, or a server has it
     */
    static StateFolder open(Path folder) {
        if (!AtomicFile.canBeWrittenTo(folder)) {
            throw new InvalidInputException("Cannot write to " + folder, "give --state a folder you may write to");
        }
        try {
            Files.createDirectories(folder.resolve("jobs"));
            return locked(folder.toRealPath());
        } catch (IOException e) {
            throw new InvalidInputException(folder + " cannot be used: " + e.getMessage(), REMEDY, e);
        }
    }

    private static StateFolder locked(Path folder) throws IOException {
        if (!OPEN.add(folder)) {
            throw inUse(folder);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw inUse(folder);
            }
            return new StateFolder(folder, channel);
        } catch (IOException | RuntimeException e) {
            OPEN.remove(folder);
            if (channel != null) {
                channel.close();
            }
            if (e instanceof OverlappingFileLockException) {
                throw inUse(folder);
            }
            throw e;
        }
    }

    private static InvalidInputException inUse(Path folder) {
        return new InvalidInputException("Another server uses " + folder, "stop it, or give this one another --state");
    }

    /** The database, without what its engine adds to the name. */
    Path database() {
        return folder.resolve("jobs");
    }

    /**
     * The folder of a job; may not be there.
     *
     * @param id as the store knows it, never what a request says
     */
    Path job(String id) {
        return folder.resolve("jobs").resolve(id);
    }

    /** Renames the folder of a job that is removed, so that a kill in between leaves no half of it. */
    void setAside(String id) throws IOException {
        try {
            Files.move(job(id), job(id + ASIDE));
        } catch (NoSuchFileException e) {
            // It never began.
        }
    }

    /** Deletes what was set aside of a job. */
    void deleteAside(String id) throws IOException {
        delete(job(id + ASIDE));
    }

    /** Jobs that were set aside and not deleted. */
    List<String> aside() throws IOException {
        List<String> ids = new ArrayList<>();
        try (Stream<Path> folders = Files.list(folder.resolve("jobs"))) {
            folders.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.endsWith(ASIDE))
                    .forEach(name -> ids.add(name.substring(0, name.length() - ASIDE.length())));
        }
        return ids;
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What all jobs have on disk. */
    long bytes() throws IOException {
        long[] sum = {0};
        Files.walkFileTree(folder.resolve("jobs"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                // Files come and go while jobs run.
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }

    @Override
    public void close() throws IOException {
        try {
            lock.close();
        } finally {
            OPEN.remove(folder);
        }
    }
}
