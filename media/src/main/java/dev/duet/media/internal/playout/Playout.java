package dev.duet.media.internal.playout;

import dev.duet.media.AudioCodec;
import dev.duet.media.internal.dsp.PcmQueue;
import dev.duet.media.internal.dsp.TimeScaler;
import java.util.Arrays;

/**
 * The jitter buffer of one source and one codec. Packets go in as they come; each tick takes 10 ms of sound out.
 *
 * <p>Two clocks, both counted in samples: the receiver's, which the ticks drive, and the sender's, which the
 * timestamps show. How far the sound that is played lies behind the sound of the fastest packets is the delay; the
 * target is what it ought to be ({@link DelayTarget}). Each tick takes the first of these that applies:
 *
 * <ol>
 *   <li>Nothing has come yet, or nothing for a second: silence, until the first packet has waited for the target.
 *   <li>The next sound is there: it is decoded.
 *   <li>Later sound is there: the gap was lost. The next packet restores it, or it is made up.
 *   <li>Nothing is there: sound is made up, and the sender's clock stands still, as the packets may just be late. When
 *       they come, the delay has grown; when later ones come, the gap is taken to be filled already. When they come all
 *       at once, the sender or this machine stood still for a moment: what was made up takes their place, and the delay
 *       is as it was.
 * </ol>
 *
 * Delay that is too long or too short is taken out or put in by pitch periods ({@link TimeScaler}).
 */
public final class Playout {

    /** Ticks a second. */
    public static final int TICKS = 100;

    private static final int IDLE_AFTER_TICKS = 100;
    private static final int SLACK_MILLIS = 30;
    private static final int LEAST_LACK_MILLIS = 5;
    private static final int HASTE_MILLIS = 80;
    private static final int MOST_CUT_MILLIS = 120;
    private static final int CUT_WITHIN_TICKS = 30;
    private static final int CUT_AGAIN_TICKS = 200;
    private static final int PATIENCE_TICKS = 100;
    private static final int HASTY_PATIENCE_TICKS = 30;
    private static final int FLUSH_MILLIS = 400;
    private static final int JUMP_MILLIS = 2000;
    private static final int LATE_IN_A_ROW = 10;
    private static final int LATE_TICKS = 10;

    private final AudioCodec.Decoder decoder;
    private final int rate;
    private final int perTick;
    private final PacketStore store = new PacketStore();
    private final DelayTarget delay;
    private final Recent recent = new Recent();
    private final PcmQueue queue;
    private final TimeScaler scaler;

    private boolean idle = true;
    private boolean waiting;
    private long expected;
    private long startAt;
    private long filled;
    private int lateInARow;
    private int oldInARow;
    private long oldNext;
    private long oldSince;
    private long delayed;
    private int delayedTicks;
    private long cutAt = Long.MIN_VALUE / 2;
    private int tooLong;
    private int tooShort;
    private int adjustPause;

    private long discarded;
    private long concealed;
    private long played;

    /** For a decoder of that many samples a second. */
    public Playout(AudioCodec.Decoder decoder, int sampleRate) {
        this.decoder = decoder;
        this.rate = sampleRate;
        this.perTick = sampleRate / TICKS;
        this.delay = new DelayTarget(sampleRate);
        this.scaler = new TimeScaler(sampleRate);
        this.queue = new PcmQueue(sampleRate / 2, Math.max(scaler.neededHistory(), perTick));
    }

