package io.patchdrop.server.sources;

import io.patchdrop.imagery.bytes.AddressCheck;
import io.patchdrop.imagery.bytes.ByteSourceException;
import io.patchdrop.imagery.bytes.ByteSourceException.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets addresses through that the list allows. Whatever is wrong with another one, the answer is the same: nobody learns from
 * it which machines there are.
 */
final class AddressGate implements AddressCheck {
    private static final Logger LOG = LoggerFactory.getLogger(AddressGate.class);

    private final AllowList allowed;
    private final Resolver resolver;

    /** Finds the addresses of a host. */
    interface Resolver {
        /** All of them, at least one. */
        List<InetAddress> resolve(String host) throws UnknownHostException;
    }

    AddressGate(AllowList allowed) {
        this(allowed, host -> List.of(InetAddress.getAllByName(host)));
    }

    AddressGate(AllowList allowed, Resolver resolver) {
        this.allowed = allowed;
        this.resolver = resolver;
    }

    @Override
    public void check(URI address) throws ByteSourceException {
        checked(address);
    }

    /** @return the first of the addresses that the host has: the one that the JDK's client takes */
    @Override
    public Optional<InetAddress> checked(URI address) throws ByteSourceException {
        String host = address.getHost();
        Optional<HostName> asked = host == null || address.getRawUserInfo() != null || !isWeb(address)
                ? Optional.empty()
                : HostName.of(host);
        if (asked.isEmpty() || !isListed(address, asked.get())) {
            throw refused("it is not listed", address);
        }
        List<InetAddress> all = addresses(asked.get(), address);
        for (InetAddress resolved : all) {
            if (!AddressBlock.isPublic(resolved) && !isListed(resolved, WebRule.port(address), asked.get())) {
                throw refused("its host has an address that is not public, and not listed", address);
            }
        }
        return all.stream().findFirst();
    }

    private static boolean isWeb(URI address) {
        return "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
    }

    /** Whether an address is listed by what it says. */
    private boolean isListed(URI address, HostName asked) {
        boolean inBlock = asked.literal()
                .map(literal -> allowed.blocks().stream().anyMatch(block -> block.contains(literal)))
                .orElse(false);
        return (inBlock && WebRule.port(address) == WebRule.usualPort(address))
                || allowed.web().stream().anyMatch(rule -> rule.names(address, asked));
    }

    private boolean isListed(InetAddress resolved, int port, HostName asked) {
        return allowed.blocks().stream().anyMatch(block -> block.contains(resolved))
                || allowed.web().stream().anyMatch(rule -> rule.lists(resolved, port, asked));
    }

    private List<InetAddress> addresses(HostName asked, URI address) throws ByteSourceException {
        if (asked.literal().isPresent()) {
            return List.of(asked.literal().get());
        }
        try {
            return resolver.resolve(asked.name());
        } catch (UnknownHostException e) {
            throw refused("its host is not known", address);
        }
    }

    /** The log says why; without the query, which may be a secret. */
    private static ByteSourceException refused(String why, URI address) {
        LOG.atInfo()
                .addKeyValue("host", String.valueOf(address.getHost()))
                .addKeyValue("port", WebRule.port(address))
                .addKeyValue("why", why)
                .log("an address was refused");
        return refused();
    }

    /** What is said of every address that is not allowed. */
    static ByteSourceException refused() {
        return new ByteSourceException(
                Problem.BAD_ADDRESS, "The source, or a place that it leads to, is not allowed", null);
    }
}
