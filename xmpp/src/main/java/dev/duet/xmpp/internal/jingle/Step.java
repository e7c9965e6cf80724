package dev.duet.xmpp.internal.jingle;

import dev.duet.xmpp.internal.jingle.JingleEffect.Purpose;
import dev.duet.xmpp.internal.jingle.JingleEffect.Reply;
import dev.duet.xmpp.internal.jingle.JingleEffect.Request;
import dev.duet.xmpp.internal.jingle.JingleEffect.Tell;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.JingleError;
import java.util.ArrayList;
import java.util.List;

/** A model, and what is to be done on the way there, in this order. */
record Step(JingleModel model, List<JingleEffect> effects) {

    Step {
        effects = List.copyOf(effects);
    }

    static Step of(JingleModel model, JingleEffect... effects) {
        return new Step(model, List.of(effects));
    }

    /** Takes the request. */
    static Step taken(JingleModel model) {
        return of(model, new Reply(null));
    }

    /** Refuses the request. */
    static Step refused(JingleModel model, JingleError error) {
        return of(model, new Reply(error));
    }

    Step then(Step next) {
        List<JingleEffect> all = new ArrayList<>(effects);
        all.addAll(next.effects);
        return new Step(next.model, all);
    }

    Step tell(Fact fact) {
        return then(of(model, new Tell(fact)));
    }

    Step request(Jingle jingle, Purpose purpose) {
        return then(of(model, new Request(jingle, purpose)));
    }

    Step with(JingleModel other) {
        return new Step(other, effects);
    }
}
