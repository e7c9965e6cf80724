package dev.duet.api.event;

import dev.duet.api.Call;
import dev.duet.api.DuetEvent;

/**
 * The other side of a call wanted this side to call somebody else instead, and that is being done. {@code before} goes
 * on until the other side ends it, as TRANSFERRED; when {@code after} fails it may as well be kept. The sound that the
 * application gave {@code before} goes over to {@code after} once that is answered, unless it is given its own.
 *
 * @param before the call that is transferred
 * @param after the call that takes its place, in phase NEW or DIALING
 */
public record CallTransferred(Call before, Call after) implements DuetEvent {}
