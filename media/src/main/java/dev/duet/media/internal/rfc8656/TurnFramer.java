package dev.duet.media.internal.rfc8656;

import dev.duet.media.internal.rfc8489.Stun;
import java.nio.ByteBuffer;

/**
 * Cuts a stream from a TURN server into messages (RFC 8656 5, 12.5): STUN tells its length, ChannelData is padded to
 * four bytes. A message that is too long for us is skipped; what is no message at all breaks the stream.
 */
public final class TurnFramer {

    /** No message that is taken is longer. */
    public static final int MAX_BYTES = 2048;

    private static final int PREFIX_BYTES = 4;
    /** STUN's own, up to the cookie, without which what claims to be a length is none. */
    private static final int STUN_PREFIX_BYTES = 8;

    private final byte[] message = new byte[MAX_BYTES];
    private int have;
    private int total;
    private int length;
    private int skip;
    private boolean whole;

    /**
     * Reads on. Afterwards there may be more in the buffer.
     *
     * @return true when {@link #message()} holds the next message
     * @throws IllegalStateException when that is no stream of messages
     */
    public boolean read(ByteBuffer in) {
        if (whole) {
            whole = false;
            have = 0;
            total = 0;
        }
        while (in.hasRemaining()) {
            if (skip > 0) {
                int count = Math.min(skip, in.remaining());
                in.position(in.position() + count);
                skip -= count;
            } else if (have < PREFIX_BYTES || have < prefix()) {
                message[have++] = in.get();
                if (have == prefix()) {
                    begin();
                }
            } else {
                int count = Math.min(total - have, in.remaining());
                in.get(message, have, count);
                have += count;
            }
            if (total > 0 && have == total) {
                whole = true;
                return true;
            }
        }
        return false;
    }

    private int prefix() {
        return (message[0] & 0xC0) == 0 ? STUN_PREFIX_BYTES : PREFIX_BYTES;
    }

    private void begin() {
        int size = (message[2] & 0xFF) << 8 | message[3] & 0xFF;
        int first = message[0] & 0xC0;
        if (first == 0 && size % 4 == 0 && Stun.hasCookie(message)) {
            length = size + 20;
            total = length;
        } else if (first == 0x40) {
            length = size + PREFIX_BYTES;
            total = length + 3 & ~3;
        } else {
            throw new IllegalStateException("The server sends neither STUN nor ChannelData");
        }
        if (total > MAX_BYTES) {
            skip = total - have;
            have = 0;
            total = 0;
        }
    }

    /** The message that {@link #read} found. */
    public byte[] message() {
        return message;
    }

    /** Its bytes, without padding. */
    public int length() {
        return length;
    }
}
