package io.patchdrop.learn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchdrop.core.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvLayoutTest {
    private static final DatasetOptions OPTIONS = DatasetOptions.of(8).withWorkers(2);

    private final Path scratch;

    CsvLayoutTest(@TempDir Path scratch) throws IOException {
        this.scratch = scratch;
        for (int i = 0; i < 40; i++) {
            TestImages.put(scratch, "images/" + i + ".png", TestImages.png(8, 8, i));
        }
    }

    private Dataset open(String csv) throws IOException {
        Path file = scratch.resolve("list.csv");
        Files.writeString(file, csv);
        return Dataset.open(file.toString(), OPTIONS);
    }

    private void assertRefused(String csv, String... parts) {
        assertThatThrownBy(() -> open(csv))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(parts);
    }

    private static String lines(int count) {
        StringBuilder csv = new StringBuilder("\ufeffLocation, Label\n");
        for (int i = 0; i < count; i++) {
            csv.append("images/")
                    .append(i)
                    .append(".png, ")
                    .append(i % 2 == 0 ? "even" : "\"odd, one\"")
                    .append('\n');
        }
        return csv.toString();
    }

    @Test
    void withoutSplitsTheyAreDrawnByClass() throws Exception {
        try (Dataset dataset = open(lines(40))) {
            assertThat(dataset.name()).isEqualTo("list");
            assertThat(dataset.classes()).containsExactly("even", "odd, one");
            assertThat(dataset.test().labels()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
            assertThat(dataset.validation().labels()).containsExactly(0, 0, 1, 1);
            assertThat(dataset.train().size()).isEqualTo(28);
            int number = Integer.parseInt(dataset.train().name(5).replaceAll("\\D", ""));
            assertThat(TestImages.read(dataset.train(), 5)).isEqualTo(TestImages.noise(8, 8, number));
        }
    }

    @Test
    void columnSplitDecides() throws IOException {
        String absolute = scratch.resolve("images/2.png").toString();
        try (Dataset dataset =
                open("label,location,split\na,images/0.png,train\na,images/1.png,VAL\na," + absolute + ",test\n")) {
            assertThat(TestImages.names(dataset.train())).containsExactly("images/0.png");
            assertThat(TestImages.names(dataset.validation())).containsExactly("images/1.png");
            assertThat(TestImages.names(dataset.test())).containsExactly(absolute);
        }
    }

    @Test
    void mistakesAreNamedWithTheirLine() throws IOException {
        assertRefused("name,location\na,images/0.png\n", "no column label");
        assertRefused("", "no column label");
        assertRefused("label,location\n", "lists no images");
        assertRefused("label,location\na,images/0.png\n,images/1.png\n", "line 3", "no label");
        assertRefused("label,location\na,images/0.png\na\n", "line 3", "1 columns");
        assertRefused("label,location\na,https://example.org/1.png\n", "line 2", "remote");
        assertRefused("label,location,split\na,images/0.png,dev\n", "line 2", "'dev'");
        assertRefused("label,location\na,images/0.png\nb,images/../images/0.png\n", "twice", "lines 2 and 3");
        assertRefused("label,location\na,images/0.png\na,gone.png\na,images/\n", "2 files", "missing, first: gone.png");
        assertRefused(
                "label,location,split\na,images/0.png,train\nb,images/1.png,test\n",
                "class b",
                "test but not in train");
        Path latin = scratch.resolve("latin.csv");
        Files.write(latin, "label,location\ncaf\u00e9,images/0.png\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Dataset.open(latin.toString(), OPTIONS))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("UTF-8");
    }
}
