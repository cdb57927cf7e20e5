package io.patchdrop.server.sources;

import io.patchdrop.core.InvalidInputException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which addresses of the web one entry of the list allows.
 *
 * @param scheme http or https; both if there is none
 * @param host the host, or the domain below which hosts are
 * @param below whether hosts below the domain are meant, and not the domain itself
 * @param port without one, the usual ones: 80 for http, 443 for https
 * @param path what paths begin with, decoded; empty for all
 */
record WebRule(Optional<String> scheme, HostName host, boolean below, OptionalInt port, String path) {
    private static final String REMEDY =
            "write --allow HOST, HOST:PORT, *.DOMAIN, https://HOST/FOLDER/, 10.0.0.0/8 or [NAME=]FOLDER";

    /**
     * Reads a host, with a port or without, or a domain behind {@code *.}.
     *
     * @throws InvalidInputException if it is none
     */
    static WebRule ofHost(String text) {
        boolean below = text.startsWith("*.");
        String rest = below ? text.substring(2) : text;
        OptionalInt port = OptionalInt.empty();
        int colon = rest.lastIndexOf(':');
        boolean bareIpv6 = !rest.startsWith("[") && rest.indexOf(':') != colon;
        if (colon >= 0 && !rest.endsWith("]") && !bareIpv6) {
            port = port(rest.substring(colon + 1), text);
            rest = rest.substring(0, colon);
        }
        HostName host = HostName.of(rest).orElseThrow(() -> unusable(text));
        if (below && (host.literal().isPresent() || host.name().indexOf('.') < 0)) {
            throw unusable(text);
        }
        return new WebRule(Optional.empty(), host, below, port, "");
    }

    /**
     * Reads the beginning of addresses.
     *
     * @throws InvalidInputException if it is none
     */
    static WebRule ofPrefix(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean plain = scheme.matches("https?")
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            if (!plain) {
                throw unusable(text);
            }
            HostName host = HostName.of(uri.getHost()).orElseThrow(() -> unusable(text));
            String path = SafePath.of(uri.getRawPath()).orElseThrow(() -> unusable(text));
            return new WebRule(
                    Optional.of(scheme),
                    host,
                    false,
                    uri.getPort() < 0 ? OptionalInt.empty() : OptionalInt.of(uri.getPort()),
                    path.equals("/") ? "" : path);
        } catch (URISyntaxException e) {
            throw unusable(text);
        }
    }

    private static OptionalInt port(String digits, String text) {
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > 65535) {
            throw unusable(text);
        }
        return OptionalInt.of(Integer.parseInt(digits));
    }

    private static InvalidInputException unusable(String text) {
        String shown = new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII);
        return new InvalidInputException("'" + shown + "' cannot be allowed", REMEDY);
    }

    /** Whether an address is one of those allowed, by what it says. */
    boolean names(URI address, HostName asked) {
        return scheme.map(address.getScheme()::equalsIgnoreCase).orElse(true)
                && (below
                        ? asked.name().endsWith("." + host.name())
                                && asked.literal().isEmpty()
                        : asked.equals(host))
                && port(address) == port.orElse(usualPort(address))
                && hasPath(address);
    }

    /** Whether the entry lists an address that a host has: itself, or {@code localhost} with what that means. */
    boolean lists(InetAddress resolved, int atPort, HostName asked) {
        boolean same = host.literal().map(resolved::equals).orElse(false);
        boolean local = !below && asked.equals(host) && host.name().equals("localhost") && resolved.isLoopbackAddress();
        return (same || local) && (port.isEmpty() || port.getAsInt() == atPort);
    }

    private boolean hasPath(URI address) {
        if (path.isEmpty()) {
            return true;
        }
        Optional<String> asked = SafePath.of(address.getRawPath());
        return asked.isPresent()
                && asked.get().startsWith(path)
                && (path.endsWith("/")
                        || asked.get().length() == path.length()
                        || asked.get().charAt(path.length()) == '/');
    }

    /** The port that is meant. */
    static int port(URI address) {
        return address.getPort() < 0 ? usualPort(address) : address.getPort();
    }

    static int usualPort(URI address) {
        return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }

    /** As it is shown to clients. */
    String shown() {
        String start = scheme.map(name -> name + "://").orElse("") + (below ? "*." : "");
        boolean ipv6 = host.name().indexOf(':') >= 0;
        return start
                + (ipv6 ? "[" + host.name() + "]" : host.name())
                + (port.isPresent() ? ":" + port.getAsInt() : "")
                + path;
    }
}
