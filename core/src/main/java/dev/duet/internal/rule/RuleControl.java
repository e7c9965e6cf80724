package dev.duet.internal.rule;

import dev.duet.api.event.CallAutoAnswered;
import dev.duet.api.event.CallRuleApplied;
import dev.duet.internal.call.CallControl;
import dev.duet.internal.rule.CallRuling.Situation;
import dev.duet.model.Address;
import dev.duet.model.AnswerHint;
import dev.duet.model.CallDirection;
import dev.duet.model.CallForwarding;
import dev.duet.model.CallPhase;
import dev.duet.model.CallRules;
import dev.duet.model.CallState;
import dev.duet.model.CallVerdict;
import dev.duet.model.EndReason;
import dev.duet.model.WireDetail;
import dev.duet.spi.Loop;
import dev.duet.spi.OnLoop;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Applies the rules to calls that come in: when they come, when something changes, and when they rang long enough. */
public final class RuleControl {

    private static final int FORBIDDEN = 403;

    private final RuleHost host;
    private final AutoAnswering answering;
    private final Map<CallControl, Loop.Timer> ringing = new IdentityHashMap<>(); // this and the next: on the loop
    private boolean leaving;
    private volatile CallRules rules = CallRules.NONE;

    /** Everything rings. */
    public RuleControl(RuleHost host) {
        this.host = host;
        this.answering = new AutoAnswering(host);
    }

    /** The rules. */
    public CallRules rules() {
        return rules;
    }

    /** Other rules; calls that ring are looked at again. */
    public void rules(CallRules newRules) {
        CallForwarding forwarding = newRules.forwarding();
        Stream.of(forwarding.always(), forwarding.whenBusy(), forwarding.whenNoAnswer(), forwarding.whenNotReachable())
                .flatMap(List::stream)
                .forEach(this::requireOther);
        if (!forwarding.whenNoAnswer().isEmpty() && forwarding.noAnswer().compareTo(host.ringTimeout()) >= 0) {
            throw new IllegalArgumentException("A call rings no longer than " + host.ringTimeout()
                    + " (ringTimeout): it cannot be sent on after " + forwarding.noAnswer());
        }
        rules = newRules;
        host.loop().execute(this::changed);
    }

    private void requireOther(Address to) {
        host.protocols().stream().map(host::self).forEach(self -> {
            if (CallRuling.isSame(self, to)) {
                throw new IllegalArgumentException("The account cannot send calls on to itself: " + self);
            }
        });
    }

    /** What would become of a call that came now. */
    public CallVerdict verdict(Address from) {
        return CallRuling.of(situation(from, isEngaged(null), Duration.ZERO, false));
    }

    /** False for a call that does not ring: it is over then. */
    @OnLoop
    public boolean admits(CallControl call) {
        CallVerdict verdict = CallRuling.of(situation(call.remote(), isEngaged(call), call.age(), leaving));
        Loop.Timer before = ringing.remove(call);
        if (before != null) {
            before.cancel();
        }
        if (verdict instanceof CallVerdict.Rings) {
            if (call.details().autoAnswer().filter(AnswerHint::required).isPresent()
                    && answering.why(rules.autoAnswer(), call).isEmpty()) {
                turnAway(call); // RFC 5373: who requires it does not want it to ring
                return false;
            }
            Duration left = rules.forwarding().noAnswer().minus(call.age());
            ringing.put(
                    call,
                    rules.forwarding().whenNoAnswer().isEmpty() || left.isNegative()
                            ? () -> {}
                            : host.loop().schedule(left, () -> admits(call)));
            return true;
        }
        host.emit(new CallRuleApplied(call, verdict));
        if (verdict instanceof CallVerdict.Forwarded forwarded) {
            call.forwardNow(forwarded.to(), verdict.why());
        } else if (verdict instanceof CallVerdict.TurnedAway turned) {
            call.end(new EndReason(turned.as(), EndReason.By.LOCAL, verdict.why(), null));
        }
        return false;
    }

    private void turnAway(CallControl call) {
        String why = "Calls that are to be answered by themselves, or not at all, are not";
        host.emit(new CallRuleApplied(call, new CallVerdict.TurnedAway(EndReason.Kind.DECLINED, why)));
        call.end(new EndReason(
                EndReason.Kind.DECLINED,
                EndReason.By.LOCAL,
                why,
                WireDetail.sip(FORBIDDEN, "Automatic answer forbidden")));
    }

    /** A call went on: one that begins to ring may be answered by itself, one that rings no more is none of ours. */
    @OnLoop
    public void moved(CallControl call, CallState before) {
        if (call.phase() == CallPhase.INCOMING && before.phase() == CallPhase.NEW) {
            call.details().autoAnswer().ifPresent(hint -> {
                if (hint.after().isZero()) {
                    answer(call);
                } else {
                    host.loop().schedule(hint.after(), () -> answer(call));
                }
            });
        }
        if (call.phase() != CallPhase.INCOMING && call.phase() != CallPhase.NEW) {
            Loop.Timer timer = ringing.remove(call);
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    private void answer(CallControl call) {
        if (call.phase() == CallPhase.INCOMING) {
            answering.why(rules.autoAnswer(), call).ifPresent(why -> {
                host.emit(new CallAutoAnswered(call, why));
                call.answer();
            });
        }
    }

    /** Something changed that rules look at. */
    @OnLoop
    public void changed() {
        List.copyOf(ringing.keySet()).stream().filter(ringing::containsKey).forEach(this::admits);
    }

    /** The account signs out: what rings may be sent on. */
    @OnLoop
    public void leaving() {
        leaving = true;
        changed();
        leaving = false;
    }

    private Situation situation(Address from, boolean engaged, Duration rang, boolean isLeaving) {
        return new Situation(rules, from, host.blocks(from), host.own(), isLeaving, engaged, rang);
    }

    /** True when there is another call; one that rings does not count for those that rang before. */
    private boolean isEngaged(@Nullable CallControl call) {
        for (CallControl other : host.callsNow()) {
            if (other == call) {
                return host.callsNow().stream().anyMatch(each -> each != call && isTalking(each));
            }
            boolean ringsHere = other.direction() == CallDirection.INCOMING
                    && other.route().isPresent()
                    && other.phase().compareTo(CallPhase.CONNECTING) < 0;
            if (ringsHere || isTalking(other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTalking(CallControl call) {
        return switch (call.phase()) {
            case DIALING, ALERTING, CONNECTING, ACTIVE -> true;
            case NEW, INCOMING, ENDED -> false;
        };
    }
}
