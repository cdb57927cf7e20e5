package io.patchdrop.learn.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Small trees of generated images, laid out exactly as the data sets are published. */
public final class SampleTrees {
    private SampleTrees() {}

    /** {@code train|val|test/<class>/<n>.jpg}. */
    public static void folders(Path root, int side, int train, int test, String... classes) throws IOException {
        for (int label = 0; label < classes.length; label++) {
            for (int i = 0; i < train + test; i++) {
                String split = i < train ? "train" : "test";
                TestImages.put(root, split + "/" + classes[label] + "/" + i + ".jpg", jpeg(side, side, label, i));
            }
        }
    }

    /** {@code Images/<class>/<class>NN.tif} beside a readme: UC Merced; likewise AID with other names. */
    public static void classFolders(Path root, String ending, int side, int count, String... classes)
            throws IOException {
        TestImages.put(root, "readme.txt", new byte[] {1});
        for (int label = 0; label < classes.length; label++) {
            for (int i = 0; i < count; i++) {
                String name = String.format(Locale.ROOT, "%s/%s%02d.%s", classes[label], classes[label], i, ending);
                String format = ending.equals("tif") ? "tiff" : "jpeg";
                TestImages.put(root, "Images/" + name, TestImages.encode(image(side, side, label, i), format));
            }
        }
    }

    /** {@code train/n01440764/n01440764_1.JPEG} and {@code val/n01440764/ILSVRC2012_val_00000001.JPEG}. */
    public static void imageNet(Path root, int train, int validation, String... synsets) throws IOException {
        for (int label = 0; label < synsets.length; label++) {
            for (int i = 0; i < train; i++) {
                String path = "train/" + synsets[label] + "/" + synsets[label] + "_" + i + ".JPEG";
                TestImages.put(root, path, jpeg(250 + i, 240, label, i));
            }
            for (int i = 0; i < validation; i++) {
                int number = label * validation + i + 1;
                String path = String.format(Locale.ROOT, "val/%s/ILSVRC2012_val_%08d.JPEG", synsets[label], number);
                TestImages.put(root, path, jpeg(240, 260 + i, label, 100 + i));
            }
        }
    }

    /** fMoW-rgb: {@code split/<class>/<class>_<place>/<class>_<place>_<view>_rgb.jpg|json}, with the {@code _msrgb} twins. */
    public static void fmow(Path root, String split, int places, String... classes) throws IOException {
        for (int label = 0; label < classes.length; label++) {
            for (int place = 0; place < places; place++) {
                String scene = classes[label] + "_" + place;
                for (int view = 0; view < 2; view++) {
                    String stem = split + "/" + classes[label] + "/" + scene + "/" + scene + "_" + view;
                    TestImages.put(root, stem + "_rgb.jpg", jpeg(200 + 20 * view, 160, label, place * 2 + view));
                    TestImages.put(root, stem + "_rgb.json", fmowJson(classes[label], "[40, 30, 90, 70]"));
                    TestImages.put(root, stem + "_msrgb.jpg", jpeg(50, 40, label, place));
                    TestImages.put(root, stem + "_msrgb.json", fmowJson(classes[label], "[10, 8, 22, 17]"));
                }
            }
        }
    }

    /** The test split as published: numbered folders, annotations elsewhere, and the mapping between them. */
    public static void fmowTest(Path root, String... classes) throws IOException {
        StringBuilder mapping = new StringBuilder("[");
        for (int label = 0; label < classes.length; label++) {
            String number = String.format(Locale.ROOT, "%07d", 11978 + label);
            String scene = classes[label] + "_7";
            TestImages.put(root, "test/" + number + "/" + number + "_0_rgb.jpg", jpeg(180, 160, label, 70 + label));
            TestImages.put(
                    root,
                    "test/" + number + "/" + number + "_0_rgb.json",
                    "{\"bounding_boxes\": [{\"ID\": 1, \"box\": [1, 1, 9, 9]}]}".getBytes(StandardCharsets.UTF_8));
            TestImages.put(
                    root,
                    "test_gt/" + classes[label] + "/" + scene + "/" + scene + "_0_rgb.json",
                    fmowJson(classes[label], "[50, 40, 60, 60]"));
            mapping.append(label == 0 ? "" : ", ")
                    .append("{\"input\": \"test_gt/" + classes[label] + "/" + scene + "\", \"output\": \"test/" + number
                            + "\"}");
        }
        TestImages.put(
                root, "test_gt_mapping.json", mapping.append("]").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** An annotation as published, of one object and of the box with the ID -1 that the ground truth adds. */
    static byte[] fmowJson(String category, String box) {
        return ("{\"gsd\": 0.5, \"img_width\": 200, \"img_height\": 160, \"cloud_cover\": 3, \"bounding_boxes\": ["
                        + "{\"ID\": -1, \"box\": [0, 0, 1, 1], \"category\": \"none\"}, "
                        + "{\"ID\": 12, \"box\": " + box + ", \"category\": \"" + category + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** {@code hr/train|test/<class>/<n>.jpg} and {@code lr/train|test/<class>/<n>.png} with the LR images. */
    public static void pairs(Path root, int hrSide, int lrSide, int train, int test, String... classes)
            throws IOException {
        folders(root.resolve("hr"), hrSide, train, test, classes);
        for (int label = 0; label < classes.length; label++) {
            for (int i = 0; i < train + test; i++) {
                String split = i < train ? "train" : "test";
                TestImages.put(
                        root,
                        "lr/" + split + "/" + classes[label] + "/" + i + ".png",
                        TestImages.encode(image(lrSide, lrSide, label, 1000 + i), "png"));
            }
        }
    }

    /** The CIFAR-10 and CIFAR-100 files of the binary version, with a few records each. */
    public static void cifar(Path root, boolean fine, int records) throws IOException {
        int classes = fine ? 100 : 10;
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < classes; i++) {
            names.append("class").append(i).append('\n');
        }
        String labels = fine ? "fine_label_names.txt" : "batches.meta.txt";
        TestImages.put(root, labels, names.toString().getBytes(StandardCharsets.UTF_8));
        List<String> files = fine
                ? List.of("train.bin", "test.bin")
                : List.of(
                        "data_batch_1.bin",
                        "data_batch_2.bin",
                        "data_batch_3.bin",
                        "data_batch_4.bin",
                        "data_batch_5.bin",
                        "test_batch.bin");
        for (String file : files) {
            SplittableRandom random = new SplittableRandom(file.hashCode());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < records; i++) {
                if (fine) {
                    bytes.write(i % 20);
                }
                bytes.write(i % classes);
                byte[] pixels = new byte[3 * 32 * 32];
                random.nextBytes(pixels);
                bytes.write(pixels);
            }
            TestImages.put(root, file, bytes.toByteArray());
        }
    }

    private static byte[] jpeg(int width, int height, int label, int seed) throws IOException {
        return TestImages.encode(image(width, height, label, seed), "jpeg");
    }

    /** Noise around a colour that is the class. */
    private static BufferedImage image(int width, int height, int label, int seed) {
        byte[] pixels = TestImages.noise(width, height, 31L * seed + label);
        for (int i = 0; i < pixels.length; i++) {
            int colour = i % 3 == label % 3 ? 180 : 60;
            pixels[i] = (byte) (colour + (pixels[i] & 63));
        }
        return TestImages.image(pixels, width, height);
    }
}
