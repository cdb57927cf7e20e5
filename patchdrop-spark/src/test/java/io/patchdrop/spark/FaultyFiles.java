package io.patchdrop.spark;

import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Files of this machine under the scheme {@code faulty}. Opening one whose name begins with {@code bad} fails the first two times
 * with what no program expects, so that the task fails.
 */
public final class FaultyFiles extends RawLocalFileSystem {
    static final AtomicInteger FAULTS = new AtomicInteger();

    private static final ConcurrentHashMap<String, Integer> OPENED = new ConcurrentHashMap<>();
    private static final int TIMES = 2;

    @Override
    public URI getUri() {
        return URI.create("faulty:///");
    }

    @Override
    public FSDataInputStream open(Path file, int buffer) throws java.io.IOException {
        if (file.getName().startsWith("bad") && OPENED.merge(file.getName(), 1, Integer::sum) <= TIMES) {
            FAULTS.incrementAndGet();
            throw new IllegalArgumentException("a fault on purpose");
        }
        return super.open(file, buffer);
    }
}
