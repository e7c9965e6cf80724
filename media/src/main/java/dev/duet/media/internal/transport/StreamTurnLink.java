package dev.duet.media.internal.transport;

import dev.duet.media.internal.rfc8656.TurnFramer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Messages to and from a TURN server over TCP or TLS. When the connection takes no more, sound is dropped rather than
 * kept: late sound is lost sound. Control messages are kept.
 */
final class StreamTurnLink implements TurnLink {

    private static final int ROOM = 16 * 1024;

    private final ByteWay way;
    private final TurnFramer framer = new TurnFramer();
    private final ByteBuffer in = ByteBuffer.allocateDirect(ROOM).flip();
    private final ByteBuffer out = ByteBuffer.allocateDirect(ROOM);

    StreamTurnLink(ByteWay way) {
        this.way = way;
    }

    @Override
    public InetSocketAddress local() {
        return way.local();
    }

    @Override
    public boolean send(byte[] data, int offset, int length, boolean control) throws IOException {
        flush();
        if (out.position() > 0 && !control || length > out.remaining()) {
            return false;
        }
        out.put(data, offset, length);
        flush();
        return true;
    }

    private void flush() throws IOException {
        if (out.position() > 0) {
            out.flip();
            try {
                way.write(out);
            } finally {
                out.compact();
            }
        }
    }

    @Override
    public boolean receive() throws IOException {
        if (framed()) {
            return true;
        }
        flush();
        in.clear();
        int count;
        try {
            count = way.read(in);
        } finally {
            in.flip();
        }
        if (count < 0) {
            throw new EOFException("The server closed the connection");
        }
        return framed();
    }

    private boolean framed() throws IOException {
        try {
            return framer.read(in);
        } catch (IllegalStateException e) {
            throw new IOException(e.getMessage());
        }
    }

    @Override
    public byte[] data() {
        return framer.message();
    }

    @Override
    public int length() {
        return framer.length();
    }

    @Override
    public void close() {
        way.close();
    }
}
