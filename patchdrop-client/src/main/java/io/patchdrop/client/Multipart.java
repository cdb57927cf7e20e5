package io.patchdrop.client;

import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Files as a form (RFC 7578), each in a field {@code image}. They are read while they are sent.
 *
 * @param mediaType of the body
 * @param body the form
 */
record Multipart(String mediaType, BodyPublisher body) {
    /** @throws UncheckedIOException if one of the files is not there */
    static Multipart of(List<Path> images) {
        String boundary = "patchdrop-" + UUID.randomUUID();
        List<BodyPublisher> parts = new ArrayList<>();
        for (Path image : images) {
            parts.add(BodyPublishers.ofString("--" + boundary + "\r\nContent-Disposition: form-data; name=\"image\";"
                    + " filename=\"" + escaped(name(image))
                    + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"));
            try {
                parts.add(BodyPublishers.ofFile(image));
            } catch (FileNotFoundException e) {
                throw new UncheckedIOException("There is no file " + image, e);
            }
            parts.add(BodyPublishers.ofString("\r\n"));
        }
        parts.add(BodyPublishers.ofString("--" + boundary + "--\r\n"));
        return new Multipart(
                "multipart/form-data; boundary=" + boundary,
                BodyPublishers.concat(parts.toArray(BodyPublisher[]::new)));
    }

    static String name(Path image) {
        return String.valueOf(image.getFileName());
    }

    /** As browsers do. */
    private static String escaped(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }
}
