package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.ImageFormat;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ImageNet (ILSVRC 2012): class folders named by WordNet synsets, {@code train/n01440764/*.JPEG}, in whatever folder, such
 * as {@code ILSVRC/Data/CLS-LOC} of the Kaggle archive. The labels of its test split are secret, so the validation split is
 * the test split, as in the literature, and validation images are held out from train.
 */
final class ImageNetLayout {
    private static final Pattern SYNSET = Pattern.compile("n\\d{8}");
    private static final Pattern TRAIN_IMAGE = Pattern.compile("(?:(.*)/)?train/" + SYNSET + "/[^/]+");

    private ImageNetLayout() {}

    /** The folder that holds {@code train} with class folders named by synsets only; nothing if there is none. */
    static Optional<String> folder(FileTree tree) {
        return tree.files().stream()
                .filter(file -> ImageFormat.hasImageExtension(file.path()))
                .map(file -> TRAIN_IMAGE.matcher(file.path()))
                .filter(Matcher::matches)
                .findFirst()
                .map(found -> Optional.ofNullable(found.group(1)).orElse(""))
                .filter(folder -> areSynsets(tree.under(folder).inside("train")));
    }

    private static boolean areSynsets(NavigableSet<String> classes) {
        return !classes.isEmpty()
                && classes.stream().allMatch(name -> SYNSET.matcher(name).matches());
    }

    /**
     * Lists the images.
     *
     * @param tree starts at the folder that {@link #folder} found
     * @throws InvalidInputException if the validation images do not lie in class folders
     */
    static Listing list(String name, String location, FileTree tree) {
        if (tree.folders().contains("val") && tree.inside("val").isEmpty()) {
            throw new InvalidInputException(
                    "the validation images of " + location + " do not lie in class folders",
                    "move each into val/<synset>/, its synset is in ILSVRC2012_validation_ground_truth.txt or"
                            + " LOC_val_solution.csv");
        }
        boolean labelledTest = areSynsets(tree.inside("test"));
        FileTree labelled = labelledTest ? tree : tree.without("test");
        Listing listing = FolderLayout.list("ImageNet", name, location, labelled);
        String layout = labelledTest ? "ImageNet" : "ImageNet, val as the test split";
        return listing.published(layout, Listing.validationAsTest(listing.splits()));
    }
}
