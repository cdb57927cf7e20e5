package io.patchdrop.client;

import java.util.Optional;

/**
 * What became of one of several images: an answer or an error.
 *
 * @param image its file's name
 * @param answer if it was answered
 * @param error one line, if it was not
 */
public record ImageResult(String image, Optional<Answer> answer, Optional<String> error) {}
