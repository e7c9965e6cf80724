package dev.duet.api;

import dev.duet.model.Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The contact list: people, whatever protocols reach them.
 *
 * <p>Not to be implemented by applications.
 */
public interface Contacts {

    /** Everybody, by name. */
    List<Contact> all();

    /** Who has that address: with a scheme, {@code user@domain}, or a telephone number. */
    Optional<Contact> find(String address);

    /** Who has that address. */
    Optional<Contact> find(Address address);

    /**
     * Adds a contact, and asks to see its presence. On the XMPP half the server's list keeps it; a SIP address is
     * watched (RFC 3856) as long as this account is open.
     *
     * @param address with a scheme, or {@code user@domain} for XMPP when there is that half
     * @param name what to call it; empty for none
     * @param groups may be empty
     * @return completes with the contact when the server has taken it; fails when it did not
     */
    CompletableFuture<Contact> add(String address, String name, Set<String> groups);

    /** Adds a contact without name and groups. */
    default CompletableFuture<Contact> add(String address) {
        return add(address, "", Set.of());
    }

    /** Takes a contact off the list, with both directions of presence. Completes when the server has done so. */
    CompletableFuture<Void> remove(Contact contact);

    /** Lets somebody see this account's presence. */
    void approve(Address from);

    /** Does not let somebody see this account's presence, or no longer. */
    void deny(Address from);
}
