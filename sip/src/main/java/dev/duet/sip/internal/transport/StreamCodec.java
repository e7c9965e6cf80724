package dev.duet.sip.internal.transport;

import java.io.IOException;
import java.util.List;

/** How messages are told apart in a stream. For one thread, but for {@link #encode} and {@link #ping}. */
interface StreamCodec {

    /** What is sent first of all; empty for nothing. */
    byte[] opening();

    /** True when messages may be sent. */
    boolean isOpen();

    /**
     * Takes what was read.
     *
     * @throws IOException when the stream is beyond repair
     */
    Taken take(byte[] bytes, int length) throws IOException;

    /** A message as it goes on the wire. From any thread. */
    byte[] encode(byte[] message);

    /** A keep-alive that wants an answer, as it goes on the wire. From any thread. */
    byte[] ping();

    /**
     * What was in it.
     *
     * @param messages whole ones
     * @param replies what must be sent back, as it goes on the wire
     * @param whole true when anything was whole, if only the answer to a ping
     */
    record Taken(List<byte[]> messages, List<byte[]> replies, boolean whole) {}
}
