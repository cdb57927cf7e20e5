package io.patchdrop.learn.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The cards that show single images: the look, the patch probabilities, what was taken, and the answer. */
final class ExampleCards {
    private ExampleCards() {}

    /** The cards of these examples, in order. */
    static String html(List<Example> examples) {
        return examples.stream()
                .map(ExampleCards::card)
                .collect(Collectors.joining("\n", "<div class=\"cards\">\n", "\n</div>"));
    }

    private static String card(Example example) {
        String lr = Pictures.dataUri(example.lr());
        int taken = example.patchesTaken();
        List<String> pictures = new ArrayList<>();
        pictures.add(picture(
                "look",
                image(lr, example.hr(), false),
                "Low-resolution look at " + example.image(),
                example.hr(),
                "LR look"));
        if (example.probabilities().length > 0) {
            pictures.add(picture(
                    "heat",
                    image(lr, example.hr(), true) + heat(example),
                    "Probability of taking each patch: " + likeliest(example),
                    example.hr(),
                    "probabilities"));
        }
        pictures.add(picture(
                "taken",
                image(Pictures.dataUri(example.hr()), example.hr(), false) + veil(example),
                "High-resolution patches taken: " + takenInWords(example),
                example.hr(),
                taken + " of " + example.taken().length + " taken"));
        String verdict = example.correct()
                ? "<span class=\"right\">✓ right</span>"
                : "<span class=\"wrong\">✗ wrong, is " + Html.escape(example.truth()) + "</span>";
        return "<article class=\"card\"><div class=\"pictures\">" + String.join("", pictures) + "</div>\n"
                + "<p class=\"answer\"><b>" + Html.escape(example.answer()) + "</b> <span class=\"confidence\">"
                + percent(example.confidence()) + "</span> " + verdict + "</p>\n<p class=\"file\">"
                + Html.escape(example.image()) + "</p></article>";
    }

    private static String picture(String kind, String content, String alt, BufferedImage hr, String caption) {
        return "<figure class=\"" + kind + "\"><svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\""
                + Html.escape(alt) + "\" viewBox=\"0 0 " + hr.getWidth() + " " + hr.getHeight() + "\">" + content
                + "</svg><figcaption>" + Html.escape(caption) + "</figcaption></figure>";
    }

    private static String image(String uri, BufferedImage hr, boolean faded) {
        return "<image" + (faded ? " class=\"faded\"" : "") + " href=\"" + uri + "\" width=\"" + hr.getWidth()
                + "\" height=\"" + hr.getHeight() + "\" preserveAspectRatio=\"none\"/>";
    }

    private static String heat(Example example) {
        StringBuilder cells = new StringBuilder();
        for (int patch = 0; patch < example.taken().length; patch++) {
            double probability = example.probabilities()[patch];
            if (Double.isFinite(probability)) {
                double shown = Math.max(0, Math.min(1, probability));
                cells.append(cell(example, patch, "hot", " fill-opacity=\"" + Numbers.brief(0.85 * shown, 2) + "\""));
            }
        }
        return cells.toString();
    }

    /** Covers what was not taken and frames what was. */
    private static String veil(Example example) {
        StringBuilder covers = new StringBuilder();
        StringBuilder frames = new StringBuilder();
        for (int patch = 0; patch < example.taken().length; patch++) {
            boolean taken = example.taken()[patch];
            (taken ? frames : covers).append(cell(example, patch, taken ? "frame" : "veil", ""));
        }
        return covers.append(frames).toString();
    }

    private static String cell(Example example, int patch, String kind, String attributes) {
        int row = patch / example.gridColumns();
        int column = patch % example.gridColumns();
        double width = (double) example.hr().getWidth() / example.gridColumns();
        double height = (double) example.hr().getHeight() / example.gridRows();
        return "<rect class=\"" + kind + "\" x=\"" + Numbers.brief(column * width, 2) + "\" y=\""
                + Numbers.brief(row * height, 2) + "\" width=\"" + Numbers.brief(width, 2) + "\" height=\""
                + Numbers.brief(height, 2) + "\"" + attributes + "/>";
    }

    private static String likeliest(Example example) {
        int best = 0;
        for (int patch = 1; patch < example.probabilities().length; patch++) {
            best = example.probabilities()[patch] > example.probabilities()[best] ? patch : best;
        }
        return "highest " + Numbers.fixed(example.probabilities()[best], 2) + " at " + place(example, best);
    }

    private static String takenInWords(Example example) {
        List<String> places = new ArrayList<>();
        for (int patch = 0; patch < example.taken().length; patch++) {
            if (example.taken()[patch]) {
                places.add(place(example, patch));
            }
        }
        return places.isEmpty() ? "none" : String.join(", ", places);
    }

    private static String place(Example example, int patch) {
        return "row " + (patch / example.gridColumns() + 1) + " column " + (patch % example.gridColumns() + 1);
    }

    private static String percent(double share) {
        return Double.isFinite(share) ? Numbers.fixed(100 * share, 0) + " %" : Numbers.MISSING;
    }
}
