package io.patchdrop.runtime.zoom.output;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.runtime.zoom.ChipResult;
import io.patchdrop.runtime.zoom.Outcome;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The text of an overlay: which colour is which class, and the sums. What is too long for a line is shortened. */
final class OverlayLegend {
    private static final Color INK = new Color(0x1A1A1A);
    private static final Color QUIET = new Color(0x595959);
    private static final Color NO_ANSWER = Color.WHITE;

    private final int width;
    private final int lineHeight;
    private final Font font;
    private final Font bold;
    private final FontMetrics metrics;
    private final FontMetrics boldMetrics;
    private final String model;
    private final List<String> sums;
    private final List<List<Entry>> rows = new ArrayList<>();

    /** A colour and what it means. */
    private record Entry(Color colour, String text, boolean crossed) {}

    /**
     * Lays it out.
     *
     * @param width of each line, in pixels
     * @param highest pixels it may have; classes that do not fit are left out
     */
    OverlayLegend(
            Manifest manifest,
            List<ChipResult> results,
            Palette palette,
            Totals totals,
            int width,
            int highest,
            int fontSize) {
        this.width = width;
        this.font = new Font(Font.SANS_SERIF, Font.PLAIN, fontSize);
        this.bold = font.deriveFont(Font.BOLD);
        Graphics2D scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        this.metrics = scratch.getFontMetrics(font);
        this.boldMetrics = scratch.getFontMetrics(bold);
        scratch.dispose();
        this.lineHeight = metrics.getHeight() * 5 / 4;
        this.model = manifest.name();
        this.sums = sums(totals);
        arrange(entries(manifest.classes(), results, palette), highest / lineHeight - sums.size() - 1);
    }

    /** Whether this machine has any font; without one nothing can be written into a picture. */
    static boolean hasFonts() {
        try {
            BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
            Graphics2D scratch = image.createGraphics();
            scratch.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            scratch.drawString("a", 0, 0);
            scratch.dispose();
            return true;
        } catch (RuntimeException | LinkageError | InternalError e) {
            // What Java throws then differs from version to version.
            return false;
        }
    }

    private static List<Entry> entries(List<String> classes, List<ChipResult> results, Palette palette) {
        int[] counts = new int[classes.size()];
        int abstained = 0;
        int failed = 0;
        for (ChipResult result : results) {
            int number = palette.numberOf(result);
            if (number >= 0) {
                counts[number]++;
            } else if (result.outcome() == Outcome.FAILED) {
                failed++;
            } else {
                abstained++;
            }
        }
        List<Entry> entries = new ArrayList<>();
        int others = 0;
        for (int i = 0; i < counts.length; i++) {
            if (palette.isShared(i)) {
                others += counts[i];
            } else if (counts[i] > 0) {
                entries.add(new Entry(new Color(palette.colour(i)), classes.get(i) + "  " + count(counts[i]), false));
            }
        }
        if (others > 0) {
            entries.add(new Entry(new Color(Palette.OTHERS), "other classes  " + count(others), false));
        }
        if (abstained > 0) {
            entries.add(new Entry(NO_ANSWER, "no answer  " + count(abstained), false));
        }
        if (failed > 0) {
            entries.add(new Entry(NO_ANSWER, "failed  " + count(failed), true));
        }
        return entries;
    }

    /** Fills lines, as many as there may be. */
    private void arrange(List<Entry> entries, int mostRows) {
        List<Entry> row = new ArrayList<>();
        int used = 0;
        for (Entry entry : entries) {
            String text = shortened(entry.text(), metrics, width - 2 * lineHeight);
            int needed = 2 * lineHeight + metrics.stringWidth(text);
            if (!row.isEmpty() && used + needed > width) {
                rows.add(row);
                row = new ArrayList<>();
                used = 0;
            }
            row.add(new Entry(entry.colour(), text, entry.crossed()));
            used += needed;
        }
        if (!row.isEmpty()) {
            rows.add(row);
        }
        while (rows.size() > Math.max(1, mostRows)) {
            rows.remove(rows.size() - 1);
        }
    }

