package io.patchdrop.imagery;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a piece of code takes of Java's memory, garbage included. */
public final class AllocatedBytes {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long before = THREADS.getCurrentThreadAllocatedBytes();

    /** Since this object was made, by the thread that made it. */
    public long soFar() {
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
