package dev.duet.media.internal.transport;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP port that never blocks. It stays unconnected: the JDK then remembers the address of the last sender and the
 * last target, so that a steady flow allocates nothing, and an ICMP error of one peer does not become an exception.
 */
final class UdpPort implements LocalPort, AutoCloseable {

    /** One byte more than the longest datagram that is taken: a longer one is cut, and so tells itself. */
    static final int BUFFER_BYTES = 2048;

    private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);
    private static final int SOCKET_BUFFER_BYTES = 256 * 1024;

    private final DatagramChannel channel;
    private final InetSocketAddress local;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ReentrantLock sending = new ReentrantLock();
    private final byte[] data = new byte[BUFFER_BYTES];
    private int length;
    private boolean refused;

    private UdpPort(DatagramChannel channel, InetSocketAddress local) {
        this.channel = channel;
        this.local = local;
    }

    /**
     * Opens a port.
     *
     * @param port 0 to let the operating system choose
     * @throws java.net.BindException when it is taken
     */
    static UdpPort open(InetAddress address, int port) throws IOException {
        boolean v6 = address instanceof Inet6Address;
        DatagramChannel channel = DatagramChannel.open(v6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.bind(new InetSocketAddress(address, port));
            int bound = ((InetSocketAddress) channel.getLocalAddress()).getPort();
            return new UdpPort(channel, new InetSocketAddress(address, bound));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    /** Reads the next datagram, whole or not at all. Null when there is none, or the port is closed. On one thread. */
    @Nullable
    InetSocketAddress receive() {
        in.clear();
        InetSocketAddress from;
        try {
            from = (InetSocketAddress) channel.receive(in);
        } catch (IOException e) {
            if (channel.isOpen()) {
                LOG.debug("Cannot receive on {}: {}", local, e.toString());
            }
            return null;
        }
        if (from == null) {
            return null;
        }
        length = in.position() == BUFFER_BYTES ? 0 : in.position();
        in.flip();
        in.get(data, 0, length);
        return from;
    }

    /** What was received last. */
    byte[] data() {
        return data;
    }

    /** Bytes of what was received last; 0 for one that was too long. */
    int length() {
        return length;
    }

    @Override
    public boolean send(byte[] bytes, int offset, int count, InetSocketAddress to) {
        if (count > BUFFER_BYTES) {
            return false;
        }
        sending.lock();
        try {
            out.clear();
            out.put(bytes, offset, count).flip();
            boolean sent = channel.send(out, to) == count;
            refused = false;
            return sent;
        } catch (IOException | RuntimeException e) {
            // An address of the peer's making may be one that no packet can be sent to, such as port 0.
            if (!refused && channel.isOpen()) {
                refused = true;
                LOG.debug("Cannot send from {} to {}: {}", local, to, e.toString());
            }
            return false;
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("Cannot close {}: {}", local, e.toString());
        }
    }

    @Override
    public String toString() {
        return local.toString();
    }
}
