package dev.duet.sip.internal.rfc7044;

import dev.duet.model.Address;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Addresses that stand for somebody who is not to be named. Pure. */
final class Hidden {

    private Hidden() {}

    /** The address of somebody; null for an anonymous one (RFC 3323 4.1.1.3, RFC 7044 10.1.2), and for one of XMPP. */
    static @Nullable Address unless(Optional<Address> address) {
        return address.filter(found -> !(found instanceof Address.Xmpp))
                .filter(found ->
                        !(found instanceof Address.Sip sip && sip.host().endsWith(".invalid")))
                .map(Address::bare)
                .orElse(null);
    }
}
