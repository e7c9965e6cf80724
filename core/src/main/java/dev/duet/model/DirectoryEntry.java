package dev.duet.model;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One person in a directory of the application's own, such as an address book or LDAP.
 *
 * @param name what to call the person; may be empty
 * @param addresses at least one
 * @param groups the groups that it is in
 */
public record DirectoryEntry(String name, Set<Address> addresses, Set<String> groups) {

    public DirectoryEntry {
        Objects.requireNonNull(name, "name");
        Set<Address> bare = new LinkedHashSet<>();
        addresses.forEach(address -> bare.add(address.bare()));
        addresses = Collections.unmodifiableSet(bare);
        groups = Set.copyOf(groups);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("A directory entry needs an address");
        }
    }

    /** A person in no group. */
    public static DirectoryEntry of(String name, Address... addresses) {
        return new DirectoryEntry(name, new LinkedHashSet<>(List.of(addresses)), Set.of());
    }
}
