package dev.duet.api.event;

import dev.duet.api.Call;
import dev.duet.api.DuetEvent;
import dev.duet.model.CallVerdict;

/**
 * A rule of the account turned an incoming call away, or sent it on, before it rang or while it did. One that did not
 * ring is told by this alone. The call ends as the verdict says, and is in the call log.
 *
 * @param call the call
 * @param verdict what the rule decided; never {@link CallVerdict.Rings}
 */
public record CallRuleApplied(Call call, CallVerdict verdict) implements DuetEvent {}
