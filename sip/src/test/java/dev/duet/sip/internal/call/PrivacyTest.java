package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.SipPrivacy;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller asks to be hidden, and what this side hides itself (RFC 3323, RFC 3325). */
class PrivacyTest {

    private static final String GRUU = "sip:alice@example.com;gr=urn:uuid:1";
    private static final String TEMPORARY = "sip:xyz@example.com;gr";

    private static VirtualPeer peer(SipPrivacy... asked) {
        VirtualPeer peer = new VirtualPeer(
                sip -> sip.impp(Address.xmpp("alice@example.com")).privacy(asked));
        peer.virtual.registeredGruu(GRUU, TEMPORARY);
        return peer;
    }

    private static void assertNamesNobody(String message) {
        String rest = message.replaceAll("P-Preferred-Identity: .*\r\n", "").toLowerCase(Locale.ROOT);
        assertFalse(rest.contains("alice"), rest);
        assertFalse(rest.contains("user-agent"), rest);
    }

    @ParameterizedTest
    @EnumSource(names = {"USER", "ID"})
    void whoCallsIsNamedToTheOwnServerAlone(SipPrivacy asked) {
        String invite = peer(asked).dial();
        assertEquals(asked.name().toLowerCase(Locale.ROOT), VirtualAgent.header(invite, "Privacy"));
        assertEquals("<sip:alice@example.com>", VirtualAgent.header(invite, "P-Preferred-Identity"));
        assertEquals("<" + TEMPORARY + ">", VirtualAgent.header(invite, "Contact"));
        assertFalse(invite.contains("Proxy-Require"), invite);
        assertNamesNobody(invite);
    }

    @ParameterizedTest
    @CsvSource({"HEADER, header", "SESSION, session", "HISTORY, history", "NONE, none"})
    void whatServersAreAskedForChangesNothingElse(SipPrivacy asked, String value) {
        String invite = peer(asked).dial();
        assertEquals(value, VirtualAgent.header(invite, "Privacy"));
        assertTrue(VirtualAgent.header(invite, "From").startsWith("\"Alice\" <sip:alice@example.com>"), invite);
        assertEquals("<" + GRUU + ">", VirtualAgent.header(invite, "Contact"));
        assertFalse(invite.contains("P-Preferred-Identity"), invite);
        assertTrue(invite.contains("Call-Info"), invite);
    }

    @Test
    void whatIsCriticalGoesByServersThatKnowOfIt() {
        String invite = peer(SipPrivacy.CRITICAL, SipPrivacy.ID, SipPrivacy.USER, SipPrivacy.SESSION)
                .dial();
        assertEquals("user;session;id;critical", VirtualAgent.header(invite, "Privacy"));
        assertEquals("privacy", VirtualAgent.header(invite, "Proxy-Require"));
    }

    @Test
    void nothingIsAskedUnlessTold() {
        String invite = peer().dial();
        assertFalse(invite.contains("Privacy"), invite);
        assertFalse(invite.contains("P-Preferred-Identity"), invite);
    }

    @Test
    void whatIsSaidWithinTheCallNamesNobodyEither() {
        VirtualPeer peer = peer(SipPrivacy.ID);
        peer.talk("Allow: INVITE, ACK, CANCEL, BYE, REFER\r\n");
        peer.namesNobodyWithin(TEMPORARY);
    }

    @Test
    void whoIsCalledHidesNothing() {
        VirtualPeer peer = peer(SipPrivacy.ID);
        peer.answered("");
        peer.leg.leg.offer(VirtualPeer.NO_MEDIA);
        assertEquals("<" + GRUU + ">", VirtualAgent.header(peer.next("INVITE "), "Contact"));
    }

    @Test
    void noneStandsAloneAndCriticalDoesNot() {
        assertThrows(IllegalArgumentException.class, () -> peer(SipPrivacy.NONE, SipPrivacy.ID));
        assertThrows(IllegalArgumentException.class, () -> peer(SipPrivacy.CRITICAL));
    }
}
