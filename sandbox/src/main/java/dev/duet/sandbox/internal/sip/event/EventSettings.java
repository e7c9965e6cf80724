package dev.duet.sandbox.internal.sip.event;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How the event server behaves.
 *
 * @param onlySelf whether people may publish for nobody but themselves
 */
public record EventSettings(
        String domain,
        Duration minExpires,
        Duration maxExpires,
        Duration defaultExpires,
        Predicate<String> users,
        boolean onlySelf) {}
