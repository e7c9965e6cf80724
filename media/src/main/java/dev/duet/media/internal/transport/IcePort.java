package dev.duet.media.internal.transport;

import dev.duet.model.IceCandidate;
import java.net.InetSocketAddress;

/**
 * A port that is a candidate by itself.
 *
 * @param component 1 for RTP, or for both; 2 for RTCP
 * @param port the port
 * @param type HOST or RELAY
 * @param preference the greater the better among those of its type, 0 to 65535 (RFC 8445 5.1.2)
 * @param related how a TURN server sees this host; the port's own address otherwise
 */
record IcePort(int component, LocalPort port, IceCandidate.Type type, int preference, InetSocketAddress related) {

    static IcePort host(int component, UdpPort port, int preference) {
        return new IcePort(component, port, IceCandidate.Type.HOST, preference, port.local());
    }

    static IcePort relay(int component, LocalPort port, int preference, InetSocketAddress mapped) {
        return new IcePort(component, port, IceCandidate.Type.RELAY, preference, mapped);
    }
}
