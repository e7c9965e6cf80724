package dev.duet.sandbox;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * A SIP message that went by at a {@link SipServer}.
 *
 * @param time when it was read or written
 * @param direction which way
 * @param transport {@code UDP}, {@code TCP} or {@code TLS}
 * @param peer the client's address
 * @param text the whole message; in credentials the nonces and the response are blotted out
 */
public record SipExchange(Instant time, Direction direction, String transport, InetSocketAddress peer, String text) {

    /** Which way a message went, seen from the server. */
    public enum Direction {
        /** From a client to the server. */
        RECEIVED,
        /** From the server to a client. */
        SENT
    }

    /**
     * The request line or status line.
     *
     * @return the first line of the text
     */
    public String startLine() {
        int end = text.indexOf("\r\n");
        return end < 0 ? text : text.substring(0, end);
    }
}
