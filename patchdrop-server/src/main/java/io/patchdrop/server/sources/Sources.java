package io.patchdrop.server.sources;

import io.patchdrop.core.InvalidInputException;
import io.patchdrop.imagery.UnusableImageException;
import io.patchdrop.imagery.bytes.ByteSourceException;
import io.patchdrop.imagery.opening.ImageSources;
import io.patchdrop.imagery.opening.Locations;
import io.patchdrop.imagery.opening.OpeningOptions;
import io.patchdrop.imagery.source.ImageSource;
import io.patchdrop.server.http.Problem.Kind;
import io.patchdrop.server.http.ProblemException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens what requests name: an address that the {@link AllowList} allows, or a file of its folders. Messages have the names
 * of files, never their paths.
 */
public final class Sources {
    /** Seconds for which a list of files is taken for true. */
    private static final Duration FRESH = Duration.ofSeconds(3);

    private static final int LONGEST = 4096;

    private final AllowList allowed;
    private final AddressGate gate;
    private final Catalogue catalogue;

    /** Sources of a list. */
    public Sources(AllowList allowed) {
        this(allowed, new AddressGate(allowed), FRESH);
    }

    Sources(AllowList allowed, AddressGate gate, Duration fresh) {
        this.allowed = allowed;
        this.gate = gate;
        this.catalogue = new Catalogue(allowed.folders(), fresh);
    }

    /**
     * Opens an image, as {@link ImageSources#open}.
     *
     * @param source an address of HTTP, or the name of a file
     * @param options their checks of addresses and locations do not matter: there are others here
     * @throws ProblemException if it is not allowed
     * @throws IOException if it cannot be opened
     */
    public ImageSources.Opened open(String source, OpeningOptions options) throws IOException {
        return opened(source, false, options, ImageSources::open);
    }

    /**
     * Opens an image that is only looked at, as {@link ImageSources#openLook}.
     *
     * @throws ProblemException if it is not allowed
     * @throws IOException if it cannot be opened
     */
    public ImageSource openLook(String source, OpeningOptions options) throws IOException {
        return opened(source, true, options, ImageSources::openLook);
    }

    /**
     * What tells one content of a file from another, as far as the list of files says it; the same for all contents behind an
     * address.
     *
     * @throws ProblemException if the source is not allowed
     */
    String state(String source) throws IOException {
        if (isAddress(source)) {
            requireAllowed(source);
            return "";
        }
        Catalogue.Entry entry = file(source, true);
        return entry.bytes() + " " + entry.changed();
    }

    /** What there is, in values of JSON: {@code {"sources": [{"source", "bytes"}], "hosts": [...]}}. */
    Map<String, Object> fields() {
        List<Map<String, Object>> files = catalogue.entries().stream()
                .filter(entry -> entry.kind() != Catalogue.Kind.LOOK_ONLY)
                .map(entry -> Map.<String, Object>of("source", entry.name(), "bytes", entry.bytes()))
                .toList();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sources", files);
        fields.put("hosts", allowed.hosts());
        if (!catalogue.isComplete()) {
            fields.put("more", true);
        }
        return fields;
    }

    private interface Opening<T> {
        T open(String location, OpeningOptions options) throws IOException;
    }

    private <T> T opened(String source, boolean forLook, OpeningOptions options, Opening<T> opening)
            throws IOException {
        OpeningOptions checked = options.withHttp(options.http().withAddresses(gate));
        if (isAddress(source)) {
            requireAllowed(source);
            return opening.open(source, checked.withLocations(new FromWeb()));
        }
        Catalogue.Entry entry = file(source, forLook);
        try {
            return opening.open(entry.file().toString(), checked.withLocations(new FromFolder()));
        } catch (ByteSourceException e) {
            throw new ByteSourceException(e.problem(), withoutPaths(e.getMessage()), e);
        } catch (UnusableImageException e) {
            throw new UnusableImageException(withoutPaths(e.getMessage()), e);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(withoutPaths(e.problem()), e.remedy(), e);
        }
    }

    private static boolean isAddress(String source) {
        return source.regionMatches(true, 0, "http://", 0, 7) || source.regionMatches(true, 0, "https://", 0, 8);
    }

    /** Before anything is made of the text: what is no address in the plainest sense is none that is allowed. */
    private void requireAllowed(String source) throws ByteSourceException {
        try {
            if (source.length() > LONGEST) {
                throw AddressGate.refused();
            }
            gate.check(new URI(source));
        } catch (URISyntaxException e) {
            throw AddressGate.refused();
        }
    }

    private Catalogue.Entry file(String source, boolean forLook) {
        return catalogue
                .find(source)
                .filter(entry -> forLook || entry.kind() != Catalogue.Kind.LOOK_ONLY)
                .orElseThrow(() -> new ProblemException(
                        Kind.FORBIDDEN,
                        "There is no such source, or it is not allowed",
                        "ask /sources which there are"));
    }

    private String withoutPaths(@org.jspecify.annotations.Nullable String message) {
        String text = String.valueOf(message);
        for (Map.Entry<String, Path> folder : allowed.folders().entrySet()) {
            text = text.replace(folder.getValue().toString(), folder.getKey());
        }
        return text;
    }

    /** What a document on a server may lead to: what {@link AddressGate} lets through. */
    private static final class FromWeb implements Locations {
        @Override
        public void check(String location) throws ByteSourceException {
            if (!isAddress(location)) {
                throw AddressGate.refused();
            }
        }
    }

    /** What a document in a folder may lead to: files of the catalogue, and what the gate lets through. */
    private final class FromFolder implements Locations {
        @Override
        public void check(String location) throws ByteSourceException {
            if (!isAddress(location) && listed(location).isEmpty()) {
                throw AddressGate.refused();
            }
        }

        private Optional<Catalogue.Entry> listed(String location) {
            try {
                return catalogue.find(Path.of(location));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        @Override
        public String name(Path file) {
            return catalogue.name(file);
        }
    }
}
