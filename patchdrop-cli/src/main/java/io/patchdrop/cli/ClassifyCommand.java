package io.patchdrop.cli;

import io.patchdrop.core.Budget;
import io.patchdrop.imagery.RgbImage;
import io.patchdrop.imagery.json.Json;
import io.patchdrop.runtime.Answer;
import io.patchdrop.runtime.AnswerFields;
import io.patchdrop.runtime.PatchDropModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code classify}: one JSON object a line for each image. */
@Command(
        name = "classify",
        description = "Classify images: for each a line of JSON with class, confidence and patches.")
final class ClassifyCommand implements Callable<Integer> {
    /** Images decoded and answered together; the next ones are decoded when these are answered. */
    private static final int TOGETHER = 32;

    @Option(names = "--model", required = true, paramLabel = "BUNDLE", description = "A bundle that export wrote.")
    private Path model = Path.of("");

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Images: JPEG, PNG, TIFF, BMP or GIF.")
    private List<Path> images = List.of();

    @ArgGroup
    private @Nullable BudgetChoice budget;

    @Spec
    private CommandSpec spec;

    /** An image file, and its pixels or what is wrong with it. */
    private record Picture(Path file, @Nullable RgbImage pixels, String problem) {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        boolean unreadable = false;
        try (PatchDropModel loaded = PatchDropModel.load(model)) {
            Budget chosen = BudgetChoice.of(budget, loaded.manifest().decision().budget());
            for (int start = 0; start < images.size(); start += TOGETHER) {
                List<Path> files = images.subList(start, Math.min(images.size(), start + TOGETHER));
                List<Picture> pictures =
                        files.parallelStream().map(file -> read(file, loaded)).toList();
                answer(loaded, chosen, pictures, out);
                for (Picture picture : pictures) {
                    if (picture.pixels() == null) {
                        unreadable = true;
                        err.println("patchdrop: " + picture.file() + " cannot be read: " + picture.problem()
                                + " (it is left out; give a JPEG, PNG, TIFF, BMP or GIF image)");
                    }
                }
                err.flush();
            }
        }
        return unreadable ? PatchDrop.BAD_INPUT : 0;
    }

    private static void answer(PatchDropModel model, Budget budget, List<Picture> pictures, PrintWriter out) {
        List<Picture> readable = new ArrayList<>();
        List<RgbImage> pixels = new ArrayList<>();
        for (Picture picture : pictures) {
            if (picture.pixels() != null) {
                readable.add(picture);
                pixels.add(picture.pixels());
            }
        }
        if (pixels.isEmpty()) {
            return;
        }
        List<Answer> answers = model.classify(pixels, budget);
        for (int i = 0; i < answers.size(); i++) {
            out.println(Json.line(AnswerFields.of(
                    readable.get(i).file().toString(),
                    answers.get(i),
                    model.manifest().classes())));
        }
        out.flush();
    }

    private static Picture read(Path file, PatchDropModel model) {
        try {
            return new Picture(file, model.decode(Files.readAllBytes(file)), "");
        } catch (NoSuchFileException e) {
            return new Picture(file, null, "there is no such file");
        } catch (IOException e) {
            return new Picture(file, null, Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage()));
        }
    }
}
