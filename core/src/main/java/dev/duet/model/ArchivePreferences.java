package dev.duet.model;

import java.util.Objects;
import java.util.Set;

/**
 * What the archive of an account keeps (XEP-0313 7).
 *
 * @param others what it keeps of those who are in neither set
 * @param always those with whom all is kept
 * @param never those with whom nothing is kept
 */
public record ArchivePreferences(Rule others, Set<Address> always, Set<Address> never) {

    public ArchivePreferences {
        Objects.requireNonNull(others, "others");
        always = Set.copyOf(always);
        never = Set.copyOf(never);
    }

    /** With nobody in particular. */
    public static ArchivePreferences of(Rule others) {
        return new ArchivePreferences(others, Set.of(), Set.of());
    }

    /** What is kept. */
    public enum Rule {
        /** All. */
        ALWAYS,
        /** Nothing. */
        NEVER,
        /** What is said with those on the contact list. */
        ROSTER
    }
}
