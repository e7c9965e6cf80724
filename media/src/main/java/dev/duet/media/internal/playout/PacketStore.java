package dev.duet.media.internal.playout;

import java.util.Arrays;

/** Payloads that wait for their time, in its order. Its slots are used again and again. */
final class PacketStore {

    /** A payload with its time. */
    static final class Slot {
        private byte[] payload = new byte[256];
        private int length;
        private long time;
        private int samples;

        byte[] payload() {
            return payload;
        }

        int length() {
            return length;
        }

        /** When its sound begins, in samples of the sender's clock. */
        long time() {
            return time;
        }

        /** How much sound it holds. */
        int samples() {
            return samples;
        }

        private void fill(long newTime, int newSamples, byte[] data, int offset, int size) {
            if (payload.length < size) {
                payload = new byte[Math.max(size, 2 * payload.length)];
            }
            System.arraycopy(data, offset, payload, 0, size);
            length = size;
            time = newTime;
            samples = newSamples;
        }
    }

    /** Over a second of the shortest packets. */
    private static final int SLOTS = 128;

    private final Slot[] slots = new Slot[SLOTS];
    private int count;

    int size() {
        return count;
    }

    /** The earliest; only when there is one. */
    Slot first() {
        return slots[0];
    }

    /** When the sound of the latest ends; only when there is one. */
    long end() {
        return slots[count - 1].time + slots[count - 1].samples;
    }

    /** Stores a payload. False when there is one of that time, or no room. */
    boolean put(long time, int samples, byte[] data, int offset, int length) {
        int at = count;
        while (at > 0 && slots[at - 1].time > time) {
            at--;
        }
        if (count == SLOTS || at > 0 && slots[at - 1].time == time) {
            return false;
        }
        Slot slot = slots[count] == null ? new Slot() : slots[count];
        System.arraycopy(slots, at, slots, at + 1, count - at);
        slots[at] = slot;
        slot.fill(time, samples, data, offset, length);
        count++;
        return true;
    }

    /** Drops the earliest. Its slot stays as it is until something is stored. */
    void removeFirst() {
        Slot slot = slots[0];
        count--;
        System.arraycopy(slots, 1, slots, 0, count);
        slots[count] = slot;
    }

    void clear() {
        count = 0;
    }

    @Override
    public String toString() {
        return Arrays.stream(slots, 0, count)
                .mapToLong(Slot::time)
                .boxed()
                .toList()
                .toString();
    }
}
