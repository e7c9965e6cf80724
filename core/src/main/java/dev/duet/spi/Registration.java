package dev.duet.spi;

import dev.duet.model.Secret;

/**
 * Accounts at a server, made, changed and taken away by their users (XEP-0077). The outcome of a command is told as
 * {@link Link} says.
 */
@OnLoop
public interface Registration {

    /** Makes the account that is configured, with the configured password. Fails as REFUSED while signed in. */
    void register(long operation);

    /**
     * Changes the password, at the server and for the next sign-in. Fails as NETWORK while not signed in.
     *
     * @param password the new one; not empty
     */
    void changePassword(long operation, Secret password);

    /**
     * Takes the account away. Fails as NETWORK while not signed in. {@link Link#disconnect()} follows at once when it
     * is done.
     */
    void unregister(long operation);
}
