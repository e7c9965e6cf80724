package dev.duet.sandbox.internal.sip;

import dev.duet.sandbox.internal.sip.auth.Digest;
import dev.duet.sandbox.internal.sip.message.Headers;
import dev.duet.sandbox.internal.sip.message.SipMessage;
import dev.duet.sandbox.internal.sip.message.SipParser;
import dev.duet.sandbox.internal.sip.message.SipRequest;
import dev.duet.sandbox.internal.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person with a raw socket, who writes each message by hand. */
final class Phone implements AutoCloseable {

    private static final AtomicLong NUMBERS = new AtomicLong();

    final String name;
    final String password;
    final RawPeer peer;
    private long cseq;
    private String algorithm = "";

    Phone(String name, String password, RawPeer peer) {
        this.name = name;
        this.password = password;
        this.peer = peer;
    }

    Phone preferring(String wanted) {
        algorithm = wanted;
        return this;
    }

    String aor() {
        return "sip:" + name + "@example.com";
    }

    String contact() {
        String transport = peer.transport().equals("UDP")
                ? ""
                : ";transport=" + peer.transport().toLowerCase();
        return "sip:" + name + "@127.0.0.1:" + peer.port() + transport;
    }

    String via() {
        return "SIP/2.0/" + peer.transport() + " 127.0.0.1:" + peer.port() + ";branch=z9hG4bK"
                + NUMBERS.incrementAndGet() + ";rport";
    }

    static String newTag() {
        return "t" + NUMBERS.incrementAndGet();
    }

    static String newCallId() {
        return "call" + NUMBERS.incrementAndGet() + "@127.0.0.1";
    }

