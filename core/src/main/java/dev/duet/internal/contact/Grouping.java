package dev.duet.internal.contact;

import dev.duet.model.Address;
import dev.duet.model.PersonClaim;
import dev.duet.model.PersonDecision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which addresses are one person, whatever the order in which that was learnt:
 *
 * <ol>
 *   <li>what the user decided to be two people never becomes one, by whatever way;
 *   <li>what the user decided to be one comes next, then trusted directories, then the configured realm, then what the
 *       owners of both addresses claim;
 *   <li>a claim of one side alone is a hint, and joins nothing.
 * </ol>
 *
 * Pure.
 */
final class Grouping {

    /** XMPP, SIP, telephone; then by text. */
    static final Comparator<Address> PREFERRED_FIRST =
            Comparator.comparingInt(Grouping::rank).thenComparing(Address::uri);

    private static final Comparator<PersonClaim> STRONGEST_FIRST = Comparator.comparing(PersonClaim::kind)
            .thenComparing(claim -> ends(claim).get(0), PREFERRED_FIRST)
            .thenComparing(claim -> ends(claim).get(1), PREFERRED_FIRST)
            .thenComparing(PersonClaim::by, PREFERRED_FIRST)
            .thenComparing(PersonClaim::because);

    private Grouping() {}

    /**
     * One person.
     *
     * @param addresses the preferred ones first
     * @param joinedBy the claims that made them one person, the strongest first
     */
    record Group(List<Address> addresses, List<PersonClaim> joinedBy) {}

    /** The people among these addresses; each address is in one group. */
    static List<Group> groups(
            Collection<Address> addresses, Collection<PersonClaim> claims, Collection<PersonDecision> decisions) {
        Map<Address, Members> byAddress = new TreeMap<>(PREFERRED_FIRST);
        addresses.forEach(address -> byAddress.put(address, new Members(address)));
        Map<Address, Set<Address>> apart = apart(decisions);
        for (PersonClaim claim : joining(claims, decisions)) {
            Members one = byAddress.get(claim.by());
            Members other = byAddress.get(claim.of());
            if (one != null && other != null && one != other && !one.isApart(other, apart)) {
                one.join(other, claim);
                other.addresses.forEach(address -> byAddress.put(address, one));
            }
        }
        return byAddress.values().stream().distinct().map(Members::group).toList();
    }

    /** True when the claim joins by itself, or the other address's owner claims the same. */
    static boolean counts(PersonClaim claim, Collection<PersonClaim> all) {
        return switch (claim.kind().weight()) {
            case ENOUGH -> true;
            case MUTUAL ->
                all.stream()
                        .anyMatch(other -> other.kind().weight() == PersonClaim.Weight.MUTUAL && other.confirms(claim));
            case HINT -> false;
        };
    }

    private static List<PersonClaim> joining(Collection<PersonClaim> claims, Collection<PersonDecision> decisions) {
        Stream<PersonClaim> users = decisions.stream()
                .filter(PersonDecision::same)
                .map(decision -> new PersonClaim(
                        decision.one(), decision.other(), PersonClaim.Kind.USER, "you said that they are one person"));
        return Stream.concat(users, claims.stream().filter(claim -> counts(claim, claims)))
                .sorted(STRONGEST_FIRST)
                .toList();
    }

    private static Map<Address, Set<Address>> apart(Collection<PersonDecision> decisions) {
        Map<Address, Set<Address>> apart = new HashMap<>();
        for (PersonDecision decision : decisions) {
            if (!decision.same()) {
                apart.computeIfAbsent(decision.one(), one -> new HashSet<>()).add(decision.other());
                apart.computeIfAbsent(decision.other(), other -> new HashSet<>())
                        .add(decision.one());
            }
        }
        return apart;
    }

    private static int rank(Address address) {
        return address instanceof Address.Xmpp ? 0 : address instanceof Address.Sip ? 1 : 2;
    }

    private static List<Address> ends(PersonClaim claim) {
        return Stream.of(claim.by(), claim.of()).sorted(PREFERRED_FIRST).toList();
    }

    /** A group that grows. */
    private static final class Members {

        private final Set<Address> addresses = new TreeSet<>(PREFERRED_FIRST);
        private final List<PersonClaim> joinedBy = new ArrayList<>();

        Members(Address first) {
            addresses.add(first);
        }

        boolean isApart(Members other, Map<Address, Set<Address>> apart) {
            return addresses.stream().anyMatch(address -> apart.getOrDefault(address, Set.of()).stream()
                    .anyMatch(other.addresses::contains));
        }

        void join(Members other, PersonClaim claim) {
            addresses.addAll(other.addresses);
            joinedBy.addAll(other.joinedBy);
            joinedBy.add(claim);
        }

        Group group() {
            return new Group(
                    List.copyOf(addresses),
                    joinedBy.stream().sorted(STRONGEST_FIRST).toList());
        }
    }
}
