package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.PersonClaim;
import dev.duet.sip.internal.link.Recorder;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Call-Info with purpose impp, both ways (RFC 6993, RFC 7081 3.2), and calls that do not tell who calls (RFC 3323). */
class Rfc6993Test {

    @Test
    void whatACallerNamesIsToldBeforeTheCall() {
        VirtualPeer peer = new VirtualPeer();
        peer.invite(
                "Call-Info: <xmpp:b%C3%B6b@example.com>;purpose=impp\r\n"
                        + "Call-Info: <http://example.com/x.png>;purpose=icon,\r\n <xmpp:bob@example.com>;purpose=impp\r\n",
                VirtualPeer.sdp(1000));
        assertEquals(
                List.of(new Recorder.Claim(
                        Address.sip(VirtualAgent.header(peer.request("INVITE", 1, "", ""), "From")
                                .replaceAll(".*<(sip:[^>;]*).*", "$1")),
                        PersonClaim.Kind.CALL_INFO,
                        Set.of(Address.xmpp("böb@example.com"), Address.xmpp("bob@example.com")))),
                peer.account.facts);
        assertEquals(1, peer.account.incoming.size());
    }

    @Test
    void whoNamesNothingTakesNothingBack() {
        VirtualPeer peer = new VirtualPeer();
        peer.invite("Call-Info: <http://example.com/x.png>;purpose=icon\r\n", VirtualPeer.sdp(1000));
        assertEquals(List.of(), peer.account.facts);
        assertEquals(1, peer.account.incoming.size());
    }

    @Test
    void whoIsCalledIsToldTheXmppAddress() {
        VirtualPeer peer = new VirtualPeer(sip -> sip.impp(Address.xmpp("alice@example.com/phone")));
        String invite = peer.dial();
        assertEquals("<xmpp:alice@example.com>;purpose=impp", VirtualAgent.header(invite, "Call-Info"));
        assertTrue(VirtualAgent.header(invite, "From").startsWith("\"Alice\" <sip:"), invite);
        assertFalse(new VirtualPeer().dial().contains("Call-Info"), "there is nothing to tell");
    }

    @Test
    void anAnonymousCallNamesItsCallerToItsOwnServerAlone() {
        VirtualPeer peer = new VirtualPeer(
                sip -> sip.impp(Address.xmpp("alice@example.com")).anonymous(true));
        String invite = peer.dial();
        assertTrue(
                VirtualAgent.header(invite, "From").startsWith("\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag="),
                invite);
        assertEquals("id", VirtualAgent.header(invite, "Privacy"));
        String own = VirtualAgent.header(invite, "P-Preferred-Identity");
        assertEquals("<" + peer.virtual.agent.self().uri() + ">", own);
        String user = peer.virtual.agent.self().user();
        String rest = invite.replace(own, "");
        assertFalse(rest.contains("xmpp:"), rest);
        assertFalse(rest.contains(user + "@"), rest);
        assertFalse(rest.contains("Alice"), rest);
    }
}
