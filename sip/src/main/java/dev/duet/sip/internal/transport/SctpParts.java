package dev.duet.sip.internal.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Puts messages together of the parts that SCTP gives, one message at a time. For one thread. */
final class SctpParts {

    private final int largest;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private int stream = -1; // of what has begun

    /**
     * Nothing came yet.
     *
     * @param largest how many bytes a message may have
     */
    SctpParts(int largest) {
        this.largest = largest;
    }

    /**
     * Takes a part, and gives the message when that was its last. Of one that is too large it gives one byte more than
     * one may have: enough to see that, and to answer it. The rest is not kept.
     *
     * @param part all that is left of it
     * @param from the stream that it came by
     * @param last whether the message ends with it
     * @throws IOException when parts of two messages come mixed
     */
    byte @Nullable [] take(ByteBuffer part, int from, boolean last) throws IOException {
        if (stream >= 0 && stream != from) {
            throw new IOException("a part of another message came in between");
        }
        byte[] bytes = new byte[Math.min(part.remaining(), largest + 1 - begun.size())];
        part.get(bytes);
        begun.write(bytes, 0, bytes.length);
        stream = last ? -1 : from;
        if (!last) {
            return null;
        }
        byte[] message = begun.toByteArray();
        begun.reset();
        return message;
    }
}
