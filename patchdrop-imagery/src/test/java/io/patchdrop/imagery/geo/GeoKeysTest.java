package io.patchdrop.imagery.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GeoKeysTest {
    private static final double[] SCALE = {10, 10, 0};
    private static final double[] TIE = {0, 0, 0, 450000, 5000000, 0};
    private static final int[] UTM31 = {1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32631};

    @Test
    void scaleAndTiePointGiveTheMap() {
        assertThat(GeoKeys.read(SCALE, TIE, null, UTM31, null, null))
                .contains(AffineReference.of(32631, 450000, 10, 0, 5000000, 0, -10));
        double[] elsewhere = {5, 7, 0, 450050, 4999930, 0};
        assertThat(GeoKeys.read(SCALE, elsewhere, null, UTM31, null, null))
                .contains(AffineReference.of(32631, 450000, 10, 0, 5000000, 0, -10));
        assertThat(GeoKeys.read(new double[] {10, -10, 0}, TIE, null, UTM31, null, null))
                .contains(AffineReference.of(32631, 450000, 10, 0, 5000000, 0, -10));
    }

    @Test
    void aMatrixGivesTheMap() {
        double[] matrix = {10, 2.5, 0, 300000, 1.5, -9, 0, 8200000, 0, 0, 0, 0, 0, 0, 0, 1};
        assertThat(GeoKeys.read(null, null, matrix, UTM31, null, null))
                .contains(AffineReference.of(32631, 300000, 10, 2.5, 8200000, 1.5, -9));
    }

    @Test
    void pointsAreThePixelsCentres() {
        int[] points = UTM31.clone();
        points[11] = 2;
        assertThat(GeoKeys.read(SCALE, TIE, null, points, null, null))
                .contains(AffineReference.of(32631, 449995, 10, 0, 5000005, 0, -10));
    }

    /** As GDAL 3.6.2 writes EPSG:4326, with its ellipsoid and names in other tags. */
    @Test
    void keysWhoseValuesLieElsewhereDoNotDisturb() {
        int[] keys = {
            1, 1, 0, 7, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326, 2049, 34737, 7, 0, 2054, 0, 1, 9102, 2057,
            34736, 1, 1, 2059, 34736, 1, 0
        };
        double[] scale = {0.5, 0.25, 0};
        double[] tie = {0, 0, 0, 10, 50, 0};
        assertThat(GeoKeys.read(scale, tie, null, keys, new double[] {298.257223563, 6378137}, "WGS 84|"))
                .contains(AffineReference.of(4326, 10, 0.5, 0, 50, 0, -0.25));
    }

    @Test
    void zonesPutTogetherFromPartsAreUnderstood() {
        int[] south = {1, 1, 0, 4, 1024, 0, 1, 1, 2048, 0, 1, 4326, 3072, 0, 1, 32767, 3074, 0, 1, 16119};
        assertThat(GeoKeys.read(SCALE, TIE, null, south, null, null))
                .contains(AffineReference.of(32719, 450000, 10, 0, 5000000, 0, -10));
    }

    @Test
    void whatIsNotUnderstoodIsEmpty() {
        assertThat(read(32767)).isEmpty();
        assertThat(read(2056)).isEmpty();
        assertThat(read(4326)).isEmpty();
        assertThat(GeoKeys.read(SCALE, TIE, null, null, null, null)).isEmpty();
        assertThat(GeoKeys.read(null, TIE, null, UTM31, null, null)).isEmpty();
        assertThat(GeoKeys.read(SCALE, new double[] {1, 2, 3}, null, UTM31, null, null))
                .isEmpty();
        assertThat(GeoKeys.read(new double[] {0, 0, 0}, TIE, null, UTM31, null, null))
                .isEmpty();
        int[] feet = {1, 1, 0, 3, 1024, 0, 1, 1, 3072, 0, 1, 32631, 3076, 0, 1, 9002};
        assertThat(GeoKeys.read(SCALE, TIE, null, feet, null, null)).isEmpty();
        int[] grads = {1, 1, 0, 3, 1024, 0, 1, 2, 2048, 0, 1, 4326, 2054, 0, 1, 9105};
        assertThat(GeoKeys.read(SCALE, TIE, null, grads, null, null)).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (AffineReference reference : new AffineReference[] {
            AffineReference.of(32631, 450000, 10, 0, 5000000, 0, -10),
            AffineReference.of(3857, 450000, 10, 1, 5000000, 0, -10),
            AffineReference.of(4326, 10, 0.1, 0, 50, 0, -0.1),
            AffineReference.of(4326, 10, 0.1, 0, 50, 0, 0.1),
            AffineReference.of(25832, 450000, 10, 0, 5000000, 0, -10)
        }) {
            GeoKeys.Tags tags = GeoKeys.write(reference);
            assertThat(GeoKeys.read(tags.pixelScale(), tags.tiePoints(), tags.matrix(), tags.directory(), null, null))
                    .contains(reference);
        }
    }

    /** Whatever the tags hold, reading them does not fail; nor does what they give, but with its own exception. */
    @Test
    void noiseNeverFails() {
        Random random = new Random(20260101);
        double[] odd = {0, -0.0, 1, -1, 1e-320, 1e308, -1e308, Double.NaN, Double.POSITIVE_INFINITY, 4326};
        for (int i = 0; i < 50_000; i++) {
            double[] scale = random.doubles(random.nextInt(4), -2, 2).toArray();
            double[] tie = random.doubles(random.nextInt(8), -1e6, 1e6).toArray();
            double[] matrix = random.doubles(random.nextInt(18), -100, 100).toArray();
            for (double[] values : new double[][] {scale, tie, matrix}) {
                if (values.length > 0 && random.nextInt(3) == 0) {
                    values[random.nextInt(values.length)] = odd[random.nextInt(odd.length)];
                }
            }
            int[] directory = UTM31.clone();
            directory[random.nextInt(directory.length)] = random.nextInt(65536);
            directory[15] = random.nextBoolean() ? directory[15] : 32600 + random.nextInt(200);
            int[] keys = Arrays.copyOf(directory, random.nextInt(directory.length + 1));
            boolean scaled = random.nextBoolean();
            Optional<GeoReference> read = GeoKeys.read(
                    scaled ? scale : null, scaled ? tie : null, random.nextBoolean() ? matrix : null, keys, null, "x");
            read.ifPresent(reference -> assertThat(reference.epsg()).isBetween(3857, 32760));
        }
    }

    private static Optional<GeoReference> read(int projected) {
        int[] directory = UTM31.clone();
        directory[15] = projected;
        return GeoKeys.read(SCALE, TIE, null, directory, null, null);
    }
}
