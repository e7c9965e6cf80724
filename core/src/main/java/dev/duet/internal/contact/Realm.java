package dev.duet.internal.contact;

import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.PersonClaim;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses of the two protocols are one person: those with the same user in the account's own two domains, when
 * the configuration says that these are one realm. Nothing else is taken for granted (RFC 7081 3.3). Pure.
 *
 * @param sipDomain the account's own SIP domain; null without a common realm
 * @param xmppDomain the account's own XMPP domain; null without a common realm
 */
public record Realm(@Nullable String sipDomain, @Nullable String xmppDomain) {

    /** The realm of an account. */
    public static Realm of(AccountConfig config) {
        return config.sameRealm() && config.sip() != null && config.xmpp() != null
                ? new Realm(
                        config.sip().address().host(), config.xmpp().address().domain())
                : new Realm(null, null);
    }

    /** The same person's address on the other protocol. */
    public Optional<Address> twin(Address address) {
        if (sipDomain == null || xmppDomain == null) {
            return Optional.empty();
        }
        if (address instanceof Address.Sip sip
                && sip.user() != null
                && sip.host().equals(sipDomain)) {
            return attempt(sip.user(), xmppDomain);
        }
        if (address instanceof Address.Xmpp jid
                && jid.local() != null
                && jid.domain().equals(xmppDomain)) {
            return Optional.of(new Address.Sip(false, jid.local(), sipDomain, 0, Map.of()));
        }
        return Optional.empty();
    }

    /** What the configuration says about an address and its twin; the same from both ends. */
    public Optional<PersonClaim> claim(Address address) {
        return twin(address).map(twin -> {
            boolean sip = address instanceof Address.Sip;
            return new PersonClaim(
                    sip ? twin : address,
                    sip ? address : twin,
                    PersonClaim.Kind.REALM,
                    "the same user in " + xmppDomain + " and " + sipDomain + ", configured as one realm");
        });
    }

    private static Optional<Address> attempt(String user, String domain) {
        try {
            return Optional.of(Address.xmpp(user + "@" + domain));
        } catch (IllegalArgumentException notAJid) {
            return Optional.empty(); // a SIP user part may hold what a JID may not
        }
    }
}
