package io.patchdrop.learn.data;

import java.io.IOException;

/** Tells the layouts of a folder or zip apart. */
final class TreeLayouts {
    private TreeLayouts() {}

    /**
     * Lists the images of a tree.
     *
     * @param layout what it is, for people
     * @param name name of the data set
     * @param location for messages
     * @param files the tree; closed if this fails
     * @throws io.patchdrop.core.InvalidInputException if the tree is of no known layout
     */
    static Listing list(String layout, String name, String location, FileTree files, DatasetOptions options)
            throws IOException {
        boolean listed = false;
        try {
            FileTree tree = files.withoutSingleTop();
            Listing listing = PairLayout.matches(tree)
                    ? PairLayout.list(name, location, tree, options)
                    : listUnpaired(layout, name, location, tree, options);
            listed = true;
            return listing;
        } finally {
            if (!listed) {
                files.resources().close();
            }
        }
    }

    private static Listing listUnpaired(
            String layout, String name, String location, FileTree tree, DatasetOptions options) {
        if (FmowLayout.matches(tree)) {
            return new FmowLayout(location, tree, options.workers()).list(name);
        }
        return listImages(layout, name, location, tree, options);
    }

    /** Lists a tree that has one image a file. */
    static Listing listImages(String layout, String name, String location, FileTree tree, DatasetOptions options) {
        var imageNet = ImageNetLayout.folder(tree);
        if (imageNet.isPresent()) {
            return ImageNetLayout.list(name, location, tree.under(imageNet.get()));
        }
        var classes = ClassFolderLayout.folder(tree);
        return classes.isPresent()
                ? ClassFolderLayout.list(layout, name, location, tree, classes.get(), options)
                : FolderLayout.list(layout, name, location, tree);
    }
}
