package dev.duet.internal.contact;

import dev.duet.model.Address;
import dev.duet.model.PersonClaim;
import dev.duet.model.PersonDecision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything that is said about which addresses are one person, found by address. For one thread; what is claimed of an
 * address may be read by others.
 */
final class Claims {

    private final Realm realm;
    private final Map<Address, Set<PersonClaim>> claims = new ConcurrentHashMap<>(); // of sets that do not change
    private final Map<Address, Set<PersonDecision>> decisions = new HashMap<>();

    /** Nothing is said but what the realm says. */
    Claims(Realm realm) {
        this.realm = realm;
    }

    /** Adds a claim. */
    void add(PersonClaim claim) {
        for (Address end : List.of(claim.of(), claim.by())) {
            claims.compute(end, (key, known) -> {
                if (known == null) {
                    return Set.of(claim);
                }
                return known.contains(claim) ? known : with(known, claim);
            });
        }
    }

    private static Set<PersonClaim> with(Set<PersonClaim> known, PersonClaim claim) {
        Set<PersonClaim> more = new LinkedHashSet<>(known);
        more.add(claim);
        return Collections.unmodifiableSet(more);
    }

    /** Takes a claim back. */
    void remove(PersonClaim claim) {
        for (Address end : List.of(claim.of(), claim.by())) {
            claims.computeIfPresent(end, (key, known) -> {
                Set<PersonClaim> less = new LinkedHashSet<>(known);
                less.remove(claim);
                return less.isEmpty() ? null : Collections.unmodifiableSet(less);
            });
        }
    }

    /** The user decided; replaces what was decided about the same two. */
    void decide(PersonDecision decision) {
        for (Address end : List.of(decision.one(), decision.other())) {
            Set<PersonDecision> known = decisions.computeIfAbsent(end, key -> new LinkedHashSet<>());
            known.removeIf(each -> each.about(decision.one(), decision.other()));
            known.add(decision);
        }
    }

    /** Forgets what was decided about two addresses. */
    void forget(Address one, Address other) {
        for (Address end : List.of(one, other)) {
            decisions.getOrDefault(end, new HashSet<>()).removeIf(each -> each.about(one, other));
        }
    }

    /** All decisions, each once, in the order of their addresses. */
    List<PersonDecision> decisions() {
        List<PersonDecision> all = new ArrayList<>();
        decisions.keySet().stream().sorted(Grouping.PREFERRED_FIRST).forEach(address -> decisions.get(address).stream()
                .filter(decision -> decision.one().equals(address))
                .sorted((a, b) -> Grouping.PREFERRED_FIRST.compare(a.other(), b.other()))
                .forEach(all::add));
        return all;
    }

    /** The claims about an address. */
    Set<PersonClaim> about(Address address) {
        Set<PersonClaim> said = claims.getOrDefault(address, Set.of());
        return realm.claim(address)
                .map(claim -> {
                    Set<PersonClaim> all = new LinkedHashSet<>(said);
                    all.add(claim);
                    return all;
                })
                .orElse(said);
    }

    /** What is claimed about these addresses and counts for nothing, or not yet. */
    List<PersonClaim> hints(Collection<Address> addresses) {
        return addresses.stream()
                .flatMap(address -> about(address).stream())
                .distinct()
                .filter(claim -> !Grouping.counts(claim, about(claim.of())))
                .toList();
    }

    /** These addresses and all that claims or decisions tie to them, by however many steps. */
    Set<Address> around(Collection<Address> addresses) {
        Set<Address> found = new LinkedHashSet<>(addresses);
        Queue<Address> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            Address next = open.remove();
            List<Address> neighbours = new ArrayList<>();
            about(next).forEach(claim -> neighbours.addAll(List.of(claim.by(), claim.of())));
            decisions.getOrDefault(next, Set.of()).stream()
                    .filter(PersonDecision::same)
                    .forEach(decision -> neighbours.addAll(List.of(decision.one(), decision.other())));
            neighbours.stream().filter(found::add).forEach(open::add);
        }
        return found;
    }

    /** The people among these addresses. */
    List<Grouping.Group> groups(Set<Address> addresses) {
        Set<PersonClaim> known = new HashSet<>();
        Set<PersonDecision> decided = new HashSet<>();
        for (Address address : addresses) {
            known.addAll(about(address));
            decided.addAll(decisions.getOrDefault(address, Set.of()));
        }
        return Grouping.groups(addresses, known, decided);
    }
}
