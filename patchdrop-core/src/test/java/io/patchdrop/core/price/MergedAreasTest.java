package io.patchdrop.core.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.PixelBox;
import io.patchdrop.core.Seeds;
import io.patchdrop.core.price.MergedAreas.Polygon;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergedAreasTest {
    @Test
    void edgesJoinAndCornersDoNot() {
        List<PixelBox> boxes = List.of(
                new PixelBox(0, 0, 4, 4),
                new PixelBox(4, 2, 4, 4), // shares an edge
                new PixelBox(8, 6, 4, 4), // touches at a corner
                new PixelBox(9, 7, 2, 2), // lies inside
                new PixelBox(0, 20, 1, 1));
        List<Polygon> polygons = MergedAreas.polygons(boxes);
        assertThat(polygons.stream().map(Polygon::pixels)).containsExactly(32L, 16L, 1L);
        assertThat(MergedAreas.squareKilometres(boxes, box -> 0.5 * box.width() * box.height()))
                .containsExactly(16.0, 8.0, 0.5);
        assertThat(MergedAreas.polygons(List.of())).isEmpty();
    }

    @Test
    void aWholeGridHasOnePartForEachColumn() {
        List<PixelBox> boxes = new ArrayList<>();
        List<PixelBox> columns = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            boxes.add(new PixelBox(16 + i % 16 * 8, 8 + i / 16 * 8, 8, 8));
        }
        for (int column = 0; column < 16; column++) {
            columns.add(new PixelBox(16 + column * 8, 8, 8, 128));
        }
        Collections.reverse(boxes);
        assertThat(MergedAreas.polygons(boxes)).containsExactly(new Polygon(columns));
    }

    /** Small boxes on a small canvas, 3000 times: they overlap, touch at edges and at corners. */
    @ParameterizedTest
    @CsvSource({"8, 3, 6", "12, 5, 14", "10, 2, 25", "20, 9, 12", "6, 1, 14"})
    void polygonsAreThoseOfPaintingPixels(int canvas, int largest, int most) {
        for (int round = 0; round < 600; round++) {
            RandomGenerator random = Seeds.generator(21, "boxes", canvas, round);
            List<PixelBox> boxes = new ArrayList<>();
            int count = random.nextInt(most + 1);
            for (int i = 0; i < count; i++) {
                boxes.add(new PixelBox(
                        random.nextInt(canvas),
                        random.nextInt(canvas),
                        1 + random.nextInt(largest),
                        1 + random.nextInt(largest)));
            }
            List<Polygon> polygons = MergedAreas.polygons(boxes);
            int[][] painted = painted(boxes, canvas + largest);
            int[][] numbers = new int[canvas + largest][canvas + largest];
            for (int i = 0; i < polygons.size(); i++) {
                for (PixelBox part : polygons.get(i).parts()) {
                    for (int y = part.y(); y < part.y() + part.height(); y++) {
                        for (int x = part.x(); x < part.x() + part.width(); x++) {
                            assertThat(numbers[y][x])
                                    .as("parts overlap, round %d", round)
                                    .isZero();
                            numbers[y][x] = i + 1;
                        }
                    }
                }
            }
            assertThat(numbers).as("round %d: %s", round, boxes).isDeepEqualTo(painted);
        }
    }

    /** Each pixel's polygon, 1 first, in the order of their first pixels; 0 where there is none. */
    private static int[][] painted(List<PixelBox> boxes, int size) {
        int[][] numbers = new int[size][size];
        int next = 0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                if (numbers[y][x] == 0 && covered(boxes, x, y)) {
                    flood(boxes, numbers, x, y, ++next);
                }
            }
        }
        return numbers;
    }

    private static void flood(List<PixelBox> boxes, int[][] numbers, int startX, int startY, int number) {
        Deque<int[]> open = new ArrayDeque<>(List.of(new int[] {startX, startY}));
        while (!open.isEmpty()) {
            int[] at = open.pop();
            int x = at[0];
            int y = at[1];
            if (x >= 0
                    && y >= 0
                    && numbers.length > x
                    && numbers.length > y
                    && numbers[y][x] == 0
                    && covered(boxes, x, y)) {
                numbers[y][x] = number;
                open.push(new int[] {x + 1, y});
                open.push(new int[] {x - 1, y});
                open.push(new int[] {x, y + 1});
                open.push(new int[] {x, y - 1});
            }
        }
    }

    private static boolean covered(List<PixelBox> boxes, int x, int y) {
        return boxes.stream().anyMatch(box -> box.contains(x, y));
    }

    /** A hundred thousand boxes, in a grid, apart, and anywhere with some overlap: each in far less than a second. */
    @Test
    void aHundredThousandBoxesTakeNoTime() {
        List<PixelBox> grid = new ArrayList<>();
        List<PixelBox> apart = new ArrayList<>();
        List<PixelBox> anywhere = new ArrayList<>();
        RandomGenerator random = Seeds.generator(22, "many");
        for (int i = 0; i < 100_000; i++) {
            grid.add(new PixelBox(i % 316 * 16, i / 316 * 16, 16, 16));
            apart.add(new PixelBox(i % 316 * 17, i / 316 * 17, 16, 16));
            anywhere.add(new PixelBox(random.nextInt(20_000), random.nextInt(20_000), 64, 64));
        }
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            assertThat(MergedAreas.polygons(grid)).hasSize(1);
            assertThat(MergedAreas.polygons(apart)).hasSize(100_000);
            long pixels = MergedAreas.polygons(anywhere).stream()
                    .mapToLong(Polygon::pixels)
                    .sum();
            // A pixel is bare with a probability of about exp(-100,000 * 64^2 / 20,064^2).
            assertThat(pixels / (20_064.0 * 20_064)).isCloseTo(1 - Math.exp(-1.0174), within(0.01));
        });
    }
}
