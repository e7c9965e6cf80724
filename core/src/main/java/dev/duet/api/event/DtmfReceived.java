package dev.duet.api.event;

import dev.duet.api.Call;
import dev.duet.api.DuetEvent;

/**
 * The other side pressed a key.
 *
 * @param call the call
 * @param digit one of 0-9, A-D, * and #
 */
public record DtmfReceived(Call call, char digit) implements DuetEvent {}
