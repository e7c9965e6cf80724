package dev.duet.internal.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.model.Address;
import dev.duet.model.PersonClaim;
import dev.duet.model.PersonDecision;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GroupingTest {

    private static final Address JID = Address.xmpp("bob@example.com");
    private static final Address SIP = Address.sip("bob@example.net");
    private static final Address TEL = Address.tel("+15551234567");
    private static final List<Address> ALL = List.of(JID, SIP, TEL);

    private static PersonClaim claim(PersonClaim.Kind kind, Address by, Address of) {
        return new PersonClaim(by, of, kind, "said so");
    }

    private static Set<Set<Address>> people(
            Collection<Address> addresses, Collection<PersonClaim> claims, Collection<PersonDecision> decisions) {
        return Grouping.groups(addresses, claims, decisions).stream()
                .map(group -> Set.copyOf(group.addresses()))
                .collect(Collectors.toSet());
    }

    @Test
    void withoutClaimsEachAddressIsSomebody() {
        assertEquals(Set.of(Set.of(JID), Set.of(SIP), Set.of(TEL)), people(ALL, List.of(), List.of()));
    }

    @Test
    void aTrustedDirectoryJoinsAndTheGroupTellsWhy() {
        PersonClaim claim = claim(PersonClaim.Kind.DIRECTORY, TEL, JID);
        List<Grouping.Group> groups = Grouping.groups(ALL, List.of(claim), List.of());
        assertEquals(
                List.of(
                        new Grouping.Group(List.of(JID, TEL), List.of(claim)),
                        new Grouping.Group(List.of(SIP), List.of())),
                groups);
    }

    @Test
    void aClaimOfOneSideIsAHintAndJoinsNothing() {
        for (PersonClaim.Kind kind :
                List.of(PersonClaim.Kind.VCARD, PersonClaim.Kind.CALL_INFO, PersonClaim.Kind.PRESENCE)) {
            assertEquals(
                    3, people(ALL, List.of(claim(kind, JID, SIP)), List.of()).size(), kind::name);
        }
    }

    @Test
    void twoSidesThatSayTheSameAreOnePerson() {
        List<PersonClaim> both =
                List.of(claim(PersonClaim.Kind.VCARD, JID, SIP), claim(PersonClaim.Kind.CALL_INFO, SIP, JID));
        assertEquals(Set.of(Set.of(JID, SIP), Set.of(TEL)), people(ALL, both, List.of()));
    }

    @Test
    void aListingThatNobodyVouchesForConfirmsNothing() {
        List<PersonClaim> both =
                List.of(claim(PersonClaim.Kind.VCARD, JID, SIP), claim(PersonClaim.Kind.LISTING, SIP, JID));
        assertEquals(3, people(ALL, both, List.of()).size());
    }

    @Test
    void whomTheUserHeldApartNoDetourJoins() {
        List<PersonClaim> claims =
                List.of(claim(PersonClaim.Kind.REALM, JID, SIP), claim(PersonClaim.Kind.DIRECTORY, SIP, TEL));
        assertEquals(Set.of(Set.copyOf(ALL)), people(ALL, claims, List.of()));
        assertEquals(
                Set.of(Set.of(JID), Set.of(SIP, TEL)),
                people(ALL, claims, List.of(new PersonDecision(JID, TEL, false))));
    }

    @Test
    void theUserJoinsWhatNobodyElseDoes() {
        assertEquals(
                Set.of(Set.of(JID, TEL), Set.of(SIP)),
                people(ALL, List.of(), List.of(new PersonDecision(TEL, JID, true))));
    }
}
