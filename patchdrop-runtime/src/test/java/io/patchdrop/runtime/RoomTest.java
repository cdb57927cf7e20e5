package io.patchdrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.core.bundle.Manifest;
import io.patchdrop.fixtures.LinearModel;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final long GIBIBYTE = 1L << 30;

    private static Manifest manifest(int grid, int patchSize, boolean dense) {
        LinearModel model = new LinearModel(grid, patchSize, grid, 2, 0, dense ? 0 : 3, false, true, 1);
        return model.manifest(model.members());
    }

    private static RuntimeOptions options(int batch, int calls, long memory) {
        return RuntimeOptions.defaults().withBatch(batch).withCalls(calls).withMemory(memory);
    }

    @Test
    void smallImagesAreAllTakenTogetherLargeOnesInParts() {
        assertThat(Room.of(manifest(4, 8, true), options(32, 2, GIBIBYTE))).isEqualTo(new Room(32, 32, 512));
        assertThat(Room.of(manifest(4, 32, false), options(32, 2, GIBIBYTE))).isEqualTo(new Room(32, 8, 128));
        assertThat(Room.of(manifest(2, 256, false), options(32, 2, GIBIBYTE))).isEqualTo(new Room(32, 1, 2));
    }

    @Test
    void bothHalvesKeepToTheMemory() {
        for (long memory : new long[] {1 << 22, 1 << 25, 1 << 28, GIBIBYTE}) {
            for (int calls : new int[] {1, 3}) {
                for (int patchSize : new int[] {2, 16, 64}) {
                    Room room = Room.of(manifest(4, patchSize, true), options(1000, calls, memory));
                    long image = 12L * 16 * patchSize * patchSize;
                    long half = memory / calls / 2;
                    assertThat(room.images() == 1 || room.images() * image <= half)
                            .isTrue();
                    assertThat(room.imagesTogether() == 1 || room.imagesTogether() * image * 32 <= half)
                            .isTrue();
                    assertThat(room.patchesTogether() == 1 || room.patchesTogether() * image / 16 * 32 <= half)
                            .isTrue();
                }
            }
        }
        assertThat(Room.of(manifest(4, 8, true), options(32, 2, 1))).isEqualTo(new Room(1, 1, 1));
    }
}
