package io.patchdrop.spark;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.ImageFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the images of a folder or pattern. */
final class ImageListing {
    private ImageListing() {}

    /**
     * The images of an input, in the order of their names.
     *
     * @param input an address of an image on a web server; a file, whatever its name; a folder, of which the images and STAC
     *     Items are taken, those in folders of it too; or a pattern with {@code *}, {@code ?}, {@code [ab]} or {@code {a,b}} of these
     * @throws InvalidInputException if there are none
     */
    static List<String> list(String input) throws IOException {
        if (Locations.isWeb(input)) {
            return List.of(input);
        }
        Path path = new Path(input);
        FileSystem store = HadoopFiles.store(path);
        List<String> images = new ArrayList<>();
        if (store.exists(path)) {
            add(store, store.getFileStatus(path), images);
        } else {
            FileStatus[] matches = store.globStatus(path);
            for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
                add(store, match, images);
            }
        }
        if (images.isEmpty()) {
            throw new InvalidInputException(
                    "There are no images in " + input,
                    "give a folder, a pattern such as 'folder/*.png', a list (.txt), a table (.csv, .parquet) or an address");
        }
        Collections.sort(images);
        return images;
    }

    private static void add(FileSystem store, FileStatus found, List<String> images) throws IOException {
        if (found.isFile()) {
            images.add(location(found.getPath()));
            return;
        }
        // Not listFiles: it asks for the permissions of each file, for which Hadoop starts a process on a local disk.
        for (FileStatus child : store.listStatus(found.getPath())) {
            String name = child.getPath().getName();
            boolean hidden = name.startsWith(".") || name.startsWith("_");
            if (!hidden && (child.isDirectory() || isImage(name))) {
                add(store, child, images);
            }
        }
    }

    private static boolean isImage(String name) {
        return ImageFormat.hasImageExtension(name)
                || name.toLowerCase(Locale.ROOT).endsWith("json");
    }

    /** A path for a file of this machine, an address for others. */
    private static String location(Path path) {
        String scheme = path.toUri().getScheme();
        return scheme == null || scheme.equals("file") ? path.toUri().getPath() : path.toString();
    }
}
