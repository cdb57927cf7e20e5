package io.patchdrop.learn.report;

import java.awt.Color;
import java.util.Locale;

/**
 * The colours of charts and pictures. Each is a variable of the page's style sheet with a light and a dark value; XChart,
 * which wants fixed colours, gets a marker colour that {@link SvgWriter} replaces by the variable.
 */
enum Ink {
    SURFACE(1),
    TEXT(2),
    MUTED(3),
    GRID(4),
    /** Letters that XChart draws as outlines; in no picture. */
    LETTERS(5),
    /** Systems without a colour of their own. */
    NEUTRAL(6),
    SERIES1(7),
    SERIES2(8),
    SERIES3(9),
    SERIES4(10),
    SERIES5(11),
    SERIES6(12),
    SERIES7(13),
    SERIES8(14),
    SERIES9(15),
    SERIES10(16);

    private final int code;

    Ink(int code) {
        this.code = code;
    }

    /** The colour of a system, the same in every chart and table of every report. */
    static Ink ofSystem(String system) {
        return switch (system) {
            case "PatchDrop" -> SERIES1;
            case "Anytime" -> SERIES2;
            case "BagNet+PatchDrop", "BagNet" -> SERIES3;
            case "Cascade" -> SERIES4;
            case "STN" -> SERIES5;
            case "Random" -> SERIES6;
            case "Central" -> SERIES7;
            case "Fixed-H" -> SERIES8;
            case "Fixed-V" -> SERIES9;
            case "Stochastic" -> SERIES10;
            default -> NEUTRAL;
        };
    }

    /** The colour as CSS, such as {@code var(--series1)}. */
    String css() {
        return "var(--" + name().toLowerCase(Locale.ROOT) + ")";
    }

    /** The colour given to XChart in its stead. */
    Color marker() {
        return new Color(1, 2, code);
    }

    /** How XChart's SVG writes {@link #marker}. */
    String markerText() {
        return "rgb(1,2," + code + ")";
    }
}
