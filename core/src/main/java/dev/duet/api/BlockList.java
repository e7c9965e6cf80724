package dev.duet.api;

import dev.duet.model.Address;
import dev.duet.model.SpamReport;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whom this account does not want to hear of, by address, whatever the protocol: calls from a blocked address are
 * declined without ringing, its messages, typing and contact requests are not told.
 *
 * <p>XMPP addresses are on the server's list, for all devices of the user, where the server keeps one (XEP-0191): then
 * the server keeps them away, and refuses what this account sends to them. All others are known to this account alone
 * and kept by its {@link dev.duet.spi.ContactStore}, if there is one. After a start the server's list counts from the
 * moment on when the XMPP half has fetched it, and then for as long as the account is open, online or not.
 *
 * <p>Not to be implemented by applications.
 */
public interface BlockList {

    /** The addresses on the list. */
    Set<Address> addresses();

    /**
     * True when somebody is blocked: the address is on the list, or its domain, or the telephone number that it is
     * made of, or, where both halves are one realm, the same user's address on the other half.
     */
    boolean blocks(Address address);

    /**
     * Blocks addresses.
     *
     * @param addresses persons, one device of an XMPP user ({@code user@domain/resource}), or whole domains
     * @param report what to tell the XMPP server about them (XEP-0377); null for nothing. A server that takes no
     *     reports blocks without one
     * @return completes when all are blocked; fails when the server did not take those of XMPP. The others are blocked
     *     all the same
     * @throws IllegalArgumentException when one of them is this account itself
     */
    CompletableFuture<Void> block(Collection<? extends Address> addresses, @Nullable SpamReport report);

    /** Blocks an address. */
    default CompletableFuture<Void> block(Address address) {
        return block(List.of(address), null);
    }

    /** Blocks all addresses of a contact. */
    default CompletableFuture<Void> block(Contact contact) {
        return block(contact.addresses(), null);
    }

    /**
     * Takes addresses off the list; one that is blocked by its domain stays so.
     *
     * @return completes when that is done; fails when the server did not do it
     */
    CompletableFuture<Void> unblock(Collection<? extends Address> addresses);

    /** Takes an address off the list. */
    default CompletableFuture<Void> unblock(Address address) {
        return unblock(List.of(address));
    }

    /** Takes all addresses of a contact off the list. */
    default CompletableFuture<Void> unblock(Contact contact) {
        return unblock(contact.addresses());
    }
}
