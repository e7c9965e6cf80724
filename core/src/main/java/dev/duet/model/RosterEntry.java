package dev.duet.model;

import java.util.Objects;
import java.util.Set;

/**
 * One entry of a contact list that a server or the application keeps.
 *
 * @param address whom it is about, a bare address
 * @param name the name that the user gave; empty when there is none
 * @param groups the groups that it is in
 * @param subscription who sees whose presence
 * @param pending true while a request to see the contact's presence waits for an answer
 */
public record RosterEntry(Address address, String name, Set<String> groups, Visibility subscription, boolean pending) {

    public RosterEntry {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(subscription, "subscription");
        groups = Set.copyOf(groups);
    }

    /** Who sees whose presence (RFC 6121 2.1.2.5). */
    public enum Visibility {
        /** Neither. */
        NONE,
        /** This account sees the contact. */
        TO,
        /** The contact sees this account. */
        FROM,
        /** Each sees the other. */
        BOTH;

        /** True when this account sees the contact's presence. */
        public boolean seesContact() {
            return this == TO || this == BOTH;
        }
    }
}
