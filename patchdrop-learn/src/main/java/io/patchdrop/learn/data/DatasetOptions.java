package io.patchdrop.learn.data;

import io.patchdrop.core.InvalidInputException;

/**
 * How a data set is read.
 *
 * @param imageSize side of the square images delivered, in pixels, 1 to 8192
 * @param minimumSize an image whose shorter side has fewer pixels is refused, 1 to 8192; sensible is the patch size
 * @param validationFraction share of the training images held out if there is no validation split, 0 (none) to 0.9
 * @param seed decides what is held out and what a limit keeps; any value
 * @param trainLimit at most this many training images, taken after holding out, by class in proportion; 0 for all
 * @param testLimit at most this many images in each of the validation and the test split, likewise; 0 for all
 * @param unreadableLimit so many unreadable images are named and skipped, one more is an error; 0 or more
 * @param cacheBytes decoded pixels kept in memory, in bytes, over all splits; a split that does not fit is decoded on
 *     demand; 0 or more
 * @param workers threads that decode, 1 to 256
 * @param lookSize side of the square LR images delivered, in pixels, 1 to 8192; only for data sets that have their own
 */
public record DatasetOptions(
        int imageSize,
        int minimumSize,
        double validationFraction,
        long seed,
        int trainLimit,
        int testLimit,
        int unreadableLimit,
        long cacheBytes,
        int workers,
        int lookSize) {
    private static final int MAXIMUM_SIZE = 8192;

    /** @throws InvalidInputException if a value is out of its range */
    public DatasetOptions {
        require(imageSize >= 1 && imageSize <= MAXIMUM_SIZE, "imageSize", imageSize, "1 to " + MAXIMUM_SIZE);
        require(minimumSize >= 1 && minimumSize <= MAXIMUM_SIZE, "minimumSize", minimumSize, "1 to " + MAXIMUM_SIZE);
        require(
                validationFraction >= 0 && validationFraction <= 0.9,
                "validationFraction",
                validationFraction,
                "0 to 0.9");
        require(trainLimit >= 0, "trainLimit", trainLimit, "0 (all) or more");
        require(testLimit >= 0, "testLimit", testLimit, "0 (all) or more");
        require(unreadableLimit >= 0, "unreadableLimit", unreadableLimit, "0 or more");
        require(cacheBytes >= 0, "cacheBytes", cacheBytes, "0 or more");
        require(workers >= 1 && workers <= 256, "workers", workers, "1 to 256");
        require(lookSize >= 1 && lookSize <= MAXIMUM_SIZE, "lookSize", lookSize, "1 to " + MAXIMUM_SIZE);
    }

    /**
     * The defaults: no minimum size, a tenth held out, seed 0, no limits, at most 20 unreadable images, half of the
     * heap as cache, one worker a processor and LR images of a quarter of the size.
     *
     * @param imageSize side of the images delivered, in pixels
     */
    public static DatasetOptions of(int imageSize) {
        Runtime runtime = Runtime.getRuntime();
        int workers = Math.min(256, runtime.availableProcessors());
        return new DatasetOptions(
                imageSize, 1, 0.1, 0, 0, 0, 20, runtime.maxMemory() / 2, workers, Math.max(1, imageSize / 4));
    }

    public DatasetOptions withMinimumSize(int newMinimumSize) {
        return new DatasetOptions(
                imageSize,
                newMinimumSize,
                validationFraction,
                seed,
                trainLimit,
                testLimit,
                unreadableLimit,
                cacheBytes,
                workers,
                lookSize);
    }

    public DatasetOptions withValidationFraction(double newValidationFraction) {
        return new DatasetOptions(
                imageSize,
                minimumSize,
                newValidationFraction,
                seed,
                trainLimit,
                testLimit,
                unreadableLimit,
                cacheBytes,
                workers,
                lookSize);
    }

    public DatasetOptions withSeed(long newSeed) {
        return new DatasetOptions(
                imageSize,
                minimumSize,
                validationFraction,
                newSeed,
                trainLimit,
                testLimit,
                unreadableLimit,
                cacheBytes,
                workers,
                lookSize);
    }

    /** Limits the training images, and the images of each other split; 0 for all. */
    public DatasetOptions withLimits(int newTrainLimit, int newTestLimit) {
        return new DatasetOptions(
                imageSize,
                minimumSize,
                validationFraction,
                seed,
                newTrainLimit,
                newTestLimit,
                unreadableLimit,
                cacheBytes,
                workers,
                lookSize);
    }

    public DatasetOptions withUnreadableLimit(int newUnreadableLimit) {
        return new DatasetOptions(
                imageSize,
                minimumSize,
                validationFraction,
                seed,
                trainLimit,
                testLimit,
                newUnreadableLimit,
                cacheBytes,
                workers,
                lookSize);
    }

    public DatasetOptions withCacheBytes(long newCacheBytes) {
        return new DatasetOptions(
                imageSize,
                minimumSize,
                validationFraction,
                seed,
                trainLimit,
                testLimit,
                unreadableLimit,
                newCacheBytes,
                workers,
                lookSize);
    }

    public DatasetOptions withWorkers(int newWorkers) {
        return new DatasetOptions(
                imageSize,
                minimumSize,
                validationFraction,
                seed,
                trainLimit,
                testLimit,
                unreadableLimit,
                cacheBytes,
                newWorkers,
                lookSize);
    }

    public DatasetOptions withLookSize(int newLookSize) {
        return new DatasetOptions(
                imageSize,
                minimumSize,
                validationFraction,
                seed,
                trainLimit,
                testLimit,
                unreadableLimit,
                cacheBytes,
                workers,
                newLookSize);
    }

    private static void require(boolean holds, String name, Number value, String range) {
        if (!holds) {
            throw new InvalidInputException(name + " is " + value, "give " + range);
        }
    }
}
