package dev.duet.examples.peers;

import java.util.UUID;

/** One call of {@link SipPeer}, whichever side began it. For one thread. */
final class SipPeerCall {

    private final SipPeer peer;
    private final String callId;
    private final String target;
    private final String from;
    private final String to;
    private SipText last;
    private int sequence;

    private SipPeerCall(SipPeer peer, String callId, String target, String from, String to, SipText last) {
        this.peer = peer;
        this.callId = callId;
        this.target = target;
        this.from = from;
        this.to = to;
        this.last = last;
    }

    static SipPeerCall called(SipPeer peer, SipText invite) {
        peer.reply(invite, 100, "", "");
        return new SipPeerCall(
                peer,
                invite.header("Call-ID"),
                invite.uri("Contact"),
                invite.header("To") + ";tag=peer",
                invite.header("From"),
                invite);
    }

    static SipPeerCall calls(SipPeer peer, String target, String callId, String offer) {
        String from = "<sip:peer@" + SipPeer.DOMAIN + ">;tag=peer";
        String to = "<sip:alice@" + SipPeer.DOMAIN + ">";
        SipPeerCall invited = new SipPeerCall(peer, callId, target, from, to, new SipText("", ""));
        invited.request("INVITE", offer);
        SipText answer = peer.await(message -> message.isResponse()
                && message.status() >= 200
                && message.header("Call-ID").equals(callId)
                && message.sequence().equals("1 INVITE"));
        if (answer.status() != 200) {
            throw new IllegalStateException("Not answered: " + answer);
        }
        SipPeerCall call = new SipPeerCall(peer, callId, answer.uri("Contact"), from, answer.header("To"), answer);
        call.sequence = 1;
        call.request("ACK", "");
        return call;
    }

    /** What the other side described last: its offer, or its answer. */
    String description() {
        return last.body();
    }

    void ring() {
        peer.reply(last, 180, contact(), "");
    }

    /** Answers the call, or a new offer in it, and waits for the confirmation. */
    void answer(String sdp) {
        peer.reply(last, 200, contact(), sdp);
        if (last.isRequest("INVITE")) {
            String number = last.sequence().replace("INVITE", "ACK");
            peer.await(message -> message.isRequest("ACK")
                    && message.header("Call-ID").equals(callId)
                    && message.sequence().equals(number));
        }
    }

    void reject(int status) {
        peer.reply(last, status, contact(), "");
    }

    /** Waits for a new offer in the call, by INVITE or UPDATE, and returns it. */
    String awaitOffer() {
        last = peer.await(message -> (message.isRequest("INVITE") || message.isRequest("UPDATE"))
                && message.header("Call-ID").equals(callId)
                && !message.body().isEmpty());
        return last.body();
    }

    /** Makes a new offer in the call and returns the answer. */
    String offer(String sdp) {
        request("INVITE", sdp);
        String number = sequence + " INVITE";
        last = peer.await(message -> message.isResponse()
                && message.status() >= 200
                && message.header("Call-ID").equals(callId)
                && message.sequence().equals(number));
        request("ACK", "");
        if (last.status() != 200) {
            throw new IllegalStateException("Not agreed: " + last);
        }
        return last.body();
    }

    /** Ends the call and waits for the confirmation. */
    void end() {
        request("BYE", "");
        String number = sequence + " BYE";
        peer.await(message -> message.isResponse()
                && message.header("Call-ID").equals(callId)
                && message.sequence().equals(number));
    }

    /** Waits until the other side ends the call. */
    void awaitEnd() {
        SipText bye = peer.await(
                message -> message.isRequest("BYE") && message.header("Call-ID").equals(callId));
        peer.reply(bye, 200, "", "");
    }

    private void request(String method, String sdp) {
        if (!method.equals("ACK")) {
            sequence++;
        }
        StringBuilder head = new StringBuilder(method + " " + target + " SIP/2.0\r\n");
        head.append("Via: SIP/2.0/TLS 127.0.0.1:" + peer.port() + ";branch=z9hG4bK" + UUID.randomUUID() + "\r\n");
        head.append("Max-Forwards: 70\r\nFrom: " + from + "\r\nTo: " + to + "\r\n");
        head.append("Call-ID: " + callId + "\r\nCSeq: " + sequence + " " + method + "\r\n");
        head.append(contact()).append("\r\nAllow: INVITE, ACK, CANCEL, BYE, UPDATE\r\n");
        peer.send(SipPeer.withBody(head, sdp));
    }

    private String contact() {
        return "Contact: <" + peer.uri() + ">";
    }
}
