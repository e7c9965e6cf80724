package dev.duet.sandbox.internal.sip.registrar;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How the registrar behaves.
 *
 * @param minExpires shorter lives are answered by 423
 * @param maxExpires longer lives are cut down
 * @param defaultExpires what a contact gets that asks for nothing
 * @param users whether somebody of this name exists
 */
public record RegistrarSettings(
        Duration minExpires, Duration maxExpires, Duration defaultExpires, Predicate<String> users) {}
