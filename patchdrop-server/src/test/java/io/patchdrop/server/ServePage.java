package io.patchdrop.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code docs/serve.md} says. */
final class ServePage {
    /** The address of the examples. */
    static final String ADDRESS = "http://127.0.0.1:8080";

    private static final Path FILE = Path.of("../docs/serve.md");
    private static final Pattern PART = Pattern.compile(
            "^#+ (?<heading>[^\n]*)$|^```(?<language>\\w+)\n(?<code>.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private ServePage() {}

    /** A block of code. */
    record Block(String heading, String language, String code) {}

    static String text() throws IOException {
        return Files.readString(FILE);
    }

    /** All blocks that name their language, in order. */
    static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        String heading = "";
        Matcher matcher = PART.matcher(text());
        while (matcher.find()) {
            if (matcher.group("heading") != null) {
                heading = matcher.group("heading");
            } else {
                blocks.add(new Block(heading, matcher.group("language"), matcher.group("code")));
            }
        }
        return blocks;
    }
}
