package io.patchdrop.imagery.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers are those of GDAL 3.6.2 with PROJ 9.1.1: osr.CoordinateTransformation to EPSG:4326. */
class AffineReferenceTest {
    private static final double DEGREES = 1e-7;
    private static final double PIXELS = 1e-3;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "32631 | 450000 10 0 5000000 0 -10 | 0 0 | 2.363924566131 45.151705889318",
                "32631 | 450000 10 0 5000000 0 -10 | 10980 10980 | 3.747921109739 44.162558092139",
                "32631 | 450000 10 0 5000000 0 -10 | 123.25 4567.5 | 2.384015876881 44.740649197705",
                // Near the pole's end of a zone.
                "32633 | 399960 0.5 0 9190000 0 -0.5 | 0 0 | 7.922819672162 82.708008212944",
                "32633 | 399960 0.5 0 9190000 0 -0.5 | 20000 3000.5 | 8.635816481163 82.705059901908",
                // Both edges of a zone, at the equator, over the antimeridian.
                "32601 | 166021 30 0 30 0 -30 | 0 0 | 179.999996023607 0.000271044930",
                "32601 | 166021 30 0 30 0 -30 | 22260 0 | -174.001413971584 0.000271045284",
                "32601 | 166021 30 0 30 0 -30 | 7 9 | -179.998119363690 -0.002168363205",
                // The southern hemisphere, one of them turned.
                "32760 | 700000 10 0 4900000 0 -10 | 0 0 | 179.584065120385 -46.024353395823",
                "32760 | 700000 10 0 4900000 0 -10 | 9000 5000 | -179.224538341261 -46.441212511984",
                "32719 | 300000 10 2.5 8200000 1.5 -9 | 1000 2000 | -70.732575960374 -16.422844588261",
                "32719 | 300000 10 2.5 8200000 1.5 -9 | -5 -7.25 | -70.872214496177 -16.272029266354",
                "32756 | 334000 0.3 0 1100000 0 -0.3 | 0 0 | 144.359952034942 -80.054305146329",
                "32756 | 334000 0.3 0 1100000 0 -0.3 | 4000 9000 | 144.400864472352 -80.079809224908",
                "3857 | -20037508.342789244 156543.03392804097 0 20037508.342789244 0 -156543.03392804097 | 0.5 0.5"
                        + " | -179.296875 84.990100180235",
                "3857 | -20037508.342789244 156543.03392804097 0 20037508.342789244 0 -156543.03392804097 | 255.75 200.1"
                        + " | 179.6484375 -70.659241192632",
                "3857 | 1000000 1 0.25 6000000 -0.25 -1 | 4096 4096 | 9.029146583742 47.322536098378",
                "4326 | 10 0.001 0.0002 50 -0.0001 -0.001 | 100.5 2000 | 10.5005 47.98995",
                "4269 | -100 0.001 0 40 0 -0.001 | 100 200 | -99.9 39.8",
                "26910 | 500000 1 0 4200000 0 -1 | 7000 9000 | -122.920415043842 37.866445289978",
                "25832 | 400000 0.2 0 5500000 0 -0.2 | 7000 9000 | 7.634670537913 49.628301493423"
            })
    void agreesWithGdalBothWays(int epsg, String transform, String pixel, String degrees) {
        AffineReference reference = AffineReference.of(epsg, numbers(transform));
        double[] at = numbers(pixel);
        double[] place = numbers(degrees);

        Position position = reference.position(new PixelPosition(at[0], at[1]));
        assertThat(position.longitude()).isCloseTo(place[0], within(DEGREES));
        assertThat(position.latitude()).isCloseTo(place[1], within(DEGREES));

        PixelPosition back = reference.pixel(position);
        assertThat(back.x()).isCloseTo(at[0], within(PIXELS));
        assertThat(back.y()).isCloseTo(at[1], within(PIXELS));
    }

    /**
     * GDAL has no areas on the ellipsoid; its numbers are of the region's edge, in 16,000 points, put into the equal-area
     * EPSG:6933. Its own error is that of the points.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "32631 | 450000 10 0 5000000 0 -10 | 10980 | 10980 | 12065385257.678015 | 1e-8",
                "32631 | 450000 10 0 5000000 0 -10 | 10 | 10 | 10007.390545673665 | 1e-7",
                "32719 | 300000 10 2.5 8200000 1.5 -9 | 1000 | 2000 | 187478107.9957191 | 1e-8",
                "32633 | 399960 0.5 0 9190000 0 -0.5 | 20000 | 3000 | 15008690.370285738 | 1e-7",
                "3857 | 1000000 1 0.25 6000000 -0.25 -1 | 4096 | 4096 | 7227054.595258331 | 1e-7",
                "4326 | 10 0.001 0.0002 50 -0.0001 -0.001 | 1000 | 1000 | 7903091833.560643 | 1e-8",
                "4326 | 10 1 0 50 0 -1 | 1 | 1 | 8056245437.270981 | 1e-9"
            })
    void areasAreThoseOfAnEqualAreaProjection(
            int epsg, String transform, int width, int height, double squareMetres, double tolerance) {
        AffineReference reference = AffineReference.of(epsg, numbers(transform));
        assertThat(reference.squareKilometres(Region.whole(width, height)))
                .isCloseTo(squareMetres * 1e-6, within(tolerance * squareMetres * 1e-6));
    }

    @Test
    void theWholeEarthHasItsArea() {
        AffineReference world = AffineReference.of(4326, -180, 0.5, 0, 90, 0, -0.5);
        // 4 pi times the square of the authalic radius 6371007.1809184747 m of WGS 84.
        assertThat(world.squareKilometres(Region.whole(720, 360))).isCloseTo(510065621.724089, within(1e-5));
        double parts = IntStream.range(0, 360)
                .mapToDouble(row -> world.squareKilometres(new Region(0, row, 720, 1)))
                .sum();
        assertThat(parts).isCloseTo(510065621.724089, within(1e-3));
    }

    @Test
    void smallRegionsKeepTheirDigits() {
        AffineReference reference = AffineReference.of(32631, 450000, 0.1, 0, 5000000, 0, -0.1);
        double whole = reference.squareKilometres(new Region(0, 0, 100, 100));
        double parts = IntStream.range(0, 10_000)
                .mapToDouble(i -> reference.squareKilometres(new Region(i % 100, i / 100, 1, 1)))
                .sum();
        assertThat(parts).isCloseTo(whole, within(1e-5 * whole));
    }

    @Test
    void footprintsRunCounterClockwiseWhicheverWayRowsGo() {
        AffineReference northUp = AffineReference.of(4326, 10, 0.01, 0, 50, 0, -0.01);
        assertThat(northUp.footprint(Region.whole(100, 50)))
                .containsExactly(
                        new Position(10, 50),
                        new Position(10, 49.5),
                        new Position(11, 49.5),
                        new Position(11, 50),
                        new Position(10, 50));
        AffineReference southUp = AffineReference.of(4326, 10, 0.01, 0, 50, 0, 0.01);
        assertThat(southUp.footprint(Region.whole(100, 50)))
                .containsExactly(
                        new Position(10, 50),
                        new Position(11, 50),
                        new Position(11, 50.5),
                        new Position(10, 50.5),
                        new Position(10, 50));
    }

    @Test
    void pixelsOfTheRightTurnAreFound() {
        AffineReference world = AffineReference.of(4326, -180, 0.5, 0, 90, 0, -0.5);
        assertThat(world.pixel(new Position(-180, 0))).isEqualTo(new PixelPosition(0, 180));
        assertThat(world.pixel(new Position(179.5, 0))).isEqualTo(new PixelPosition(719, 180));
        AffineReference fromGreenwich = AffineReference.of(4326, 0, 0.5, 0, 90, 0, -0.5);
        assertThat(fromGreenwich.pixel(new Position(-0.5, 0))).isEqualTo(new PixelPosition(719, 180));
        assertThat(fromGreenwich.position(new PixelPosition(719, 180))).isEqualTo(new Position(-0.5, 0));
        AffineReference mirrored = AffineReference.of(4326, 180, -0.5, 0, 90, 0, -0.5);
        assertThat(mirrored.pixel(new Position(-170, 0))).isEqualTo(new PixelPosition(700, 180));
    }

    @Test
    void whatCannotBeIsSaid() {
        assertThatThrownBy(() -> AffineReference.of(2056, 0, 1, 0, 0, 0, -1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("EPSG:2056");
        List<double[]> useless = List.of(
                new double[] {0, 1, 0, 0, 0},
                new double[] {0, 1, 1, 0, 1, 1},
                new double[] {Double.NaN, 1, 0, 0, 0, -1},
                new double[] {0, 1e-300, 0, 0, 0, 1e-300},
                new double[] {0, 1e300, 0, 0, 0, 1e300});
        for (double[] transform : useless) {
            assertThatThrownBy(() -> AffineReference.of(4326, transform)).isInstanceOf(InvalidInputException.class);
        }
        AffineReference utm = AffineReference.of(32631, 0, 10, 0, 0, 0, -10);
        assertThatThrownBy(() -> utm.position(new PixelPosition(1e12, 0))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> utm.pixel(new Position(93, 0))).isInstanceOf(InvalidInputException.class);
        AffineReference mercator = AffineReference.of(3857, 0, 10, 0, 0, 0, -10);
        assertThatThrownBy(() -> mercator.pixel(new Position(0, 90))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void partsLieWhereTheirPixelsLie() {
        AffineReference whole = AffineReference.of(32719, 300000, 10, 2.5, 8200000, 1.5, -9);
        AffineReference part = AffineReference.part(whole, 100, 40, 16, 8);
        Position expected = whole.position(new PixelPosition(100 + 3 * 16, 40 + 5 * 8));
        assertThat(part.position(new PixelPosition(3, 5)).longitude()).isCloseTo(expected.longitude(), within(1e-12));
        assertThat(part.position(new PixelPosition(3, 5)).latitude()).isCloseTo(expected.latitude(), within(1e-12));
        assertThat(part).isEqualTo(AffineReference.of(32719, part.transform())).isNotEqualTo(whole);
    }

    @Test
    void threadsCanShareOne() {
        AffineReference reference = AffineReference.of(32631, 450000, 10, 0, 5000000, 0, -10);
        List<Position> alone = IntStream.range(0, 20_000)
                .mapToObj(i -> reference.position(new PixelPosition(i % 997, i % 1009)))
                .toList();
        List<Position> together = IntStream.range(0, 20_000)
                .parallel()
                .mapToObj(i ->
                        reference.position(reference.pixel(reference.position(new PixelPosition(i % 997, i % 1009)))))
                .toList();
        for (int i = 0; i < alone.size(); i++) {
            assertThat(together.get(i).longitude()).isCloseTo(alone.get(i).longitude(), within(1e-11));
            assertThat(together.get(i).latitude()).isCloseTo(alone.get(i).latitude(), within(1e-11));
        }
    }

    private static double[] numbers(String words) {
        return Arrays.stream(words.toLowerCase(Locale.ROOT).split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
