package dev.duet.sandbox.internal.sip.proxy;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How the proxy behaves.
 *
 * @param recordRoute whether it stays in the path of the dialogs that it sees begin
 * @param timerC how long a branch of an INVITE may go without a sign of life
 * @param users whether somebody of this name exists
 */
public record ProxySettings(boolean recordRoute, Duration timerC, Predicate<String> users) {}
