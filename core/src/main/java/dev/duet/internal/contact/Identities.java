package dev.duet.internal.contact;

import dev.duet.api.Contact;
import dev.duet.api.Contacts.Match;
import dev.duet.model.Address;
import dev.duet.model.PersonClaim;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Who an address is (RFC 7081 3.3): by what is verified, else by a cue. Pure. */
final class Identities {

    private Identities() {}

    /**
     * Identifies.
     *
     * @param listed who on the list has an address
     * @param hints unconfirmed claims about an address, whoever has it
     */
    static Optional<Match> identify(
            Address address,
            Numbers numbers,
            Function<Address, Optional<Contact>> listed,
            Function<Address, List<PersonClaim>> hints) {
        Optional<Match> certain = listed.apply(address).map(contact -> new Match(contact, true, "has " + address));
        if (certain.isPresent()) {
            return certain;
        }
        Optional<Match> byNumber = numbers.vouchedFor(address).flatMap(tel -> listed.apply(tel)
                .map(contact -> new Match(contact, true, "has the number " + tel.text())));
        if (byNumber.isPresent()) {
            return byNumber;
        }
        Optional<Address.Tel> claimed = numbers.claimed(address);
        return cue(address, listed, hints)
                .or(() -> claimed.flatMap(tel -> listed.apply(tel)
                        .map(contact -> new Match(
                                contact,
                                false,
                                "has the number " + tel.text() + ", and " + domain(address)
                                        + " says that this is the caller's"))))
                .or(() -> claimed.flatMap(tel -> cue(tel, listed, hints)));
    }

    private static Optional<Match> cue(
            Address address, Function<Address, Optional<Contact>> listed, Function<Address, List<PersonClaim>> hints) {
        return hints.apply(address).stream()
                .map(hint -> {
                    Address other = hint.by().equals(address) ? hint.of() : hint.by();
                    return listed.apply(other).map(contact -> new Match(contact, false, because(hint, address)));
                })
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String because(PersonClaim hint, Address address) {
        boolean caller = hint.by().equals(address);
        return switch (hint.kind()) {
            case VCARD -> caller ? "says so in a vCard" : "has this address in the vCard";
            case CALL_INFO -> caller ? "is named by the caller" : "named this address in a call";
            case PRESENCE -> caller ? "is named in the caller's presence" : "has this address in the presence";
            case USER, DIRECTORY, REALM, LISTING -> hint.because();
        };
    }

    private static String domain(Address address) {
        return address instanceof Address.Sip sip ? sip.host() : address.text();
    }
}
