package dev.duet.sandbox.wire;

import java.time.Duration;

/**
 * What a wire does to what passes in one direction. Start from {@link #perfect()} and change what the test is about.
 *
 * @param loss which packets are lost; UDP only
 * @param delay the least time on the way, not negative
 * @param jitter on top of the delay, each packet spends a time drawn evenly from zero to this, not negative
 * @param reordering true if a packet with little jitter may overtake one with much; TCP never reorders
 * @param duplication the chance, 0 to 1, that a packet arrives twice; UDP only
 * @param bitsPerSecond the bandwidth, counted in payload bits; 0 means no limit
 * @param queueBytes with limited bandwidth: how many payload bytes may wait their turn before further packets are
 *     dropped, positive; UDP only (a TCP sender is made to wait)
 */
public record WireSettings(
        LossModel loss,
        Duration delay,
        Duration jitter,
        boolean reordering,
        double duplication,
        long bitsPerSecond,
        int queueBytes) {

    private static final int DEFAULT_QUEUE = 65_536;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is outside its range
     */
    public WireSettings {
        if (delay.isNegative() || jitter.isNegative()) {
            throw new IllegalArgumentException("Negative delay or jitter: " + delay + ", " + jitter);
        }
        if (!(duplication >= 0 && duplication <= 1)) {
            throw new IllegalArgumentException("duplication is not within 0 and 1: " + duplication);
        }
        if (bitsPerSecond < 0 || queueBytes <= 0) {
            throw new IllegalArgumentException("No such bandwidth or queue: " + bitsPerSecond + ", " + queueBytes);
        }
    }

    /**
     * A wire that passes everything at once.
     *
     * @return the settings
     */
    public static WireSettings perfect() {
        return new WireSettings(LossModel.none(), Duration.ZERO, Duration.ZERO, true, 0, 0, DEFAULT_QUEUE);
    }

    /**
     * The same with independent losses.
     *
     * @param probability the chance, 0 to 1, that a packet is lost
     * @return new settings
     */
    public WireSettings withLoss(double probability) {
        return withLoss(new LossModel.Bernoulli(probability));
    }

    /**
     * The same with another loss model.
     *
     * @param model the model
     * @return new settings
     */
    public WireSettings withLoss(LossModel model) {
        return new WireSettings(model, delay, jitter, reordering, duplication, bitsPerSecond, queueBytes);
    }

    /**
     * The same with another delay.
     *
     * @param time the least time on the way
     * @return new settings
     */
    public WireSettings withDelay(Duration time) {
        return new WireSettings(loss, time, jitter, reordering, duplication, bitsPerSecond, queueBytes);
    }

    /**
     * The same with another jitter.
     *
     * @param time the most that comes on top of the delay
     * @return new settings
     */
    public WireSettings withJitter(Duration time) {
        return new WireSettings(loss, delay, time, reordering, duplication, bitsPerSecond, queueBytes);
    }

    /**
     * The same with packets kept in order whatever the jitter, or not.
     *
     * @param allowed false to keep the order
     * @return new settings
     */
    public WireSettings withReordering(boolean allowed) {
        return new WireSettings(loss, delay, jitter, allowed, duplication, bitsPerSecond, queueBytes);
    }

    /**
     * The same with duplicates.
     *
     * @param probability the chance, 0 to 1, that a packet arrives twice
     * @return new settings
     */
    public WireSettings withDuplication(double probability) {
        return new WireSettings(loss, delay, jitter, reordering, probability, bitsPerSecond, queueBytes);
    }

    /**
     * The same with another bandwidth.
     *
     * @param bits payload bits per second, 0 for no limit
     * @return new settings
     */
    public WireSettings withBandwidth(long bits) {
        return new WireSettings(loss, delay, jitter, reordering, duplication, bits, queueBytes);
    }

    /**
     * The same with another queue in front of the bandwidth.
     *
     * @param bytes the payload bytes that may wait, positive
     * @return new settings
     */
    public WireSettings withQueue(int bytes) {
        return new WireSettings(loss, delay, jitter, reordering, duplication, bitsPerSecond, bytes);
    }
}
