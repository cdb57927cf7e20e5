package io.patchdrop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.runtime.zoom.ZoomListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of the demo with a model that is trained: what it saves, and that the answers are right. */
class DemoZoomTest {
    private static final Path BUNDLE = Path.of("..", "models", "scenes.patchdrop");

    @Test
    void aFewBytesAreEnough(@TempDir Path folder) throws IOException {
        StringWriter text = new StringWriter();

        new DemoZoom(folder, 12, new PrintWriter(text)).run(BUNDLE, ZoomListener.NONE);

        assertThat(text.toString()).contains("Zooming into 144 new scenes");
        double share = kilobytes(text.toString(), "together") / kilobytes(text.toString(), "reading everything");
        assertThat(share).isBetween(0.1, 0.35);
        assertThat(percents(text.toString())).hasSize(2).allSatisfy(accuracy -> assertThat(accuracy)
                .isGreaterThan(95));
        // The rest of the file is its header and its overviews.
        assertThat(kilobytes(text.toString(), "reading everything") * 1000)
                .isBetween(
                        0.85 * Files.size(folder.resolve("scenes.tif")),
                        1.0 * Files.size(folder.resolve("scenes.tif")));
    }

    private static double kilobytes(String text, String row) {
        Matcher matcher = Pattern.compile(row + " +([0-9.]+) ([kM])B").matcher(text);
        assertThat(matcher.find()).as(row + " in " + text).isTrue();
        return Double.parseDouble(matcher.group(1)) * (matcher.group(2).equals("k") ? 1 : 1000);
    }

    private static List<Double> percents(String text) {
        List<Double> percents = new ArrayList<>();
        Matcher matcher = Pattern.compile("([0-9.]+) %").matcher(text);
        while (matcher.find()) {
            percents.add(Double.parseDouble(matcher.group(1)));
        }
        return percents;
    }
}
