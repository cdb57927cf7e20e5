package io.patchdrop.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Files of the stores that the cluster is set up for, such as hdfs:// and s3a://. */
final class HadoopFiles {
    private HadoopFiles() {}

    /**
     * The whole of a file.
     *
     * @throws NoSuchFileException if there is none
     * @throws IOException if it cannot be read, or no store of this scheme is set up
     */
    static byte[] read(String location) throws IOException {
        Path path = path(location);
        try (FSDataInputStream stream = path.getFileSystem(configuration()).open(path)) {
            return stream.readAllBytes();
        } catch (FileNotFoundException e) {
            throw (IOException) new NoSuchFileException(location).initCause(e);
        }
    }

    /** The store that a path lies in. */
    static FileSystem store(Path path) throws IOException {
        return path.getFileSystem(configuration());
    }

    private static Path path(String location) throws IOException {
        try {
            return new Path(location);
        } catch (IllegalArgumentException e) {
            throw new IOException("it is no valid address", e);
        }
    }

    private static Configuration configuration() {
        return SparkHadoopUtil.get().conf();
    }
}
