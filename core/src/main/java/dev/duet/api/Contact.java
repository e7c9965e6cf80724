package dev.duet.api;

import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.Mood;
import dev.duet.model.PersonClaim;
import dev.duet.model.Presence;
import dev.duet.model.RosterEntry;
import dev.duet.model.Tune;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody: one person with all the addresses that reach them. Each method tells what is known now.
 *
 * <p>Not to be implemented by applications.
 */
public interface Contact {

    /**
     * Stays the same as long as the account is open. When two contacts turn out to be one, one of them is removed; what
     * it tells from then on, but for this, is what the other tells.
     */
    String id();

    /** The name that the user gave, else the nickname, else the address. */
    String name();

    /** What they wish to be called (XEP-0172), as nobody has verified; empty when they did not tell. */
    String nickname();

    /** The id of their avatar, as far as they announced one: see {@link Profiles#avatar(Contact)}. */
    Optional<String> avatarId();

    /** How they feel (XEP-0107); empty when they do not tell. */
    Optional<Mood> mood();

    /** What they listen to (XEP-0118); empty when they do not tell. */
    Optional<Tune> tune();

    /** The groups. */
    Set<String> groups();

    /** All addresses, the preferred one of each protocol first. */
    Set<Address> addresses();

    /** Why these addresses are one person, as a sentence for people; empty for a contact with one address. */
    String mergedBecause();

    /** What made these addresses one person, the strongest first; empty for a contact with one address. */
    List<PersonClaim> mergedBy();

    /**
     * What somebody claims about an address of this contact and another, and nobody has confirmed: a cue to show, and
     * not to trust (RFC 7081 3.3).
     */
    List<PersonClaim> hints();

    /** Presence, from all sources. */
    Presence presence();

    /** What its devices can do, as far as they told. */
    Set<Capability> capabilities();

    /** The entry of the server's list; empty for somebody who is not on one. */
    Optional<RosterEntry> rosterEntry();
}
