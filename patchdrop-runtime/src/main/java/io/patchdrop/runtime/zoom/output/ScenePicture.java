package io.patchdrop.runtime.zoom.output;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.runtime.zoom.Chip;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.ZoomSources;
import io.patchdrop.runtime.zoom.ZoomViews;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The pixels of a scene as they were bought: each chip's look, dimmed but where patches were bought, and those patches as
 * sharp as they are. Nothing is bought for it; what cannot be read is grey.
 */
final class ScenePicture {
    /** Smaller chips are spots in which no look can be made out. */
    private static final int SMALLEST_LOOK = 4;

    private static final Color NOTHING = new Color(0x8C8C8C);

    private final ZoomSources sources;
    private final ZoomViews views;
    private final Manifest manifest;
    private final PictureFrame frame;
    private final Graphics2D target;

    ScenePicture(ZoomSources sources, Manifest manifest, PictureFrame frame, Graphics2D target) {
        this.sources = sources;
        this.views = new ZoomViews(sources, manifest);
        this.manifest = manifest;
        this.frame = frame;
        this.target = target;
    }

    /** Whether chips are so large in the picture that their pixels are drawn. */
    static boolean shows(Rectangle chip) {
        return Math.min(chip.width, chip.height) >= SMALLEST_LOOK;
    }

    void draw(List<ChipResult> results) {
        target.setColor(NOTHING);
        target.fillRect(0, 0, frame.width(), frame.height());
        target.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        for (ChipResult result : results) {
            if (shows(frame.place(result.chip().window()))) {
                draw(result);
            }
        }
    }

    private void draw(ChipResult result) {
        Chip chip = result.chip();
        Rectangle place = frame.place(chip.window());
        Optional<BufferedImage> look = look(chip, place);
        look.ifPresent(image -> draw(dimmed(image), place));
        for (int patch : result.patches()) {
            Rectangle part = frame.place(chip.patch(manifest.grid(), patch));
            if (part.width < 1 || part.height < 1) {
                continue;
            }
            Optional<BufferedImage> sharp = part.width > manifest.lookSize() / manifest.grid()
                    ? read(sources.image(), views.patch(chip, patch), part)
                    : Optional.empty();
            if (sharp.isPresent()) {
                draw(sharp.get(), part);
            } else {
                look.ifPresent(image -> draw(cut(image, place, part), part));
            }
        }
    }

    private Optional<BufferedImage> look(Chip chip, Rectangle place) {
        return read(sources.look(), views.look(chip), place);
    }

    /** Pixels that are owned, as large as they are drawn. */
    private static Optional<BufferedImage> read(ImageSource source, ZoomViews.View view, Rectangle place) {
        try {
            RgbImage pixels = source.read(view.level(), view.region());
            int side = Math.max(place.width, place.height);
            return Optional.of(image(pixels.resized(side), side));
        } catch (IllegalStateException | IOException e) {
            // Not owned, or damaged: the chip's result says so, the picture goes without.
            return Optional.empty();
        }
    }

    private static BufferedImage image(byte[] pixels, int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        int[] packed = new int[side * side];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = (pixels[3 * i] & 0xff) << 16 | (pixels[3 * i + 1] & 0xff) << 8 | (pixels[3 * i + 2] & 0xff);
        }
        image.setRGB(0, 0, side, side, packed, 0, side);
        return image;
    }

    private void draw(BufferedImage image, Rectangle place) {
        target.drawImage(image, place.x, place.y, place.width, place.height, null);
    }

    /** Half of the light, and half of the colour. */
    private static BufferedImage dimmed(BufferedImage image) {
        BufferedImage dimmed = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int colour = image.getRGB(x, y);
                int red = colour >> 16 & 0xff;
                int green = colour >> 8 & 0xff;
                int blue = colour & 0xff;
                int grey = (red + green + blue) / 3;
                dimmed.setRGB(x, y, new Color((red + grey) / 4, (green + grey) / 4, (blue + grey) / 4).getRGB());
            }
        }
        return dimmed;
    }

    private static BufferedImage cut(BufferedImage look, Rectangle chip, Rectangle part) {
        int x = Math.min(part.x - chip.x, look.getWidth() - 1);
        int y = Math.min(part.y - chip.y, look.getHeight() - 1);
        return look.getSubimage(
                x, y, Math.min(part.width, look.getWidth() - x), Math.min(part.height, look.getHeight() - y));
    }
}
