package dev.duet.xmpp.internal.rfc4422;

import org.jspecify.annotations.Nullable;

/**
 * The client's side of one exchange of a SASL mechanism. Methods throw {@link IllegalArgumentException} for what the
 * server must not say.
 */
public interface Mechanism {

    /** Its registered name. */
    String name();

    /** What the client says first. */
    byte[] first();

    /** What the client says to a challenge. */
    byte[] respond(byte[] challenge);

    /**
     * The server says that all is well.
     *
     * @param last what it says with that; null for nothing
     */
    void succeed(byte @Nullable [] last);
}
