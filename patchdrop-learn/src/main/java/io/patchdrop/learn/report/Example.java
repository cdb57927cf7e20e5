package io.patchdrop.learn.report;

import java.awt.image.BufferedImage;

/**
 * One image as the system saw it, for the report.
 *
 * @param system what looked at it, such as {@code PatchDrop Ft-2}
 * @param image name of the image, usually its file name
 * @param truth its class
 * @param answer the class that the system gave
 * @param confidence probability that the system gave to its answer, 0 to 1
 * @param hr the HR image
 * @param lr the LR image, the look
 * @param probabilities of taking each of the P patches, 0 to 1, row by row; empty if the system gives none
 * @param taken which of the P patches were taken, row by row
 * @param gridRows rows of the grid
 * @param gridColumns columns of the grid; P = rows times columns
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere; the arrays are copied in and read only here
public record Example(
        String system,
        String image,
        String truth,
        String answer,
        double confidence,
        BufferedImage hr,
        BufferedImage lr,
        double[] probabilities,
        boolean[] taken,
        int gridRows,
        int gridColumns) {

    /** @throws IllegalArgumentException if the arrays do not fit the grid */
    public Example {
        int patches = gridRows * gridColumns;
        if (gridRows < 1 || gridColumns < 1 || taken.length != patches) {
            throw new IllegalArgumentException(
                    "a mask of " + taken.length + " for a grid of " + gridRows + " x " + gridColumns);
        }
        if (probabilities.length != 0 && probabilities.length != patches) {
            throw new IllegalArgumentException(
                    probabilities.length + " probabilities for a grid of " + gridRows + " x " + gridColumns);
        }
        probabilities = probabilities.clone();
        taken = taken.clone();
    }

    /** Whether the answer is the image's class. */
    public boolean correct() {
        return truth.equals(answer);
    }

    /** How many patches were taken. */
    public int patchesTaken() {
        int count = 0;
        for (boolean patch : taken) {
            count += patch ? 1 : 0;
        }
        return count;
    }
}
