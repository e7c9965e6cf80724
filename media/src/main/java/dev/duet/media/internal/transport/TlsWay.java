package dev.duet.media.internal.transport;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** TLS on a TCP connection that does not block. For one thread at a time. */
final class TlsWay implements ByteWay {

    /** Steps in one go, so that a flood of empty records cannot hold up calls. */
    private static final int PORTION = 64;

    private final SocketChannel channel;
    private final InetSocketAddress local;
    private final SSLEngine engine;
    private final ByteBuffer wireIn;
    private final ByteBuffer wireOut;
    private final ByteBuffer plain;

    private TlsWay(SocketChannel channel, InetSocketAddress local, SSLEngine engine) {
        this.channel = channel;
        this.local = local;
        this.engine = engine;
        int packet = engine.getSession().getPacketBufferSize();
        wireIn = ByteBuffer.allocate(packet);
        wireOut = ByteBuffer.allocate(2 * packet);
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                .flip();
    }

    /** Shakes hands. Blocks, but not longer than that; the caller closes the channel when this fails. */
    static TlsWay open(SocketChannel channel, InetSocketAddress local, SSLEngine engine, Duration limit)
            throws IOException {
        TlsWay way = new TlsWay(channel, local, engine);
        engine.setUseClientMode(true);
        engine.beginHandshake();
        long end = System.nanoTime() + limit.toNanos();
        try (Selector selector = Selector.open()) {
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            while (!way.shakeHands()) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    throw new IOException("TLS took longer than " + limit.toMillis() + " ms");
                }
                key.interestOps(way.wireOut.position() > 0 ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
                selector.select(millis);
                selector.selectedKeys().clear();
            }
        }
        return way;
    }

    /** As far as that goes now. True when done. */
    private boolean shakeHands() throws IOException {
        flush();
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            switch (status) {
                case NEED_WRAP -> {
                    wrap(ByteBuffer.allocate(0));
                    if (wireOut.position() > 0) {
                        return false;
                    }
                }
                case NEED_TASK -> runTasks();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!unwrap()) {
                        if (fill() < 0) {
                            throw new EOFException("The server closed the connection during TLS's handshake");
                        }
                        if (!unwrap()) {
                            return false;
                        }
                    }
                }
                default -> {
                    return wireOut.position() == 0;
                }
            }
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private void wrap(ByteBuffer from) throws IOException {
        SSLEngineResult.Status status = engine.wrap(from, wireOut).getStatus();
        if (status == SSLEngineResult.Status.CLOSED) {
            throw new EOFException("TLS was closed");
        }
        flush();
    }

    private void flush() throws IOException {
        if (wireOut.position() > 0) {
            wireOut.flip();
            try {
                channel.write(wireOut);
            } finally {
                wireOut.compact();
            }
        }
    }

    private int fill() throws IOException {
        return wireIn.hasRemaining() ? channel.read(wireIn) : 0;
    }

    /** True when that came further: a message of the handshake, or bytes to read. */
    private boolean unwrap() throws IOException {
        wireIn.flip();
        plain.compact();
        SSLEngineResult result;
        try {
            result = engine.unwrap(wireIn, plain);
        } finally {
            wireIn.compact();
            plain.flip();
        }
        switch (result.getStatus()) {
            case CLOSED -> throw new EOFException("The server closed TLS");
            case BUFFER_OVERFLOW -> {
                if (!plain.hasRemaining()) {
                    throw new SSLException("A record is too long");
                }
            }
            default -> {
                // went on, or wants more
            }
        }
        return result.bytesConsumed() > 0 || result.bytesProduced() > 0;
    }

    @Override
    public InetSocketAddress local() {
        return local;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int total = 0;
        for (int i = 0; into.hasRemaining() && i < PORTION; i++) {
            if (plain.hasRemaining()) {
                int count = Math.min(plain.remaining(), into.remaining());
                into.put(into.position(), plain, plain.position(), count);
                into.position(into.position() + count);
                plain.position(plain.position() + count);
                total += count;
            } else if (!unwrap()) {
                int count = fill();
                if (count < 0 && total == 0) {
                    return -1;
                }
                if (count <= 0) {
                    return total;
                }
            }
            afterwards();
        }
        return total;
    }

    /** A change of keys wants an answer. */
    private void afterwards() throws IOException {
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            runTasks();
        }
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            wrap(ByteBuffer.allocate(0));
        }
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        flush();
        if (wireOut.position() == 0 && from.hasRemaining()) {
            wrap(from);
        }
    }

    @Override
    public void close() {
        try {
            engine.closeOutbound();
            wrap(ByteBuffer.allocate(0));
        } catch (IOException e) {
            // said goodbye or not
        }
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
