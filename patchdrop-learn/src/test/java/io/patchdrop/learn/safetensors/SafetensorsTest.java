package io.patchdrop.learn.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {
    private final Path folder;

    SafetensorsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void writesTheBytesThatTheFormatAsksFor() throws IOException {
        Path file = folder.resolve("two.safetensors");
        new SafetensorsWriter()
                .metadata("step", "7")
                .add("bytes", StoredTensor.of(new byte[] {1, -1, 3}, 3))
                .add("w", StoredTensor.of(new float[] {1.5f, -2f}, 2, 1))
                .write(file);

        // Assembled by hand: F32 data comes first as it is wider; the header is padded to a multiple of 8.
        String json = "{\"__metadata__\":{\"step\":\"7\"},"
                + "\"bytes\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[8,11]},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}";
        String padded = json + " ".repeat((8 - json.length() % 8) % 8);
        ByteBuffer expected = ByteBuffer.allocate(8 + padded.length() + 11).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
        expected.put(new byte[] {0, 0, (byte) 0xC0, 0x3F, 0, 0, 0, (byte) 0xC0, 1, -1, 3});
        assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
    }

    @Test
    void readsAFileAssembledByHand() throws IOException {
        Path file = write(
                "{\"x\":{\"shape\":[],\"data_offsets\":[4,12],\"dtype\":\"I64\"},"
                        + "\"\\u00e9\":{\"dtype\":\"BF16\",\"shape\":[1,2],\"data_offsets\":[0,4]},"
                        + "\"empty\":{\"dtype\":\"F32\",\"shape\":[0,5],\"data_offsets\":[4,4]},"
                        + "\"__metadata__\":{\"format\":\"pt\"}}  ",
                new byte[] {1, 2, 3, 4, -2, -1, -1, -1, -1, -1, -1, -1});
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.metadata()).containsExactly(Map.entry("format", "pt"));
            assertThat(opened.tensors().keySet()).containsExactly("x", "é", "empty");
            assertThat(opened.read("x").longs()).containsExactly(-2L);
            assertThat(opened.read("é").bytes()).containsExactly(1, 2, 3, 4);
            assertThat(opened.read("empty").shape()).containsExactly(0L, 5L);
            assertThatThrownBy(() -> opened.read("y"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("holds no tensor y");
        }
    }

    @ParameterizedTest
    @EnumSource
    void roundTripKeepsEveryTypeOrderAndMetadata(DataType type) throws IOException {
        byte[] bytes = new byte[6 * type.width()];
        new Random(11).nextBytes(bytes);
        StoredTensor tensor = new StoredTensor(type, List.of(2L, 3L), ByteBuffer.wrap(bytes));
        Path file = folder.resolve("round.safetensors");
        new SafetensorsWriter()
                .metadata("quote", "\"\\\n\u20ac")
                .add("z", StoredTensor.of(new byte[] {9}, 1))
                .add("a", tensor)
                .add("scalar", StoredTensor.of(new long[] {Long.MIN_VALUE}))
                .write(file);
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.metadata()).containsExactly(Map.entry("quote", "\"\\\n\u20ac"));
            Map<String, StoredTensor> all = opened.readAll();
            assertThat(all.keySet()).containsExactly("z", "a", "scalar");
            assertThat(all.get("a")).isEqualTo(tensor);
            assertThat(opened.read("scalar").longs()).containsExactly(Long.MIN_VALUE);
            opened.tensors().forEach((name, info) -> assertThat(
                            info.begin() % info.type().width())
                    .as("alignment of %s", name)
                    .isZero());
        }
    }

    @Test
    void readsPartsAndRefusesWhatLiesOutside() throws IOException {
        Path file = folder.resolve("parts.safetensors");
        new SafetensorsWriter()
                .add("b", StoredTensor.of(new byte[] {0, 1, 2, 3, 4}, 5))
                .write(file);
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            ByteBuffer part = ByteBuffer.allocate(2);
            opened.readInto("b", 3, part);
            assertThat(part.array()).containsExactly(3, 4);
            assertThatThrownBy(() -> opened.readInto("b", 4, ByteBuffer.allocate(2)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> opened.readInto("b", -1, ByteBuffer.allocate(2)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'x':{'dtype':'F32','shape':[0],'data_offsets':[8,8]}} | Duplicate",
                "{'x':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | needs 12 bytes",
                "{'x':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | negative",
                "{'x':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | VALUE_NUMBER_FLOAT",
                "{'x':{'dtype':'F32','shape':[4611686018427387904,4611686018427387904],'data_offsets':[0,8]}} | impossible shape",
                "{'x':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | not valid JSON",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'y':{'dtype':'F32','shape':[1],'data_offsets':[2,6]}} | overlaps",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'y':{'dtype':'U8','shape':[3],'data_offsets':[5,8]}} | gap",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | gap",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} | data_offsets are [4, 0]",
                "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 bytes follow its last tensor",
                "{'x':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | is cut short",
                "{'x':{'dtype':'U8','shape':[9223372036854775807],'data_offsets':[0,9223372036854775807]}} | is cut short",
                "{'x':{'dtype':'F8_E4M3','shape':[8],'data_offsets':[0,8]}} | not supported",
                "{'x':{'dtype':'F32','shape':[2]}} | lacks",
                "{'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'code':'x'}} | unknown entry code",
                "{'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} {} | goes on",
                "{'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]} | not valid JSON",
                "{'__metadata__':{'a':1}} | __metadata__ a",
                "[] | does not start",
                "`` | does not start",
            })
    void refusesAnyOtherHeader(String header, String problem) throws IOException {
        Path file = write(header.replace('\'', '"'), new byte[8]);
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(problem);
    }

    @Test
    void refusesImpossibleLengthsAndPlaces() throws IOException {
        Path file = folder.resolve("length.safetensors");
        Files.write(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, '{', '}'});
        assertThatThrownBy(() -> SafetensorsFile.open(file)).hasMessageContaining("18446744073709551615");
        Files.write(file, new byte[] {20, 0, 0, 0, 0, 0, 0, 0, '{', '}'});
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cut short: at least 28 bytes expected, 10 found");
        Files.write(file, new byte[] {1, 2});
        assertThatThrownBy(() -> SafetensorsFile.open(file)).hasMessageContaining("8 bytes expected, 2 found");
        assertThatThrownBy(() -> SafetensorsFile.open(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is a folder");
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not exist");
    }

    /** Whatever happens to a file, reading it either works or says in one way what is wrong. */
    @Test
    void survivesRandomDamage() throws IOException {
        Path file = folder.resolve("damaged.safetensors");
        new SafetensorsWriter()
                .metadata("net", "resnet18")
                .add("a.weight", StoredTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3))
                .add("a.count", StoredTensor.of(new long[] {5}))
                .add("mask", StoredTensor.of(new byte[] {1, 0, 1}, 3))
                .write(file);
        byte[] valid = Files.readAllBytes(file);
        long seed = 20260101;
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            Files.write(file, damaged(valid, random));
            try (SafetensorsFile opened = SafetensorsFile.open(file)) {
                opened.readAll();
            } catch (InvalidInputException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    private static byte[] damaged(byte[] valid, Random random) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(valid, random.nextInt(valid.length + 16));
        }
        byte[] bytes = valid.clone();
        String likely = "0123456789{}[]\",:-ez \\\u0000";
        int changes = 1 + random.nextInt(4);
        for (int change = 0; change < changes; change++) {
            // Mostly in the header, where damage does most.
            int place = random.nextInt(random.nextInt(8) == 0 ? 8 : bytes.length);
            bytes[place] = random.nextBoolean()
                    ? (byte) random.nextInt(256)
                    : (byte) likely.charAt(random.nextInt(likely.length()));
        }
        return bytes;
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("kept.safetensors");
        new SafetensorsWriter().add("x", StoredTensor.of(new float[] {1}, 1)).write(file);
        byte[] before = Files.readAllBytes(file);

        SafetensorsWriter full = new SafetensorsWriter()
                .add("x", StoredTensor.of(new float[] {2}, 1))
                .add("y", DataType.F32, List.of(2L), channel -> {
                    channel.write(ByteBuffer.allocate(4));
                    throw new IOException("No space left on device");
                });
        assertThatThrownBy(() -> full.write(file))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + file + ": No space left on device");
        SafetensorsWriter tooLittle = new SafetensorsWriter()
                .add("y", DataType.F32, List.of(2L), channel -> channel.write(ByteBuffer.allocate(4)));
        assertThatThrownBy(() -> tooLittle.write(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gave 4 bytes, not 8");

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        Path behindAFile = file.resolve("x.safetensors");
        assertThatThrownBy(() -> full.write(behindAFile))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write " + behindAFile + ": ");
    }

    @Test
    void aNameIsTakenOnce() {
        StoredTensor tensor = StoredTensor.of(new float[] {1}, 1);
        SafetensorsWriter writer = new SafetensorsWriter().add("x", tensor);
        assertThatThrownBy(() -> writer.add("x", tensor)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> writer.add("__metadata__", tensor)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StoredTensor.of(new float[] {1}, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    private Path write(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json).put(data);
        return Files.write(folder.resolve("by-hand.safetensors"), bytes.array());
    }
}
