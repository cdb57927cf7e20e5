package io.patchdrop.server.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.imagery.source.Level;
import io.patchdrop.server.http.ProblemException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreviewTest {
    private static List<Level> levels(int... sides) {
        return Arrays.stream(sides)
                .mapToObj(side -> new Level(side, side / 2 + 1, (double) sides[0] / side))
                .toList();
    }

    @Test
    void theCoarsestThatIsEnoughIsRead() {
        assertThat(Preview.level(levels(4096, 2048, 1024, 512), 1024)).isEqualTo(2);
        assertThat(Preview.level(levels(4096, 2048, 1024, 512), 1000)).isEqualTo(2);
        assertThat(Preview.level(levels(4096, 2048, 1024, 512), 1025)).isEqualTo(1);
    }

    @Test
    void fullResolutionIsReadOnlyWhereThereIsNothingElse() {
        assertThat(Preview.level(levels(4096, 512), 2048)).isEqualTo(1);
        assertThat(Preview.level(levels(1000, 500), 1000)).isEqualTo(1);
        assertThat(Preview.level(levels(800), 300)).isZero();
        assertThatThrownBy(() -> Preview.level(levels(100_000), 2048)).isInstanceOf(ProblemException.class);
    }

    @Test
    void farTooManyPixelsAreNotRead() {
        assertThat(Preview.level(levels(100_000, 25_000, 300), 512)).isEqualTo(2);
        assertThatThrownBy(() -> Preview.level(levels(100_000, 25_000), 512)).isInstanceOf(ProblemException.class);
    }
}