    /**
     * Takes a packet.
     *
     * @param sequence its number, extended
     * @param time its timestamp, extended, in samples
     * @param tick when it came
     * @param prompt false when the tick is late, and the packet may have waited for it
     */
    public void received(long sequence, long time, byte[] data, int offset, int length, long tick, boolean prompt) {
        int samples = decoder.samples(data, offset, length);
        if (samples <= 0) {
            discarded++;
            return;
        }
        long arrival = tick * perTick;
        boolean newest = idle || recent.isNewest(sequence);
        if (newest && !idle && jumped(arrival, time)) {
            restart();
        }
        if (idle) {
            recent.begin(sequence);
            begin(arrival, time, prompt);
        } else if (!recent.add(sequence)) {
            discarded++;
            if (isRunOfOld(sequence, tick)) {
                restart();
            }
            return;
        } else {
            delay.received(arrival, time, prompt);
        }
        oldInARow = newest ? 0 : oldInARow;
        if (waiting && time < expected) {
            expected = time;
        }
        if (time + samples <= expected || !store.put(time, samples, data, offset, length)) {
            discarded++;
            if (newest && ++lateInARow == LATE_IN_A_ROW) {
                // Always newer by number and older by time: the sender set its clock back.
                restart();
            }
            return;
        }
        lateInARow = 0;
    }

    /** True when the sender went back to old numbers, and not just an old packet or a burst of them came again. */
    private boolean isRunOfOld(long sequence, long tick) {
        if (oldInARow == 0 || sequence != oldNext) {
            oldInARow = 0;
            oldSince = tick;
        }
        oldNext = sequence + 1;
        return ++oldInARow >= LATE_IN_A_ROW && tick - oldSince >= LATE_TICKS;
    }

    private boolean jumped(long arrival, long time) {
        return Math.abs(arrival - time - delay.fastest()) > (long) JUMP_MILLIS * rate / 1000;
    }

    private void begin(long arrival, long time, boolean prompt) {
        idle = false;
        waiting = true;
        expected = time;
        filled = 0;
        lateInARow = 0;
        delayed = 0;
        delay.rebase();
        delay.received(arrival, time, prompt);
        startAt = arrival + delay.target();
    }

    private void restart() {
        store.clear();
        queue.clear();
        delay.reset();
        idle = true;
        waiting = false;
        lateInARow = 0;
        oldInARow = 0;
    }

    /** Writes the 10 ms of sound of this tick. */
    public void play(short[] pcm, int offset, long tick) {
        long now = tick * perTick;
        if (waiting && now >= startAt) {
            waiting = false;
        }
        if (idle || waiting) {
            Arrays.fill(pcm, offset, offset + perTick, (short) 0);
            return;
        }
        settle();
        if (filled == 0) {
            catchUp(now);
            adjust(now);
        }
        while (queue.size() < perTick) {
            fetch(now);
        }
        queue.play(pcm, offset, perTick);
        played += perTick;
        if (filled > (long) IDLE_AFTER_TICKS * perTick) {
            idle = true;
            queue.clear();
        }
    }

    /** Puts 10 ms or a packet into the queue. */
    private void fetch(long now) {
        if (store.size() == 0) {
            makeUp(perTick);
            filled += perTick;
            return;
        }
        settle();
        PacketStore.Slot next = store.first();
        long gap = next.time() - expected;
        if (gap > 0 && delay(now) - delay.target() < -millis(LEAST_LACK_MILLIS)) {
            // What is missing is more likely late than lost: it gets the time that the target gives it.
            makeUp(perTick);
        } else if (gap > 0) {
            fill(gap, next);
        } else {
            decode(next);
        }
    }

    /** Sound was made up while nothing was there: now it shows whether what was missing is late, or lost. */
    private void settle() {
        if (filled > 0 && store.size() > 0) {
            long gap = Math.max(0, Math.min(filled, store.first().time() - expected));
            expected += gap;
            delayed = filled - gap;
            delayedTicks = 0;
            filled = 0;
        }
    }

    private void fill(long gap, PacketStore.Slot next) {
        if (gap == next.samples()) {
            int at = queue.tail((int) gap);
            if (decoder.recover(next.payload(), 0, next.length(), queue.array(), at, (int) gap)) {
                queue.added((int) gap);
                expected += gap;
                concealed += gap;
                return;
            }
        }
        int missing = (int) Math.min(gap, perTick);
        makeUp(perTick);
        queue.takeBack(perTick - missing);
        expected += missing;
    }

    private void makeUp(int samples) {
        decoder.conceal(queue.array(), queue.tail(samples), samples);
        queue.added(samples);
        concealed += samples;
    }

