package io.patchdrop.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where the pixels of one image come from that is bought patch by patch. Pixels are 8-bit RGB, row by row. */
public interface PatchSource {
    /**
     * The LR image, {@code [look_size, look_size, 3]}. Asked for once.
     *
     * @throws IOException if it cannot be had; the call for the whole list fails then
     */
    byte[] look() throws IOException;

    /**
     * Says which patches are bought next, before the first of them is asked for. The images that are side by side order one
     * after the other, and all of them before any is asked for pixels: a source that fetches what was ordered in the
     * background fetches for many images at a time.
     *
     * @param wanted their numbers, at least one
     * @return whether they may be bought; if not, the image is answered from what it has
     * @throws IOException if that cannot be said; the call for the whole list fails then
     */
    default boolean order(List<Integer> wanted) throws IOException {
        return true;
    }

    /**
     * The pixels of a patch that is bought, {@code [p, p, 3]}.
     *
     * @param patch its number, from 0 to P - 1; each is asked for once at most
     * @throws IOException if they cannot be had
     */
    byte[] patch(int patch) throws IOException;

    /**
     * The pixels of the patches that are bought in one step, in their order; a source that is quicker with many at once
     * overrides this.
     *
     * @throws IOException if they cannot be had
     */
    default List<byte[]> patches(List<Integer> bought) throws IOException {
        List<byte[]> pixels = new ArrayList<>(bought.size());
        for (int patch : bought) {
            pixels.add(patch(patch));
        }
        return pixels;
    }
}
