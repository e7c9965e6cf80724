package dev.duet.api.event;

import dev.duet.api.Call;
import dev.duet.api.DuetEvent;
import dev.duet.model.EndReason;
import dev.duet.model.Route;

/**
 * A way to the callee led nowhere; the call goes on by the next one, or ends.
 *
 * @param call the call
 * @param route the way that was tried
 * @param reason why it led nowhere
 */
public record CallRouteFailed(Call call, Route route, EndReason reason) implements DuetEvent {}
