package dev.duet.sip.internal.transport;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** TCP and TLS: messages by their Content-Length (RFC 3261 18.3), keep-alives between them (RFC 5626 3.5.1). */
final class PlainCodec implements StreamCodec {

    private final StreamFramer framer;

    /** Nothing came yet; messages have so many bytes at most. */
    PlainCodec(int largest) {
        framer = new StreamFramer(largest);
    }

    @Override
    public byte[] opening() {
        return new byte[0];
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public Taken take(byte[] bytes, int length) throws IOException {
        List<byte[]> messages = framer.take(bytes, length);
        boolean whole = framer.heard();
        return new Taken(messages, Collections.nCopies(framer.pings(), Crlf.PONG), whole);
    }

    @Override
    public byte[] encode(byte[] message) {
        return message;
    }

    @Override
    public byte[] ping() {
        return Crlf.PING.clone();
    }
}
