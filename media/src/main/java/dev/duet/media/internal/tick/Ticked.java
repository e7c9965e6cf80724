package dev.duet.media.internal.tick;

/** What the tick drives: one call's stream. Both methods run on the tick thread, do not block, and do not throw. */
public interface Ticked {

    /**
     * Takes in what came, and plays 10 ms of it.
     *
     * @param tick the number of this tick; one more than the last, unless the machine stood still
     * @param prompt false when the tick is late by one or more, and the thread catches up
     * @param now nanoseconds, as {@link System#nanoTime()} has them
     */
    void receive(long tick, boolean prompt, long now);

    /** Takes 10 ms of sound from the source, and sends what makes a packet. */
    void send(long tick, long now);
}
