package dev.duet.internal.contact;

import dev.duet.model.Address;
import dev.duet.spi.OnLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whose address is whose. Read from any thread; people are merged and split on the loop. */
final class People {

    private final Map<Address, Person> byAddress = new ConcurrentHashMap<>();
    private long lastNumber; // guarded by this

    /** What became of people when claims changed. */
    interface Observer {

        /** A person has these addresses from now on. */
        void is(Person person, Grouping.Group group);

        /** A person turned out to be another one. */
        void merged(Person gone, Person into, boolean wasListed);
    }

    Optional<Person> find(Address bare) {
        return Optional.ofNullable(byAddress.get(bare));
    }

    Stream<Person> all() {
        return byAddress.values().stream().distinct();
    }

    /** The person with that address; made with these addresses when there is none. From any thread. */
    Person known(Address bare, List<Address> addresses) {
        Person person = byAddress.get(bare);
        return person != null ? person : create(bare, addresses);
    }

    /** An address that was made a person meanwhile stays that person. */
    private synchronized Person create(Address bare, List<Address> addresses) {
        Person meanwhile = byAddress.get(bare);
        if (meanwhile != null) {
            return meanwhile;
        }
        List<Address> free = addresses.stream()
                .filter(address -> !byAddress.containsKey(address))
                .sorted(Grouping.PREFERRED_FIRST)
                .toList();
        Person person = new Person(++lastNumber, Person.Facts.of(free));
        free.forEach(address -> byAddress.put(address, person));
        return person;
    }

    /** Looks again who is who among all that is tied to these addresses. Addresses that nobody has stay so. */
    @OnLoop
    void regroup(Claims claims, Collection<Address> changed, Observer observer) {
        Set<Address> done = new HashSet<>();
        for (Address address : changed) {
            if (!done.contains(address)) {
                Set<Address> around = around(claims, address);
                regroup(claims.groups(around), around, observer);
                done.addAll(around);
            }
        }
    }

    private Set<Address> around(Claims claims, Address address) {
        Set<Address> known = new LinkedHashSet<>(Set.of(address));
        find(address).ifPresent(person -> known.addAll(person.addresses()));
        return claims.around(known);
    }

    /** Those who are tied together, and nobody else. */
    private void regroup(List<Grouping.Group> groups, Set<Address> around, Observer observer) {
        Set<Person> before = around.stream()
                .map(byAddress::get)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<Grouping.Group, Person> after = assign(groups);
        after.forEach((group, person) -> {
            Set<Address> now = new HashSet<>(group.addresses());
            before.stream().filter(other -> other != person).forEach(other -> other.give(now, person));
            now.forEach(address -> byAddress.put(address, person));
        });
        for (Person person : before) {
            if (!after.containsValue(person)) {
                Person into = byAddress.get(person.addresses().iterator().next());
                boolean wasListed = person.facts().listed();
                person.mergeInto(into);
                observer.merged(person, into, wasListed);
            }
        }
        after.forEach((group, person) -> observer.is(person, group));
    }

    /**
     * Each group stays who is on a list before who is not, then who most of its addresses were; the rest are new
     * people.
     */
    private synchronized Map<Grouping.Group, Person> assign(List<Grouping.Group> groups) {
        List<Claim> claims = new ArrayList<>();
        for (Grouping.Group group : groups) {
            group.addresses().stream()
                    .map(byAddress::get)
                    .filter(Objects::nonNull)
                    .distinct()
                    .forEach(person -> claims.add(new Claim(group, person, overlap(group, person))));
        }
        claims.sort(Comparator.<Claim, Boolean>comparing(
                        claim -> !claim.person().facts().listed())
                .thenComparing(Claim::overlap, Comparator.reverseOrder())
                .thenComparing(claim -> claim.person().number())
                .thenComparing(claim -> claim.group().addresses().get(0), Grouping.PREFERRED_FIRST));
        Map<Grouping.Group, Person> assigned = new LinkedHashMap<>();
        for (Claim claim : claims) {
            if (!assigned.containsKey(claim.group()) && !assigned.containsValue(claim.person())) {
                assigned.put(claim.group(), claim.person());
            }
        }
        for (Claim claim : claims) {
            assigned.computeIfAbsent(
                    claim.group(), group -> new Person(++lastNumber, Person.Facts.of(group.addresses())));
        }
        return assigned;
    }

    private long overlap(Grouping.Group group, @Nullable Person person) {
        return group.addresses().stream()
                .filter(address -> byAddress.get(address) == person)
                .count();
    }

    private record Claim(Grouping.Group group, Person person, long overlap) {}
}
