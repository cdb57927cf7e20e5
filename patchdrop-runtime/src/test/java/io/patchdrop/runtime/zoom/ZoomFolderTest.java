package io.patchdrop.runtime.zoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.Region;
import io.patchdrop.imagery.source.Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZoomFolderTest {
    private static final List<String> CLASSES = List.of("forest", "sea \"deep\"");
    private static final Map<String, Object> REQUEST = Map.of("source", "a", "chips", 3);

    private final Path folder;

    ZoomFolderTest(@TempDir Path folder) {
        this.folder = folder.resolve("zoom");
    }

    private static ChipResult answered(int number) {
        return new ChipResult(
                new Chip(number, new Region(10 * number, 5, 10, 10)),
                Outcome.ZOOMED,
                "sea \"deep\"",
                0.75f,
                List.of(0.25f, 0.75f),
                List.of(3, 0, 8),
                new Cost(2, 5_000_000_000L, true),
                0.125,
                null);
    }

    private static ChipResult failed(int number) {
        return new ChipResult(
                new Chip(number, new Region(10 * number, 5, 10, 10)),
                Outcome.FAILED,
                null,
                0,
                List.of(),
                List.of(),
                new Cost(1, 7, true),
                0,
                "line 1\nline 2");
    }

    private ZoomFolder open() throws IOException {
        return ZoomFolder.open(folder, REQUEST, CLASSES);
    }

    @Test
    void resultsComeBackAsTheyWere() throws IOException {
        try (ZoomFolder kept = open()) {
            kept.add(List.of(answered(2), failed(0)));
            kept.add(List.of(answered(1)));
        }
        try (ZoomFolder kept = open()) {
            assertThat(kept.before()).containsExactly(failed(0), answered(1), answered(2));
            kept.add(List.of(answered(0)));
            assertThat(kept.results()).containsExactly(answered(0), answered(1), answered(2));
        }
        try (ZoomFolder kept = open()) {
            assertThat(kept.before()).containsExactly(answered(0), answered(1), answered(2));
        }
    }

    @Test
    void whereverAKillCutsTheLastLineTheOthersStay() throws IOException {
        try (ZoomFolder kept = open()) {
            kept.add(List.of(answered(0), answered(1)));
        }
        Path lines = folder.resolve("chips.jsonl");
        byte[] whole = Files.readAllBytes(lines);
        int first = Files.readAllLines(lines).get(0).length() + 1;
        for (int length = first; length < whole.length; length++) {
            Files.write(lines, Arrays.copyOf(whole, length));
            try (ZoomFolder kept = open()) {
                assertThat(kept.before()).containsExactly(answered(0));
                kept.add(List.of(answered(1)));
            }
            assertThat(Files.readAllBytes(lines)).isEqualTo(whole);
        }
    }

    @Test
    void thePlanIsKept() throws IOException {
        Plan plan = new Plan(
                new Cost(3, 4_000_000_000_000L, true), new Cost(7, 5_000_000_000_000L, true), List.of(0, 16, 3));
        try (ZoomFolder kept = open()) {
            assertThat(kept.plan()).isEmpty();
            kept.keepPlan(plan);
        }
        try (ZoomFolder kept = open()) {
            assertThat(kept.plan()).contains(plan);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 2 3\n1\n", "1 -2\n", "1 2\n1\n\n", "1 2\n-1\n", "1 2\n99999999999\n", "\u0000"})
    void aDamagedPlanIsNamed(String text) throws IOException {
        try (ZoomFolder kept = open()) {
            Files.writeString(folder.resolve("plan.txt"), text);
            assertThatThrownBy(kept::plan)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("plan.txt is no plan");
        }
    }

    @Test
    void theFolderOfAnotherZoomIsRefused() throws IOException {
        open().close();
        assertThatThrownBy(() -> ZoomFolder.open(folder, Map.of("source", "b", "chips", 3), CLASSES))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("holds a zoom of something else");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "[1]",
                "{}",
                "{\"chip\":0}",
                "{\"chip\":0,\"window\":[0,0,1],\"outcome\":\"zoomed\"}",
                "{\"chip\":0,\"window\":[0,0,1,\"1\"],\"outcome\":\"zoomed\"}",
                "{\"chip\":0,\"window\":[0,0,1,1],\"outcome\":\"fine\",\"confidence\":1,\"requests\":0,\"bytes\":0,\"price\":0}",
                "{\"chip\":\"a\",\"window\":[0,0,1,1],\"outcome\":\"zoomed\",\"confidence\":1,\"requests\":0,\"bytes\":0,\"price\":0}",
                "\u0000\u0000\u0000"
            })
    void aDamagedLineIsNamed(String line) throws IOException {
        open().close();
        Files.writeString(folder.resolve("chips.jsonl"), line + "\n", StandardOpenOption.APPEND);
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("chips.jsonl")
                .hasMessageContaining("give another folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null"})
    void aDamagedDescriptionIsRefused(String text) throws IOException {
        open().close();
        Files.writeString(folder.resolve("zoom.json"), text);
        assertThatThrownBy(this::open).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Files.createDirectories(folder.getParent());
        Files.writeString(folder, "x");
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot write to");
    }

    @Test
    void twoZoomsAtATimeAreRefused() throws IOException {
        try (ZoomFolder kept = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("is in use");
            kept.add(List.of(answered(0)));
        }
        open().close();
    }
}
