package dev.duet.media.internal.transport;

import dev.duet.model.IceCandidate;
import dev.duet.model.IceServer;
import dev.duet.model.MediaPath;
import java.net.InetSocketAddress;

/**
 * A component's way.
 *
 * @param component 1 for RTP, or for both; 2 for RTCP
 * @param port where packets leave from and come in
 * @param remote the other side, as seen from there
 * @param remoteType how that address was found
 */
record IceWay(int component, LocalPort port, InetSocketAddress remote, IceCandidate.Type remoteType) {

    /** As the application sees it. */
    MediaPath path() {
        IceServer.Transport relay =
                port instanceof TurnRelay.RelayPort lent ? lent.relay().server().transport() : null;
        return new MediaPath(
                relay == null ? IceCandidate.Type.HOST : IceCandidate.Type.RELAY,
                Addresses.endpoint(port.local()),
                relay,
                remoteType,
                Addresses.endpoint(remote));
    }
}
