package io.patchdrop.learn.report;

/**
 * One system, stage and operating point over several seeds.
 *
 * @param mean each number's mean over the seeds; the number of masks rounded
 * @param accuracyStd sample standard deviation (n - 1) of the accuracy over the seeds, in points; NaN for one seed
 * @param patchesMeanStd the same of S; unlike {@link SystemResult#patchesStd} not over the images
 */
public record SystemSummary(SystemResult mean, double accuracyStd, double patchesMeanStd) {
    Measure accuracy() {
        return new Measure(mean.accuracy(), accuracyStd);
    }

    /** S as text; a number of patches that is the same in every run needs no spread. */
    String patches(int decimals) {
        return new Measure(mean.patches(), patchesMeanStd == 0 ? Double.NaN : patchesMeanStd).text(decimals);
    }
}
