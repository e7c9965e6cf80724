package dev.duet.api;

import dev.duet.model.Address;
import dev.duet.model.ArchivePreferences;
import dev.duet.model.Capability;
import dev.duet.model.LinkState;
import dev.duet.model.Protocol;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One half of an account.
 *
 * <p>Not to be implemented by applications.
 */
public interface AccountLink {

    /** Which half. */
    Protocol protocol();

    /** Its state, now. */
    LinkState state();

    /** What it can do in general. */
    Set<Capability> capabilities();

    /**
     * Signs in.
     *
     * @return completes with the ONLINE state; fails with the failure of the first attempt, after which the half may
     *     still go on trying by itself (see {@link #state()})
     */
    CompletableFuture<LinkState> connect();

    /**
     * Makes the account that is configured at its server, with the configured password (XEP-0077); to be called before
     * {@link #connect()}, which it does not replace. Over TLS only, unless the configuration does without.
     *
     * @return completes when the account is there; fails as REFUSED when there is one of that name already or this half
     *     is signed in, as UNSUPPORTED when the server does not let people make accounts so, wants more than a name and
     *     a password, or this half is no XMPP
     */
    CompletableFuture<Void> register();

    /**
     * Changes the password at the server (XEP-0077). From then on this half signs in with the new one; the application
     * has to keep it for the next time that it opens the account.
     *
     * @param password the new one
     * @return completes when the server has taken it; fails when it did not, or when this half is not signed in.
     *     After a failure of kind TIMEOUT or NETWORK either password may be the right one
     * @throws IllegalArgumentException when it is empty
     */
    CompletableFuture<Void> changePassword(String password);

    /**
     * Takes the account away from its server (XEP-0077 3.2), with what the server keeps of it: contacts, messages that
     * wait, and archives, as far as the server does so. It cannot be undone. This half is signed out then; what this
     * side keeps of the account, as a store's messages, stays.
     *
     * @return completes when the server has done so and this half is signed out; fails as REFUSED or UNSUPPORTED, with
     *     this half still signed in, when the server does not let people do so, as UNSUPPORTED when this half is no
     *     XMPP, and as NETWORK when it is not signed in. After a failure of kind TIMEOUT or AUTHENTICATION, or of
     *     NETWORK while it was online, the account may be gone or not
     */
    CompletableFuture<Void> unregister();

    /**
     * Asks what the archive of the account keeps (XEP-0313 7).
     *
     * @return fails as UNSUPPORTED where the server has no archive or does not tell, or this half is no XMPP; as
     *     NETWORK when it is not online
     */
    CompletableFuture<ArchivePreferences> archivePreferences();

    /**
     * Sets what the archive of the account keeps from now on (XEP-0313 7).
     *
     * @return completes with what the server took, which may be something else; fails as of {@link
     *     #archivePreferences()}
     */
    CompletableFuture<ArchivePreferences> setArchivePreferences(ArchivePreferences preferences);

    /**
     * Subscribes to an event package of SIP (RFC 6665), such as {@code message-summary} (RFC 3842) or {@code
     * conference} (RFC 4575). What is told is an {@link dev.duet.api.event.EventNotified}. The subscription is
     * refreshed, and begun anew when this half was lost, until it is closed or the server ends it for good.
     *
     * @param event the package
     * @param target whose, an address of SIP
     * @return completes when the server has taken it, which it is asked once this half is online, and a minute later
     *     again while nobody answers; fails when it refuses, and as UNSUPPORTED where this half is no SIP or the
     *     address is of another kind
     * @throws IllegalArgumentException when the name is none of a package (RFC 6665 8.2.1)
     */
    CompletableFuture<Subscription> subscribe(String event, Address target);

    /** Signs out. Completes when it is offline, at the latest after 3 s; never fails. */
    CompletableFuture<Void> disconnect();
}
