package dev.duet.sandbox.internal.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The UDP listener. */
final class UdpEndpoint implements Loop.Ready {

    private static final Logger LOG = LoggerFactory.getLogger(UdpEndpoint.class);
    private static final int MAX_DATAGRAM = 65_535;
    private static final int SOCKET_BUFFER = 1 << 20;

    private final DatagramChannel channel;
    private final Inbound inbound;
    private final ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM);

    UdpEndpoint(Loop loop, InetSocketAddress address, Inbound inbound) throws IOException {
        this.inbound = inbound;
        channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
            channel.bind(address);
            loop.register(channel, SelectionKey.OP_READ, this);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    int port() {
        return channel.socket().getLocalPort();
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        while (true) {
            buffer.clear();
            InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
            if (from == null) {
                return;
            }
            byte[] bytes = Arrays.copyOf(buffer.array(), buffer.position());
            if (!isKeepAlive(bytes)) {
                inbound.message(flow(from), bytes);
            }
        }
    }

    /** Empty or blank datagrams, and STUN, whose first two bits are zero and which SIP text never looks like. */
    private static boolean isKeepAlive(byte[] bytes) {
        for (byte b : bytes) {
            if (b != '\r' && b != '\n' && b != 0) {
                return bytes.length >= 20 && bytes[0] >= 0 && bytes[0] < 2;
            }
        }
        return true;
    }

    Flow flow(InetSocketAddress remote) {
        return new UdpFlow(remote);
    }

    void close() throws IOException {
        channel.close();
    }

    private final class UdpFlow implements Flow {

        private final InetSocketAddress remote;

        UdpFlow(InetSocketAddress remote) {
            this.remote = remote;
        }

        @Override
        public Transport transport() {
            return Transport.UDP;
        }

        @Override
        public InetSocketAddress remote() {
            return remote;
        }

        @Override
        public boolean open() {
            return channel.isOpen();
        }

        @Override
        public void send(byte[] message) {
            try {
                channel.send(ByteBuffer.wrap(message), remote);
            } catch (IOException e) {
                LOG.debug("UDP to {} failed: {}", remote, e.toString());
            }
        }

        @Override
        public String token() {
            return "udp" + remote.getPort();
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof UdpFlow other && remote.equals(other.remote);
        }

        @Override
        public int hashCode() {
            return remote.hashCode();
        }

        @Override
        public String toString() {
            return "UDP " + remote;
        }
    }
}
