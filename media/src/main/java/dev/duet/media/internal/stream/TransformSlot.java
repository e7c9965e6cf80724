package dev.duet.media.internal.stream;

import org.jspecify.annotations.Nullable;

/**
 * The transform that is in force. When another takes its place, packets on the way under the old keys are still
 * understood, until the first under the new ones comes.
 */
final class TransformSlot implements PacketTransform {

    private static final int MOST_BYTES = 2048;

    private final byte[] copy = new byte[MOST_BYTES];
    private PacketTransform now;
    private @Nullable PacketTransform before;

    TransformSlot(PacketTransform first) {
        now = first;
    }

    void set(PacketTransform next) {
        before = isEncrypted() ? now : null;
        now = next;
    }

    /** True when an authentic packet can be told from a forged one. */
    boolean isEncrypted() {
        return now != NONE && now != CLOSED;
    }

    /** True as long as there are no keys, and there will be. */
    boolean isClosed() {
        return now == CLOSED;
    }

    @Override
    public int protect(byte[] data, int offset, int length, boolean rtcp) {
        return now.protect(data, offset, length, rtcp);
    }

    @Override
    public int unprotect(byte[] data, int offset, int length, boolean rtcp) {
        PacketTransform old = before;
        if (old == null || length > MOST_BYTES) {
            return now.unprotect(data, offset, length, rtcp);
        }
        // What is not authentic may be destroyed by trying.
        System.arraycopy(data, offset, copy, 0, length);
        int clear = now.unprotect(data, offset, length, rtcp);
        if (clear > 0) {
            before = null;
            return clear;
        }
        System.arraycopy(copy, 0, data, offset, length);
        return old.unprotect(data, offset, length, rtcp);
    }
}
