package dev.duet.xmpp.internal.jingle;

import dev.duet.model.Address;
import dev.duet.xmpp.internal.xep0166.Action;
import dev.duet.xmpp.internal.xep0166.Content;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xep0166.JingleError;
import dev.duet.xmpp.internal.xep0166.Party;
import dev.duet.xmpp.internal.xep0166.Senders;
import java.util.List;

/** Requests of the other side, and what they get. */
final class Requests {

    private static final Address.Xmpp ALICE = Two.ALICE;

    private Requests() {}

    static Jingle jingle(Action action, Content... contents) {
        return Jingle.of(action, "sid", ALICE).with(List.of(contents));
    }

    static Content content(String name, String xml) {
        return Content.of(Party.INITIATOR, name, Senders.BOTH, null, xml.isEmpty() ? null : XmlText.parse(xml));
    }

    static JingleError replyOf(Step step) {
        JingleEffect.Reply reply = step.effects().stream()
                .filter(JingleEffect.Reply.class::isInstance)
                .map(JingleEffect.Reply.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No reply"));
        return reply.error();
    }

    static JingleError ask(Two.Side side, Jingle jingle) {
        return replyOf(JingleMachine.step(side.model, new JingleInput.Got(jingle, side.other.address)));
    }
}
