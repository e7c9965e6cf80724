package dev.duet.sandbox.internal.wire;

import dev.duet.sandbox.wire.Direction;
import dev.duet.sandbox.wire.WireDecision;
import dev.duet.sandbox.wire.WirePlan;
import dev.duet.sandbox.wire.WireSettings;
import dev.duet.sandbox.wire.WireStats;

/** One direction of a wire: its settings, its plan and its counters. Decides on the loop, may be read anywhere. */
public final class Lane {

    /** Spreads neighbouring seeds: the two directions of a wire must not lose the same packets. */
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final WirePlan plan;
    private volatile WireSettings settings = WireSettings.perfect();

    private long packetsIn;
    private long bytesIn;
    private long packetsOut;
    private long bytesOut;
    private long lost;
    private long overflowed;
    private long duplicated;
    private long reordered;
    private long swallowed;
    private long latestOut = -1;

    public Lane(long seed, Direction direction) {
        this.plan = new WirePlan(seed + GOLDEN_GAMMA * (direction.ordinal() + 1));
    }

    public WireSettings settings() {
        return settings;
    }

    public void settings(WireSettings newSettings) {
        settings = newSettings;
    }

    /** Counts a packet in and decides what becomes of it. */
    public synchronized WireDecision enter(long now, int bytes) {
        packetsIn++;
        bytesIn += bytes;
        WireDecision decision = plan.step(settings, now, bytes);
        switch (decision.fate()) {
            case LOST -> lost++;
            case OVERFLOWED -> overflowed++;
            case DUPLICATED -> duplicated++;
            case DELIVERED -> {}
            default -> throw new IllegalStateException("No such fate: " + decision.fate());
        }
        return decision;
    }

    /** The number of the packet that entered last, from 1. */
    public synchronized long number() {
        return packetsIn;
    }

    /** Counts a packet out, by the number it had on entering. */
    public synchronized void leave(long number, int bytes) {
        packetsOut++;
        bytesOut += bytes;
        if (number < latestOut) {
            reordered++;
        }
        latestOut = Math.max(latestOut, number);
    }

    /** Counts a packet that came to a cut wire; the plan does not hear of it. */
    public synchronized void refuse(int bytes) {
        packetsIn++;
        bytesIn += bytes;
        swallowed++;
    }

    /** Counts a packet that was under way when the wire was cut. */
    public synchronized void swallow() {
        swallowed++;
    }

    public synchronized WireStats stats() {
        return new WireStats(
                packetsIn, bytesIn, packetsOut, bytesOut, lost, overflowed, duplicated, reordered, swallowed);
    }
}
