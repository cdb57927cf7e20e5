package io.patchdrop.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.bundle.Bundle;
import io.patchdrop.core.bundle.BundleArchive;
import io.patchdrop.core.bundle.ManifestFields;
import io.patchdrop.fixtures.LinearModel;
import io.patchdrop.imagery.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a bundle, loading it ends in one sentence, and nothing of it has been used. */
class BadBundleTest {
    private static final LinearModel LINEAR = LinearModel.patchLocal();

    private final Path folder;
    private final Path file;
    private final Bundle bundle = LINEAR.bundle();

    BadBundleTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("model.patchdrop");
        LinearModel.write(file, bundle);
    }

    @Test
    void aManifestIsTheSameAfterReading() throws IOException {
        assertThat(BundleArchive.read(file, Json::readObject).manifest()).isEqualTo(bundle.manifest());
        Path again = folder.resolve("again.patchdrop");
        BundleArchive.write(again, bundle, Json::write);
        assertThat(BundleArchive.read(again, Json::readObject).manifest()).isEqualTo(bundle.manifest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"look.onnx", "encode.onnx", "pool.onnx"})
    void aTamperedMemberIsRefused(String name) throws IOException {
        Map<String, byte[]> contents = contents();
        byte[] tampered = bundle.member(name).clone();
        tampered[tampered.length - 5] ^= 4;
        contents.put(name, tampered);
        pack(contents);
        assertRefused(name + " is not what the manifest says of it");
    }

    static List<Arguments> manifestEdits() {
        return List.of(
                Arguments.of("\"format_version\":1", "\"format_version\":3", "made by a newer patchdrop (update"),
                Arguments.of("\"format_version\":1", "\"format_version\":2", "the field 'guarantees' is missing"),
                Arguments.of("\"grid\":3", "\"grid\":3,\"guarantees\":[]", "the field 'guarantees' is unknown"),
                Arguments.of(
                        "\"format_version\":1",
                        "\"format_version\":2,\"guarantees\":[{\"epsilon\":0.1}]",
                        "the field 'guarantees[0].delta' is missing"),
                Arguments.of(
                        "\"format_version\":1", "\"format_version\":0", "format version 0, which patchdrop does not"),
                Arguments.of("\"grid\":3", "\"grid\":3,\"colour\":\"red\"", "the field 'colour' is unknown"),
                Arguments.of("\"grid\":3,", "", "the field 'grid' is missing"),
                Arguments.of("\"grid\":3", "\"grid\":3,\"grid\":3", "manifest.json is not a JSON object"),
                Arguments.of("\"grid\":3", "\"grid\":\"3\"", "grid is not a whole number"),
                Arguments.of("\"grid\":3", "\"grid\":1e400", "grid is not a whole number"),
                Arguments.of("\"grid\":3", "\"grid\":2", "fusion has 10 pairs, not 5"),
                Arguments.of("{", "[", "manifest.json is not a JSON object"),
                Arguments.of("patch-local", "dense", "look_features is 2, not 0"),
                // The last digit of some SHA-256.
                Arguments.of("\"bytes\":", "\"bytes\":1", "is not what the manifest says of it"));
    }

    @ParameterizedTest
    @MethodSource("manifestEdits")
    void aTamperedManifestIsRefused(String from, String to, String message) throws IOException {
        editManifest(text -> {
            assertThat(text).contains(from);
            int at = text.indexOf(from);
            return text.substring(0, at) + to + text.substring(at + from.length());
        });
        assertRefused(message);
    }

    @Test
    void nestingWithoutEndIsRefused() throws IOException {
        editManifest(text -> "{\"a\":" + "[".repeat(100_000));
        assertRefused("manifest.json is not a JSON object");
        editManifest(text -> "null");
        assertRefused("manifest.json is not a JSON object");
        editManifest(text -> "");
        assertRefused("manifest.json is not a JSON object");
    }

    @Test
    void aBundleThatIsCutIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 1, 3, 22, 100, whole.length / 3, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused("it is no zip or is damaged");
        }
    }

    @Test
    void aMemberThatInflatesFarBeyondItsSizeIsRefused() throws IOException {
        Map<String, byte[]> contents = contents();
        contents.put("pool.onnx", new byte[200_000_000]);
        pack(contents);
        assertRefused("pool.onnx unpacks to more than it may");
    }

    @Test
    void aMemberThatDeclaresAHugeSizeIsRefused() throws IOException {
        editManifest(text -> text.replaceFirst("\"bytes\":\\d+", "\"bytes\":4611686018427387904"));
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < bytes.length - 46; at++) {
            if (buffer.getInt(at) == 0x02014b50) {
                buffer.putInt(at + 24, 0xfffffff0);
            }
        }
        Files.write(file, bytes);
        assertRefused("is not what the manifest says of it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "a\\b", "..\\x", "a/../b"})
    void namesThatLeaveTheFolderAreRefused(String name) throws IOException {
        Map<String, byte[]> contents = contents();
        contents.put(name, new byte[3]);
        pack(contents);
        assertRefused("'" + name + "' cannot be the name of a member");
    }

    @Test
    void membersThatAreTooManyTwiceOrMissingAreRefused() throws IOException {
        Map<String, byte[]> contents = contents();
        contents.put("notes.txt", new byte[3]);
        pack(contents);
        assertRefused("its manifest does not name notes.txt");

        contents = contents();
        contents.remove("encode.onnx");
        pack(contents);
        assertRefused("it lacks encode.onnx");

        contents = contents();
        contents.remove("manifest.json");
        pack(contents);
        assertRefused("it lacks manifest.json");

        contents = contents();
        contents.put("pooo.onnx", new byte[3]);
        pack(contents);
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, text.replace("pooo.onnx", "pool.onnx"), StandardCharsets.ISO_8859_1);
        assertRefused("it has two members of the name pool.onnx");
    }

    @Test
    void whatIsNoBundleIsRefused() throws IOException {
        Files.writeString(file, "I am a text, and no zip at all.");
        assertRefused("it is no zip or is damaged");
        Files.write(file, PngImages.grey(4, 4, 1));
        assertRefused("it is no zip or is damaged");
        pack(Map.of("a.txt", new byte[1]));
        assertRefused("it lacks manifest.json");
        assertThatThrownBy(() -> PatchDropModel.load(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is not a file");
        assertThatThrownBy(() -> PatchDropModel.load(folder.resolve("nowhere.patchdrop")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("does not exist");
    }

    /** The members of one model under the manifest of another. */
    static Stream<Arguments> contradictions() {
        LinearModel dense = LinearModel.dense();
        return Stream.of(
                Arguments.of(LINEAR, with(5, 4, 6, 4, 2, 5, true), "look.onnx cannot be used: by the manifest"),
                Arguments.of(LINEAR, with(3, 4, 4, 4, 2, 5, true), "there is look [N, 3, 6, 6], but the graph has"),
                Arguments.of(
                        LINEAR, with(3, 4, 6, 5, 2, 5, true), "there is logits [N, 4], but the graph has [any, 5]"),
                Arguments.of(
                        LINEAR, with(3, 4, 6, 4, 2, 5, false), "its outputs are [logits, look_features, scores], not"),
                Arguments.of(LINEAR, with(3, 4, 6, 4, 0, 5, true), "its outputs are [logits, scores, value], not"),
                Arguments.of(
                        LINEAR, with(3, 4, 6, 4, 3, 5, true), "there is look_features [N, 9, 2], but the graph has"),
                Arguments.of(
                        LINEAR, with(3, 4, 6, 4, 2, 6, true), "there is features [N, 5], but the graph has [any, 6]"),
                Arguments.of(LINEAR, with(3, 8, 6, 4, 2, 5, true), "there is patches [N, 3, 4, 4], but the graph has"),
                Arguments.of(
                        dense, with(3, 8, 6, 4, 0, 0, true), "classify.onnx cannot be used: by the manifest there is"));
    }

    private static LinearModel with(
            int grid,
            int patchSize,
            int lookSize,
            int classes,
            int lookFeatures,
            int patchFeatures,
            boolean valueHead) {
        return new LinearModel(grid, patchSize, lookSize, classes, lookFeatures, patchFeatures, valueHead, true, 1);
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void graphsThatContradictTheManifestAreRefused(LinearModel manifest, LinearModel graphs, String message)
            throws IOException {
        SortedMap<String, byte[]> members = graphs.members();
        LinearModel.write(file, new Bundle(manifest.manifest(members), members));
        assertRefused(message);
    }

    @Test
    void membersThatAreNoGraphsAreRefused() throws IOException {
        for (byte[] content : List.of(new byte[0], new byte[100], "text".getBytes(StandardCharsets.UTF_8))) {
            SortedMap<String, byte[]> members = new TreeMap<>(bundle.members());
            members.put("encode.onnx", content);
            LinearModel.write(file, new Bundle(LINEAR.manifest(members), members));
            assertRefused("encode.onnx cannot be used: ");
        }
        SortedMap<String, byte[]> swapped = new TreeMap<>(bundle.members());
        swapped.put("pool.onnx", bundle.member("look.onnx"));
        LinearModel.write(file, new Bundle(LINEAR.manifest(swapped), swapped));
        assertRefused("pool.onnx cannot be used: its inputs are [look], not [features, look_features, mask]");
    }

    private Map<String, byte[]> contents() {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("manifest.json", Json.write(ManifestFields.of(bundle.manifest())));
        contents.putAll(bundle.members());
        return contents;
    }

    private void editManifest(UnaryOperator<String> edit) throws IOException {
        Map<String, byte[]> contents = contents();
        String text = new String(contents.get("manifest.json"), StandardCharsets.UTF_8);
        contents.put(
                "manifest.json", edit.apply(text.replaceAll("\\s+:\\s+", ":")).getBytes(StandardCharsets.UTF_8));
        pack(contents);
    }

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
        assertThatThrownBy(() -> PatchDropModel.load(file, TinyModels.options()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }
}