    private void decode(PacketStore.Slot next) {
        store.removeFirst();
        int room = rate * 12 / 100;
        int samples = decoder.decode(next.payload(), 0, next.length(), queue.array(), queue.tail(room));
        if (samples <= 0) {
            discarded++;
            return;
        }
        queue.added(samples);
        // A packet that begins before the sound it follows ends: its tail is new.
        long known = expected - next.time();
        if (known > 0) {
            queue.takeBack((int) Math.min(known, samples));
        }
        expected = next.time() + samples;
    }

    /** Takes back a delay that came by accident, as soon as the sound that is due is there. */
    private void catchUp(long now) {
        if (delayed == 0) {
            return;
        }
        // Twice in a row is no accident: then the delay is what this line needs.
        boolean rare = now - cutAt > (long) CUT_AGAIN_TICKS * perTick;
        if (++delayedTicks > CUT_WITHIN_TICKS || !rare || delayed > millis(MOST_CUT_MILLIS)) {
            delayed = 0;
            return;
        }
        int needed = scaler.neededToCut((int) delayed);
        if (delay(now) - delayed >= delay.target() - millis(LEAST_LACK_MILLIS)) {
            decodeAhead(needed);
            if (queue.size() >= needed) {
                scaler.cut(queue, (int) delayed);
                delayed = 0;
                cutAt = now;
            }
        }
    }

    /**
     * Changes the delay only after lasting evidence: one stop of the sender, or of this machine, is over before a
     * change of the delay could help against it, and each change is a small wound in the sound.
     */
    private void adjust(long now) {
        long excess = delay(now) - delay.target();
        if (excess > millis(FLUSH_MILLIS)) {
            flush(excess);
            return;
        }
        tooLong = excess > millis(SLACK_MILLIS) ? tooLong + 1 : 0;
        tooShort = excess < -millis(LEAST_LACK_MILLIS) ? tooShort + 1 : 0;
        boolean haste = Math.abs(excess) > millis(HASTE_MILLIS);
        int patience = haste ? HASTY_PATIENCE_TICKS : PATIENCE_TICKS;
        if (adjustPause > 0) {
            adjustPause--;
        } else if (tooLong > patience) {
            decodeAhead(scaler.neededToShorten() + perTick);
            adjustPause = scaler.shorten(queue, haste) > 0 && !haste ? 3 : 0;
        } else if (tooShort > patience) {
            decodeAhead(scaler.neededToLengthen());
            adjustPause = scaler.lengthen(queue, haste) > 0 ? 2 : 0;
        }
    }

    /** Fills the queue as far as the next packets are there. */
    private void decodeAhead(int samples) {
        while (queue.size() < samples && store.size() > 0 && store.first().time() <= expected) {
            decode(store.first());
        }
    }

    /** Far behind, as after a stop of this machine: what is too old is not played at all. */
    private void flush(long excess) {
        long drop = excess;
        while (drop > 0 && store.size() > 1) {
            PacketStore.Slot first = store.first();
            store.removeFirst();
            discarded++;
            long skipped = store.first().time() - Math.max(expected, first.time());
            drop -= skipped;
            expected = store.first().time();
        }
    }

    private long millis(int millis) {
        return (long) rate / 1000 * millis;
    }

    /** How long the fastest packet waits, in samples, when the tick's sound is about to be taken out. */
    private long delay(long now) {
        return now - (expected - queue.size()) - delay.fastest();
    }

    /** How long sound waits here, in milliseconds; 0 before there is some. */
    public long delayMillis(long tick) {
        return idle || waiting ? 0 : Math.max(0, delay(tick * perTick) * 1000 / rate);
    }

    /** Packets that came too late, twice, or malformed. */
    public long discarded() {
        return discarded;
    }

    /** Samples that were made up. */
    public long concealed() {
        return concealed;
    }

    /** Samples that were played. */
    public long played() {
        return played;
    }

    /** True while no sound is to be expected. */
    public boolean idle() {
        return idle;
    }
}
