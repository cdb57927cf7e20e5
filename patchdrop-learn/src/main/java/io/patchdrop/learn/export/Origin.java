package io.patchdrop.learn.export;

/**
 * What the program knows of itself, for a bundle's provenance.
 *
 * @param createdBy program and version: {@code patchdrop 1.0}
 * @param sourceRevision revision of its sources, or {@code unknown}
 */
public record Origin(String createdBy, String sourceRevision) {}
