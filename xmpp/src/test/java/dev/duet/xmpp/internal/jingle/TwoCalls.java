package dev.duet.xmpp.internal.jingle;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.duet.model.Address;
import dev.duet.model.CallTrace;
import dev.duet.spi.CallLeg;
import dev.duet.spi.LinkListener;
import dev.duet.spi.VirtualLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xep0166.Jingle;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The calls of two accounts, and the wire between them, on which each stanza is text and takes ten milliseconds. */
final class TwoCalls {

    static final Address.Xmpp ALICE = Address.xmpp("alice@x.org/desk");
    static final Address.Xmpp BOB = Address.xmpp("bob@x.org/phone");

    private static final Duration ON_THE_WAY = Duration.ofMillis(10);

    final VirtualLoop loop = new VirtualLoop();
    final Side alice = new Side(ALICE);
    final Side bob = new Side(BOB);

    TwoCalls() {
        alice.other = bob;
        bob.other = alice;
    }

    void pass(Duration time) {
        loop.advance(time);
        loop.run();
    }

    /** One account. */
    final class Side {

        final List<CallTrace.Message> seen = new ArrayList<>();
        final List<CallLeg> came = new ArrayList<>();
        final List<Xml> sent = new ArrayList<>();
        final Calls calls;
        private final Address.Xmpp self;
        private final Iqs iqs;
        private boolean traces;
        private Side other;

        Side(Address.Xmpp self) {
            this.self = self;
            iqs = new Iqs(this::send, loop, self, Duration.ofSeconds(30));
            LinkListener listener = mock();
            when(listener.incoming(any(), any(), any())).thenAnswer(asked -> {
                CallLeg leg = asked.getArgument(0);
                came.add(leg);
                if (traces) {
                    loop.execute(() -> leg.trace(seen::add)); // as a call does
                }
                return mock(CallLeg.Listener.class);
            });
            calls = new Calls(
                    new Calls.Parts(this::send, iqs, loop, self, listener, who -> true, (device, feature) -> false));
        }

        /** Each call that comes is traced. */
        void traces() {
            traces = true;
        }

        CallLeg dial(Address.Xmpp target) {
            return calls.dial(target, mock(CallLeg.Listener.class));
        }

        boolean send(Xml stanza) {
            sent.add(stanza);
            loop.schedule(ON_THE_WAY, () -> other.gets(stanza));
            return true;
        }

        private void gets(Xml stanza) {
            Xml.Builder text = Xml.element(stanza.name(), stanza.namespace())
                    .attribute("from", other.self.jid())
                    .addAll(stanza.children());
            stanza.attributes().forEach(text::attribute);
            take(XmlText.parse(text.build().write("")));
        }

        void take(Xml stanza) {
            Xml jingle = stanza.child("jingle", Jingle.NAMESPACE);
            if (stanza.name().equals("message")) {
                calls.message(stanza);
            } else if (jingle != null && stanza.attribute("type", "").equals("set")) {
                calls.request(stanza, jingle);
            } else {
                iqs.answered(stanza);
            }
        }

        String ladder() {
            return new CallTrace(seen, 0).ladder();
        }

        String text() {
            return new CallTrace(seen, 0).text();
        }
    }
}
