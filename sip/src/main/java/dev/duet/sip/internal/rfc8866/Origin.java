package dev.duet.sip.internal.rfc8866;

import dev.duet.model.Endpoint;

/**
 * The {@code o=} line (RFC 8866 5.2): who describes, which session, and which state of it.
 *
 * @param username {@code -} when there is none
 * @param sessionId digits
 * @param version digits; one more with each change (RFC 3264 8)
 * @param host an address or a name; not where media go
 */
public record Origin(String username, String sessionId, String version, String host) {

    /** The line's value. */
    String text() {
        return username + " " + sessionId + " " + version + " IN " + addressType(host) + " " + host;
    }

    static String addressType(String host) {
        return new Endpoint(host, 0).isIpv6() ? "IP6" : "IP4";
    }
}
