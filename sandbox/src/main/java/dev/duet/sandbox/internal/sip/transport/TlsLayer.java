package dev.duet.sandbox.internal.sip.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** TLS between the bytes of a socket and those of a stream, by an {@link SSLEngine} that never blocks. */
final class TlsLayer {

    private final SSLEngine engine;
    private final Consumer<ByteBuffer> toNetwork;
    private final Consumer<ByteBuffer> toApplication;
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private ByteBuffer cipher;
    private ByteBuffer plain;

    TlsLayer(SSLEngine engine, Consumer<ByteBuffer> toNetwork, Consumer<ByteBuffer> toApplication) throws SSLException {
        this.engine = engine;
        this.toNetwork = toNetwork;
        this.toApplication = toApplication;
        cipher = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        engine.beginHandshake();
    }

    void received(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int room = Math.min(cipher.remaining(), bytes.remaining());
            cipher.put(bytes.array(), bytes.arrayOffset() + bytes.position(), room);
            bytes.position(bytes.position() + room);
            unwrapAll();
        }
    }

    private void unwrapAll() throws IOException {
        cipher.flip();
        boolean progress = true;
        while (progress) {
            progress = unwrapOnce();
        }
        cipher.compact();
    }

    private boolean unwrapOnce() throws IOException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
            runTasks();
            return true;
        }
        if (status == HandshakeStatus.NEED_WRAP) {
            wrap(ByteBuffer.allocate(0));
            return true;
        }
        if (!cipher.hasRemaining() && status != HandshakeStatus.NEED_UNWRAP_AGAIN) {
            flushWaiting();
            return false;
        }
        SSLEngineResult result = engine.unwrap(cipher, plain);
        if (plain.position() > 0) {
            plain.flip();
            toApplication.accept(plain);
            plain.clear();
        }
        return switch (result.getStatus()) {
            case OK -> true;
            case BUFFER_UNDERFLOW -> {
                growCipher();
                flushWaiting();
                yield false;
            }
            case BUFFER_OVERFLOW -> {
                plain = ByteBuffer.allocate(plain.capacity() * 2);
                yield true;
            }
            case CLOSED -> throw new IOException("the peer ended TLS");
        };
    }

    private void growCipher() {
        if (cipher.remaining() == cipher.capacity()) {
            ByteBuffer larger = ByteBuffer.allocate(cipher.capacity() * 2);
            larger.put(cipher).flip();
            cipher = larger;
        }
    }

    private void runTasks() {
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
    }

    void send(ByteBuffer bytes) throws IOException {
        waiting.add(bytes);
        flushWaiting();
    }

    private void flushWaiting() throws IOException {
        while (!waiting.isEmpty() && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
            wrap(waiting.peek());
            if (!waiting.peek().hasRemaining()) {
                waiting.remove();
            }
        }
    }

    private void wrap(ByteBuffer source) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        SSLEngineResult result = engine.wrap(source, out);
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && out.position() == 0) {
            throw new IOException("TLS is closed");
        }
        out.flip();
        if (out.hasRemaining()) {
            toNetwork.accept(out);
        }
    }

    /** Says good-bye (close_notify), or tells of a failed handshake by its alert. */
    void close() {
        engine.closeOutbound();
        try {
            while (!engine.isOutboundDone()) {
                wrap(ByteBuffer.allocate(0));
            }
        } catch (IOException e) {
            // The connection ends now in any case.
            waiting.clear();
        }
    }
}
