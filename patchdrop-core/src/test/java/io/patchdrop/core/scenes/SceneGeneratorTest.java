package io.patchdrop.core.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.core.PatchGrid;
import io.patchdrop.core.PixelBox;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SceneGeneratorTest {
    private static final int SCENES = 4000;
    private static final SceneGenerator GENERATOR = new SceneGenerator(3);

    @Test
    void theSameSeedGivesTheSameBytesOnEveryMachine() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String split : new String[] {"train", "val", "test"}) {
            for (int index = 0; index < 50; index++) {
                Scene scene = new SceneGenerator(42).draw(split, index);
                digest.update(scene.pixels());
                digest.update((byte) scene.label());
            }
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("dc920655bcf9a5c5e0acef6b4a1f1b3f1fd5a46790bc37ec3b4efd295e288745");
    }

    @Test
    void seedsSplitsAndPlacesDiffer() {
        Scene scene = GENERATOR.draw("train", 5);
        assertThat(scene.pixels())
                .isEqualTo(new SceneGenerator(3).draw("train", 5).pixels());
        assertThat(scene.pixels())
                .isNotEqualTo(GENERATOR.draw("val", 5).pixels())
                .isNotEqualTo(GENERATOR.draw("test", 5).pixels())
                .isNotEqualTo(GENERATOR.draw("train", 6).pixels())
                .isNotEqualTo(new SceneGenerator(4).draw("train", 5).pixels());
    }

    @Test
    void labelsAreBalancedInEveryBlockButNotInAFixedOrder() {
        List<List<Integer>> blocks = new ArrayList<>();
        for (int block = 0; block < 20; block++) {
            List<Integer> labels = new ArrayList<>();
            for (int i = 0; i < SceneGenerator.CLASSES; i++) {
                labels.add(GENERATOR
                        .draw("test", (long) block * SceneGenerator.CLASSES + i)
                        .label());
            }
            assertThat(labels).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
            blocks.add(labels);
        }
        assertThat(blocks.stream().distinct().count()).isGreaterThan(15);
        assertThat(SceneGenerator.classNames())
                .hasSize(8)
                .doesNotHaveDuplicates()
                .contains("ring");
    }

    @Test
    void thingsLieInsideApartFromEachOtherAndAsManyAsSet() {
        int plain = 0;
        int several = 0;
        for (int index = 0; index < SCENES; index++) {
            Scene scene = GENERATOR.draw("train", index);
            assertThat(scene.pixels()).hasSize(64 * 64 * 3);
            assertThat(scene.objects()).hasSizeBetween(1, 3);
            assertThat(scene.distractors()).hasSizeBetween(0, 2);
            List<PixelBox> things = new ArrayList<>(scene.objects());
            things.addAll(scene.distractors());
            for (int i = 0; i < things.size(); i++) {
                PixelBox thing = things.get(i);
                assertThat(thing.x() + thing.width()).isLessThanOrEqualTo(SceneGenerator.SIZE);
                assertThat(thing.y() + thing.height()).isLessThanOrEqualTo(SceneGenerator.SIZE);
                assertThat(things.subList(0, i)).as("scene %d", index).noneMatch(thing::overlaps);
            }
            plain += scene.plain() ? 1 : 0;
            several += scene.objects().size() > 1 ? 1 : 0;
        }
        // Four binomial deviations.
        assertThat(plain).isCloseTo(SCENES / 4, within(110));
        assertThat(several).isCloseTo(SCENES / 5, within(102));
    }

    @Test
    void objectsAndDistractorsLieEverywhereAlike() {
        PatchGrid grid = PatchGrid.divide(4, SceneGenerator.SIZE, SceneGenerator.SIZE);
        int[] objects = new int[16];
        int[] distractors = new int[16];
        int withDistractors = 0;
        for (int index = 0; index < SCENES; index++) {
            Scene scene = GENERATOR.draw("train", index);
            objects[patchOfCentre(grid, scene.objects().get(0))]++;
            if (!scene.distractors().isEmpty()) {
                distractors[patchOfCentre(grid, scene.distractors().get(0))]++;
                withDistractors++;
            }
        }
        // Centres are uniform over 57 x 57 places; patches hold 12, 16, 16 and 13 of them each way.
        int[] places = {12, 16, 16, 13};
        for (int patch = 0; patch < 16; patch++) {
            double share = places[patch / 4] * places[patch % 4] / (57.0 * 57.0);
            double bound = 4.5 * Math.sqrt(SCENES * share * (1 - share));
            assertThat((double) objects[patch]).as("patch %d", patch).isCloseTo(SCENES * share, within(bound));
            // The second thing keeps clear of the first, which pushes it a little outward.
            assertThat((double) distractors[patch])
                    .as("patch %d", patch)
                    .isCloseTo(withDistractors * share, within(1.5 * bound));
        }
    }

    @Test
    void theInkOfAllClassesAndOfDistractorsIsEqual() {
        // Without relief and noise, what lies in the box less the flat ground is the ink itself.
        SceneSettings bare = new SceneSettings(8, 40, 40, 0, 0, 0, 0, 1, 1, 1, 2);
        SceneGenerator generator = new SceneGenerator(9, bare);
        for (int index = 0; index < 400; index++) {
            Scene scene = generator.draw("train", index);
            int ground = groundLevel(scene);
            assertThat(Math.abs(ink(scene, scene.objects().get(0), ground))).isEqualTo(32 * 40);
            assertThat(Math.abs(ink(scene, scene.distractors().get(0), ground))).isEqualTo(32 * 40);
        }
    }

    @Test
    void theLookTellsTheClassOfPlainScenesOnly() {
        double chance = 100.0 / SceneGenerator.CLASSES;
        assertThat(SceneProbe.nearestCentroidOnLook(true)).as("plain, from LR").isGreaterThan(75);
        assertThat(SceneProbe.nearestCentroidOnLook(false))
                .as("not plain, from LR")
                .isLessThan(chance + 5);
        assertThat(SceneProbe.matchedGlyph()).as("not plain, from HR").isGreaterThan(97);
    }

    @Test
    void settingsOutOfRangeAreNamed() {
        assertThatThrownBy(() -> new SceneSettings(8, 0, 80, 100, 12, 0.25, 0.2, 3, 1, 2, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("The scene setting contrast is 0 (give a number from 1 to 127)");
        assertThatThrownBy(() -> new SceneSettings(8, 46, 80, 100, 12, 1.5, 0.2, 3, 1, 2, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("plainShare is 1.5");
        assertThatThrownBy(() -> new SceneSettings(16, 46, 80, 100, 12, 0.25, 0.2, 5, 1, 2, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("7 objects and distractors of 16 pixels crowd");
        assertThatThrownBy(() -> GENERATOR.draw("train", -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static int patchOfCentre(PatchGrid grid, PixelBox box) {
        return grid.patchAt(box.x() + box.width() / 2, box.y() + box.height() / 2);
    }

    /** The red level that most pixels have. */
    private static int groundLevel(Scene scene) {
        int[] counts = new int[256];
        for (int place = 0; place < scene.pixels().length; place += 3) {
            counts[scene.pixels()[place] & 255]++;
        }
        int most = Arrays.stream(counts).max().orElseThrow();
        return IntStream.range(0, 256)
                .filter(level -> counts[level] == most)
                .findFirst()
                .orElseThrow();
    }

    private static int ink(Scene scene, PixelBox box, int ground) {
        int ink = 0;
        for (int y = box.y(); y < box.y() + box.height(); y++) {
            for (int x = box.x(); x < box.x() + box.width(); x++) {
                ink += (scene.pixels()[3 * (y * SceneGenerator.SIZE + x)] & 255) - ground;
            }
        }
        return ink;
    }
}
