package dev.duet.model;

import java.util.Objects;

/**
 * What the user decided about two addresses; goes before everything that anybody else says. The order of the two is of
 * no meaning.
 *
 * @param one an address
 * @param other another address
 * @param same true when they are one person, false when they are not
 */
public record PersonDecision(Address one, Address other, boolean same) {

    public PersonDecision {
        Objects.requireNonNull(one, "one");
        Objects.requireNonNull(other, "other");
        Address first = one.bare();
        Address second = other.bare();
        if (first.equals(second)) {
            throw new IllegalArgumentException("A decision is about two addresses, unlike " + first);
        }
        boolean inOrder = first.uri().compareTo(second.uri()) < 0;
        one = inOrder ? first : second;
        other = inOrder ? second : first;
    }

    /** True when it is about these two. */
    public boolean about(Address a, Address b) {
        return one.equals(a) && other.equals(b) || one.equals(b) && other.equals(a);
    }
}
