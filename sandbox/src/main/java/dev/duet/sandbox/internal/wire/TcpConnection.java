package dev.duet.sandbox.internal.wire;

import dev.duet.sandbox.internal.nio.SelectorLoop;
import dev.duet.sandbox.wire.Cut;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection through the wire: a socket at each end and a pipe each way. On the loop only. */
final class TcpConnection implements TcpPipe.Owner {

    /** What a connection asks of the wire. */
    interface Wire {
        boolean silent();

        long allowance(Lane lane);

        void passed(Lane lane, int bytes);

        void gone(TcpConnection connection);
    }

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

    private final Wire wire;
    private final SocketChannel client;
    private final SocketChannel server;
    private final SelectionKey clientKey;
    private final SelectionKey serverKey;
    private final TcpPipe up;
    private final TcpPipe down;
    private boolean silenced;
    private boolean closed;

    TcpConnection(SelectorLoop loop, Wire wire, Lane upLane, Lane downLane, SocketChannel client, SocketChannel server)
            throws IOException {
        this.wire = wire;
        this.client = client;
        this.server = server;
        this.up = new TcpPipe(loop, upLane, client, server, this);
        this.down = new TcpPipe(loop, downLane, server, client, this);
        this.clientKey = loop.register(client, 0, key -> ready(key, up, down));
        this.serverKey = loop.register(server, SelectionKey.OP_CONNECT, this::serverReady);
    }

    private void serverReady(SelectionKey key) {
        if (!key.isConnectable()) {
            ready(key, down, up);
            return;
        }
        try {
            server.finishConnect();
            reconsider();
        } catch (IOException e) {
            // The nearest a relay can come to a refusal, as the client's own handshake is over.
            LOG.debug("Nobody behind the wire: {}", e.toString());
            end(Cut.RESET);
        }
    }

    private void ready(SelectionKey key, TcpPipe reader, TcpPipe writer) {
        if (key.isWritable()) {
            writer.write();
        }
        if (key.isValid() && key.isReadable()) {
            reader.read();
        }
    }

    /** Nothing passes any more, and nobody is told, whatever becomes of the wire. */
    void silence() {
        silenced = true;
        reconsider();
    }

    /** The wire was cut or resumed. */
    void flush() {
        if (server.isConnected()) {
            up.write();
            down.write();
        }
    }

    void inject(Lane lane, byte[] bytes) {
        if (!closed && server.isConnected()) {
            (lane == up.lane() ? up : down).inject(bytes);
        }
    }

    void end(Cut how) {
        if (closed) {
            return;
        }
        if (how == Cut.ROAM) {
            close(client, Cut.RESET);
            silence();
            return;
        }
        closed = true;
        close(client, how);
        close(server, how);
        wire.gone(this);
    }

    private static void close(SocketChannel channel, Cut how) {
        try {
            if (how == Cut.RESET) {
                // Closing with a linger time of zero sends RST.
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            LOG.debug("While closing: {}", e.toString());
        }
        SelectorLoop.closeQuietly(channel);
    }

    @Override
    public boolean passes() {
        return !closed && !silenced && !wire.silent();
    }

    @Override
    public long allowance(TcpPipe pipe) {
        return wire.allowance(pipe.lane());
    }

    @Override
    public void passed(TcpPipe pipe, int bytes) {
        wire.passed(pipe.lane(), bytes);
    }

    @Override
    public void ended() {
        if (up.hasEnded() && down.hasEnded()) {
            end(Cut.CLOSE);
        }
    }

    @Override
    public void broken() {
        end(Cut.RESET);
    }

    @Override
    public void reconsider() {
        if (!closed && server.isConnected()) {
            if (clientKey.isValid()) {
                clientKey.interestOps(interest(up, down));
            }
            serverKey.interestOps(interest(down, up));
        }
    }

    private static int interest(TcpPipe reader, TcpPipe writer) {
        return (reader.wantsToRead() ? SelectionKey.OP_READ : 0) | (writer.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
    }
}
