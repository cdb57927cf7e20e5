package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * fMoW-rgb as published (Christie et al., "Functional Map of the World", CVPR 2018): {@code
 * train/airport/airport_0/airport_0_0_rgb.jpg} with a JSON file of the same name, and {@code val} alike. Every bounding box
 * of an image is an image of its own, cut out with context by {@link Box}; its class is the box's category.
 *
 * <p>The test images lie in folders of numbers, {@code test/0011978/0011978_0_rgb.jpg}, their annotations in {@code
 * test_gt/airport/airport_0/airport_0_0_rgb.json}, and {@code test_gt_mapping.json} says which folders belong together. A
 * {@code test} that was sorted into class folders is taken too. If neither is there, the validation split is the test split.
 *
 * <p>Images ending in {@code _msrgb} are passed over: they show the same in a lower resolution.
 */
final class FmowLayout {
    private static final Pattern SCENE_IMAGE =
            Pattern.compile("train/[^/]+/[^/]+/[^/]+_rgb\\.(?:jpe?g|tiff?|png)", Pattern.CASE_INSENSITIVE);
    private static final Pattern RGB_IMAGE =
            Pattern.compile("(.*_rgb)\\.(?:jpe?g|tiff?|png)", Pattern.CASE_INSENSITIVE);
    private static final String MAPPING = "test_gt_mapping.json";

    /** The category of a place where the annotators found no object. */
    private static final String FALSE_DETECTION = "false_detection";

    /** Boxes up to this are too small to show anything, as in the fMoW baseline. */
    private static final int TINY = 2;

    private final String location;
    private final FileTree tree;
    private final int workers;
    private final Map<String, FileTree.Found> files = new HashMap<>();
    private final Map<String, String> unusable = new TreeMap<>();
    private int falseDetections;

    FmowLayout(String location, FileTree tree, int workers) {
        this.location = location;
        this.tree = tree;
        this.workers = workers;
        tree.files().forEach(file -> files.put(file.path(), file));
    }

    static boolean matches(FileTree tree) {
        return tree.files().stream()
                .anyMatch(file -> SCENE_IMAGE.matcher(file.path()).matches());
    }

    /** An image file and the path of its annotation, whether that exists or not. */
    private record Scene(FileTree.Found image, String annotation) {
        String folder() {
            return FileTree.parent(image.path());
        }

        /** The class folder that the annotation lies in. */
        String folderClass() {
            String above = FileTree.parent(FileTree.parent(annotation));
            return above.substring(above.lastIndexOf('/') + 1);
        }
    }

    /** What one scene yields: objects, or the reason why there are none. */
    private record Annotated(List<FmowAnnotation.Labelled> objects, String failure) {}

    /**
     * Lists the boxes of all images.
     *
     * @throws InvalidInputException if there are none, or a class of another split is not in train
     */
    Listing list(String name) {
        Map<SplitName, List<Scene>> scenes = scenes();
        TreeSet<String> classes = new TreeSet<>();
        Map<SplitName, Map<Scene, Annotated>> annotated = new EnumMap<>(SplitName.class);
        scenes.forEach((split, members) -> annotated.put(split, annotated(members)));
        annotated.getOrDefault(SplitName.TRAIN, Map.of()).forEach((scene, found) -> found.objects()
                .forEach(one -> classes.add(category(scene, one))));
        classes.remove(FALSE_DETECTION);
        List<String> names = List.copyOf(classes);
        Map<SplitName, List<Entry>> splits = new EnumMap<>(SplitName.class);
        annotated.forEach((split, members) -> {
            List<Entry> entries = entries(split, members, names);
            if (!entries.isEmpty()) {
                splits.put(split, entries);
            }
        });
        if (!splits.containsKey(SplitName.TRAIN)) {
            throw new InvalidInputException(
                    "no training image of " + location + " has a usable JSON file beside it, first: "
                            + unusable.entrySet().iterator().next(),
                    "download the JSON files too, or check them");
        }
        Listing all = new Listing("fMoW", name, names, splits, unusable, true, tree.resources());
        return all.published(layout(splits), Listing.validationAsTest(splits));
    }

    private String layout(Map<SplitName, List<Entry>> splits) {
        String left = falseDetections == 0 ? "" : ", " + falseDetections + " false detections left out";
        return "fMoW" + (splits.containsKey(SplitName.TEST) ? "" : ", val as the test split") + left;
    }

    private Map<SplitName, List<Scene>> scenes() {
        Map<SplitName, List<Scene>> scenes = new EnumMap<>(SplitName.class);
        scenes.put(SplitName.TRAIN, besideImages("train/"));
        scenes.put(SplitName.VALIDATION, besideImages("val/"));
        FileTree.@Nullable Found mapping = files.getOrDefault(MAPPING, files.get("test_gt/" + MAPPING));
        NavigableSet<String> train = tree.inside("train");
        if (mapping != null) {
            scenes.put(SplitName.TEST, mappedImages(mapping));
        } else if (tree.inside("test").stream().anyMatch(train::contains)) {
            scenes.put(SplitName.TEST, besideImages("test/"));
        }
        return scenes;
    }

