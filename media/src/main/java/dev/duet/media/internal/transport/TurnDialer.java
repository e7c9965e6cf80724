package dev.duet.media.internal.transport;

import dev.duet.model.IceServer;
import dev.duet.model.MediaConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens ways to TURN servers. Blocks, and so belongs to the pool; each step has its bound. */
final class TurnDialer {

    /** For TCP's handshake, and again for that of TLS. */
    static final Duration LIMIT = Duration.ofSeconds(4);

    private final MediaConfig config;
    private final @Nullable InetAddress from;

    /**
     * A dialer.
     *
     * @param from the local address; null for whichever leads there
     */
    TurnDialer(MediaConfig config, @Nullable InetAddress from) {
        this.config = config;
        this.from = from;
    }

    TurnLink dial(IceServer server, InetSocketAddress address) throws IOException {
        InetAddress local = from != null && Addresses.sameFamily(from, address.getAddress()) ? from : null;
        if (server.transport() == IceServer.Transport.UDP) {
            InetAddress leaving = local != null ? local : Addresses.towards(address.getAddress());
            if (leaving == null) {
                throw new IOException("No route to the server");
            }
            return new UdpTurnLink(PortRange.of(config).one(leaving), address);
        }
        SocketChannel channel = connect(local, address);
        try {
            InetSocketAddress own = (InetSocketAddress) channel.getLocalAddress();
            if (server.transport() == IceServer.Transport.TCP) {
                return new StreamTurnLink(new ByteWay.Tcp(channel, own));
            }
            // The name that was configured, not the address that it led to, is what the certificate must have.
            return new StreamTurnLink(TlsWay.open(
                    channel,
                    own,
                    TurnTls.engine(config.turnTrust(), server.endpoint().host(), address.getPort()),
                    LIMIT));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static SocketChannel connect(@Nullable InetAddress local, InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try (Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (local != null) {
                channel.bind(new InetSocketAddress(local, 0));
            }
            if (!channel.connect(address)) {
                channel.register(selector, SelectionKey.OP_CONNECT);
                selector.select(LIMIT.toMillis());
                if (!channel.finishConnect()) {
                    throw new IOException("No connection in " + LIMIT.toMillis() + " ms");
                }
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
