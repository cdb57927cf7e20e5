package io.patchdrop.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** CPU time of the whole process over an iteration, all threads together; a second column of every result. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class CpuTime {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Milliseconds; the name is the name of the column. */
    public double cpuMilliseconds;

    private long start;

    @Setup(Level.Iteration)
    public void start() {
        start = SYSTEM.getProcessCpuTime();
    }

    @TearDown(Level.Iteration)
    public void stop() {
        cpuMilliseconds = (SYSTEM.getProcessCpuTime() - start) / 1e6;
    }
}
