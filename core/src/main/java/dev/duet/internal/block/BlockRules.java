package dev.duet.internal.block;

import dev.duet.internal.contact.Numbers;
import dev.duet.internal.contact.Realm;
import dev.duet.model.Address;
import java.util.Map;
import java.util.Set;

/** What an address on the list covers (XEP-0191 3.1, and the same for SIP). Pure. */
final class BlockRules {

    private BlockRules() {}

    /** The form in which an address is on the list: a SIP address without port, parameters and scheme. */
    static Address entry(Address address) {
        return address instanceof Address.Sip sip
                ? new Address.Sip(false, sip.user(), sip.host(), 0, Map.of())
                : address;
    }

    /** True when the list covers that address, or the same user's address in the realm's other domain. */
    static boolean covers(Set<Address> list, Realm realm, Numbers numbers, Address address) {
        return !list.isEmpty()
                && (covers(list, numbers, address)
                        || realm.twin(entry(address.bare()))
                                .filter(twin -> covers(list, numbers, twin))
                                .isPresent());
    }

    private static boolean covers(Set<Address> list, Numbers numbers, Address address) {
        if (address instanceof Address.Xmpp jid) {
            Address.Xmpp domain = new Address.Xmpp(null, jid.domain(), null);
            return list.contains(jid)
                    || list.contains(jid.bare())
                    || list.contains(domain)
                    || jid.resource() != null && list.contains(domain.withResource(jid.resource()));
        }
        if (address instanceof Address.Sip sip) {
            return list.contains(entry(sip))
                    || list.contains(new Address.Sip(false, null, sip.host(), 0, Map.of()))
                    || numbers.vouchedFor(sip)
                            .or(() -> numbers.claimed(sip))
                            .filter(list::contains)
                            .isPresent();
        }
        return list.contains(numbers.canonical(address));
    }
}
