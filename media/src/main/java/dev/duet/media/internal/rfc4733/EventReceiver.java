package dev.duet.media.internal.rfc4733;

/** Tells each key press once, however many of its packets come, in whatever order, as long as one comes. */
public final class EventReceiver {

    /** What a press tells. */
    @FunctionalInterface
    public interface Listener {

        /** A press ended. */
        void pressed(char key);
    }

    /** A press whose end was lost counts as ended when nothing came for so long. */
    private static final long SILENCE_NANOS = 200_000_000L;

    private final Listener listener;
    private boolean any;
    private long timestamp;
    private int code;
    private boolean told = true;
    private long seen;

    /** Tells that listener. */
    public EventReceiver(Listener listener) {
        this.listener = listener;
    }

    /** Takes a packet. */
    public void received(long eventTimestamp, byte[] data, int offset, int length, long now) {
        if (length < TelephoneEvent.BYTES || !TelephoneEvent.isKey(data[offset])) {
            return;
        }
        int ahead = (int) (eventTimestamp - timestamp);
        if (any && ahead < 0) {
            return;
        }
        if (!any || ahead > 0) {
            finish();
            any = true;
            timestamp = eventTimestamp;
            code = data[offset];
            told = false;
        }
        seen = now;
        if (TelephoneEvent.isEnd(data, offset)) {
            finish();
        }
    }

    /** Ends a press that went silent. To be called now and then. */
    public void check(long now) {
        if (!told && now - seen > SILENCE_NANOS) {
            finish();
        }
    }

    /** True while a key is held down. */
    public boolean pressing() {
        return !told;
    }

    /** Forgets the timestamps: another source begins. */
    public void reset() {
        finish();
        any = false;
    }

    private void finish() {
        if (!told) {
            told = true;
            listener.pressed(TelephoneEvent.key(code));
        }
    }
}
