package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.SessionDescription;
import dev.duet.spi.CallLeg;
import dev.duet.spi.OnLoop;
import dev.duet.spi.TraceSink;
import dev.duet.xmpp.internal.jingle.JingleModel.Phase;
import dev.duet.xmpp.internal.xml.Xml;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Jingle session as a leg of a call: feeds the {@link JingleMachine}, and has its effects carried out. */
@OnLoop
final class JingleLeg implements CallLeg {

    private static final Logger LOG = LoggerFactory.getLogger(JingleLeg.class);

    private final Calls calls;
    private final Errands errands = new Errands(this);
    private final List<Fact> unheard = new ArrayList<>();
    private final LegTrace wire;
    private JingleModel model;
    private @Nullable Listener listener;

    JingleLeg(Calls calls, JingleModel model) {
        this.calls = calls;
        this.model = model;
        wire = new LegTrace(calls.loop());
    }

    /** From now on facts go there, those before included. */
    void listener(Listener facts) {
        listener = facts;
        unheard.forEach(fact -> fact.tell(facts));
        unheard.clear();
    }

    JingleModel model() {
        return model;
    }

    Errands errands() {
        return errands;
    }

    LegTrace wire() {
        return wire;
    }

    void tell(Fact fact) {
        if (listener == null) {
            unheard.add(fact);
        } else {
            fact.tell(listener);
        }
    }

    void feed(JingleInput input) {
        feed(input, null);
    }

    /** Feeds what a request says; the answer to it is among the effects. */
    void feed(JingleInput input, @Nullable Xml iq) {
        Phase before = model.phase();
        Step step = JingleMachine.step(model, input);
        model = step.model();
        if (before != model.phase()) {
            LOG.debug(
                    "Jingle session {}: {} -> {} by {}",
                    id(),
                    before,
                    model.phase(),
                    input.getClass().getSimpleName());
        }
        if (before != Phase.ENDED && model.phase() == Phase.ENDED) {
            calls.over(this);
        }
        for (JingleEffect effect : step.effects()) {
            carryOut(effect, iq);
        }
    }

    private void carryOut(JingleEffect effect, @Nullable Xml iq) {
        if (effect instanceof JingleEffect.Reply reply) {
            if (iq != null) {
                calls.reply(iq, reply.error());
            }
        } else if (effect instanceof JingleEffect.Request request) {
            errands.send(request, calls);
        } else if (effect instanceof JingleEffect.Say say) {
            calls.say(say.message(), say.to());
        } else if (effect instanceof JingleEffect.Tell tell) {
            tell(tell.fact());
        }
    }

    @Override
    public String id() {
        return model.who().sid();
    }

    @Override
    public void ring() {
        feed(new JingleInput.Ring());
    }

    @Override
    public void accept() {
        feed(new JingleInput.Accept());
    }

    @Override
    public void end(EndReason reason) {
        feed(new JingleInput.End(reason));
    }

    @Override
    public void forward(List<Address> to, EndReason reason) {
        Address one =
                to.stream().filter(Address.Xmpp.class::isInstance).findFirst().orElse(to.get(0));
        feed(new JingleInput.End(reason, one));
    }

    @Override
    public void progress(SessionDescription description) {
        tell(new Fact.Progressed(Failure.of(
                Failure.Kind.UNSUPPORTED,
                Failure.Origin.LOCAL,
                Failure.Retry.NEVER,
                "Jingle describes a call only once it is taken")));
    }

    @Override
    public void transfer(Address to) {
        refuseTransfer();
    }

    @Override
    public void transfer(CallLeg other) {
        refuseTransfer();
    }

    @Override
    public void park(Address at) {
        refuseTransfer();
    }

    private void refuseTransfer() {
        tell(new Fact.Transferred(Failure.of(
                Failure.Kind.UNSUPPORTED,
                Failure.Origin.LOCAL,
                Failure.Retry.NEVER,
                "Calls over XMPP cannot be transferred (XEP-0251)")));
    }

    @Override
    public void offer(SessionDescription offer) {
        feed(new JingleInput.Offer(offer));
    }

    @Override
    public void answer(SessionDescription answer) {
        feed(new JingleInput.Answer(answer));
    }

    @Override
    public void refuseOffer(boolean forNow) {
        feed(new JingleInput.RefuseOffer());
    }

    @Override
    public void candidate(String mediaId, IceCandidate candidate) {
        feed(new JingleInput.LocalCandidate(new Trickled(mediaId, candidate)));
    }

    @Override
    public void endOfCandidates(String mediaId) {
        feed(new JingleInput.LocalCandidate(new Trickled(mediaId, null)));
    }

    @Override
    public void trace(@Nullable TraceSink sink) {
        wire.to(sink);
    }
}
