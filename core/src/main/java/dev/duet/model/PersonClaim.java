package dev.duet.model;

import java.util.Objects;

/**
 * Something that says that two addresses are of one person.
 *
 * @param by the address whose owner says so; of no meaning for the kinds that need no confirmation
 * @param of the other address
 * @param kind who says so, and so whether it counts
 * @param because the reason, a part of a sentence for people
 */
public record PersonClaim(Address by, Address of, Kind kind, String because) {

    public PersonClaim {
        by = by.bare();
        of = of.bare();
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(because, "because");
        if (by.equals(of)) {
            throw new IllegalArgumentException("A claim is about two addresses, unlike " + by);
        }
    }

    /** Who says so; the strongest first. */
    public enum Kind {
        /** The user of this account. */
        USER(Weight.ENOUGH),
        /** A directory that the application trusts (RFC 7081 3.3). */
        DIRECTORY(Weight.ENOUGH),
        /** The configuration: both domains are one realm. */
        REALM(Weight.ENOUGH),
        /** The owner's vCard (XEP-0054, XEP-0292). */
        VCARD(Weight.MUTUAL),
        /** Call-Info of a call, with purpose impp (RFC 6993). */
        CALL_INFO(Weight.MUTUAL),
        /** Presence: the contact of a PIDF tuple (RFC 3863), or reachability addresses (XEP-0152). */
        PRESENCE(Weight.MUTUAL),
        /** A directory that nobody vouches for. */
        LISTING(Weight.HINT);

        private final Weight weight;

        Kind(Weight weight) {
            this.weight = weight;
        }

        /** How much it counts. */
        public Weight weight() {
            return weight;
        }
    }

    /** How much a claim counts. */
    public enum Weight {
        /** Nobody needs to confirm it. */
        ENOUGH,
        /** It counts once the owner of the other address says the same; until then it is a hint. */
        MUTUAL,
        /** It stays a hint. */
        HINT
    }

    /** The same two addresses seen from the other one. */
    public boolean confirms(PersonClaim other) {
        return by.equals(other.of) && of.equals(other.by);
    }
}
