package dev.duet.xmpp.internal.jingle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.CallTrace;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.MediaDirection;
import dev.duet.spi.CallLeg;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session tells of what goes over the wire. */
class CallsTraceTest {

    private static final EndReason HANGUP = EndReason.of(Kind.HANGUP, By.LOCAL);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final TwoCalls two = new TwoCalls();

    @Test
    void theLadderOfWhoCallsAndOfWhoIsCalled() {
        two.bob.traces();
        CallLeg leg = two.alice.dial(TwoCalls.BOB.bare());
        leg.trace(two.alice.seen::add);
        leg.offer(Descriptions.audio("alice-1"));
        two.pass(SOON);
        CallLeg there = two.bob.came.get(0);
        there.ring();
        two.pass(SOON);
        there.accept();
        two.pass(SOON);
        there.answer(Descriptions.audio("bob-1"));
        two.pass(SOON);
        there.candidate("0", Descriptions.candidate(5000));
        two.pass(SOON);
        leg.offer(Descriptions.audio("alice-1", MediaDirection.SENDONLY));
        two.pass(SOON);
        leg.end(HANGUP);
        two.pass(SOON);

        assertEquals("""
                    0.000 --> propose  [XMPP bob@x.org]
                    1.010 <-- ringing  [XMPP bob@x.org/phone]
                    2.010 <-- proceed  [XMPP bob@x.org/phone]
                    2.010 --> session-initiate  [XMPP bob@x.org/phone]
                    2.030 <-- result (session-initiate)  [XMPP bob@x.org/phone]
                    3.010 <-- session-accept  [XMPP bob@x.org/phone]
                    3.010 --> result (session-accept)  [XMPP bob@x.org/phone]
                    4.010 <-- transport-info  [XMPP bob@x.org/phone]
                    4.010 --> result (transport-info)  [XMPP bob@x.org/phone]
                    5.000 --> session-info hold  [XMPP bob@x.org/phone]
                    5.000 --> content-modify  [XMPP bob@x.org/phone]
                    5.020 <-- result (session-info)  [XMPP bob@x.org/phone]
                    5.020 <-- result (content-modify)  [XMPP bob@x.org/phone]
                    6.000 --> session-terminate success  [XMPP bob@x.org/phone]
                    6.000 --> finish success  [XMPP bob@x.org/phone]
                    6.020 <-- result (session-terminate)  [XMPP bob@x.org/phone]
                    6.020 <-- finish success  [XMPP bob@x.org/phone]
                """, two.alice.ladder());
        assertEquals("""
                    0.000 <-- propose  [XMPP alice@x.org/desk]
                    0.990 --> ringing  [XMPP alice@x.org/desk]
                    1.990 --> proceed  [XMPP alice@x.org/desk]
                    2.010 <-- session-initiate  [XMPP alice@x.org/desk]
                    2.010 --> result (session-initiate)  [XMPP alice@x.org/desk]
                    2.990 --> session-accept  [XMPP alice@x.org/desk]
                    3.010 <-- result (session-accept)  [XMPP alice@x.org/desk]
                    3.990 --> transport-info  [XMPP alice@x.org/desk]
                    4.010 <-- result (transport-info)  [XMPP alice@x.org/desk]
                    5.000 <-- session-info hold  [XMPP alice@x.org/desk]
                    5.000 --> result (session-info)  [XMPP alice@x.org/desk]
                    5.000 <-- content-modify  [XMPP alice@x.org/desk]
                    5.000 --> result (content-modify)  [XMPP alice@x.org/desk]
                    6.000 <-- session-terminate success  [XMPP alice@x.org/desk]
                    6.000 --> result (session-terminate)  [XMPP alice@x.org/desk]
                    6.000 --> finish success  [XMPP alice@x.org/desk]
                    6.000 <-- finish success  [XMPP alice@x.org/desk]
                """, two.bob.ladder());
    }

    @Test
    void noPasswordIsInTheText() {
        two.bob.traces();
        talking();

        assertTrue(two.alice.sent.toString().contains("pwd='password-of-22-letters-alice-1'"));
        assertTrue(two.bob.sent.toString().contains("pwd='password-of-22-letters-bob-1'"));
        for (String text : List.of(two.alice.text(), two.bob.text())) {
            assertFalse(text.contains("password-of-22-letters"), text);
            assertTrue(text.contains("ufrag='alice-1'") && text.contains("ufrag='bob-1'"), text);
        }
    }

