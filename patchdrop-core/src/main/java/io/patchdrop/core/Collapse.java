package io.patchdrop.core;

/** Whether a policy still answers to the image, judged by its masks over many images. */
public enum Collapse {
    /** It does. */
    NONE(""),
    /** It takes every patch of every image. */
    ALL_TAKEN("the policy takes every patch of every image: nothing is saved (lower sigma or train longer)"),
    /** It takes no patch of any image. */
    NONE_TAKEN("the policy takes no patch of any image: only the LR look decides (raise sigma)"),
    /** It has become almost a fixed mask. */
    FEW_MASKS("the policy uses fewer than " + Collapse.FEWEST_MASKS
            + " different masks: it hardly looks at the image (compare it with Central)");

    /** Fewer distinct masks than this are too few. */
    static final int FEWEST_MASKS = 5;

    /** The least number of images over which few masks mean anything. */
    static final int FEWEST_IMAGES = 50;

    private final String warning;

    Collapse(String warning) {
        this.warning = warning;
    }

    /** One line for the user without a full stop; empty for {@link #NONE}. */
    public String warning() {
        return warning;
    }
}
