package io.patchdrop.runtime.zoom;

import java.io.IOException;
import java.util.List;

/** Keeps the results of chips, so that an interrupted zoom goes on where it was. */
public interface ZoomResults {
    /** Keeps results in memory alone. */
    static ZoomResults inMemory(List<ChipResult> target) {
        return new ZoomResults() {
            @Override
            public List<ChipResult> before() {
                return List.of();
            }

            @Override
            public void add(List<ChipResult> results) {
                target.addAll(results);
            }
        };
    }

    /** The results of an interrupted run, one for a chip, in any order. The chips that failed are tried again. */
    List<ChipResult> before();

    /**
     * Keeps results, which take the place of earlier ones of the same chips; when it returns they outlive a kill.
     *
     * @throws IOException if they cannot be kept
     */
    void add(List<ChipResult> results) throws IOException;
}
