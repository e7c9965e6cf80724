package dev.duet.sandbox.internal.xmpp.sasl;

/** One authentication exchange, as the server sees it. */
public interface SaslMechanism {

    /** Takes the client's next message, already decoded from base64 and UTF-8. */
    SaslStep step(String message);
}
