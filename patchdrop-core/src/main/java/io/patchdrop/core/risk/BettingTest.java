package io.patchdrop.core.risk;

/**
 * Tests by betting whether the mean of a bounded variable is small (Ian Waudby-Smith and Aaditya Ramdas, "Estimating means
 * of bounded random variables by betting", 2020, arXiv:2010.09686).
 *
 * <p>Losses L in [-1, 1] become X = (L + 1) / 2 in [0, 1], epsilon becomes m = (epsilon + 1) / 2. Someone who begins with 1
 * and stakes lambda_t on the t-th image has K_t = product of 1 - lambda_i (X_i - m). If E X is at least m and each lambda_i
 * follows from the images before, K is a non-negative supermartingale, so that by Ville's inequality P(K ever reaches 1 / p)
 * is at most p: p = 1 / max_t K_t is a p-value for "E L is at least epsilon", whatever the number of images. K_0 = 1 counts.
 *
 * <p>The stakes are the plug-in ones of that paper: lambda_t = sqrt(2 ln(1 / delta) / (n v)), where v is the variance of the
 * images before, of which half an image at 1/2 and a variance of 1/4 are thought to have come first, and at most {@value
 * #LARGEST_SHARE} / (1 - m), so that no single image takes all.
 */
public final class BettingTest {
    /** Share of the fortune that one image may take at most. */
    static final double LARGEST_SHARE = 0.75;

    private BettingTest() {}

    /**
     * A p-value for the hypothesis that the mean loss is at least epsilon.
     *
     * @param losses in [-1, 1], of independent images in an order that does not depend on them
     * @param epsilon in (-1, 1)
     * @param delta the level that the stakes are made for, in (0, 1); the p-value is valid at every level
     * @return in (0, 1]
     */
    public static double pValue(int[] losses, double epsilon, double delta) {
        double boundary = (1 + epsilon) / 2;
        double largest = LARGEST_SHARE / (1 - boundary);
        double goal = 2 * Math.log(1 / delta) / losses.length;
        double sum = 0.5;
        double squares = 0.25;
        double fortune = 0; // its logarithm
        double most = 0;
        for (int i = 0; i < losses.length; i++) {
            double value = (losses[i] + 1) / 2.0;
            double stake = Math.min(Math.sqrt(goal / (squares / (i + 1))), largest);
            fortune += Math.log1p(-stake * (value - boundary));
            most = Math.max(most, fortune);
            sum += value;
            double distance = value - sum / (i + 2);
            squares += distance * distance;
        }
        return Math.exp(-most);
    }
}
