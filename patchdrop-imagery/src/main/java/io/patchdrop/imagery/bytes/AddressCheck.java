package io.patchdrop.imagery.bytes;

import java.net.URI;

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
}
