package dev.duet.internal.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.PersonClaim;
import dev.duet.model.PersonDecision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GroupingProperties {

    @Provide
    Arbitrary<Address> addresses() {
        return Arbitraries.integers()
                .between(0, 6)
                .map(number -> number % 3 == 0
                        ? Address.xmpp("u" + number + "@example.com")
                        : number % 3 == 1
                                ? Address.sip("u" + number + "@example.com")
                                : Address.tel("+4930000" + number));
    }

    @Provide
    Arbitrary<List<PersonClaim>> claims() {
        return Combinators.combine(addresses(), addresses(), Arbitraries.of(PersonClaim.Kind.class))
                .filter((by, of, kind) -> !by.equals(of))
                .as((by, of, kind) -> new PersonClaim(by, of, kind, kind.name()))
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<PersonDecision>> decisions() {
        return Combinators.combine(addresses(), addresses(), Arbitraries.of(true, false))
                .filter((one, other, same) -> !one.equals(other))
                .as(PersonDecision::new)
                .list()
                .ofMaxSize(5);
    }

    private static Set<Address> of(List<PersonClaim> claims, List<PersonDecision> decisions) {
        Set<Address> all = new HashSet<>();
        claims.forEach(claim -> all.addAll(List.of(claim.by(), claim.of())));
        decisions.forEach(decision -> all.addAll(List.of(decision.one(), decision.other())));
        return all;
    }

    @Property
    void orderAndRepetitionChangeNothing(
            @ForAll("claims") List<PersonClaim> claims,
            @ForAll("decisions") List<PersonDecision> decisions,
            @ForAll long seed) {
        List<PersonClaim> shuffled = new ArrayList<>(claims);
        shuffled.addAll(claims);
        Collections.shuffle(shuffled, new Random(seed));
        List<PersonDecision> turned = new ArrayList<>(decisions);
        Collections.reverse(turned);
        Set<Address> all = of(claims, decisions);
        List<Grouping.Group> groups = Grouping.groups(all, claims, decisions);
        assertEquals(
                groups.stream().map(Grouping.Group::addresses).toList(),
                Grouping.groups(all, shuffled, turned).stream()
                        .map(Grouping.Group::addresses)
                        .toList());
    }

    @Property
    void everyAddressIsInOneGroupAndWhoIsApartInNone(
            @ForAll("claims") List<PersonClaim> claims, @ForAll("decisions") List<PersonDecision> decisions) {
        Set<Address> all = of(claims, decisions);
        List<Grouping.Group> groups = Grouping.groups(all, claims, decisions);
        List<Address> spread =
                groups.stream().flatMap(group -> group.addresses().stream()).toList();
        assertEquals(all.size(), spread.size());
        assertEquals(all, Set.copyOf(spread));
        for (PersonDecision decision : decisions) {
            if (!decision.same()) {
                assertTrue(groups.stream()
                        .noneMatch(group -> group.addresses().contains(decision.one())
                                && group.addresses().contains(decision.other())));
            }
        }
    }

    @Property
    void whatJoinsConnectsAllOfAGroupAndNothingElse(
            @ForAll("claims") List<PersonClaim> claims, @ForAll("decisions") List<PersonDecision> decisions) {
        for (Grouping.Group group : Grouping.groups(of(claims, decisions), claims, decisions)) {
            assertEquals(group.addresses().size() - 1, group.joinedBy().size());
            for (PersonClaim claim : group.joinedBy()) {
                assertTrue(group.addresses().containsAll(List.of(claim.by(), claim.of())));
                assertTrue(claim.kind() == PersonClaim.Kind.USER || Grouping.counts(claim, claims));
            }
        }
    }
}
