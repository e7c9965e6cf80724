package dev.duet.api.event;

import dev.duet.api.Call;
import dev.duet.api.DuetEvent;
import dev.duet.model.CallState;

/**
 * A call went on.
 *
 * @param call the call
 * @param before where it was
 * @param after where it is
 */
public record CallStateChanged(Call call, CallState before, CallState after) implements DuetEvent {}
