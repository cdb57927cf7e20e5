package io.patchdrop.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.jspecify.annotations.Nullable;

/** Files of the stores that the cluster is set up for, such as hdfs:// and s3a://. */
final class HadoopFiles {
    private static volatile @Nullable Known known;

    private HadoopFiles() {}

    private record Known(SparkConf settings, Configuration configuration) {}

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

    /** As the cluster is set up, with what the session says with {@code spark.hadoop.}; made once, since reading it takes long. */
    private static Configuration configuration() {
        SparkConf settings = SparkEnv.get().conf();
        Known now = known;
        if (now == null || now.settings() != settings) {
            now = new Known(settings, SparkHadoopUtil.get().newConfiguration(settings));
            known = now;
        }
        return now.configuration();
    }
}
