package dev.duet.media.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A stream of bytes that never blocks: a TCP connection, or TLS on one. */
interface ByteWay extends AutoCloseable {

    InetSocketAddress local();

    /** Reads into the buffer what is there; -1 at the end of the stream. */
    int read(ByteBuffer into) throws IOException;

    /** Writes as much as can be taken now. */
    void write(ByteBuffer from) throws IOException;

    @Override
    void close();

    /** TCP as it is. */
    record Tcp(SocketChannel channel, InetSocketAddress local) implements ByteWay {

        @Override
        public int read(ByteBuffer into) throws IOException {
            return channel.read(into);
        }

        @Override
        public void write(ByteBuffer from) throws IOException {
            channel.write(from);
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // it is gone either way
            }
        }
    }
}