    @Test
    void aTraceThatIsAskedForLaterBeginsWithWhatBeganTheCall() {
        CallLeg leg = two.alice.dial(TwoCalls.BOB);
        leg.offer(Descriptions.audio("alice-1"));
        two.pass(SOON);
        two.bob.came.get(0).trace(two.bob.seen::add);
        two.bob.came.get(0).ring();
        two.pass(SOON);

        assertEquals("""
                    0.000 <-- session-initiate  [XMPP alice@x.org/desk]
                    0.990 --> session-info ringing  [XMPP alice@x.org/desk]
                    1.010 <-- result (session-info)  [XMPP alice@x.org/desk]
                """, two.bob.ladder());
        assertEquals(List.of(), two.alice.seen);
    }

    @Test
    void whatBeganTheCallIsToldOnceAndNothingIsWhileItIsOff() {
        two.bob.traces();
        CallLeg leg = two.alice.dial(TwoCalls.BOB);
        leg.offer(Descriptions.audio("alice-1"));
        two.pass(SOON);
        CallLeg there = two.bob.came.get(0);
        assertEquals(List.of("session-initiate", "result (session-initiate)"), titles(two.bob));
        there.trace(null);
        there.ring();
        two.pass(SOON);
        there.trace(two.bob.seen::add);
        there.end(HANGUP);
        two.pass(SOON);

        assertEquals(
                List.of(
                        "session-initiate",
                        "result (session-initiate)",
                        "session-terminate success",
                        "result (session-terminate)"),
                titles(two.bob));
    }

    @Test
    void whatCrossesTheEndIsInItAndNothingLater() {
        CallLeg leg = talking();
        CallLeg there = two.bob.came.get(0);
        two.alice.seen.clear();
        leg.end(HANGUP);
        there.end(HANGUP);
        two.pass(SOON);

        assertEquals(
                List.of(
                        "session-terminate success",
                        "session-terminate success",
                        "error item-not-found unknown-session (session-terminate)",
                        "error item-not-found unknown-session (session-terminate)"),
                titles(two.alice));
        assertEquals(
                List.of(true, false, true, false),
                two.alice.seen.stream().map(CallTrace.Message::sent).toList());
        two.pass(Duration.ofSeconds(40));
        two.alice.take(XmlText.parse("<iq xmlns='jabber:client' type='set' id='late' from='" + TwoCalls.BOB.jid()
                + "'><jingle xmlns='urn:xmpp:jingle:1' action='session-info' sid='" + leg.id() + "'/></iq>"));
        assertEquals(4, two.alice.seen.size());
    }

    @Test
    void whatIsMalformedIsInIt() {
        CallLeg leg = talking();
        two.alice.seen.clear();
        two.alice.take(XmlText.parse("<iq xmlns='jabber:client' type='set' id='bad' from='" + TwoCalls.BOB.jid()
                + "'><jingle xmlns='urn:xmpp:jingle:1' action='dance' sid='" + leg.id() + "'/></iq>"));

        assertEquals(List.of("dance", "error bad-request (dance)"), titles(two.alice));
    }

    @Test
    void aProposalThatComesBackIsInIt() {
        CallLeg leg = two.alice.dial(TwoCalls.BOB.bare());
        leg.trace(two.alice.seen::add);
        two.alice.take(XmlText.parse("<message xmlns='jabber:client' type='error' id='jm-propose-" + leg.id()
                + "' from='bob@x.org'><error type='cancel'>"
                + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"));

        assertEquals(List.of("propose", "error service-unavailable (propose)"), titles(two.alice));
    }

    @Test
    void whatIsSentAgainInTheNextSignInIsMarked() {
        CallLeg leg = talking();
        two.alice.seen.clear();
        leg.offer(Descriptions.audio("alice-1", MediaDirection.SENDONLY));
        two.alice.calls.cutOff(Iqs.notConnected());
        two.alice.calls.goOn();
        two.pass(SOON);

        assertEquals(
                List.of("session-info hold", "content-modify"),
                two.alice.seen.stream()
                        .filter(CallTrace.Message::again)
                        .map(CallTrace.Message::title)
                        .toList());
        assertEquals(
                List.of("session-info hold", "content-modify", "session-info"),
                two.alice.seen.stream()
                        .filter(message -> message.sent() && !message.again())
                        .map(CallTrace.Message::title)
                        .toList());
    }

    /** Alice, traced, calls Bob, who takes the call. */
    private CallLeg talking() {
        CallLeg leg = two.alice.dial(TwoCalls.BOB);
        leg.trace(two.alice.seen::add);
        leg.offer(Descriptions.audio("alice-1"));
        two.pass(SOON);
        two.bob.came.get(0).accept();
        two.bob.came.get(0).answer(Descriptions.audio("bob-1"));
        two.pass(SOON);
        return leg;
    }

    private static List<String> titles(TwoCalls.Side side) {
        return side.seen.stream().map(CallTrace.Message::title).toList();
    }
}
