package io.patchdrop.imagery.bytes;

import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An address that can be requested.
 *
 * @param uri http or https, with a host and a path, without user, password and fragment, in ASCII
 * @param authorization the value of the header that stands for user and password; null without them
 * @param name for people: without user, password and query
 */
record HttpAddress(URI uri, @Nullable String authorization, String name) {
    /** @throws ByteSourceException if it is not the address of something on a web server */
    static HttpAddress of(String address) throws ByteSourceException {
        String shown = withoutSecrets(address);
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            // Not as the cause: its message repeats the address, secrets included.
            throw bad(shown, "is not a valid address: " + e.getReason());
        }
        if (uri.isOpaque() || !isWeb(uri)) {
            throw bad(shown, "is not an address of the kind http://... or https://...");
        }
        if (uri.getHost() == null) {
            throw bad(shown, "names no host");
        }
        URI bare = bare(uri);
        return new HttpAddress(bare, authorization(uri), Messages.oneLine(cut(bare.toString())));
    }

    private static ByteSourceException bad(String shown, String what) {
        return new ByteSourceException(Problem.BAD_ADDRESS, shown + " " + what, null);
    }

    private static boolean isWeb(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return scheme.equals("http") || scheme.equals("https");
    }

    /**
     * What can be shown of an address that may not be valid: without its query; if somebody could be named in it, wherever,
     * only what kind it is.
     */
    static String withoutSecrets(String address) {
        int scheme = address.indexOf(':');
        if (address.indexOf('@') >= 0 && scheme > 0) {
            return Messages.oneLine(cut(address.substring(0, scheme))) + "://...";
        }
        return Messages.oneLine(cut(address));
    }

    private static String cut(String address) {
        return address.split("[?#]", 2)[0];
    }

    private static URI bare(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        URI bare = URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost() + port + path + query);
        return URI.create(bare.toASCIIString());
    }

    private static @Nullable String authorization(URI uri) {
        String user = uri.getUserInfo();
        if (user == null) {
            return null;
        }
        String encoded = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        return "Basic " + encoded;
    }

    /**
     * Where a redirect leads; null if it must not be followed: to another protocol, from https to http, or nowhere. User and
     * password in it are dropped.
     */
    static @Nullable URI redirected(URI from, String location) {
        try {
            URI target = from.resolve(new URI(location));
            boolean downgrade = from.getScheme().equals("https") && !"https".equalsIgnoreCase(target.getScheme());
            if (target.isOpaque() || !isWeb(target) || target.getHost() == null || downgrade) {
                return null;
            }
            return bare(target);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether both are the same server: scheme, host and port. */
    static boolean sameServer(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return uri.getScheme().equals("https") ? 443 : 80;
    }

    /** Does not show what is secret. */
    @Override
    public String toString() {
        return name;
    }
}
