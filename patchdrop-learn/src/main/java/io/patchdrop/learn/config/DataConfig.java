package io.patchdrop.learn.config;

import io.patchdrop.core.InvalidInputException;
import java.util.List;

/**
 * How images are read and prepared.
 *
 * @param location folder, .zip, .tar.gz or .csv of the images, or {@code scenes}, the built-in ones
 * @param imageSize side of the square HR image in pixels; other images are resized to it
 * @param lrSize side of the LR image in pixels, made by area averaging; divides {@code imageSize}
 * @param validationFraction share of the training split held out when the data set has no validation split, in (0, 0.5]
 * @param trainLimit training images used, 0 for all
 * @param testLimit images used of the validation split and of the test split at most, 0 for all
 * @param unreadableLimit unreadable images skipped before the data set is refused, 0 for none
 * @param cacheMib decoded pixels kept in memory per split, in MiB; a larger split is decoded as it is read
 * @param workers threads that decode ahead
 * @param cropPadding zero padding in pixels of the random crop, 0 for none
 * @param flip whether training images are flipped left to right at random
 * @param verticalFlip whether training images are also flipped top to bottom at random (overhead imagery has no up)
 * @param mean mean of each colour channel, in [0, 1], taken off every pixel
 * @param std spread of each colour channel, in (0, 1], that every pixel is divided by
 */
public record DataConfig(
        String location,
        int imageSize,
        int lrSize,
        double validationFraction,
        int trainLimit,
        int testLimit,
        int unreadableLimit,
        int cacheMib,
        int workers,
        int cropPadding,
        boolean flip,
        boolean verticalFlip,
        List<Double> mean,
        List<Double> std) {
    public DataConfig {
        Checks.atLeast("image_size", imageSize, 4);
        Checks.atLeast("lr_size", lrSize, 1);
        if (lrSize > imageSize || imageSize % lrSize != 0) {
            throw new InvalidInputException(
                    "lr_size " + lrSize + " does not divide image_size " + imageSize,
                    "choose one of " + divisors(imageSize));
        }
        Checks.between("validation_fraction", validationFraction, 0.001, 0.5);
        Checks.atLeast("train_limit", trainLimit, 0);
        Checks.atLeast("test_limit", testLimit, 0);
        Checks.atLeast("unreadable_limit", unreadableLimit, 0);
        Checks.atLeast("cache_mib", cacheMib, 0);
        Checks.atLeast("workers", workers, 1);
        Checks.between("crop_padding", cropPadding, 0, imageSize);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != 3 || std.size() != 3) {
            throw new InvalidInputException("mean and std must have 3 values", "one each for red, green, blue");
        }
        mean.forEach(value -> Checks.between("mean", value, 0, 1));
        std.forEach(value -> Checks.between("std", value, 1e-3, 1));
    }

    private static List<Integer> divisors(int size) {
        return java.util.stream.IntStream.rangeClosed(2, size)
                .filter(candidate -> size % candidate == 0)
                .boxed()
                .toList();
    }
}
