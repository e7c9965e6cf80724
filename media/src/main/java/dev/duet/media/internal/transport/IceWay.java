package dev.duet.media.internal.transport;

import java.net.InetSocketAddress;

/**
 * A component's way.
 *
 * @param component 1 for RTP, or for both; 2 for RTCP
 * @param port where packets leave from and come in
 * @param remote the other side, as seen from there
 */
record IceWay(int component, LocalPort port, InetSocketAddress remote) {}
