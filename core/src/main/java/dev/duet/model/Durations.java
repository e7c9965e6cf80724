package dev.duet.model;

import java.time.Duration;

/** Range checks of durations. */
final class Durations {

    private Durations() {}

    static void check(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " is " + least + " to " + most + ", unlike " + value);
        }
    }
}
