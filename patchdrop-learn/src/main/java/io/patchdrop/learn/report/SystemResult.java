package io.patchdrop.learn.report;

import org.jspecify.annotations.Nullable;

/**
 * One system at one stage, evaluated on the test split: one row of the comparison. A number that was not measured is NaN.
 *
 * @param name the system: LR-CNN, HR-CNN, PatchDrop, ...
 * @param stage {@code Pt}, {@code Ft-1}, {@code Ft-2}, or {@link #NO_STAGE} for a system trained in one go
 * @param accuracy share of right answers, in percent (0 to 100)
 * @param patches S, the mean number of HR patches taken for an image (0 to P)
 * @param patchesStd standard deviation of the number of patches over the images
 * @param masks how many different masks were used; 1 says that every image got the same patches
 * @param msPerImage time of an answer, in milliseconds an image
 * @param trainSeconds time of the training, in seconds
 * @param tau confidence at which an anytime system or a cascade stops, where it applies
 * @param lambda price of a patch, where it applies
 */
public record SystemResult(
        String name,
        String stage,
        double accuracy,
        double patches,
        double patchesStd,
        int masks,
        double msPerImage,
        double trainSeconds,
        @Nullable Double tau,
        @Nullable Double lambda) {

    /** The stage of a system that has none. */
    public static final String NO_STAGE = "-";

    /** This row as that of a price of a patch, with the time of the training. */
    public SystemResult withLambda(double price, double seconds) {
        return new SystemResult(name, stage, accuracy, patches, patchesStd, masks, msPerImage, seconds, tau, price);
    }

    /** Whether it has both numbers of a point of the accuracy-against-S plot. */
    boolean isMeasured() {
        return Double.isFinite(accuracy) && Double.isFinite(patches);
    }

    boolean hasStage() {
        return !stage.equals(NO_STAGE);
    }

    /** The name and what tells apart several operating points of one system, such as {@code Anytime (tau=0.5)}. */
    public String nameWithSetting() {
        return nameWithSettings(this);
    }

    /** The name of the operating points from this to another, such as {@code Anytime (tau=0.3 to 0.5)}. */
    String nameWithSettings(SystemResult last) {
        return name + settings("tau", tau, last.tau) + settings("lambda", lambda, last.lambda);
    }

    private static String settings(String word, @Nullable Double first, @Nullable Double last) {
        if (first == null || last == null) {
            return "";
        }
        String to = first.equals(last) ? "" : " to " + Numbers.shortest(last);
        return " (" + word + "=" + Numbers.shortest(first) + to + ")";
    }

    /** The name and, if there is one, the stage, such as {@code PatchDrop Ft-2}. */
    public String nameWithStage() {
        return hasStage() ? name + " " + stage : name;
    }
}
