package io.patchdrop.learn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFilesTest {
    static final List<String> PRESETS = Presets.NAMES;

    private final Path file;

    ConfigFilesTest(@TempDir Path folder) {
        file = folder.resolve("mine.yaml");
    }

    @BeforeEach
    void writeAFile() throws IOException {
        Files.writeString(file, "");
    }

    @ParameterizedTest
    @FieldSource("PRESETS")
    void everyPresetResolves(String preset) {
        TrainingConfig config = ConfigFiles.resolve(preset, null, List.of());
        assertThat(config.preset()).isEqualTo(preset);
        assertThat(config.patchGrid().patches()).isEqualTo(config.grid() * config.grid());
    }

    @Test
    void anUnknownPresetNamesTheNearest() {
        assertThatThrownBy(() -> ConfigFiles.resolve("demos", null, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nearest: demo");
    }

    @Test
    void laterLayersWin() throws IOException {
        TrainingConfig plain = ConfigFiles.resolve("demo", null, List.of());
        // Only in the defaults, in the preset, in the preset and the file, and in all of them.
        assertThat(plain.data().validationFraction()).isEqualTo(0.1);
        assertThat(plain.data().imageSize()).isEqualTo(64);
        Files.writeString(file, "data:\n  lr_size: 32\npt: {epochs: 3, sigma: 2}\nseed: 5\n");
        TrainingConfig filed = ConfigFiles.resolve("demo", file, List.of());
        assertThat(filed.data().lrSize()).isEqualTo(32);
        assertThat(filed.data().imageSize()).isEqualTo(64);
        assertThat(filed.pt().epochs()).isEqualTo(3);
        assertThat(filed.pt().sigma()).isEqualTo(2);
        assertThat(filed.pt().batch()).isEqualTo(plain.pt().batch());
        TrainingConfig set = ConfigFiles.resolve("demo", file, List.of("pt.epochs=4", "seed=6", "seed = 7"));
        assertThat(set.pt().epochs()).isEqualTo(4);
        assertThat(set.pt().sigma()).isEqualTo(2);
        assertThat(set.seed()).isEqualTo(7);
        assertThat(ConfigFiles.with(set, List.of("seed=8")).seed()).isEqualTo(8);
        assertThat(ConfigFiles.differences(set, ConfigFiles.with(set, List.of("seed=8"))))
                .containsExactly("seed was 7, is 8");
    }

    @ParameterizedTest
    @CsvSource({
        "sede=1, there is no setting sede, seed",
        "pt.sigm=1, there is no setting pt.sigm, pt.sigma",
        "dta.flip=true, there is no setting dta, data",
        "lr.net.depth=3, there is no setting lr.net.depth, single value",
        "lr=3, lr is a group of settings, net",
        "data=[], data is a group of settings, location",
        "seed, --set seed has no value, key=value",
        "=3, --set =3 has no value, key=value",
        ".seed=3, there is no setting, nearest",
        "pt..sigma=3, there is no setting pt., nearest",
        "seed=, seed, it must be a whole number",
        "seed=null, seed has no value, leave",
        "lr.net=null, lr.net has no value, leave",
        "runtime.device=null, runtime.device has no value, leave",
        "'data.mean=[0.5, null, 0.5]', data.mean has no value, leave",
        "seed=one, seed, it must be a whole number",
        "seed=1.5, seed, it must be a whole number",
        "pt.epochs=2.0, pt.epochs, it must be a whole number",
        "pt.epochs=99999999999, pt.epochs, too large",
        "seed=99999999999999999999, seed, too large",
        "pt.epochs=[1], pt.epochs, it must be a whole number",
        "data.flip=perhaps, data.flip, it must be true or false",
        "data.flip=1, data.flip, it must be true or false",
        "data.mean=0.5, data.mean, list of numbers",
        "'data.mean=[0.5, 0.5]', data.mean and std, 3 values",
        "'data.mean=[a, b, c]', data.mean, it must be a number",
        "lr.schedule=linear, lr.schedule, one_cycle",
        "lr.net={}, lr.net, it must be a text",
        "pt.epochs=0, pt.epochs is 0, at least 1",
        "pt.batch=1, pt.batch is 1, at least 2",
        "pt.sigma=-1, pt.sigma is -1, from 0 up",
        "pt.sigma=.nan, pt.sigma, ''",
        "pt.sigma=.inf, pt.sigma, ''",
        "pt.alpha_start=0.4, pt.alpha_start is 0.4, between 0.5 and 1",
        "lr.learning_rate=0, lr.learning_rate is 0, above 0",
        "hr.momentum=1, hr.momentum is 1, between",
        "data.lr_size=5, data.lr_size 5 does not divide, choose one of",
        "'data.std=[0, 1, 1]', data.std is 0, between",
        "grid=5, does not divide, grid of 4",
        "grid=0, grid is 0, at least 1",
        "runtime.threads=-1, runtime.threads is -1, at least 0",
        "'seed={a: [', --set seed={a: [, YAML",
        "'lr.net=*x', alias *x, write the value out",
    })
    void badSettingsAreRefusedInOneClearLine(String setting, String problem, String remedy) {
        assertThatThrownBy(() -> ConfigFiles.resolve("demo", null, List.of(setting)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining(remedy)
                .message()
                .doesNotContain("\n");
    }

    static Stream<String> hostileTexts() {
        return Stream.of(
                "seed: 1\nseed: 2\n",
                "pt: {epochs: 1}\npt: {epochs: 2}\n",
                "lr: {net: &n cifar-resnet8}\nhr: {net: *n}\n",
                "a: &a [*a]\n",
                "lr: &base {epochs: 2}\nhr:\n  <<: *base\n",
                "seed: 1\n---\nseed: 2\n",
                "\tseed: 1\n",
                "seed: [1\n",
                "seed: !!java.net.URL [\"http://localhost\"]\n",
                "just a text\n",
                "[1, 2]\n",
                "42\n",
                "? [a, b]\n: 1\n",
                "\"\": 1\n",
                "lr:\n",
                "\u0000",
                "seed: \u0007",
                "'".repeat(10_001),
                "[".repeat(100_000),
                "{a: ".repeat(5_000),
                "- ".repeat(5_000) + "x",
                "x".repeat(100_000) + ": 1\n");
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void hostileFilesAreRefused(String text) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(() -> ConfigFiles.resolve("demo", file, List.of()))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> ConfigFiles.read(file)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void filesThatCannotBeReadAreRefused(@TempDir Path folder) throws IOException {
        Files.write(file, new byte[] {(byte) 0xC3, (byte) 0x28});
        for (Path bad : List.of(file, folder, folder.resolve("missing.yaml"))) {
            assertThatThrownBy(() -> ConfigFiles.resolve("demo", bad, List.of()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining(bad.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "pt: {}\n"})
    void filesWithoutSettingsChangeNothing(String text) throws IOException {
        Files.writeString(file, text);
        assertThat(ConfigFiles.resolve("demo", file, List.of()))
                .isEqualTo(ConfigFiles.resolve("demo", null, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed=-9223372036854775808",
                "data.location='no: yes #1'",
                "data.location='true'",
                "data.location='007'",
                "data.location='~'",
                "data.location='it''s \\ \"here\"'",
                "data.location='*x'",
                "data.location=' leading'",
                "data.location='日本 🛰'",
                "lr.weights=",
                "pt.policy_learning_rate=1.2345678901234567e-9",
                "pt.sigma=3",
                "'data.mean'=[0, 1, 0.1]"
            })
    void whatIsWrittenIsReadBack(String setting) throws IOException {
        TrainingConfig config = ConfigFiles.resolve("demo", null, List.of(setting.replace("'data.mean'", "data.mean")));
        Files.writeString(file, ConfigFiles.toYaml(config));
        assertThat(ConfigFiles.read(file)).isEqualTo(config);
    }

    @Test
    void theFingerprintFollowsWhatIsLearnt() {
        TrainingConfig config = ConfigFiles.resolve("demo", null, List.of());
        String original = ConfigFiles.fingerprint(config, "data");
        assertThat(original).matches("[0-9a-f]{64}");
        assertThat(ConfigFiles.fingerprint(config, "other data")).isNotEqualTo(original);
        for (String setting : LEARNING) {
            TrainingConfig other = ConfigFiles.with(config, List.of(setting));
            assertThat(ConfigFiles.fingerprint(other, "data")).as(setting).isNotEqualTo(original);
            assertThat(ConfigFiles.differences(config, other))
                    .as(setting)
                    .singleElement()
                    .asString()
                    .startsWith(setting.substring(0, setting.indexOf('=')) + " was ");
        }
        for (String setting : RUNTIME) {
            TrainingConfig other = ConfigFiles.with(config, List.of(setting));
            assertThat(other).as(setting).isNotEqualTo(config);
            assertThat(ConfigFiles.fingerprint(other, "data")).as(setting).isEqualTo(original);
            assertThat(ConfigFiles.differences(config, other)).as(setting).isEmpty();
        }
    }

    private static final List<String> RUNTIME = List.of(
            "runtime.device=cpu",
            "runtime.precision=bf16",
            "runtime.threads=3",
            "runtime.checkpoint_seconds=1",
            "data.location=elsewhere",
            "data.workers=5",
            "data.cache_mib=7");

    private static final List<String> LEARNING = List.of(
            "seed=2",
            "grid=2",
            "data.image_size=128",
            "data.lr_size=8",
            "data.validation_fraction=0.2",
            "data.train_limit=9",
            "data.unreadable_limit=9",
            "data.crop_padding=1",
            "data.flip=true",
            "data.vertical_flip=true",
            "data.mean=[0.4, 0.5, 0.5]",
            "data.std=[0.2, 0.25, 0.25]",
            "lr.net=cifar-resnet14",
            "lr.epochs=1",
            "lr.batch=64",
            "lr.learning_rate=0.2",
            "lr.momentum=0.8",
            "lr.weight_decay=1.0e-3",
            "lr.schedule=cosine",
            "lr.weights=x.safetensors",
            "hr.net=cifar-resnet14",
            "policy_net=cifar-resnet8",
            "pt.epochs=1",
            "pt.batch=64",
            "pt.sigma=1.5",
            "pt.policy_learning_rate=0.5",
            "pt.schedule=cosine",
            "pt.alpha_start=0.6",
            "pt.alpha_end=1.0",
            "pt.alpha_ramp=0.1",
            "ft1.classifier_learning_rate=0.5",
            "ft1.weight_decay=0.5",
            "ft2.epochs=1");
}
