package io.patchdrop.learn.data;

/**
 * One labelled image as listed, not yet read.
 *
 * @param name path inside the data set, with slashes; unique
 * @param label index of its class
 * @param size encoded size in bytes, for the fingerprint
 * @param source its pixels
 */
record Entry(String name, int label, long size, PixelSource source) {}
