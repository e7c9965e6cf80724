package dev.duet.sandbox.internal.xmpp.sasl;

import java.util.Optional;

/** Looks passwords up. */
public interface Credentials {

    /** The password of the user with that prepared localpart, empty if there is no such user. */
    Optional<String> password(String user);

    /**
     * Gives a user a password; makes the user when there is none of that name.
     *
     * @throws IllegalArgumentException if the name or the password cannot be used
     */
    void password(String user, String password);

    /** Nobody has that name any more. */
    void remove(String user);

    /** Whether an authorization identity stands for the user that signs in (RFC 6120 6.3.8). */
    boolean mayActAs(String user, String authorizationIdentity);
}
