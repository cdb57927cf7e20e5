package io.patchdrop.server.http;

import io.patchdrop.server.http.Problem.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may send requests. With a token, those who know it. Without one, programs on this machine; a page of another site in
 * a browser on this machine is none of these: its requests name another host (DNS rebinding) or another origin.
 */
public final class Access {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** What browsers say of requests of the server's own page, and of addresses that were typed. */
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final byte @Nullable [] token;

    /** @param token that requests must bear, if any */
    public Access(Optional<String> token) {
        this.token = token.map(Access::digest).orElse(null);
    }

    /** What of a request decides; a header that is not there is null. */
    public record Credentials(
            String path,
            @Nullable String host,
            @Nullable String origin,
            @Nullable String fetchSite,
            @Nullable String authorization) {}

    /** What is wrong with a request, if it may not come in. */
    public Optional<Problem> refusal(Credentials request) {
        if (request.origin() != null && !isSame(request.origin(), request.host())) {
            return problem(
                    Kind.FORBIDDEN,
                    "Pages of " + quoted(request.origin()) + " may not call this server",
                    "use its own");
        }
        if (request.fetchSite() != null && !OWN_SITE.contains(request.fetchSite()) && !isOpen(request.path())) {
            // An image or a form of another page has no origin; for one, a source would be read and paid for.
            return problem(Kind.FORBIDDEN, "Pages of other sites may not call this server", "use its own");
        }
        if (token == null) {
            return isLoopback(request.host())
                    ? Optional.empty()
                    : problem(
                            Kind.FORBIDDEN,
                            "Requests must name a host of this machine",
                            "use 127.0.0.1 or localhost, or start the server with a token");
        }
        return isOpen(request.path()) || bearsToken(request.authorization())
                ? Optional.empty()
                : problem(
                        Kind.UNAUTHORIZED,
                        "The token is missing or wrong",
                        "send the header Authorization: Bearer TOKEN");
    }

    /** What says nothing about models, sources or jobs. */
    private static boolean isOpen(String path) {
        return path.equals("/")
                || path.startsWith("/assets/")
                || path.equals("/openapi.json")
                || path.equals("/health/live")
                || path.equals("/health/ready");
    }

    /** Compares digests, in a time that does not depend on where they differ. */
    private boolean bearsToken(@Nullable String authorization) {
        String scheme = "Bearer ";
        return authorization != null
                && authorization.regionMatches(true, 0, scheme, 0, scheme.length())
                && MessageDigest.isEqual(
                        token, digest(authorization.substring(scheme.length()).strip()));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null && LOOPBACK.contains(host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT));
    }

    private static boolean isSame(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(new URI(origin).getRawAuthority());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String quoted(String text) {
        String safe = text.replaceAll("[^\\x21-\\x7e]+", "?");
        return safe.length() <= 100 ? safe : safe.substring(0, 100) + "...";
    }

    private static Optional<Problem> problem(Kind kind, String what, String remedy) {
        return Optional.of(new Problem(kind, what + " (" + remedy + ")"));
    }
}
