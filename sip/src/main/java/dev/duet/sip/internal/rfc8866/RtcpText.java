package dev.duet.sip.internal.rfc8866;

import dev.duet.model.Endpoint;
import org.jspecify.annotations.Nullable;

/** The rtcp attribute (RFC 3605). */
final class RtcpText {

    private RtcpText() {}

    /** Where RTCP is wanted; null when it names nobody's address. */
    static @Nullable Endpoint parse(String value, String defaultHost) throws SdpException {
        String[] parts = value.split(" +", 2);
        int port = Numbers.parse(parts[0], 0, 65_535, "RTCP port");
        String host = parts.length == 2 ? Connection.host(parts[1]) : defaultHost;
        return port == 0 || Connection.isUnspecified(host) ? null : new Endpoint(host, port);
    }

    static String text(Endpoint rtcp) {
        return rtcp.port() + " IN " + Origin.addressType(rtcp.host()) + " " + rtcp.host();
    }
}