    /** The images under a folder, each annotated by the JSON file of its name. */
    private List<Scene> besideImages(String prefix) {
        List<Scene> scenes = new ArrayList<>();
        for (FileTree.Found file : tree.files()) {
            Matcher matcher = RGB_IMAGE.matcher(file.path());
            if (file.path().startsWith(prefix) && matcher.matches()) {
                scenes.add(new Scene(file, matcher.group(1) + ".json"));
            }
        }
        requireImages(prefix, scenes);
        return scenes;
    }

    /** Names annotations whose image is missing. */
    private void requireImages(String prefix, List<Scene> scenes) {
        TreeSet<String> known = new TreeSet<>();
        scenes.forEach(scene -> known.add(scene.annotation()));
        for (FileTree.Found file : tree.files()) {
            if (file.path().startsWith(prefix) && file.path().endsWith("_rgb.json") && !known.contains(file.path())) {
                unusable.put(file.path(), "there is no image beside it");
            }
        }
    }

    /** The test images, each annotated in the folder of {@code test_gt} that belongs to its own. */
    private List<Scene> mappedImages(FileTree.Found mapping) {
        Map<String, String> annotationFolders = mapping(mapping);
        List<Scene> scenes = new ArrayList<>();
        for (FileTree.Found file : tree.files()) {
            Matcher matcher = RGB_IMAGE.matcher(file.path());
            if (!file.path().startsWith("test/") || !matcher.matches()) {
                continue;
            }
            String folder = FileTree.parent(file.path());
            String annotations = annotationFolders.get(folder);
            if (annotations == null) {
                unusable.put(file.path(), "its folder is not in " + mapping.path());
            } else {
                String stem = matcher.group(1).substring(folder.length() + 1);
                String number =
                        stem.substring(Math.min(stem.length(), lastPart(folder).length()));
                scenes.add(new Scene(file, annotations + "/" + lastPart(annotations) + number + ".json"));
            }
        }
        return scenes;
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** From the folders of test images to those of their annotations. */
    private Map<String, String> mapping(FileTree.Found file) {
        try {
            Map<String, String> folders = new HashMap<>();
            for (JsonNode pair : new JsonMapper().readTree(file.image().bytes()).values()) {
                folders.put(pair.path("output").asString(""), pair.path("input").asString(""));
            }
            return folders;
        } catch (IOException | JacksonException e) {
            throw new InvalidInputException(
                    file.path() + " of " + location + " cannot be read: " + e.getMessage(), "download it again", e);
        }
    }

    private Map<Scene, Annotated> annotated(List<Scene> scenes) {
        Annotated[] found = new Annotated[scenes.size()];
        Parallel.forEach(scenes.size(), workers, i -> found[i] = annotated(scenes.get(i)));
        Map<Scene, Annotated> annotated = new java.util.LinkedHashMap<>();
        for (int i = 0; i < found.length; i++) {
            annotated.put(scenes.get(i), found[i]);
        }
        return annotated;
    }

    private Annotated annotated(Scene scene) {
        FileTree.@Nullable Found annotation = files.get(scene.annotation());
        if (annotation == null) {
            return new Annotated(List.of(), "its JSON file " + scene.annotation() + " is missing");
        }
        try {
            return new Annotated(FmowAnnotation.objects(annotation.image().bytes()), "");
        } catch (IOException e) {
            return new Annotated(List.of(), String.valueOf(e.getMessage()));
        }
    }

    private static String category(Scene scene, FmowAnnotation.Labelled object) {
        return object.category().isEmpty() ? scene.folderClass() : object.category();
    }

    private List<Entry> entries(SplitName split, Map<Scene, Annotated> scenes, List<String> classes) {
        List<Entry> entries = new ArrayList<>();
        TreeSet<String> known = new TreeSet<>(classes);
        scenes.forEach((scene, annotated) -> {
            if (!annotated.failure().isEmpty()) {
                unusable.put(scene.image().path(), annotated.failure());
            }
            for (FmowAnnotation.Labelled object : annotated.objects()) {
                String category = category(scene, object);
                Box box = object.box();
                String name = scene.image().path() + "#" + box;
                if (category.equals(FALSE_DETECTION)) {
                    falseDetections++;
                } else if (box.width() <= TINY || box.height() <= TINY) {
                    unusable.put(name, "its box is too small");
                } else {
                    Listing.requireKnownClasses(location, split, java.util.Set.of(category), known);
                    BoxedImage part = new BoxedImage(scene.image().image(), box);
                    entries.add(new Entry(
                            name, classes.indexOf(category), scene.image().size(), part, scene.folder(), null));
                }
            }
        });
        return entries;
    }
}
