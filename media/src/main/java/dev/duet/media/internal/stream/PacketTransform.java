package dev.duet.media.internal.stream;

/**
 * What packets go through between the stream and the transport: the place of SRTP (RFC 3711). Works in place, on the
 * tick thread.
 */
public interface PacketTransform {

    /** Room that a packet must leave at its end. */
    int MOST_GROWTH = 32;

    /** Leaves packets as they are. */
    PacketTransform NONE = new PacketTransform() {
        @Override
        public int protect(byte[] data, int offset, int length, boolean rtcp) {
            return length;
        }

        @Override
        public int unprotect(byte[] data, int offset, int length, boolean rtcp) {
            return length;
        }
    };

    /** Lets nothing through: keys are still to come. */
    PacketTransform CLOSED = new PacketTransform() {
        @Override
        public int protect(byte[] data, int offset, int length, boolean rtcp) {
            return -1;
        }

        @Override
        public int unprotect(byte[] data, int offset, int length, boolean rtcp) {
            return -1;
        }
    };

    /**
     * For the way out. Returns the new length; -1 not to send.
     */
    int protect(byte[] data, int offset, int length, boolean rtcp);

    /**
     * For the way in. Returns the new length; -1 to drop the packet, as it is forged or was there before.
     */
    int unprotect(byte[] data, int offset, int length, boolean rtcp);
}
