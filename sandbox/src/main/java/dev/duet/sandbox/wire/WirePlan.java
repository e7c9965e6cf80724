package dev.duet.sandbox.wire;

import dev.duet.sandbox.wire.LossModel.Bernoulli;
import dev.duet.sandbox.wire.LossModel.GilbertElliott;
import dev.duet.sandbox.wire.WireDecision.Fate;
import java.util.List;
import java.util.Random;

/**
 * The decisions of a wire in one direction: a function of the seed, the settings and what was sent when, with no clock
 * and no thread. The same inputs give the same decisions on every machine and JDK.
 *
 * <p>Each packet draws the same number of random values whatever the settings, so that a change of one setting leaves
 * the others' decisions as they are: the packets lost at 5 % loss are lost at 10 % too, with or without jitter.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class WirePlan {

    private static final double NANOS = 1e9;
    private static final int BITS = 8;

    private final Random random;
    private boolean bad;
    private boolean started;
    private long busyUntil;
    private long lastArrival;

    /**
     * A plan that has decided nothing yet.
     *
     * @param seed what makes it repeatable
     */
    public WirePlan(long seed) {
        // java.util.Random is the one generator whose sequence the platform's specification fixes.
        this.random = new Random(seed);
    }

    /**
     * Decides about the next packet.
     *
     * @param settings what holds for this packet
     * @param now the time it was sent, in nanoseconds of any clock that does not run backwards
     * @param bytes its payload
     * @return what becomes of it
     */
    public WireDecision step(WireSettings settings, long now, int bytes) {
        double changes = random.nextDouble();
        double loses = random.nextDouble();
        double jitter = random.nextDouble();
        double duplicates = random.nextDouble();
        double jitterOfCopy = random.nextDouble();
        if (!started) {
            started = true;
            busyUntil = now;
            lastArrival = now;
        }

        boolean lost = loses < lossProbability(settings.loss(), changes);
        if (overflows(settings, now, bytes)) {
            return new WireDecision(Fate.OVERFLOWED, List.of());
        }
        long sent = transmit(settings, now, bytes);
        if (lost) {
            return new WireDecision(Fate.LOST, List.of());
        }
        long arrival = arrival(settings, sent, jitter);
        if (duplicates < settings.duplication()) {
            long copy = arrival(settings, sent, jitterOfCopy);
            return new WireDecision(Fate.DUPLICATED, List.of(Math.min(arrival, copy), Math.max(arrival, copy)));
        }
        return new WireDecision(Fate.DELIVERED, List.of(arrival));
    }

    private double lossProbability(LossModel model, double changes) {
        if (model instanceof GilbertElliott burst) {
            bad = bad ? changes >= burst.badToGood() : changes < burst.goodToBad();
            return bad ? burst.lossInBad() : burst.lossInGood();
        }
        bad = false;
        return ((Bernoulli) model).probability();
    }

    private boolean overflows(WireSettings settings, long now, int bytes) {
        if (settings.bitsPerSecond() == 0) {
            return false;
        }
        double waiting = (busyUntil - now) / NANOS * settings.bitsPerSecond() / BITS;
        // What finds the wire idle passes, however long it is.
        return waiting > 0 && waiting + bytes > settings.queueBytes();
    }

    /** The time at which the last bit is on the wire; a lost packet has used the bandwidth, too. */
    private long transmit(WireSettings settings, long now, int bytes) {
        if (settings.bitsPerSecond() == 0) {
            busyUntil = now;
        } else {
            long takes = Math.round(bytes * BITS * NANOS / settings.bitsPerSecond());
            busyUntil = Math.max(now, busyUntil) + takes;
        }
        return busyUntil;
    }

    private long arrival(WireSettings settings, long sent, double jitter) {
        long arrival =
                sent + settings.delay().toNanos() + Math.round(settings.jitter().toNanos() * jitter);
        if (!settings.reordering()) {
            arrival = Math.max(arrival, lastArrival);
        }
        lastArrival = Math.max(arrival, lastArrival);
        return arrival;
    }
}
