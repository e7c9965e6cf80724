package dev.duet.xmpp.internal.xep0484;

import dev.duet.model.Secret;

/**
 * A token. When it expires is the server's affair: it says so, and then the password is there.
 *
 * @param mechanism the only one that it is good for
 * @param secret the token itself
 */
public record FastToken(String mechanism, Secret secret) {

    /** The namespace. */
    public static final String NAMESPACE = "urn:xmpp:fast:0";
}
