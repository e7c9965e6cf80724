package dev.duet.media.internal.transport;

import java.net.InetSocketAddress;

/** What datagrams leave from: a port of this host, or one that a TURN server lends. From any thread. */
interface LocalPort {

    /** The address that peers see, unless it is translated on the way. */
    InetSocketAddress local();

    /** Sends a datagram. False when that did not work: lost on the way, as UDP may. */
    boolean send(byte[] bytes, int offset, int count, InetSocketAddress to);
}
