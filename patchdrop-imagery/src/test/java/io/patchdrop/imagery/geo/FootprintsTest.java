package io.patchdrop.imagery.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The windows are what GDAL 3.6.2 says of 2,000 points on each edge of the box, rounded outwards and clipped. */
class FootprintsTest {
    private static final AffineReference UTM = AffineReference.of(32631, 450000, 10, 0, 5000000, 0, -10);
    private static final AffineReference WORLD = AffineReference.of(4326, -180, 0.5, 0, 90, 0, -0.5);

    @Test
    void boxesBecomeWindows() {
        // GDAL: 1011.547 1692.801 to 8988.453 9480.594
        assertThat(Windows.of(UTM, 2.5, 44.3, 3.5, 45, 10980, 10980)).isEqualTo(region(1011, 1692, 8989, 9481));
        // GDAL, a turned image: -244.579 343.0 to 863.665 1653.625; what lies left of the image does not widen the rest
        AffineReference turned = AffineReference.of(32719, 300000, 10, 2.5, 8200000, 1.5, -9);
        Region found = Windows.of(turned, -70.86, -16.4, -70.78, -16.3, 2000, 2000);
        assertThat(found.left()).isZero();
        assertThat(found.left() + found.width()).isEqualTo(864);
        assertThat(found.top()).isEqualTo(342);
        assertThat(found.top() + found.height()).isEqualTo(1654);
        // GDAL: -6.415 1025.443 to 1619.056 3074.548
        AffineReference mercator = AffineReference.of(3857, 1000000, 1, 0.25, 6000000, -0.25, -1);
        assertThat(Windows.of(mercator, 8.99, 47.335, 9, 47.345, 4096, 4096)).isEqualTo(region(0, 1025, 1620, 3075));
    }

    @Test
    void boxesAreClippedToTheImage() {
        assertThat(Windows.of(UTM, -90, -80, 95, 89, 10980, 10980)).isEqualTo(Region.whole(10980, 10980));
        assertThat(Windows.of(WORLD, -180, -90, 180, 90, 720, 360)).isEqualTo(Region.whole(720, 360));
        assertThat(Windows.of(WORLD, -180, 0, -170, 10, 720, 360)).isEqualTo(new Region(0, 160, 20, 20));
        assertThat(Windows.of(WORLD, 3.1, 4.1, 3.2, 4.2, 720, 360)).isEqualTo(new Region(366, 171, 1, 1));
    }

    @Test
    void boxesOverTheAntimeridianAreFound() {
        AffineReference fiji = AffineReference.of(4326, 177, 0.01, 0, -15, 0, -0.01);
        assertThat(Windows.of(fiji, 179, -17, -179, -16, 600, 400)).isEqualTo(new Region(200, 100, 200, 100));
        assertThat(Windows.of(fiji, -179, -17, -178, -16, 600, 400)).isEqualTo(new Region(400, 100, 100, 100));
        // A world map is cut there: the wider of the two parts.
        assertThat(Windows.of(WORLD, 160, 0, -170, 10, 720, 360)).isEqualTo(new Region(680, 160, 40, 20));
        AffineReference utm60 = AffineReference.of(32760, 700000, 10, 0, 4900000, 0, -10);
        Region found = Windows.of(utm60, 179.9, -46.3, -179.9, -46.2, 9000, 5000);
        // Here the meridian leans to the right on its way north.
        PixelPosition corner = utm60.pixel(new Position(179.9, -46.3));
        assertThat(found.left()).isEqualTo((int) Math.floor(corner.x()));
    }

