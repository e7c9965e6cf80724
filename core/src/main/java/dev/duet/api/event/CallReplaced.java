package dev.duet.api.event;

import dev.duet.api.Call;
import dev.duet.api.DuetEvent;
import dev.duet.model.Address;

/**
 * Somebody else took the other side's place in a call (RFC 3891): the other side transferred it to this account after a
 * consultation, or a colleague of whom this account calls took the call. The call goes on, with its sound, and its
 * {@link Call#remote()}, {@link Call#route()}, {@link Call#details()} and {@link Call#conference()} are those of the
 * newcomer.
 *
 * @param call the call
 * @param before the other side until then
 * @param after the other side from now on, as far as the protocol vouches for it
 */
public record CallReplaced(Call call, Address before, Address after) implements DuetEvent {}
