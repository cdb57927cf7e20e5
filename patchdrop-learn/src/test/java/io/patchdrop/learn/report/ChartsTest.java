package io.patchdrop.learn.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class ChartsTest {
    private static final Pattern MARKER = Pattern.compile("<ellipse cx=\"([\\d.]+)\" cy=\"([\\d.]+)\"");
    private static final Pattern TICK =
            Pattern.compile("text-anchor=\"(end|middle)\" x=\"([\\d.]+)\" y=\"([\\d.]+)\">(-?[\\d.]+)<");

    @Test
    void labelsOverlapNeitherEachOtherNorTheEdge() {
        Rectangle2D bounds = new Rectangle2D.Double(40, 10, 640, 320);
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<Point2D> points = new ArrayList<>();
            for (int i = 0; i < 22; i++) {
                // A tight cluster, as systems of similar accuracy make it.
                points.add(new Point2D.Double(
                        200 + 40 * random.nextGaussian(), Math.max(20, 90 + 30 * random.nextGaussian())));
            }
            LabelPlacer placer = new LabelPlacer(bounds, points, List.of(new Line2D.Double(40, 60, 680, 60)));
            List<Rectangle2D> boxes = new ArrayList<>();
            boxes.add(placer.alongLine(60, 150, 15));
            for (Point2D point : points) {
                boxes.add(placer.besidePoint(point, 50 + random.nextInt(60), 15));
            }
            for (int i = 0; i < boxes.size(); i++) {
                assertThat(bounds.contains(boxes.get(i)))
                        .as("seed %d, label %d", seed, i)
                        .isTrue();
                for (int j = 0; j < i; j++) {
                    assertThat(boxes.get(i).intersects(boxes.get(j)))
                            .as("seed %d, labels %d and %d", seed, i, j)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void pointsStandWhereTheTicksSay() {
        Results results = new Results(
                "scenes",
                "demo",
                "paper",
                1,
                16,
                List.of(
                        SampleReports.system("PatchDrop", "Ft-2", 72.5, 3),
                        SampleReports.system("STN", "Ft-2", 95, 12)));
        String svg = PlotRenderer.svg(
                TradeOffChart.of(SeedSummary.of(List.of(results))).orElseThrow().wide());

        List<double[]> ticks = new ArrayList<>();
        for (MatchResult tick : TICK.matcher(svg).results().toList()) {
            boolean vertical = tick.group(1).equals("end");
            double pixel = Double.parseDouble(tick.group(vertical ? 3 : 2)) - (vertical ? 4 : 0);
            ticks.add(new double[] {vertical ? 1 : 0, Double.parseDouble(tick.group(4)), pixel});
        }
        List<double[]> markers = MARKER.matcher(svg)
                .results()
                .map(found -> new double[] {Double.parseDouble(found.group(1)), Double.parseDouble(found.group(2))})
                .toList();
        assertThat(markers).hasSize(2);
        double[][] truth = {{3, 72.5}, {12, 95}};
        for (int axis = 0; axis < 2; axis++) {
            int wanted = axis;
            List<double[]> own =
                    ticks.stream().filter(tick -> tick[0] == wanted).toList();
            assertThat(own).hasSizeGreaterThan(3);
            double[] first = own.get(0);
            double[] last = own.get(own.size() - 1);
            for (int i = 0; i < 2; i++) {
                double share = (truth[i][axis] - first[1]) / (last[1] - first[1]);
                assertThat(markers.get(i)[axis])
                        .isCloseTo(first[2] + share * (last[2] - first[2]), org.assertj.core.data.Offset.offset(1.0));
            }
        }
    }

    @Test
    void ticksAreRoundNumbersThatFit() {
        Plot.Axis epochs = new Plot.Axis("", 1, 40);
        assertThat(PlotRenderer.wholeTicks(epochs, 9)).containsExactly(5, 10, 15, 20, 25, 30, 35, 40);
        assertThat(PlotRenderer.wholeTicks(epochs, 40)).hasSize(40).startsWith(1, 2, 3);
        assertThat(PlotRenderer.wholeTicks(new Plot.Axis("", 1, 300), 5)).containsExactly(100, 200, 300);
        assertThat(PlotRenderer.wholeTicks(new Plot.Axis("", 0, 2), 0)).containsExactly(0, 2);
        assertThat(PlotRenderer.tickTexts(List.of(0.0, 0.25, 0.5), new Plot.Axis("", 0, 0.5)))
                .containsExactly("0.00", "0.25", "0.50");
        assertThat(PlotRenderer.tickTexts(List.of(89.99999, 95.0), new Plot.Axis("", 85, 100)))
                .containsExactly("90", "95");
    }

    @Test
    void curvesShareAChartWhereTheyShareAUnit() {
        Map<String, List<CurveCharts.Panel>> charts = CurveCharts.of(SampleReports.curves());

        assertThat(charts.keySet()).containsExactly("HR-CNN", "Pt", "Ft-1");
        assertThat(charts.get("HR-CNN")).extracting(CurveCharts.Panel::caption).containsExactly("Loss", "Accuracy, %");
        assertThat(charts.get("Pt"))
                .extracting(CurveCharts.Panel::caption)
                .containsExactly("Loss", "Accuracy, %", "Reward", "S, patches used", "Distinct masks");
        assertThat(CurveCharts.of(List.of(new EpochMetrics("Pt", 1, Map.of("new_thing", 1.0))))
                        .get("Pt"))
                .extracting(CurveCharts.Panel::caption)
                .containsExactly("new thing");
    }

    @Test
    void picturesKeepTheirPixelsUpToTheLimit() throws IOException {
        BufferedImage small = SampleReports.scene(new Random(SampleReports.SEED), 64, 5);
        String prefix = "data:image/png;base64,";
        String uri = Pictures.dataUri(small);
        assertThat(uri).startsWith(prefix);
        BufferedImage back =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(uri.substring(prefix.length()))));
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                assertThat(back.getRGB(x, y)).isEqualTo(small.getRGB(x, y));
            }
        }

        BufferedImage wide = new BufferedImage(2000, 500, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 2000; x++) {
            for (int y = 0; y < 500; y++) {
                wide.setRGB(x, y, (x + y) % 2 == 0 ? 0xFFFFFF : 0);
            }
        }
        BufferedImage fitted = Pictures.fitted(wide);
        assertThat(fitted.getWidth()).isEqualTo(256);
        assertThat(fitted.getHeight()).isEqualTo(64);
        // A checkerboard of single pixels becomes grey: every pixel counts.
        assertThat(fitted.getRGB(128, 32) & 0xFF).isBetween(120, 136);
        assertThat(Pictures.fitted(new BufferedImage(1, 1000, BufferedImage.TYPE_INT_RGB))
                        .getWidth())
                .isEqualTo(1);
    }
}
