package io.patchdrop.server.sources;

import io.patchdrop.core.InvalidInputException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Addresses that begin with the same bits.
 *
 * @param first bytes of one of them, 4 or 16
 * @param bits how many are the same
 */
record AddressBlock(List<Byte> first, int bits) {
    /** What is not reachable from everywhere, or leads elsewhere than it says (RFC 6890 and its registries). */
    private static final List<AddressBlock> NOT_PUBLIC = List.of(
            of("0.0.0.0/8"),
            of("10.0.0.0/8"),
            of("100.64.0.0/10"),
            of("127.0.0.0/8"),
            of("169.254.0.0/16"),
            of("172.16.0.0/12"),
            of("192.0.0.0/24"),
            of("192.0.2.0/24"),
            of("192.88.99.0/24"),
            of("192.168.0.0/16"),
            of("198.18.0.0/15"),
            of("198.51.100.0/24"),
            of("203.0.113.0/24"),
            of("224.0.0.0/3"),
            // Of IPv6, everything is refused that is outside of this block; of it, Teredo and its neighbours, examples,
            // 6to4.
            of("2001::/23"),
            of("2001:db8::/32"),
            of("2002::/16"),
            of("3fff::/20"));

    private static final AddressBlock GLOBAL_UNICAST = of("2000::/3");

    /**
     * Reads a block.
     *
     * @param text such as 10.0.0.0/8 or fd00::/8
     * @throws InvalidInputException if it is none
     */
    static AddressBlock of(String text) {
        int slash = text.indexOf('/');
        InetAddress address = HostName.of(text.substring(0, Math.max(0, slash)))
                .flatMap(HostName::literal)
                .orElseThrow(() -> unusable(text));
        String digits = text.substring(slash + 1);
        int most = 8 * address.getAddress().length;
        if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > most) {
            throw unusable(text);
        }
        AddressBlock block = new AddressBlock(bytes(address), Integer.parseInt(digits));
        if (block.hasMoreBits()) {
            throw unusable(text);
        }
        return block;
    }

    private static InvalidInputException unusable(String text) {
        return new InvalidInputException(
                "'" + text + "' is no block of addresses", "write one such as 10.0.0.0/8 or fd00::/8");
    }

    private static List<Byte> bytes(InetAddress address) {
        List<Byte> bytes = new ArrayList<>();
        for (byte each : address.getAddress()) {
            bytes.add(each);
        }
        return List.copyOf(bytes);
    }

    /** Whether there are ones behind the bits that count: then it is likely to be a mistake. */
    private boolean hasMoreBits() {
        for (int bit = bits; bit < 8 * first.size(); bit++) {
            if (bit(first, bit) != 0) {
                return true;
            }
        }
        return false;
    }

    private static int bit(List<Byte> bytes, int bit) {
        return (bytes.get(bit / 8) >> (7 - bit % 8)) & 1;
    }

    /** Whether an address is one of them. */
    boolean contains(InetAddress address) {
        List<Byte> bytes = bytes(address);
        if (bytes.size() != first.size()) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (bit(bytes, bit) != bit(first, bit)) {
                return false;
            }
        }
        return true;
    }

    /** Whether an address is one of the open internet, where it leads to nothing that is only this machine's to reach. */
    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 16 && (!GLOBAL_UNICAST.contains(address) || isTunnel(bytes))) {
            return false;
        }
        return NOT_PUBLIC.stream().noneMatch(block -> block.contains(address));
    }

    /** Whether the lower half of an IPv6 address has an IPv4 address in it (ISATAP, RFC 5214). */
    private static boolean isTunnel(byte[] bytes) {
        return (bytes[8] & 0xfd) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && (bytes[11] & 0xff) == 0xfe;
    }
}
