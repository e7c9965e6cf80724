package dev.duet.sandbox.internal.xmpp.sasl;

/** What the server says next in an authentication exchange. */
public sealed interface SaslStep {

    /** Go on, with these bytes. */
    record Challenge(String message) implements SaslStep {}

    /** The client is this user; an empty message stands for none. */
    record Success(String user, String message) implements SaslStep {}

    /** The exchange is over. */
    record Failure(SaslFailure condition) implements SaslStep {}
}
