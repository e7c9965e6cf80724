package dev.duet.sip.internal.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.CallOptions;
import dev.duet.model.EndReason;
import dev.duet.model.SessionDescription;
import dev.duet.model.SipConfig;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.link.LegRecorder;
import dev.duet.sip.internal.link.Recorder;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** The other side of one call on virtual time, message by message. Its descriptions name a port each. */
final class VirtualPeer {

    static final String CONTACT = "Contact: <sip:one@127.0.0.1:5060>\r\n";
    static final String ALLOW = "Allow: INVITE, ACK, CANCEL, BYE, PRACK, UPDATE\r\n";
    static final SessionDescription NO_MEDIA = new SessionDescription(List.of(), List.of(), false);

    final VirtualAgent virtual;
    final Recorder account = new Recorder();
    final Calls calls;
    LegRecorder leg = new LegRecorder();
    String callId = "call";
    String ourTag = "";
    String theirTag = "t1";
    boolean byServer; // whether the account's own server is who sends
    private int branches;

    VirtualPeer() {
        this(UnaryOperator.identity());
    }

    /** With other settings of the account. */
    VirtualPeer(UnaryOperator<SipConfig.Builder> settings) {
        virtual = new VirtualAgent(Transport.UDP, settings);
        calls = new Calls(virtual.agent, account, message -> {});
        account.refuses = false;
        virtual.outside = incoming -> {
            if (incoming.method().equals("INVITE")) {
                calls.invited(incoming, byServer);
            } else if (incoming.method().equals("REFER")) {
                calls.referred(incoming, false);
            } else if (!incoming.method().equals("CANCEL") || !calls.cancelled(incoming)) {
                incoming.reply(481);
            }
        };
    }

    /** The account calls; gives its INVITE. */
    String dial() {
        return dial(CallOptions.DEFAULT);
    }

    /** The account calls with wishes; gives its INVITE. */
    String dial(CallOptions options) {
        leg.leg = calls.dial(Address.sip("bob@example.com"), "Alice", options, leg);
        leg.leg.offer(NO_MEDIA);
        String invite = virtual.next();
        callId = VirtualAgent.header(invite, "Call-ID");
        ourTag = tag(VirtualAgent.header(invite, "From"));
        return invite;
    }

    /** The account calls, and is answered and acknowledged. */
    String talk(String headers) {
        return talk(CallOptions.DEFAULT, headers);
    }

    /** The same with wishes. */
    String talk(CallOptions options, String headers) {
        String invite = dial(options);
        virtual.answer(invite, 200, theirTag, CONTACT + headers, sdp(1000));
        next("ACK ");
        return invite;
    }

    /** The account is called; gives the INVITE. */
    String invite(String headers, String body) {
        String invite = request("INVITE", 1, CONTACT + headers, body);
        virtual.receive(invite);
        if (!account.incoming.isEmpty()) {
            leg = account.incoming.get(account.incoming.size() - 1);
        }
        return invite;
    }

    /** The account is called, takes the call, and gets the ACK. */
    void answered(String headers) {
        invite(headers, sdp(1000));
        leg.leg.answer(NO_MEDIA);
        leg.leg.accept();
        next("SIP/2.0 200");
        virtual.receive(request("ACK", 1, "", ""));
    }

    /** A request of the other side: within the call once the account's tag is known. */
    String request(String method, int sequence, String headers, String body) {
        String to = ourTag.isEmpty() ? "" : ";tag=" + ourTag;
        return method + " sip:alice@127.0.0.1:50000 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKpeer" + branches++ + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:bob@example.com>;tag=" + theirTag + "\r\n"
                + "To: <sip:alice@example.com>" + to + "\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: " + sequence + " " + method + "\r\n"
                + headers
                + (body.isEmpty() || headers.contains("Content-Type: ") ? "" : "Content-Type: application/sdp\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    /** The CANCEL of an INVITE. */
    static String cancel(String invite) {
        return belonging(invite, "CANCEL");
    }

    /** The ACK to a refusal of a re-INVITE. */
    static String ack(String invite) {
        return belonging(invite, "ACK");
    }

    private static String belonging(String invite, String method) {
        StringBuilder out = new StringBuilder();
        for (String line : invite.split("\r\n\r\n", 2)[0].split("\r\n")) {
            if (line.matches("(INVITE|Via|Max-Forwards|From|To|Call-ID|CSeq)[: ].*")) {
                out.append(line.replace("INVITE", method)).append("\r\n");
            }
        }
        return out.append("Content-Length: 0\r\n\r\n").toString();
    }

    /** Sends a request within the call, and gives the answer. */
    String ask(String method, int sequence, String headers, String body) {
        virtual.receive(request(method, sequence, CONTACT + headers, body));
        return next("SIP/2.0 ");
    }

    /** The next message of the account, which begins so; a response tells its tag. */
    String next(String start) {
        String message = virtual.next();
        assertTrue(message.startsWith(start), message);
        if (ourTag.isEmpty() && message.startsWith("SIP/2.0 ")) {
            ourTag = tag(VirtualAgent.header(message, "To"));
        }
        return message;
    }

    /** Says nothing for so long. */
    void pass(Duration time) {
        virtual.loop.advance(time);
    }

    /** This side offers anew, and transfers, and tells of itself that contact alone. */
    void namesNobodyWithin(String contact) {
        leg.leg.offer(NO_MEDIA);
        String again = next("INVITE ");
        assertEquals("<" + contact + ">", VirtualAgent.header(again, "Contact"));
        assertFalse(again.contains("alice"), again);
        virtual.answer(again, 200, theirTag, CONTACT, sdp(1000));
        assertFalse(next("ACK ").contains("alice"));
        leg.leg.transfer(Address.sip("carol@example.com"));
        String refer = next("REFER ");
        assertFalse(refer.contains("alice"), refer);
        assertFalse(refer.contains("Referred-By"), refer);
    }

    void hangUp() {
        leg.leg.end(EndReason.of(EndReason.Kind.HANGUP, EndReason.By.LOCAL));
    }

    /** A description of theirs. */
    static String sdp(int port) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + port
                + " RTP/AVP 0\r\n";
    }

    private static String tag(String header) {
        int at = header.indexOf(";tag=");
        return at < 0 ? "" : header.substring(at + 5);
    }
}