    private static List<String> sums(Totals totals) {
        List<String> sums = new ArrayList<>();
        sums.add(count(totals.chips()) + (totals.chips() == 1 ? " chip, " : " chips, ") + count(totals.patches())
                + " of " + count(totals.of()) + " patches bought (" + share(totals.patches(), totals.of()) + ")");
        sums.add(bytes(totals.taken().bytes()) + " taken, looks included: "
                + share(totals.taken().bytes(), totals.full().bytes()) + " of the "
                + bytes(totals.full().bytes()) + " of all pixels");
        if (totals.hasPrices()) {
            sums.add(price(totals.price()) + " " + totals.prices().currency() + " instead of "
                    + price(totals.fullPrice()) + " " + totals.prices().currency());
        }
        return sums;
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String share(long part, long whole) {
        return whole > 0 ? String.format(Locale.ROOT, "%.1f%%", 100.0 * part / whole) : "-";
    }

    private static String price(double price) {
        return String.format(Locale.ROOT, price >= 1 ? "%,.2f" : "%.4g", price);
    }

    private static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " bytes";
        }
        double value = bytes;
        String unit = "";
        for (String next : List.of("kB", "MB", "GB", "TB")) {
            if (value < 999.95) {
                break;
            }
            value /= 1000;
            unit = next;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, unit);
    }

    private static String shortened(String text, FontMetrics metrics, int room) {
        if (metrics.stringWidth(text) <= room) {
            return text;
        }
        int length = text.length();
        while (length > 0 && metrics.stringWidth(text.substring(0, length) + "...") > room) {
            length--;
        }
        return text.substring(0, length) + "...";
    }

    /** Pixels of the heading. */
    int headingHeight() {
        return 2 * lineHeight + lineHeight / 4;
    }

    /** Pixels of all lines under the picture. */
    int height() {
        return lineHeight * (rows.size() + sums.size() + 1);
    }

    void drawHeading(Graphics2D graphics, String source, int x, int y) {
        graphics.setFont(bold);
        graphics.setColor(INK);
        graphics.drawString(shortened(source, boldMetrics, width), x, y + boldMetrics.getAscent());
        graphics.setFont(font);
        graphics.setColor(QUIET);
        graphics.drawString(shortened("model " + model, metrics, width), x, y + lineHeight + metrics.getAscent());
    }

    void draw(Graphics2D graphics, int x, int y) {
        int line = y;
        graphics.setFont(font);
        for (List<Entry> row : rows) {
            int left = x;
            for (Entry entry : row) {
                swatch(graphics, entry, left, line);
                graphics.setColor(INK);
                graphics.drawString(entry.text(), left + lineHeight, line + metrics.getAscent());
                left += 2 * lineHeight + metrics.stringWidth(entry.text());
            }
            line += lineHeight;
        }
        graphics.setColor(QUIET);
        graphics.drawString(
                shortened("Bright: patches that were bought. Dim: the look alone.", metrics, width),
                x,
                line + metrics.getAscent());
        line += lineHeight;
        graphics.setColor(INK);
        for (String sum : sums) {
            graphics.drawString(shortened(sum, metrics, width), x, line + metrics.getAscent());
            line += lineHeight;
        }
    }

    private void swatch(Graphics2D graphics, Entry entry, int x, int y) {
        int side = metrics.getAscent() - 2;
        graphics.setColor(entry.colour());
        graphics.fillRect(x, y + 2, side, side);
        graphics.setColor(INK);
        graphics.drawRect(x, y + 2, side, side);
        if (entry.crossed()) {
            graphics.drawLine(x, y + 2, x + side, y + 2 + side);
            graphics.drawLine(x, y + 2 + side, x + side, y + 2);
        }
    }
}
