package dev.duet.api.event;

import dev.duet.api.Call;
import dev.duet.api.DuetEvent;

/**
 * Somebody calls. Answer or reject it; without either it ends as NO_ANSWER after the account's ring timeout.
 *
 * @param call in phase INCOMING
 */
public record IncomingCall(Call call) implements DuetEvent {}
