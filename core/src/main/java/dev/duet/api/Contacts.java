package dev.duet.api;

import dev.duet.model.Address;
import dev.duet.model.DirectoryEntry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The contact list: people, whatever protocols reach them.
 *
 * <p>Not to be implemented by applications.
 */
public interface Contacts {

    /** Everybody, by name. */
    List<Contact> all();

    /** Who has that address: with a scheme, {@code user@domain}, or a telephone number however it is written. */
    Optional<Contact> find(String address);

    /** Who has that address. */
    Optional<Contact> find(Address address);

    /**
     * Adds a contact, and asks to see its presence. On the XMPP half the server's list keeps it; a SIP address is
     * watched (RFC 3856), and kept by the {@link dev.duet.spi.ContactStore}, if there is one.
     *
     * @param address with a scheme, a telephone number, or {@code user@domain} for XMPP when there is that half
     * @param name what to call it; empty for none
     * @param groups may be empty
     * @return completes with the contact when the server has taken it; fails when it did not
     */
    CompletableFuture<Contact> add(String address, String name, Set<String> groups);

    /** Adds a contact without name and groups. */
    default CompletableFuture<Contact> add(String address) {
        return add(address, "", Set.of());
    }

    /**
     * Changes what a contact is called and the groups it is in, where that is kept: in the server's list and in the
     * account's own, else in the application's directory that has it.
     *
     * @param name empty for none
     * @return completes when all of them have it; fails with the first that did not take it, and as UNSUPPORTED for a
     *     contact of a directory without an editor
     */
    CompletableFuture<Void> change(Contact contact, String name, Set<String> groups);

    /**
     * Takes a contact off the lists that it is on, with both directions of presence. Completes when the server has done
     * so; fails as UNSUPPORTED for one that is in a directory without an editor alone, which has to take it out itself.
     */
    CompletableFuture<Void> remove(Contact contact);

    /**
     * Finds contacts while somebody types: every word typed begins a word of the name, a group or an address, or is in
     * a number, or is the beginning of one as people in the account's region write it: {@code 030 23},
     * {@code +49 (0)30 23} and {@code 0049 30 23} find the same. Case and accents do not matter.
     *
     * @param typed may be empty, which finds nobody
     * @param most 1 or more
     * @return those whose name begins so first, then by name
     */
    List<Contact> search(String typed, int most);

    /**
     * Who somebody is, such as a caller. An address that a contact has is certain, and so is a contact's number in the
     * account's own SIP domain; the number elsewhere, and what somebody claims alone, is a cue (RFC 7081 3.3).
     */
    Optional<Match> identify(Address address);

    /**
     * A contact that somebody may be.
     *
     * @param contact the contact
     * @param certain false for a cue that anybody may have given
     * @param because the reason, as what the contact does or is: "has sip:bob@example.com", "is named by the caller"
     */
    record Match(Contact contact, boolean certain, String because) {}

    /**
     * Says that an address is this contact's: they become one, with all that is known of both. Kept by the {@link
     * dev.duet.spi.ContactStore}, if there is one.
     *
     * @return completes with the contact that has the address; never fails
     */
    CompletableFuture<Contact> link(Contact contact, Address address);

    /**
     * Says that an address is not this contact's, whatever others say. Kept as {@link #link} is.
     *
     * @return completes with the contact that has the address now; fails with NOT_FOUND when this contact did not have
     *     it, or has no other
     */
    CompletableFuture<Contact> split(Contact contact, Address address);

    /**
     * Gives the contents of a directory of the application's own, such as an address book; replaces what it gave
     * before under that name. Everybody in it is on the list.
     *
     * @param name of the directory, for people
     * @param trusted true when the addresses of an entry are verified to be one person's; false makes them hints
     */
    CompletableFuture<Void> directory(String name, boolean trusted, Collection<DirectoryEntry> entries);

    /**
     * As {@link #directory(String, boolean, Collection)}, of a directory that takes changes; null for one that does
     * not.
     */
    CompletableFuture<Void> directory(
            String name, boolean trusted, Collection<DirectoryEntry> entries, @Nullable DirectoryEditor editor);

    /** Takes changes that the user makes to a directory of the application's own. */
    @FunctionalInterface
    interface DirectoryEditor {

        /**
         * Changes an entry. Runs on the callback executor.
         *
         * @param before as it was given
         * @param after what it is to be; null to take it out
         * @return completes when the directory has it, which the contact list then shows; fails when it does not take
         *     it
         */
        CompletionStage<Void> change(DirectoryEntry before, @Nullable DirectoryEntry after);
    }

    /** Lets somebody see this account's presence, who asked for it or will ask (RFC 6121 3.4). */
    void approve(Address from);

    /** Does not let somebody see this account's presence, or no longer. */
    void deny(Address from);
}
