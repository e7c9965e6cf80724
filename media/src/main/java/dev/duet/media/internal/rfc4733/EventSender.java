package dev.duet.media.internal.rfc4733;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Sends key presses, one after the other: each 100 ms with a packet in every packet time, its last one three times
 * (RFC 4733 2.5.1), and then 50 ms of nothing. Asked once in every packet time; rounds up to whole packet times.
 */
public final class EventSender {

    private static final int PRESS_MILLIS = 100;
    private static final int PAUSE_MILLIS = 50;
    private static final int ENDS = 3;

    private final Queue<Character> waiting = new ArrayDeque<>();
    private final int ticksPerPacket;
    private final int pressTicks;
    private final int pausePackets;

    private int code = -1;
    private long timestamp;
    private int duration;
    private int endsSent;
    private int pause;
    private boolean marker;

    /** For events whose timestamps count so many ticks a second, on a line with packets of so many milliseconds. */
    public EventSender(int clockRate, int packetMillis) {
        ticksPerPacket = clockRate / 1000 * packetMillis;
        pressTicks = (PRESS_MILLIS + packetMillis - 1) / packetMillis * ticksPerPacket;
        pausePackets = Math.max(1, (PAUSE_MILLIS + packetMillis - 1) / packetMillis);
    }

    /** Adds keys; whatever is no key is left out. */
    public void add(String keys) {
        keys.chars().filter(key -> TelephoneEvent.code((char) key) >= 0).forEach(key -> waiting.add((char) key));
    }

    /** True while there is something to send, or the pause after it is not over. */
    public boolean busy() {
        return code >= 0 || pause > 0 || !waiting.isEmpty();
    }

    /**
     * Writes the payload of this packet time.
     *
     * @param now the timestamp that a packet of sound would bear
     * @return false when there is nothing to send this time
     */
    public boolean next(long now, byte[] data, int offset) {
        if (pause > 0) {
            pause--;
            return false;
        }
        Character key = code < 0 ? waiting.poll() : null;
        marker = key != null;
        if (key != null) {
            code = TelephoneEvent.code(key);
            timestamp = now;
            duration = 0;
            endsSent = 0;
        }
        if (code < 0) {
            return false;
        }
        duration = Math.min(duration + ticksPerPacket, pressTicks);
        boolean end = duration == pressTicks;
        TelephoneEvent.write(data, offset, code, end, duration);
        if (end && ++endsSent == ENDS) {
            code = -1;
            pause = pausePackets;
        }
        return true;
    }

    /** The timestamp of the packet just written: that of the beginning of the press. */
    public long timestamp() {
        return timestamp;
    }

    /** True when the packet just written is the first of a press. */
    public boolean marker() {
        return marker;
    }
}
