package io.patchdrop.core.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlyphTest {
    @ParameterizedTest
    @ValueSource(ints = {4, 7, 8, 9, 11, 16})
    void allGlyphsHaveEqualInkAtEverySize(int size) {
        for (Glyph glyph : Glyph.values()) {
            int[] coverage = glyph.coverage(size);
            assertThat(Arrays.stream(coverage).sum()).as(glyph.className()).isEqualTo(32 * size * size);
            assertThat(Arrays.stream(coverage).min().orElseThrow()).isNotNegative();
            assertThat(Arrays.stream(coverage).max().orElseThrow()).isLessThanOrEqualTo(64);
        }
    }

    @ParameterizedTest
    @EnumSource(Glyph.class)
    void aGlyphIsItsOwnMirrorImageUpToInversion(Glyph glyph) {
        int same = 0;
        for (int row = 0; row < Glyph.CELLS; row++) {
            for (int column = 0; column < Glyph.CELLS; column++) {
                same += glyph.filled(row, column) == glyph.filled(row, Glyph.CELLS - 1 - column) ? 1 : 0;
            }
        }
        assertThat(same).isIn(0, Glyph.CELLS * Glyph.CELLS);
    }

    /** Any two classes differ in at least a quarter of the cells, inverted or not: HR tells them apart. */
    @Test
    void classesAreFarApart() {
        for (Glyph one : Glyph.values()) {
            for (Glyph two : Glyph.values()) {
                int differing = 0;
                for (int cell = 0; cell < 64; cell++) {
                    differing += one.filled(cell / 8, cell % 8) != two.filled(cell / 8, cell % 8) ? 1 : 0;
                }
                if (one != two) {
                    assertThat(differing).as("%s and %s", one, two).isBetween(16, 48);
                }
            }
        }
    }

    @Test
    void fourByFourMeansOfAGlyphStayNearHalf() {
        // Root mean square over glyphs, alignments and LR pixels of ink - half, in pixels of the 16 that are averaged.
        double sum = 0;
        int count = 0;
        for (Glyph glyph : Glyph.values()) {
            for (int shift = 0; shift < 16; shift++) {
                for (int cell = 0; cell < 9; cell++) {
                    int surplus = surplus(glyph, cell / 3 * 4 - shift / 4, cell % 3 * 4 - shift % 4);
                    sum += surplus * surplus / 4.0;
                    count++;
                }
            }
        }
        assertThat(Math.sqrt(sum / count)).isLessThan(1);
    }

    /** Filled minus empty cells of the glyph in the 4 x 4 from this cell on. */
    private static int surplus(Glyph glyph, int top, int left) {
        int surplus = 0;
        for (int row = Math.max(0, top); row < Math.min(8, top + 4); row++) {
            for (int column = Math.max(0, left); column < Math.min(8, left + 4); column++) {
                surplus += glyph.filled(row, column) ? 1 : -1;
            }
        }
        return surplus;
    }
}
