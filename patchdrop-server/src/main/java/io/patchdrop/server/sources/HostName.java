package io.patchdrop.server.sources;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host as addresses name it, in the one spelling that is admitted: names in lower case of letters, digits and hyphens whose
 * last part begins with a letter; IPv4 as four decimal numbers without leading zeros; IPv6 without a zone. Other spellings,
 * which some programs read as one address and some as another, are none: {@code 127.1}, {@code 2130706433}, {@code
 * 0177.0.0.1}, {@code example.org.}, {@code ::ffff:127.0.0.1}.
 *
 * @param name in lower case; of an address, as Java writes it
 * @param literal the address, if it is one and no name
 */
record HostName(String name, Optional<InetAddress> literal) {
    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final int LONGEST = 253;
    private static final String NUMBER = "(0|[1-9][0-9]{0,2})";
    private static final Pattern IPV4 = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER + "\\." + NUMBER);
    /** With a colon, so that Java takes it for nothing else; without dots, so that no IPv4 address hides in it. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}");

    /**
     * Reads a host.
     *
     * @param host a name or an address; IPv6 may stand in brackets
     * @return empty if it is not in the spelling that is admitted
     */
    static Optional<HostName> of(String host) {
        String text = host.toLowerCase(Locale.ROOT);
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1);
        }
        Matcher ipv4 = IPV4.matcher(text);
        if (ipv4.matches()) {
            byte[] bytes = new byte[4];
            for (int i = 0; i < 4; i++) {
                int number = Integer.parseInt(ipv4.group(i + 1));
                if (number > 255) {
                    return Optional.empty();
                }
                bytes[i] = (byte) number;
            }
            return literal(bytes);
        }
        if (IPV6.matcher(text).matches()) {
            return ipv6(text);
        }
        return text.length() <= LONGEST && NAME.matcher(text).matches()
                ? Optional.of(new HostName(text, Optional.empty()))
                : Optional.empty();
    }

    private static Optional<HostName> literal(byte[] bytes) {
        try {
            InetAddress address = InetAddress.getByAddress(bytes);
            return Optional.of(new HostName(address.getHostAddress(), Optional.of(address)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Java makes an IPv4 address of one that is mapped; that is none of those admitted. */
    private static Optional<HostName> ipv6(String text) {
        try {
            InetAddress address = InetAddress.getByName("[" + text + "]");
            return address.getAddress().length == 16 ? literal(address.getAddress()) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