    @Test
    void boxesElsewhereAndNoBoxesAreSaid() {
        assertThatThrownBy(() -> Windows.of(UTM, 10, 44.3, 11, 45, 10980, 10980))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not touch the image");
        assertThatThrownBy(() -> Windows.of(UTM, 2.5, 45, 3.5, 44, 10980, 10980))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is no box");
        assertThatThrownBy(() -> Windows.of(UTM, Double.NaN, 44, 3.5, 45, 10980, 10980))
                .isInstanceOf(InvalidInputException.class);
        AffineReference absurd = AffineReference.of(4326, 1e300, 1, 0, 0, 0, -1);
        assertThatThrownBy(() -> Windows.of(absurd, 0, 0, 1, 1, 100, 100)).isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "4326, 2, 0.0001, 46, -0.0001, 4928.5542817259075, 10275.994200934376, 405.70161164136516, 288.0533598890288",
        "3857, 250000, 20, 5700000, -20, 1375.169844271039, 4141.1215824652, 225.8124841096344, 226.57450255306958"
    })
    void anotherImageShowsTheSameGround(
            int epsg,
            double x,
            double across,
            double y,
            double down,
            double left,
            double top,
            double width,
            double height) {
        AffineReference other = AffineReference.of(epsg, x, across, 0, y, 0, down);
        PixelWindow window = Footprints.match(UTM, new Region(1000, 2000, 320, 320), other);
        assertThat(window.left()).isCloseTo(left, within(1e-3));
        assertThat(window.top()).isCloseTo(top, within(1e-3));
        assertThat(window.width()).isCloseTo(width, within(1e-3));
        assertThat(window.height()).isCloseTo(height, within(1e-3));
        assertThat(window.isWithin(20_000, 20_000)).isTrue();
        assertThat(window.isWithin(1500, 1500)).isFalse();
    }

    @Test
    void aCoarserImageOfTheSameSystemMatchesExactly() {
        AffineReference coarse = AffineReference.of(32631, 449000, 40, 0, 5002000, 0, -40);
        PixelWindow window = Footprints.match(UTM, new Region(16, 32, 64, 128), coarse);
        assertThat(window.region()).isEqualTo(new Region(29, 58, 16, 32));
        assertThat(window.left()).isCloseTo(29, within(1e-6));
        assertThat(window.width()).isCloseTo(16, within(1e-6));
    }

    @Test
    void matchesGoOverTheAntimeridian() {
        AffineReference utm = AffineReference.of(32760, 700000, 10, 0, 4900000, 0, -10);
        AffineReference degrees = AffineReference.of(4326, 179, 0.0001, 0, -46, 0, -0.0001);
        Region region = new Region(3000, 2000, 500, 500);
        PixelWindow window = Footprints.match(utm, region, degrees);
        Position centre = utm.position(new PixelPosition(3250, 2250));
        assertThat(Math.abs(centre.longitude())).isCloseTo(180, within(0.05));
        PixelPosition expected = degrees.pixel(centre);
        assertThat(window.left() + 0.5 * window.width()).isCloseTo(expected.x(), within(1.0));
        assertThat(window.top() + 0.5 * window.height()).isCloseTo(expected.y(), within(1.0));
    }

    @Test
    void turnedImagesDoNotMatch() {
        AffineReference turned = AffineReference.of(32631, 450000, 0, 10, 5000000, -10, 0);
        assertThatThrownBy(() -> Footprints.match(UTM, new Region(0, 0, 100, 100), turned))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("turned");
        AffineReference mirrored = AffineReference.of(32631, 450000, 10, 0, 4000000, 0, 10);
        assertThatThrownBy(() -> Footprints.match(UTM, new Region(0, 0, 100, 100), mirrored))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void ringsAreCutAtTheAntimeridian() {
        assertThat(Footprints.rings(UTM, Region.whole(100, 100)))
                .containsExactly(UTM.footprint(Region.whole(100, 100)));
        assertThat(Footprints.rings(WORLD, Region.whole(720, 360)))
                .containsExactly(WORLD.footprint(Region.whole(720, 360)));
        AffineReference fiji = AffineReference.of(4326, 177, 0.01, 0, -15, 0, -0.01);
        List<List<Position>> rings = Footprints.rings(fiji, Region.whole(600, 400));
        assertThat(rings)
                .containsExactly(
                        List.of(
                                new Position(177, -15),
                                new Position(177, -19),
                                new Position(180, -19),
                                new Position(180, -15),
                                new Position(177, -15)),
                        List.of(
                                new Position(-180, -19),
                                new Position(-177, -19),
                                new Position(-177, -15),
                                new Position(-180, -15),
                                new Position(-180, -19)));
        AffineReference absurd = AffineReference.of(4326, 1e300, 1, 0, 0, 0, -1);
        assertThat(Footprints.rings(absurd, Region.whole(100, 100)).size()).isLessThan(2);
    }

    private static Region region(int left, int top, int right, int bottom) {
        return new Region(left, top, right - left, bottom - top);
    }
}
