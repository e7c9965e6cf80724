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
            Address address, Function<Address, Optional<Contact>> listed, Function<Address, List<PersonClaim>> hints) {
        Optional<Match> certain = listed.apply(address).map(contact -> new Match(contact, true, "has " + address));
        if (certain.isPresent()) {
            return certain;
        }
        Optional<Address.Tel> number = number(address);
        Optional<Match> byNumber = number.flatMap(
                tel -> listed.apply(tel).map(contact -> new Match(contact, true, "has the number " + tel.text())));
        if (byNumber.isPresent()) {
            return byNumber;
        }
        return hints.apply(address).stream()
                .map(hint -> cue(hint, address, listed))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> number.flatMap(tel -> hints.apply(tel).stream()
                        .map(hint -> cue(hint, tel, listed))
                        .flatMap(Optional::stream)
                        .findFirst()));
    }

    private static Optional<Match> cue(PersonClaim hint, Address address, Function<Address, Optional<Contact>> listed) {
        Address other = hint.by().equals(address) ? hint.of() : hint.by();
        return listed.apply(other).map(contact -> new Match(contact, false, hint.because()));
    }

    /** The number of a SIP address whose user part is one (RFC 3261 19.1.6). */
    private static Optional<Address.Tel> number(Address address) {
        return address instanceof Address.Sip sip ? sip.number() : Optional.empty();
    }
}
