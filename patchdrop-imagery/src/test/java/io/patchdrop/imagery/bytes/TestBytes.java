package io.patchdrop.imagery.bytes;

import io.patchdrop.core.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Content of files for tests. */
final class TestBytes {
    private TestBytes() {}

    static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        Seeds.generator(seed, "content of a file").nextBytes(bytes);
        return bytes;
    }

    static byte[] part(byte[] content, ByteRange range) {
        return Arrays.copyOfRange(content, (int) range.offset(), (int) range.end());
    }

    static ByteRange range(RandomGenerator random, int size, int longest) {
        int offset = random.nextInt(size);
        return new ByteRange(offset, 1 + random.nextInt(Math.min(longest, size - offset)));
    }
}
