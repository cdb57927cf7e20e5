package io.patchdrop.imagery.bytes;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

/**
 * Which addresses may be requested. Asked before each request, those that a redirect leads to included, so that an address
 * from outside cannot make this machine talk to whatever it reaches.
 */
@FunctionalInterface
public interface AddressCheck {
    /** Every address. */
    AddressCheck ANY = address -> {};

    /**
     * Returns if the address is admitted.
     *
     * @param address http or https, with a host; its query may be a secret and must not get into the message
     * @throws ByteSourceException if it is not, with {@link ByteSourceException.Problem#BAD_ADDRESS}
     */
    void check(URI address) throws ByteSourceException;

    /**
     * The same, and where the connection must lead.
     *
     * @return an address that the host had when it was checked; empty if any will do
     */
    default Optional<InetAddress> checked(URI address) throws ByteSourceException {
        check(address);
        return Optional.empty();
    }
}
