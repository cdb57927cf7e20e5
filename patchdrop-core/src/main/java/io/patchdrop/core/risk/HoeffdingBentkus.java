package io.patchdrop.core.risk;

/**
 * The p-value of Hoeffding and Bentkus (Stephen Bates, Anastasios Angelopoulos, Lihua Lei, Jitendra Malik and Michael I.
 * Jordan, "Distribution-Free, Risk-Controlling Prediction Sets", 2021, arXiv:2101.02703). It knows nothing of the variance,
 * and needs more images than {@link BettingTest} where losses are rare; it is here to compare with.
 */
public final class HoeffdingBentkus {
    private HoeffdingBentkus() {}

    /**
     * A p-value for the hypothesis that the mean loss is at least epsilon: with X = (L + 1) / 2, m = (epsilon + 1) / 2 and
     * the mean x, the smaller of exp(-n h(min(x, m), m)) and e P(binomial(n, m) is at most ceil(n x)), where h(a, b) =
     * a ln(a / b) + (1 - a) ln((1 - a) / (1 - b)).
     *
     * @param losses in {-1, 0, 1}, of independent images
     * @param epsilon in (-1, 1)
     * @return in [0, 1]
     */
    public static double pValue(int[] losses, double epsilon) {
        double boundary = (1 + epsilon) / 2;
        double sum = 0;
        for (int loss : losses) {
            sum += (loss + 1) / 2.0; // a multiple of a half: exact
        }
        double hoeffding = Math.exp(-losses.length * divergence(Math.min(sum / losses.length, boundary), boundary));
        double bentkus = Math.E * binomialAtMost((int) Math.ceil(sum), losses.length, boundary);
        return Math.min(1, Math.min(hoeffding, bentkus));
    }

    private static double divergence(double a, double b) {
        return term(a, b) + term(1 - a, 1 - b);
    }

    private static double term(double a, double b) {
        return a == 0 ? 0 : a * Math.log(a / b);
    }

    /** P(at most k of n), each with probability p in (0, 1). */
    static double binomialAtMost(int k, int n, double p) {
        double logTerm = n * Math.log1p(-p);
        double sum = Math.exp(logTerm);
        for (int i = 1; i <= k; i++) {
            logTerm += Math.log((n - i + 1.0) / i) + Math.log(p) - Math.log1p(-p);
            sum += Math.exp(logTerm);
        }
        return Math.min(1, sum);
    }
}
