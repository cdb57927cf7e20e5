package io.patchdrop.server.jobs;

import io.patchdrop.core.InvalidInputException;
import java.nio.file.Path;

/**
 * Where jobs are kept, and how many.
 *
 * @param folder of one server
 * @param atOnce jobs that run at a time, 1 to 64
 * @param waiting jobs that wait at most, at least 1; what comes on top is refused
 * @param kept jobs that are kept at most, ended ones included, 1 to 10000
 * @param bytes that all kept jobs may have on disk before another one is taken, at least 1 MB
 * @param removeOldest whether the oldest ended job goes when there is no room for another; otherwise that one is refused
 * @param streams of events that are open at the same time, 1 to 10000
 */
public record JobOptions(
        Path folder, int atOnce, int waiting, int kept, long bytes, boolean removeOldest, int streams) {
    /** One at a time, 100 that wait, 500 that are kept with 100 GB, none of which is removed, 64 streams. */
    public static JobOptions in(Path folder) {
        return new JobOptions(folder, 1, 100, 500, 100_000_000_000L, false, 64);
    }

    /** @throws InvalidInputException if a number is out of its range */
    public JobOptions {
        require("number of jobs at a time", atOnce, 1, 64);
        require("number of jobs that wait", waiting, 1, 10_000);
        require("number of jobs that are kept", kept, 1, 10_000);
        require("room for jobs", bytes, 1_000_000, Long.MAX_VALUE);
        require("number of streams", streams, 1, 10_000);
    }

    private static void require(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new InvalidInputException("The " + what + " is " + value, "give one from " + least + " to " + most);
        }
    }

    /** The same with more jobs at a time. */
    public JobOptions atOnce(int jobs) {
        return new JobOptions(folder, jobs, waiting, kept, bytes, removeOldest, streams);
    }

    /** The same with another room. */
    public JobOptions keeping(int newWaiting, int newKept, long newBytes) {
        return new JobOptions(folder, atOnce, newWaiting, newKept, newBytes, removeOldest, streams);
    }

    /** The same, but the oldest ended job makes room for a new one. */
    public JobOptions removingOldest() {
        return new JobOptions(folder, atOnce, waiting, kept, bytes, true, streams);
    }

    /** The same with another number of streams. */
    public JobOptions withStreams(int newStreams) {
        return new JobOptions(folder, atOnce, waiting, kept, bytes, removeOldest, newStreams);
    }
}
