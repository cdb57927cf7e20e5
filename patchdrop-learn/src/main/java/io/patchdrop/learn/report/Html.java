package io.patchdrop.learn.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text that is safe in HTML and XML, and the page's template. */
final class Html {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");
    private static final int REPLACEMENT = 0xFFFD;

    private Html() {}

    /** The text for use as content or within a quoted attribute; what XML cannot hold becomes U+FFFD. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        legible(text).codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(point);
            }
        });
        return safe.toString();
    }

    /** The text with U+FFFD for control characters, lone surrogates and whatever else XML cannot hold. */
    static String legible(String text) {
        return text.codePoints()
                .map(point -> isLegible(point) ? point : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /**
     * A resource of this package with each {@code {{name}}} replaced. Values are taken as they are: a placeholder within a
     * value stays text.
     */
    static String fill(String resource, Map<String, String> values) {
        Matcher matcher = PLACEHOLDER.matcher(resource(resource));
        return matcher.replaceAll(found -> {
            String value = values.get(found.group(1));
            if (value == null) {
                throw new IllegalStateException(resource + " asks for " + found.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    static String resource(String name) {
        try (InputStream stream = Html.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + name + " is missing from the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLegible(int point) {
        boolean control = (point < ' ' && point != '\t' && point != '\n') || (point >= 0x7F && point < 0xA0);
        boolean surrogate = point >= 0xD800 && point < 0xE000;
        return !control && !surrogate && point != 0xFFFE && point != 0xFFFF;
    }
}
