package io.patchdrop.runtime.zoom.output;

import io.patchdrop.core.AtomicFile;
import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Outcome;
import io.patchdrop.runtime.zoom.ZoomSources;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** {@code overlay.png}: a scene with its chips in the colours of their classes, and a legend. */
final class Overlay {
    /** Pixels of the picture's longer side, legend and all, at most. */
    static final int LONGEST = 2048;

    /** Pixels for the heading and the legend. */
    private static final int FOR_TEXT = 448;

    private static final int FOR_LEGEND = 344;

    private static final int NARROWEST = 760;
    private static final int MARGIN = 24;
    /** Chips that are narrower in the picture have no text. */
    private static final int LEAST_FOR_TEXT = 48;
    /** Chips that are narrower have a tint, not an outline. */
    private static final int LEAST_FOR_OUTLINE = 24;

    private static final Color DARK = new Color(0x1A1A1A);
    private static final Color NO_ANSWER = Color.WHITE;

    private final Manifest manifest;
    private final ZoomSources sources;
    private final List<ChipResult> results;
    private final Palette palette;
    private final PictureFrame frame;

    private Overlay(Manifest manifest, ZoomSources sources, List<ChipResult> results, Palette palette) {
        this.manifest = manifest;
        this.sources = sources;
        this.results = results;
        this.palette = palette;
        this.frame = PictureFrame.around(sources.image().levels().get(0), results, LONGEST - FOR_TEXT - 2 * MARGIN);
    }

    /** Draws and writes it. */
    static void write(
            Path file, Manifest manifest, ZoomSources sources, List<ChipResult> results, Palette palette, Totals totals)
            throws IOException {
        BufferedImage image = draw(manifest, sources, results, palette, totals).image();
        AtomicFile.write(file, out -> {
            OutputStream buffered = new BufferedOutputStream(out);
            if (!ImageIO.write(image, "png", buffered)) {
                throw new IOException("this Java writes no PNG");
            }
            buffered.flush();
        });
    }

    /**
     * An overlay.
     *
     * @param scene the part of it that shows the scene
     * @param frame what of the scene
     */
    record Drawing(BufferedImage image, Rectangle scene, PictureFrame frame) {}

    /** Draws it. */
    static Drawing draw(
            Manifest manifest, ZoomSources sources, List<ChipResult> results, Palette palette, Totals totals) {
        return new Overlay(manifest, sources, results, palette).draw(totals);
    }

    private Drawing draw(Totals totals) {
        int width = Math.max(NARROWEST, frame.width() + 2 * MARGIN);
        int fontSize = Math.max(15, Math.min(24, width / 60));
        OverlayLegend legend =
                new OverlayLegend(manifest, results, palette, totals, width - 2 * MARGIN, FOR_LEGEND, fontSize);
        String name = sources.image().name();
        int top = MARGIN + legend.headingHeight();
        int height = top + frame.height() + MARGIN / 2 + legend.height() + MARGIN;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, width, height);
            legend.drawHeading(graphics, Addresses.withoutSecrets(name), MARGIN, MARGIN);
            int left = (width - frame.width()) / 2;
            Graphics2D scene = (Graphics2D) graphics.create(left, top, frame.width(), frame.height());
            new ScenePicture(sources, manifest, frame, scene).draw(results);
            drawChips(scene, fontSize);
            scene.dispose();
            legend.draw(graphics, MARGIN, top + frame.height() + MARGIN / 2);
            return new Drawing(image, new Rectangle(left, top, frame.width(), frame.height()), frame);
        } finally {
            graphics.dispose();
        }
    }

    private void drawChips(Graphics2D scene, int fontSize) {
        for (ChipResult result : results) {
            Rectangle place = frame.place(result.chip().window());
            int narrow = Math.min(place.width, place.height);
            if (narrow < LEAST_FOR_OUTLINE) {
                tint(scene, result, place);
            } else {
                outline(scene, result, place, narrow);
            }
            if (narrow >= LEAST_FOR_TEXT) {
                label(scene, result, place, fontSize);
            }
        }
    }

    private Color colour(ChipResult result) {
        int number = palette.numberOf(result);
        return number < 0 ? NO_ANSWER : new Color(palette.colour(number));
    }

    /** Over pixels half of the colour, so that they are seen through it; where there are none all of it. */
    private void tint(Graphics2D scene, ChipResult result, Rectangle place) {
        Color colour = colour(result);
        int alpha = ScenePicture.shows(place) ? 110 : 255;
        scene.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha));
        scene.fillRect(place.x, place.y, Math.max(1, place.width), Math.max(1, place.height));
    }

    /** A line inside of the chip, with a dark one inside of that, so that it is seen on any ground. */
    private void outline(Graphics2D scene, ChipResult result, Rectangle place, int narrow) {
        int thick = Math.max(2, Math.min(5, narrow / 13));
        if (result.outcome() == Outcome.FAILED) {
            scene.setColor(NO_ANSWER);
            scene.setStroke(new BasicStroke(thick));
            scene.drawLine(place.x, place.y, place.x + place.width, place.y + place.height);
            scene.drawLine(place.x, place.y + place.height, place.x + place.width, place.y);
        }
        frame(scene, place, 0, thick, colour(result));
        if (narrow >= LEAST_FOR_TEXT) {
            frame(scene, place, thick, 1, DARK);
        }
    }

    private static void frame(Graphics2D scene, Rectangle place, int inset, int thick, Color colour) {
        scene.setColor(colour);
        int x = place.x + inset;
        int y = place.y + inset;
        int width = place.width - 2 * inset;
        int height = place.height - 2 * inset;
        scene.fillRect(x, y, width, thick);
        scene.fillRect(x, y + height - thick, width, thick);
        scene.fillRect(x, y, thick, height);
        scene.fillRect(x + width - thick, y, thick, height);
    }

    /** As much of class and confidence as fits into the chip's upper left corner. */
    private void label(Graphics2D scene, ChipResult result, Rectangle place, int fontSize) {
        scene.setFont(new Font(Font.SANS_SERIF, Font.BOLD, Math.max(10, Math.min(fontSize, place.width / 8))));
        FontMetrics metrics = scene.getFontMetrics();
        int room = place.width - 16;
        for (String text : labels(result)) {
            if (metrics.stringWidth(text) <= room) {
                Color colour = colour(result);
                scene.setColor(colour);
                scene.fillRect(place.x, place.y, metrics.stringWidth(text) + 12, metrics.getHeight() + 2);
                scene.setColor(isLight(colour) ? DARK : Color.WHITE);
                scene.drawString(text, place.x + 6, place.y + 1 + metrics.getAscent());
                return;
            }
        }
    }

    /** Whether dark letters are read better on it: its relative luminance, roughly, as WCAG 2 has it. */
    private static boolean isLight(Color colour) {
        double light = 0.2126 * square(colour.getRed())
                + 0.7152 * square(colour.getGreen())
                + 0.0722 * square(colour.getBlue());
        return light > 0.18;
    }

    private static double square(int sample) {
        return sample * sample / 65025.0;
    }

    private static List<String> labels(ChipResult result) {
        String name = result.className();
        if (name == null) {
            return List.of(result.outcome().toString());
        }
        String sure = String.format(Locale.ROOT, "%.0f%%", 100 * result.confidence());
        return List.of(name + " " + sure, name);
    }
}
