package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.xmpp.internal.jingle.JingleEffect.Say;
import dev.duet.xmpp.internal.jingle.JingleEffect.Tell;
import dev.duet.xmpp.internal.jingle.JingleModel.Phase;
import dev.duet.xmpp.internal.xep0166.Reason;
import dev.duet.xmpp.internal.xep0353.CallMessage;

/** What messages do to a call that is proposed (XEP-0353). Once there is a session, they do nothing. Pure. */
final class Proposals {

    private Proposals() {}

    static Step heard(JingleModel model, JingleInput.Heard heard) {
        boolean session = model.phase() == Phase.PENDING || model.phase() == Phase.ACTIVE;
        if (session || !model.who().proposed()) {
            return model.initiates() && !heard.own() && heard.message().kind() == CallMessage.Kind.PROCEED
                    ? late(model, heard.from())
                    : Step.of(model);
        }
        if (heard.own()) {
            return own(model, heard.message());
        }
        return model.initiates()
                ? fromCallee(model, heard.message(), heard.from())
                : fromCaller(model, heard.message(), heard.from());
    }

    private static Step own(JingleModel model, CallMessage message) {
        if (model.initiates() || model.phase() != Phase.PROPOSED) {
            return Step.of(model);
        }
        return switch (message.kind()) {
            case ACCEPT, PROCEED, FINISH -> JingleMachine.over(model, Reasons.elsewhere(true));
            case REJECT -> JingleMachine.over(model, Reasons.elsewhere(false));
            default -> Step.of(model);
        };
    }

    private static Step fromCaller(JingleModel model, CallMessage message, Address.Xmpp from) {
        boolean over = message.kind() == CallMessage.Kind.RETRACT || message.kind() == CallMessage.Kind.FINISH;
        return over && from.equals(model.who().peer())
                ? JingleMachine.over(model, Reasons.read(message.reason(), model))
                : Step.of(model);
    }

    private static Step fromCallee(JingleModel model, CallMessage message, Address.Xmpp from) {
        return switch (message.kind()) {
            case RINGING -> Step.of(model, new Tell(new Fact.Ringing()));
            case PROCEED -> {
                if (from.isBare()) {
                    yield Step.of(model);
                }
                if (model.taken()) {
                    yield late(model, from);
                }
                JingleModel known =
                        model.with(model.who().with(from)).withTaken().with(Phase.NEW);
                yield Step.of(known, new Tell(new Fact.Accepted())).then(JingleMachine.initiate(known));
            }
            case REJECT, FINISH ->
                message.tieBreak()
                        ? JingleMachine.over(model, Reasons.tieBreak())
                        : JingleMachine.overBy(model, message.reason());
            default -> Step.of(model);
        };
    }

    /** Two devices took the call at once: the second learns that it is too late. */
    private static Step late(JingleModel model, Address.Xmpp from) {
        return from.equals(model.who().peer()) || from.isBare()
                ? Step.of(model)
                : Step.of(
                        model,
                        new Say(
                                CallMessage.of(
                                        CallMessage.Kind.RETRACT, model.who().sid(), Reason.of("cancel")),
                                from));
    }

    /** What is said when this side ends a call that is not a session yet. */
    static Step endedHere(JingleModel model, EndReason reason, Reason why) {
        if (!model.who().proposed()) {
            return Step.of(model);
        }
        if (model.initiates()) {
            Address.Xmpp to =
                    model.taken() ? model.who().peer() : model.who().peer().bare();
            return Step.of(
                    model,
                    new Say(CallMessage.of(CallMessage.Kind.RETRACT, model.who().sid(), Reason.of("cancel")), to));
        }
        boolean silent =
                switch (reason.kind()) {
                    case NO_ANSWER, CANCELLED, CLOSED, ANSWERED_ELSEWHERE -> !model.taken();
                    default -> false;
                };
        return silent // another device may still take it
                ? Step.of(model)
                : Step.of(
                        model,
                        new Say(
                                CallMessage.of(
                                        CallMessage.Kind.REJECT, model.who().sid(), why),
                                model.who().peer()));
    }
}
