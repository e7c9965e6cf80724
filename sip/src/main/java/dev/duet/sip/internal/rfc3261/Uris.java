package dev.duet.sip.internal.rfc3261;

import dev.duet.model.Address;
import dev.duet.sip.internal.stack.Sip;
import java.text.ParseException;
import java.util.Optional;
import javax.sip.address.URI;

/** Addresses of the model to JAIN-SIP's URIs, and back. */
public final class Uris {

    private Uris() {}

    /** A URI of our own making. */
    public static URI uri(String text) {
        try {
            return Sip.addresses().createURI(text);
        } catch (ParseException e) {
            throw new IllegalArgumentException("Not a URI: " + text, e);
        }
    }

    /** True for what {@link #uri} takes. */
    static boolean isUri(String text) {
        try {
            Sip.addresses().createURI(text);
            return true;
        } catch (ParseException | RuntimeException e) {
            return false;
        }
    }

    /** True for an address with its angle brackets, as routes have. */
    static boolean isAddress(String text) {
        try {
            return isUri(Sip.addresses().createAddress(text).getURI().toString());
        } catch (ParseException | RuntimeException e) {
            return false;
        }
    }

    /** The address that a URI off the wire names; empty when it is none of ours. */
    public static Optional<Address> address(URI uri) {
        return address(uri.toString());
    }

    /** The address that a URI off the wire names; empty when it is none of ours. */
    public static Optional<Address> address(String uri) {
        try {
            return Optional.of(Address.parse(uri));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The Request-URI for somebody: the address itself, or a telephone number at the own domain (RFC 3261 19.1.6).
     *
     * @throws IllegalArgumentException for an address that SIP does not reach
     */
    public static String target(Address address, Address.Sip self) {
        if (address instanceof Address.Tel tel) {
            return "sip:" + tel.number().replace("#", "%23") + "@" + self.host() + ";user=phone";
        }
        if (address instanceof Address.Sip sip) {
            return sip.uri();
        }
        throw new IllegalArgumentException("SIP does not reach " + address);
    }
}
