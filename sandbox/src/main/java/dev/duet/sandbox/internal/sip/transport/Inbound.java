package dev.duet.sandbox.internal.sip.transport;

/** Takes what the sockets receive, on the loop's thread. */
public interface Inbound {

    /** One message; the bytes may be anything. */
    void message(Flow flow, byte[] bytes);

    /** A stream that can no longer be taken apart into messages; it is closed after this returns. */
    void unframeable(Flow flow, byte[] head, int status, String why);

    void closed(Flow flow);
}
