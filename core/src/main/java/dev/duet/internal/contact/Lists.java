package dev.duet.internal.contact;

import dev.duet.model.Address;
import dev.duet.model.DirectoryEntry;
import dev.duet.model.PersonClaim;
import dev.duet.model.RosterEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who is on which list: the server's, whom this account watches, the application's directories. For one thread. */
final class Lists {

    private final Map<Address, RosterEntry> roster = new HashMap<>();
    private final Map<Address, RosterEntry> watched = new HashMap<>();
    private final Map<Address, String> nicknames = new HashMap<>();
    private final Map<Address, String> avatars = new HashMap<>();
    private final Map<String, Directory> directories = new TreeMap<>();

    /** One directory; found by address. */
    private record Directory(boolean trusted, Map<Address, DirectoryEntry> byAddress) {}

    Set<Address> roster() {
        return Set.copyOf(roster.keySet());
    }

    boolean isOnRoster(Address address) {
        return roster.containsKey(address);
    }

    void roster(RosterEntry entry) {
        roster.put(entry.address(), entry);
    }

    boolean offRoster(Address address) {
        return roster.remove(address) != null;
    }

    /** False when it was watched already. */
    boolean watch(RosterEntry entry) {
        return watched.put(entry.address(), entry) == null;
    }

    boolean unwatch(Address address) {
        return watched.remove(address) != null;
    }

    /** The first of these that the server lists or this account watches. */
    Optional<Address> listed(Collection<Address> addresses) {
        return addresses.stream()
                .filter(address -> roster.containsKey(address) || watched.containsKey(address))
                .findFirst();
    }

    /** The names of the directories that have one of these. */
    List<String> directories(Collection<Address> addresses) {
        return directories.entrySet().stream()
                .filter(directory ->
                        addresses.stream().anyMatch(directory.getValue().byAddress()::containsKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Replaces a directory: takes its claims back and makes new ones. Returns the addresses that were or are in it. */
    Set<Address> directory(String name, boolean trusted, Collection<DirectoryEntry> entries, Claims claims) {
        Set<Address> touched = new LinkedHashSet<>();
        Directory before = directories.remove(name);
        if (before != null) {
            touched.addAll(before.byAddress().keySet());
            before.byAddress().values().stream().distinct().forEach(entry -> claims(name, before.trusted(), entry)
                    .forEach(claims::remove));
        }
        Map<Address, DirectoryEntry> byAddress = new HashMap<>();
        for (DirectoryEntry entry : entries) {
            entry.addresses().forEach(address -> byAddress.put(address, entry));
            claims(name, trusted, entry).forEach(claims::add);
        }
        if (!byAddress.isEmpty()) {
            directories.put(name, new Directory(trusted, byAddress));
        }
        touched.addAll(byAddress.keySet());
        return touched;
    }

    private static Stream<PersonClaim> claims(String directory, boolean trusted, DirectoryEntry entry) {
        List<Address> addresses =
                entry.addresses().stream().sorted(Grouping.PREFERRED_FIRST).toList();
        PersonClaim.Kind kind = trusted ? PersonClaim.Kind.DIRECTORY : PersonClaim.Kind.LISTING;
        return addresses.stream()
                .skip(1)
                .map(address -> new PersonClaim(addresses.get(0), address, kind, "one entry of " + directory));
    }

    /** What the lists know of a person. A server's entry says more than a watch of this account's own. */
    Person.Facts facts(Grouping.Group group, List<PersonClaim> hints) {
        List<Address> addresses = group.addresses();
        List<RosterEntry> entries = Stream.of(roster, watched)
                .flatMap(list -> addresses.stream().map(list::get))
                .filter(Objects::nonNull)
                .toList();
        List<DirectoryEntry> inDirectories = directories.values().stream()
                .flatMap(directory -> addresses.stream().map(directory.byAddress()::get))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Set<String> groups = new LinkedHashSet<>();
        List<String> names = new ArrayList<>();
        entries.forEach(entry -> {
            groups.addAll(entry.groups());
            names.add(entry.name());
        });
        inDirectories.forEach(entry -> {
            groups.addAll(entry.groups());
            names.add(entry.name());
        });
        @Nullable RosterEntry first = entries.isEmpty() ? null : entries.get(0);
        return new Person.Facts(
                new LinkedHashSet<>(addresses),
                group.joinedBy(),
                hints,
                names.stream().filter(name -> !name.isEmpty()).findFirst().orElse(""),
                groups,
                first,
                !entries.isEmpty() || !inDirectories.isEmpty(),
                first(addresses, nicknames),
                first(addresses, avatars));
    }

    private static String first(List<Address> addresses, Map<Address, String> told) {
        return addresses.stream()
                .map(told::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    void nickname(Address of, String nickname) {
        told(nicknames, of, nickname);
    }

    void avatar(Address of, String id) {
        told(avatars, of, id);
    }

    private static void told(Map<Address, String> all, Address of, String value) {
        if (value.isEmpty()) {
            all.remove(of);
        } else {
            all.put(of, value);
        }
    }
}
