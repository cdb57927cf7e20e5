package io.patchdrop.server.jobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Reads the results of chips while they are written, a few at a time. A position is that of a line's first byte; lines that
 * are there stay as they are, so a position means the same after a kill.
 */
final class Journal {
    private static final int FEW = 64 << 10;
    private static final int LONGEST_LINE = 64 << 20;

    private final Path file;

    /** @param folder of the job */
    Journal(Path folder) {
        this.file = folder.resolve("chips.jsonl");
    }

    /**
     * Some lines.
     *
     * @param lines without their ends
     * @param end where the next ones begin
     */
    record Lines(List<String> lines, long end) {}

    /** The next whole lines, about 64 KiB of them; none if there are no more yet. */
    Lines read(long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int room = FEW;
            while (room <= LONGEST_LINE) {
                ByteBuffer buffer = ByteBuffer.allocate(room);
                int length = fill(channel, buffer, position);
                int end = length;
                while (end > 0 && buffer.get(end - 1) != '\n') {
                    end--;
                }
                if (end > 0) {
                    String text = new String(buffer.array(), 0, end - 1, StandardCharsets.UTF_8);
                    return new Lines(List.of(text.split("\n", -1)), position + end);
                }
                if (length < room) {
                    break;
                }
                room *= 4;
            }
        } catch (NoSuchFileException e) {
            // It has not begun.
        }
        return new Lines(List.of(), position);
    }

    /** Whether a line begins there, or may begin when more is written. */
    boolean isStart(long position) throws IOException {
        if (position == 0) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer before = ByteBuffer.allocate(1);
            return fill(channel, before, position - 1) == 1 && before.get(0) == '\n';
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static int fill(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        int length = 0;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, position + length);
            if (read < 0) {
                break;
            }
            length += read;
        }
        return length;
    }
}
