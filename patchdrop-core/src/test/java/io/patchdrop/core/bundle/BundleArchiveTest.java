package io.patchdrop.core.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.TinyBundles.RememberingJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleArchiveTest {
    private final Path folder;
    private final RememberingJson json = new RememberingJson();
    private final Bundle bundle = TinyBundles.patchLocal();
    private final Path file;

    BundleArchiveTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("tiny.patchdrop");
    }

    @BeforeEach
    void write() throws IOException {
        BundleArchive.write(file, bundle, json.writer);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Bundle read = BundleArchive.read(file, json.reader);
        assertThat(read.manifest()).isEqualTo(bundle.manifest());
        assertThat(read.members().keySet()).isEqualTo(bundle.members().keySet());
        bundle.members()
                .forEach((name, content) -> assertThat(read.member(name)).isEqualTo(content));
    }

    @Test
    void equalBundlesGiveEqualFilesInAFixedOrder() throws IOException {
        Path again = folder.resolve("again.patchdrop");
        BundleArchive.write(again, TinyBundles.patchLocal(), json.writer);
        assertThat(again).hasSameBinaryContentAs(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly("manifest.json", "encode.onnx", "look.onnx", "pool.onnx");
            assertThat(zip.stream()).allSatisfy(entry -> {
                assertThat(entry.getTimeLocal()).isEqualTo("1980-02-01T00:00:00");
                assertThat(entry.getExtra()).as("no time zone gets in").isNull();
            });
        }
    }

    @Test
    void compressedMembersAreReadToo() throws IOException {
        pack(contents());
        assertThat(BundleArchive.read(file, json.reader).manifest()).isEqualTo(bundle.manifest());
    }

    @Test
    void eachByteThatIsChangedInAMemberIsNoticed() throws IOException {
        for (String name : bundle.members().keySet()) {
            Map<String, byte[]> contents = contents();
            byte[] tampered = bundle.member(name).clone();
            tampered[tampered.length / 2] ^= 1;
            contents.put(name, tampered);
            pack(contents);
            assertRefused(name + " is not what the manifest says of it");
            contents.put(name, Arrays.copyOf(tampered, tampered.length - 1));
            pack(contents);
            assertRefused(name + " is not what the manifest says of it");
        }
    }

    @Test
    void aManifestThatIsNotJsonIsRefused() throws IOException {
        Map<String, byte[]> contents = contents();
        contents.put("manifest.json", "{".getBytes(StandardCharsets.UTF_8));
        pack(contents);
        assertRefused("its manifest.json is not a JSON object");
    }

    @Test
    void aManifestThatIsWrongNamesTheFile() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>(ManifestFields.of(bundle.manifest()));
        fields.put("format_version", 3);
        Map<String, byte[]> contents = contents();
        contents.put("manifest.json", json.writer.apply(fields));
        pack(contents);
        assertRefused(file + ": the bundle has format version 3: it was made by a newer patchdrop");
    }

    @Test
    void membersMustBeExactlyThoseOfTheManifest() throws IOException {
        for (String name : contents().keySet()) {
            Map<String, byte[]> contents = contents();
            contents.remove(name);
            pack(contents);
            assertRefused("it lacks " + name);
        }
        Map<String, byte[]> contents = contents();
        contents.put("extra.txt", new byte[1]);
        pack(contents);
        assertRefused("its manifest does not name extra.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "a\\b", "a/b", "C:x", "Look.onnx", "..", ".x", "x..y", "a b", "é", "\n", ""})
    void namesThatAreNotPlainAreRefused(String name) throws IOException {
        Map<String, byte[]> contents = contents();
        contents.put(name, new byte[1]);
        pack(contents);
        assertRefused("'" + name.replace('\n', '?') + "' cannot be the name of a member");
    }

    @Test
    void twoMembersOfOneNameAreRefused() throws IOException {
        Map<String, byte[]> contents = contents();
        contents.put("lool.onnx", new byte[1]);
        pack(contents);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, replaced(bytes, "lool.onnx", "look.onnx"));
        assertRefused("it has two members of the name look.onnx");
    }

    @Test
    void tooManyMembersAreRefused() throws IOException {
        Map<String, byte[]> contents = contents();
        for (int i = 0; i < 14; i++) {
            contents.put("more" + i, new byte[1]);
        }
        pack(contents);
        assertRefused("it has 18 members, more than 16");
    }

    @Test
    void aMemberThatUnpacksToMoreThanTheManifestSaysIsNotUnpackedWhole() throws IOException {
        Map<String, byte[]> contents = contents();
        contents.put("look.onnx", new byte[50_000_000]);
        pack(contents);
        assertRefused("look.onnx unpacks to more than it may");
    }

    @Test
    void aManifestThatAgreesWithABombDoesNotHelpIt() throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>(bundle.members());
        members.put("look.onnx", new byte[50_000_000]);
        Map<String, byte[]> contents = new LinkedHashMap<>(members);
        contents.put("manifest.json", json.writer.apply(ManifestFields.of(TinyBundles.manifest(members))));
        pack(contents);
        assertRefused("look.onnx unpacks to more than it may");
    }

    @Test
    void theSizeThatTheZipDeclaresIsNotBelieved() throws IOException {
        pack(contents());
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < bytes.length - 46; at++) {
            if (buffer.getInt(at) == 0x02014b50) { // an entry of the directory; its unpacked size stands 24 bytes on
                buffer.putInt(at + 24, 0x7ffffff0);
            }
        }
        Files.write(file, bytes);
        // Java's inflater stops by the data, so the content is right; only memory for two gigabytes is not.
        assertThat(BundleArchive.read(file, json.reader).manifest()).isEqualTo(bundle.manifest());
    }

    @Test
    void theWholeMayNotBeLargerThanTheLimit() {
        assertThat(BundleArchive.read(file, json.reader, 100_000).manifest()).isEqualTo(bundle.manifest());
        assertThatThrownBy(() -> BundleArchive.read(file, json.reader, 5_000))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is larger than a bundle may be");
    }

    @Test
    void theLimitHoldsForAllMembersTogether() throws IOException {
        pack(contents());
        long limit = Files.size(file) + 2000;
        assertThatThrownBy(() -> BundleArchive.read(file, json.reader, limit))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("unpacks to more than it may");
    }

    @Test
    void aFileThatIsCutAnywhereIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, 4, 30, 500, whole.length / 2, whole.length - 23, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("it is no zip or is damaged");
        }
    }

    @Test
    void noisyFilesEndInTheOneKindOfError() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        var random = io.patchdrop.core.Seeds.generator(3, "noise");
        for (int round = 0; round < 500; round++) {
            byte[] noisy = whole.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                noisy[random.nextInt(noisy.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, noisy);
            try {
                Bundle read = BundleArchive.read(file, json.reader);
                assertThat(read.manifest()).as("round %d", round).isEqualTo(bundle.manifest());
            } catch (InvalidInputException refused) {
                assertThat(refused.getMessage()).as("round %d", round).doesNotContain("\n");
            }
        }
    }

    @Test
    void whatIsNoFileIsRefused() throws IOException {
        assertThatThrownBy(() -> BundleArchive.read(folder, json.reader))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is not a file");
        assertThatThrownBy(() -> BundleArchive.read(folder.resolve("none"), json.reader))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not exist");
        Files.writeString(file, "hello, I am a text");
        assertRefused("it is no zip or is damaged");
    }

    @Test
    void afterAFailedWriteTheOldBundleIsThere() throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> BundleArchive.write(file, bundle, fields -> {
                    throw new IllegalStateException("no JSON today");
                }))
                .hasMessage("no JSON today");
        assertThat(file).hasBinaryContent(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aBundleHoldsWhatItsManifestSays() {
        Map<String, byte[]> members = new LinkedHashMap<>(bundle.members());
        members.put("look.onnx", new byte[1]);
        assertThatThrownBy(() -> new Bundle(bundle.manifest(), new java.util.TreeMap<>(members)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bundle.member("classify.onnx")).isInstanceOf(IllegalArgumentException.class);
    }

    private Map<String, byte[]> contents() {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("manifest.json", json.writer.apply(ManifestFields.of(bundle.manifest())));
        contents.putAll(bundle.members());
        return contents;
    }

    /** A zip as any tool writes it, compressed, of anything. */
    private void pack(Map<String, byte[]> contents) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> member : contents.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue());
                zip.closeEntry();
            }
        }
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> BundleArchive.read(file, json.reader))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private static byte[] replaced(byte[] bytes, String from, String to) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }
}
