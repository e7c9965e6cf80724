package dev.duet.api.event;

import dev.duet.api.Call;
import dev.duet.api.DuetEvent;
import dev.duet.model.Failure;

/**
 * Something about a call is not as configured, but it goes on: a TURN server refuses the password, for example.
 *
 * @param call the call
 * @param failure what is wrong
 */
public record CallWarning(Call call, Failure failure) implements DuetEvent {}
