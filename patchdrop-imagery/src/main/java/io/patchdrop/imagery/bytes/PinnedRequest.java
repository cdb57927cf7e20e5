package io.patchdrop.imagery.bytes;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Locale;

/**
 * Requests of plain HTTP that go to an address that was checked, whatever the name service says by the time the connection is
 * made. Those of HTTPS go where the name leads: a server there that has no certificate of this name gets no request.
 */
final class PinnedRequest {
    private static final String ALLOWED = "jdk.httpclient.allowRestrictedHeaders";
    private static final String HOST = "Host";

    private PinnedRequest() {}

    /**
     * Lets requests name another host than that of their address. Has an effect only before the JDK's client is used for the
     * first time.
     */
    static void allow() {
        if (System.getProperty(ALLOWED) == null) {
            System.setProperty(ALLOWED, HOST.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * The same request to an address. It is left as it is if it is one of HTTPS, if a proxy makes the connection, or if this
     * Java was not set up for it, as where something else used its client before.
     */
    static HttpRequest of(HttpRequest request, InetAddress address) {
        URI uri = request.uri();
        if (!"http".equals(uri.getScheme()) || isProxied(uri)) {
            return request;
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        try {
            return HttpRequest.newBuilder(request, (name, value) -> true)
                    .uri(URI.create("http://" + literal(address) + port + uri.getRawPath() + query))
                    .setHeader(HOST, uri.getHost() + port)
                    .build();
        } catch (IllegalArgumentException e) {
            return request;
        }
    }

    private static boolean isProxied(URI uri) {
        ProxySelector selector = ProxySelector.getDefault();
        return selector != null && selector.select(uri).stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
    }

    /** Without a zone, which addresses of the network do not have. */
    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + text.split("%", 2)[0] + "]" : text;
    }
}
