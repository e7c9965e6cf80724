package dev.duet.sandbox.internal.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One TCP or TLS connection. */
final class StreamConnection implements Loop.Ready, Flow, Framer.Sink {

    private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);
    private static final int MAX_UNSENT = 4 << 20;
    private static final byte[] PONG = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final String token;
    private final Inbound inbound;
    private final Consumer<StreamConnection> onClose;
    private final Framer framer;
    private final Deque<ByteBuffer> unsent = new ArrayDeque<>();
    private final ByteBuffer readBuffer;
    private final Transport transport;
    private @Nullable TlsLayer tls;
    private @Nullable SelectionKey key;
    private int unsentBytes;
    /** Also read by those who ask for registrations. */
    private volatile boolean open = true;

    private StreamConnection(
            Loop loop,
            Transport transport,
            SocketChannel channel,
            InetSocketAddress remote,
            String token,
            Inbound inbound,
            int maxMessage,
            Consumer<StreamConnection> onClose) {
        this.readBuffer = loop.readBuffer();
        this.transport = transport;
        this.channel = channel;
        this.remote = remote;
        this.token = token;
        this.inbound = inbound;
        this.onClose = onClose;
        this.framer = new Framer(maxMessage, this);
    }

    /** Takes over an accepted channel. */
    static StreamConnection accepted(
            Loop loop,
            SocketChannel channel,
            String token,
            @Nullable SSLEngine engine,
            Inbound inbound,
            int maxMessage,
            Consumer<StreamConnection> onClose)
            throws IOException {
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        StreamConnection connection = new StreamConnection(
                loop,
                engine == null ? Transport.TCP : Transport.TLS,
                channel,
                remote,
                token,
                inbound,
                maxMessage,
                onClose);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (engine != null) {
            connection.tls = new TlsLayer(engine, connection::queue, connection::plain);
        }
        connection.key = loop.register(channel, SelectionKey.OP_READ, connection);
        return connection;
    }

    /** Opens a TCP connection; what is sent meanwhile waits. */
    static StreamConnection connecting(
            Loop loop,
            InetSocketAddress remote,
            String token,
            Inbound inbound,
            int maxMessage,
            Consumer<StreamConnection> onClose)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        StreamConnection connection =
                new StreamConnection(loop, Transport.TCP, channel, remote, token, inbound, maxMessage, onClose);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        connection.key = loop.register(channel, SelectionKey.OP_CONNECT, connection);
        channel.connect(remote);
        return connection;
    }

    @Override
    public void ready(SelectionKey ready) {
        try {
            if (ready.isConnectable()) {
                channel.finishConnect();
                if (remote.equals(channel.getLocalAddress())) {
                    throw new IOException("connected to itself");
                }
                ready.interestOps(SelectionKey.OP_READ);
                write();
            }
            if (ready.isValid() && ready.isWritable()) {
                write();
            }
            if (ready.isValid() && ready.isReadable()) {
                read();
            }
        } catch (IOException e) {
            LOG.debug("{} {} ends: {}", transport(), remote, e.toString());
            close();
        }
    }

    private void read() throws IOException {
        readBuffer.clear();
        int count = channel.read(readBuffer);
        if (count < 0) {
            close();
            return;
        }
        readBuffer.flip();
        TlsLayer layer = tls;
        if (layer == null) {
            plain(readBuffer);
        } else {
            layer.received(readBuffer);
        }
    }

    private void plain(ByteBuffer bytes) {
        framer.feed(bytes.array(), bytes.limit());
    }

    @Override
    public void message(byte[] bytes) {
        if (open) {
            inbound.message(this, bytes);
        }
    }

    @Override
    public void ping() {
        send(PONG);
    }

    @Override
    public void broken(byte[] head, int status, String why) {
        inbound.unframeable(this, head, status, why);
        close();
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public boolean open() {
        return open;
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public void send(byte[] message) {
        if (!open) {
            return;
        }
        try {
            TlsLayer layer = tls;
            if (layer == null) {
                queue(ByteBuffer.wrap(message));
            } else {
                layer.send(ByteBuffer.wrap(message));
            }
        } catch (IOException e) {
            close();
        }
    }

    private void queue(ByteBuffer bytes) {
        unsent.add(bytes);
        unsentBytes += bytes.remaining();
        try {
            write();
        } catch (IOException e) {
            unsent.clear();
            close();
        }
        if (unsentBytes > MAX_UNSENT) {
            LOG.warn("{} {} does not read: closed", transport(), remote);
            close();
        }
    }

    private void write() throws IOException {
        if (!channel.isConnected()) {
            return;
        }
        while (!unsent.isEmpty()) {
            ByteBuffer next = unsent.peek();
            unsentBytes -= channel.write(next);
            if (next.hasRemaining()) {
                break;
            }
            unsent.remove();
        }
        SelectionKey current = key;
        if (current != null && current.isValid()) {
            current.interestOps(unsent.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    void close() {
        if (!open) {
            return;
        }
        open = false;
        TlsLayer layer = tls;
        if (layer != null) {
            layer.close();
        }
        // Bindings keep their flow until they expire; it should not keep its buffers.
        tls = null;
        unsent.clear();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("Closing {}", remote, e);
        }
        onClose.accept(this);
        inbound.closed(this);
    }

    @Override
    public String toString() {
        return transport() + " " + remote;
    }
}
