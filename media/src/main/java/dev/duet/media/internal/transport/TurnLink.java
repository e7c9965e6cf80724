package dev.duet.media.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The way to a TURN server: datagrams, or a stream cut into messages. Never blocks. For one thread at a time. */
interface TurnLink extends AutoCloseable {

    /** This host's side of it. */
    InetSocketAddress local();

    /**
     * Sends a message.
     *
     * @param control true for one that must not be dropped, where there is a choice
     * @return false when it was dropped
     * @throws IOException when the way is broken
     */
    boolean send(byte[] data, int offset, int length, boolean control) throws IOException;

    /**
     * Reads the next message.
     *
     * @return false when there is none
     * @throws IOException when the way is broken
     */
    boolean receive() throws IOException;

    /** What was received last. */
    byte[] data();

    /** Its bytes. */
    int length();

    @Override
    void close();
}
