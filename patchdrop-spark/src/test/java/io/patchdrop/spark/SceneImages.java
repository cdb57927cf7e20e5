package io.patchdrop.spark;

import io.patchdrop.core.scenes.Scene;
import io.patchdrop.core.scenes.SceneGenerator;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Built-in scenes as image files, of a seed that no model was trained on. */
final class SceneImages {
    private static final SceneGenerator SCENES = new SceneGenerator(77);

    private SceneImages() {}

    static Scene scene(int number) {
        return SCENES.draw("test", number);
    }

    /** The PNG file of a scene. */
    static byte[] png(int number) {
        int size = SceneGenerator.SIZE;
        byte[] pixels = scene(number).pixels();
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < size * size; i++) {
            int rgb = (pixels[3 * i] & 0xFF) << 16 | (pixels[3 * i + 1] & 0xFF) << 8 | (pixels[3 * i + 2] & 0xFF);
            image.setRGB(i % size, i / size, rgb);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    /** Writes scenes to a folder, named by their class; in order of their names. */
    static List<Path> write(Path folder, int count) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String label = SceneGenerator.classNames().get(scene(i).label());
            files.add(Files.write(folder.resolve(String.format("%05d-%s.png", i, label)), png(i)));
        }
        return files;
    }
}
