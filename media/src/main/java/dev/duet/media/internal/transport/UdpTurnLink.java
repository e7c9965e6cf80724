package dev.duet.media.internal.transport;

import java.net.InetSocketAddress;

/** Datagrams to and from a TURN server; those of anybody else are dropped. */
final class UdpTurnLink implements TurnLink {

    /** Of strangers, in one go. */
    private static final int PORTION = 64;

    private final UdpPort port;
    private final InetSocketAddress server;

    UdpTurnLink(UdpPort port, InetSocketAddress server) {
        this.port = port;
        this.server = server;
    }

    @Override
    public InetSocketAddress local() {
        return port.local();
    }

    @Override
    public boolean send(byte[] data, int offset, int length, boolean control) {
        return port.send(data, offset, length, server);
    }

    @Override
    public boolean receive() {
        for (int i = 0; i < PORTION; i++) {
            InetSocketAddress from = port.receive();
            if (from == null || from.equals(server)) {
                return from != null;
            }
        }
        return false;
    }

    @Override
    public byte[] data() {
        return port.data();
    }

    @Override
    public int length() {
        return port.length();
    }

    @Override
    public void close() {
        port.close();
    }
}
