package io.patchdrop.learn.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.learn.report.Curve.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class CurveTest {
    private static final Offset<Double> TINY = Offset.offset(1e-9);
    private static final Curve CURVE = new Curve(List.of(new Point(8, 86), new Point(2, 80), new Point(4, 85)));

    @Test
    void isLinearBetweenMeasuredPoints() {
        assertThat(CURVE.accuracyAt(2)).hasValue(80);
        assertThat(CURVE.accuracyAt(3)).hasValue(82.5);
        assertThat(CURVE.accuracyAt(4)).hasValue(85);
        assertThat(CURVE.accuracyAt(5)).hasValue(85.25);
        assertThat(CURVE.accuracyAt(8)).hasValue(86);
    }

    @Test
    void isUnknownOutsideTheMeasuredRange() {
        assertThat(CURVE.accuracyAt(1.999)).isEmpty();
        assertThat(CURVE.accuracyAt(8.001)).isEmpty();
        assertThat(CURVE.accuracyAt(Double.NaN)).isEmpty();
        assertThat(new Curve(List.of()).accuracyAt(1)).isEmpty();
        assertThat(new Curve(List.of(new Point(3, 70))).accuracyAt(3)).hasValue(70);
    }

    @Test
    void reachesAnAccuracyWhereTheLineCrossesItFirst() {
        assertThat(CURVE.cheapestReaching(82.5)).hasValue(3);
        assertThat(CURVE.cheapestReaching(85)).hasValue(4);
        assertThat(CURVE.cheapestReaching(70)).hasValue(2);
        assertThat(CURVE.cheapestReaching(86.01)).isEmpty();
        Curve falling = new Curve(List.of(new Point(1, 70), new Point(2, 90), new Point(3, 60), new Point(4, 95)));
        assertThat(falling.cheapestReaching(80)).hasValue(1.5);
        assertThat(falling.cheapestReaching(92.5).getAsDouble()).isCloseTo(3 + 32.5 / 35, TINY);
    }

    @Test
    void takesNoEnvelope() {
        Curve falling = new Curve(List.of(new Point(1, 90), new Point(3, 70)));
        assertThat(falling.accuracyAt(2)).hasValue(80);
    }

    @Test
    void leavesOutWhatWasNotMeasuredAndJoinsEqualS() {
        Curve curve = new Curve(
                List.of(new Point(2, 80), new Point(Double.NaN, 1), new Point(3, Double.NaN), new Point(2, 82)));
        assertThat(curve.points()).containsExactly(new Point(2, 81));
    }

    @Test
    void agreesWithADenseScanOfRandomPolylines() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                points.add(new Point(i + 0.8 * random.nextDouble(), 60 + 30 * random.nextDouble()));
            }
            List<Point> shuffled = new ArrayList<>(points);
            Collections.shuffle(shuffled, random);
            Curve curve = new Curve(shuffled);
            double goal = points.get(0).accuracy() + 5;
            double scanned = Double.NaN;
            for (int segment = 1; segment < points.size() && Double.isNaN(scanned); segment++) {
                Point left = points.get(segment - 1);
                Point right = points.get(segment);
                for (int step = 0; step <= 1000 && Double.isNaN(scanned); step++) {
                    double share = step / 1000.0;
                    double patches = (1 - share) * left.patches() + share * right.patches();
                    double accuracy = (1 - share) * left.accuracy() + share * right.accuracy();
                    if (step % 100 == 50) {
                        assertThat(curve.accuracyAt(patches).getAsDouble())
                                .as("seed %d, S %f", seed, patches)
                                .isCloseTo(accuracy, TINY);
                    }
                    scanned = accuracy >= goal ? patches : scanned;
                }
            }
            assertThat(curve.cheapestReaching(goal).orElse(Double.NaN))
                    .as("seed %d", seed)
                    .isCloseTo(scanned, Offset.offset(2e-3));
        }
    }
}
