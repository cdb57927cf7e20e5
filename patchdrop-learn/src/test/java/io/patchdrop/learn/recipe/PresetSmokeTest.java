package io.patchdrop.learn.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchdrop.learn.config.ConfigFiles;
import io.patchdrop.learn.config.TrainingConfig;
import io.patchdrop.learn.data.SampleTrees;
import io.patchdrop.learn.report.Results;
import io.patchdrop.learn.report.SystemResult;
import io.patchdrop.learn.stages.Stage;
import io.patchdrop.learn.stages.TrainingListener;
import io.patchdrop.learn.tensor.TensorTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every preset trains all five stages, with its own nets and sizes, on a small tree in the layout of its data set. */
class PresetSmokeTest extends TensorTest {
    /** What time forces: one epoch of each stage in batches of a few images. */
    private static final List<String> SHORT = List.of(
            "lr.epochs=1",
            "hr.epochs=1",
            "pt.epochs=1",
            "ft1.epochs=1",
            "ft2.epochs=1",
            "lr.batch=2",
            "hr.batch=2",
            "pt.batch=2",
            "ft1.batch=2",
            "ft2.batch=2",
            "data.workers=1",
            "runtime.device=cpu");

    private final Path folder;
    private final Path data;

    PresetSmokeTest(@TempDir Path folder) {
        this.folder = folder;
        this.data = folder.resolve("data");
    }

    @Test
    void cifar10() throws IOException {
        SampleTrees.cifar(data, false, 10);
        Results results = run("cifar10", "data.train_limit=10", "data.test_limit=10");
        assertThat(results.dataset()).isEqualTo("cifar10");
        assertComplete(results);
    }

    @Test
    void cifar100() throws IOException {
        SampleTrees.cifar(data, true, 200);
        Results results = run("cifar100", "data.train_limit=10", "data.test_limit=10");
        assertThat(results.dataset()).isEqualTo("cifar100");
        assertComplete(results);
    }

    @Test
    void aid() throws IOException {
        SampleTrees.classFolders(data, "jpg", 130, 5, "Airport", "BareLand");
        assertComplete(run("aid"));
    }

    @Test
    void ucmerced() throws IOException {
        SampleTrees.classFolders(data, "tif", 256, 4, "agricultural", "airplane");
        assertComplete(run("ucmerced"));
    }

    @Test
    void pairsFromTwoSensors() throws IOException {
        SampleTrees.pairs(data, 128, 20, 4, 2, "field", "town");
        assertComplete(run("aid"));
    }

    @Test
    void fmowWithSmallNets() throws IOException {
        fmowTree();
        assertComplete(run("fmow", "lr.net=resnet10", "hr.net=resnet10", "policy_net=resnet10"));
    }

    @Test
    @Tag("long")
    void fmow() throws IOException {
        fmowTree();
        assertComplete(run("fmow"));
    }

    @Test
    void imagenetWithSmallNets() throws IOException {
        SampleTrees.imageNet(data, 3, 1, "n01440764", "n01443537");
        assertComplete(run("imagenet", "lr.net=resnet10", "hr.net=resnet10"));
    }

    @Test
    @Tag("long")
    void imagenet() throws IOException {
        SampleTrees.imageNet(data, 3, 1, "n01440764", "n01443537");
        assertComplete(run("imagenet"));
    }

    private void fmowTree() throws IOException {
        SampleTrees.fmow(data, "train", 2, "airport", "zoo");
        SampleTrees.fmow(data, "val", 1, "airport", "zoo");
        SampleTrees.fmowTest(data, "airport", "zoo");
    }

    private Results run(String preset, String... settings) {
        List<String> all = new ArrayList<>(SHORT);
        all.addAll(List.of(settings));
        all.add("data.location=" + data);
        TrainingConfig config = ConfigFiles.resolve(preset, null, all);
        return new TrainingRun(config, folder.resolve("run"), false, EnumSet.allOf(Stage.class))
                .run(Map.of(), TrainingListener.silent(), () -> false);
    }

    private static void assertComplete(Results results) {
        assertThat(results.systems())
                .extracting(row -> row.name() + " " + row.stage())
                .contains("LR-CNN -", "HR-CNN -", "PatchDrop Pt", "PatchDrop Ft-1", "PatchDrop Ft-2");
        assertThat(results.systems()).extracting(SystemResult::accuracy).allSatisfy(accuracy -> assertThat(accuracy)
                .isBetween(0.0, 100.0));
    }
}