    /** A good request outside a dialog. */
    SipRequest request(String method, String uri, String to, String callId, String body, String... extra) {
        cseq++;
        Headers headers = Headers.NONE
                .append("Via", via())
                .append("Max-Forwards", "70")
                .append("From", "<" + aor() + ">;tag=" + newTag())
                .append("To", "<" + to + ">")
                .append("Call-ID", callId)
                .append("CSeq", cseq + " " + method);
        for (int i = 0; i < extra.length; i += 2) {
            headers = headers.append(extra[i], extra[i + 1]);
        }
        return new SipRequest(method, uri, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    SipRequest invite(String to) {
        return request(
                "INVITE",
                to,
                to,
                newCallId(),
                "v=0\r\n",
                "Contact",
                "<" + contact() + ">",
                "Content-Type",
                "application/sdp");
    }

    SipRequest register(int expires) {
        return request(
                "REGISTER",
                "sip:example.com",
                aor(),
                name + "-reg-" + peer.port(),
                "",
                "Contact",
                "<" + contact() + ">;expires=" + expires);
    }

    /** The request once more, with credentials for a challenge. */
    SipRequest authorized(SipRequest request, SipResponse challenge) {
        boolean proxy = challenge.status() == 407;
        List<String> offers = challenge.headers().all(proxy ? "Proxy-Authenticate" : "WWW-Authenticate");
        String offer = offers.stream()
                .filter(o -> o.contains("algorithm=" + algorithm))
                .findFirst()
                .orElseThrow();
        String value = credentials(request, offer, "00000001");
        cseq++;
        Headers headers = request.headers()
                .with("Via", via())
                .with("CSeq", cseq + " " + request.method())
                .append(proxy ? "Proxy-Authorization" : "Authorization", value);
        return request.withHeaders(headers);
    }

    String credentials(SipRequest request, String offer, String nc) {
        String realm = param(offer, "realm");
        String nonce = param(offer, "nonce");
        String alg = param(offer, "algorithm");
        String qop = param(offer, "qop").split(",")[0];
        String response = Digest.response(
                alg, name, realm, password, request.method(), request.uri(), nonce, nc, "c", qop, request.body());
        return "Digest username=\"" + name + "\", realm=\"" + realm + "\", nonce=\"" + nonce + "\", uri=\""
                + request.uri() + "\", response=\"" + response + "\", algorithm=" + alg
                + (qop.isEmpty() ? "" : ", qop=" + qop + ", nc=" + nc + ", cnonce=\"c\"");
    }

    static String param(String challenge, String name) {
        Matcher matcher =
                Pattern.compile("\\b" + name + "=(\"([^\"]*)\"|[^,\\s]*)").matcher(challenge);
        if (!matcher.find()) {
            return "";
        }
        return matcher.group(2) == null ? matcher.group(1) : matcher.group(2);
    }

    void send(SipMessage message) {
        peer.sendBytes(message.encode());
    }

    SipMessage next() {
        return parse(peer.receive());
    }

    Optional<SipMessage> next(int millis) {
        return peer.receive(millis).map(Phone::parse);
    }

    static SipMessage parse(String text) {
        return SipParser.parse(text.getBytes(StandardCharsets.UTF_8), true).message();
    }

    /** The next response; any 100 is passed over. */
    SipResponse response() {
        SipMessage message = next();
        while (!(message instanceof SipResponse response) || response.status() == 100) {
            message = next();
        }
        return response;
    }

    SipRequest requestOf(String method) {
        SipMessage message = next();
        while (!(message instanceof SipRequest request) || !request.is(method)) {
            message = next();
        }
        return request;
    }

    /** Sends, answers one challenge, and gives the response after it. */
    SipResponse exchange(SipRequest request) {
        send(request);
        SipResponse first = response();
        if (first.status() != 401 && first.status() != 407) {
            return first;
        }
        if (request.is("INVITE")) {
            send(ackOf(request, first));
        }
        send(authorized(request, first));
        return response();
    }

    /** An INVITE through its challenge; gives the request that counts. */
    SipRequest call(String to) {
        SipRequest first = invite(to);
        send(first);
        SipResponse challenge = response();
        if (challenge.status() != 407) {
            throw new AssertionError("no challenge but " + challenge);
        }
        send(ackOf(first, challenge));
        SipRequest second = authorized(first, challenge);
        send(second);
        return second;
    }

    Phone registered() {
        SipResponse response = exchange(register(300));
        if (response.status() != 200) {
            throw new AssertionError("not registered: " + response);
        }
        return this;
    }

    /** The ACK of a final response other than 2xx. */
    static SipRequest ackOf(SipRequest invite, SipResponse response) {
        Headers headers = Headers.NONE
                .append("Via", invite.headers().all("Via").get(0))
                .append("Max-Forwards", "70")
                .append("From", invite.headers().get("From").orElseThrow())
                .append("To", response.headers().get("To").orElseThrow())
                .append("Call-ID", invite.callId())
                .append("CSeq", invite.cseq().number() + " ACK");
        return new SipRequest("ACK", invite.uri(), headers, new byte[0]);
    }

    SipRequest cancelOf(SipRequest invite) {
        Headers headers = Headers.NONE
                .append("Via", invite.headers().all("Via").get(0))
                .append("Max-Forwards", "70")
                .append("From", invite.headers().get("From").orElseThrow())
                .append("To", invite.headers().get("To").orElseThrow())
                .append("Call-ID", invite.callId())
                .append("CSeq", invite.cseq().number() + " CANCEL");
        return new SipRequest("CANCEL", invite.uri(), headers, new byte[0]);
    }

    /** A response of ours as callee. */
    SipResponse answer(SipRequest request, int status, String tag) {
        SipResponse response = SipResponse.to(request, status);
        response = response.withHeaders(
                response.headers().appendAll("Record-Route", request.headers().all("Record-Route")));
        if (status > 100) {
            response = response.withToTag(tag);
        }
        boolean dialog = request.is("INVITE") && status > 100 && status < 300;
        return dialog ? response.header("Contact", "<" + contact() + ">") : response;
    }

    /** A request within the dialog made by our INVITE and its answer. */
    SipRequest inDialog(String method, SipRequest invite, SipResponse answer) {
        List<String> routes = new ArrayList<>(answer.headers().all("Record-Route"));
        Collections.reverse(routes);
        long number = method.equals("ACK") ? invite.cseq().number() : ++cseq;
        return dialogRequest(
                method,
                answer.headers().get("Contact").orElseThrow(),
                routes,
                invite.headers().get("From").orElseThrow(),
                answer.headers().get("To").orElseThrow(),
                invite.callId(),
                number);
    }

    /** A request within the dialog made by an INVITE to us and our answer. */
    SipRequest inDialogAsCallee(String method, SipRequest invite, SipResponse answer) {
        return dialogRequest(
                method,
                invite.headers().get("Contact").orElseThrow(),
                invite.headers().all("Record-Route"),
                answer.headers().get("To").orElseThrow(),
                invite.headers().get("From").orElseThrow(),
                invite.callId(),
                ++cseq);
    }

    private SipRequest dialogRequest(
            String method, String target, List<String> routes, String from, String to, String callId, long number) {
        String uri = target.substring(target.indexOf('<') + 1, target.indexOf('>'));
        Headers headers = Headers.NONE
                .append("Via", via())
                .append("Max-Forwards", "70")
                .appendAll("Route", routes)
                .append("From", from)
                .append("To", to)
                .append("Call-ID", callId)
                .append("CSeq", number + " " + method);
        return new SipRequest(method, uri, headers, new byte[0]);
    }

    @Override
    public void close() {
        peer.close();
    }
}
