package dev.duet.sip.internal.link;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.Failure;
import dev.duet.model.SessionDescription;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.call.Calls;
import dev.duet.sip.internal.rfc3261.Outcome;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import dev.duet.sip.internal.rfc3428.Texts;
import dev.duet.sip.internal.rfc6665.Mailbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sip.message.Response;

/** An account on virtual time, whose user and whose other side do anything at any time, by a seed. */
final class FuzzedAgent {

    private static final SessionDescription NO_MEDIA = new SessionDescription(List.of(), List.of(), false);
    private static final String SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            + "m=audio 4000 RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=sendrecv\r\n";
    private static final String SUMMARY =
            "Messages-Waiting: yes\r\nMessage-Account: sip:box@example.com\r\n" + "Voice-Message: 2/8 (0/2)\r\n";
    private static final List<String> METHODS = List.of(
            "INVITE",
            "ACK",
            "BYE",
            "CANCEL",
            "OPTIONS",
            "PRACK",
            "UPDATE",
            "INFO",
            "MESSAGE",
            "REFER",
            "SUBSCRIBE",
            "NOTIFY",
            "PUBLISH",
            "REGISTER",
            "WHATEVER");
    private static final List<Integer> STATUSES = List.of(
            100, 180, 183, 199, 200, 202, 204, 300, 302, 380, 400, 401, 404, 407, 408, 420, 422, 481, 486, 487, 488,
            491, 500, 503, 600, 603, 699);
    private static final Pattern TAG = Pattern.compile("tag=([^;>\\s]+)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    final VirtualAgent virtual;
    final Recorder account = new Recorder();
    private final SipNoise noise;
    private final Calls calls;
    private final Texts texts;
    private final Dispatcher dispatcher;
    private final List<LegRecorder> dialled = new ArrayList<>();
    private final List<String> seen = new ArrayList<>(); // what the account sent
    private final List<String> invites = new ArrayList<>(); // what it was sent
    private int read;
    private int names;

    FuzzedAgent(Transport transport, SipNoise noise) {
        this.noise = noise;
        virtual = new VirtualAgent(transport);
        dispatcher = new Dispatcher(virtual.agent);
        calls = new Calls(virtual.agent, account, dispatcher::message);
        texts = new Texts(virtual.agent, account);
        dispatcher.use(calls, texts, new Mailbox(virtual.agent, account));
        account.refuses = true; // whoever is asked decides
        virtual.outside = incoming -> {
            if (incoming.method().equals("CANCEL")) {
                if (!dispatcher.cancelled(incoming)) {
                    incoming.reply(481);
                }
            } else if (Dispatcher.isInDialog(incoming)) {
                incoming.reply(481);
            } else {
                dispatcher.outside(incoming);
            }
        };
        befriend();
    }

    /** So that the account's bounds for strangers are no part of this. */
    private void befriend() {
        virtual.agent.send(virtual.agent.probe("OPTIONS", "sip:example.com", "").build(), new Outcome() {
            @Override
            public void done(Response response) {}

            @Override
            public void failed(Failure failure) {}
        });
    }

    /** The next thing that happens; gives what was received, for who wants to know. */
    byte[] step() {
        look();
        switch (noise.number(12)) {
            case 0 -> userDoes();
            case 1 -> virtual.loop.advance(Duration.ofMillis(noise.number(noise.chance(3) ? 90_000 : 700)));
            case 2 -> dial();
            default -> {
                String message = message();
                byte[] bytes =
                        noise.chance(45) ? noise.spoilt(message, message()) : message.getBytes(StandardCharsets.UTF_8);
                virtual.port.received(bytes, new java.net.InetSocketAddress("127.0.0.1", 5060));
                virtual.loop.run();
                return bytes;
            }
        }
        virtual.loop.run();
        return new byte[0];
    }

    /** What the account sent since this was asked last. */
    List<String> sent() {
        List<String> sent = List.copyOf(virtual.wire.sent.subList(read, virtual.wire.sent.size()));
        read = virtual.wire.sent.size();
        return sent;
    }

    private void look() {
        for (int i = Math.max(0, virtual.wire.sent.size() - 20); i < virtual.wire.sent.size(); i++) {
            seen.add(virtual.wire.sent.get(i));
        }
        while (seen.size() > 60) {
            seen.remove(0);
        }
        if (virtual.wire.sent.size() > 5000) {
            virtual.wire.sent.clear();
            read = 0;
        }
    }

    private String message() {
        if (!seen.isEmpty() && noise.chance(25)) {
            String request = noise.any(seen);
            if (!request.startsWith("SIP/2.0")) {
                return response(request);
            }
        }
        if (!invites.isEmpty() && noise.chance(10)) {
            return noise.any(invites); // once more
        }
        if (!invites.isEmpty() && noise.chance(10)) {
            return noise.any(invites).replace("INVITE", noise.any(List.of("CANCEL", "ACK")));
        }
        if (!seen.isEmpty() && noise.chance(65)) {
            String told = noise.any(seen);
            if (told.startsWith("SIP/2.0") && told.contains("\r\nTo: ")) {
                return within(told);
            }
        }
        String message = request(noise.chance(55) ? "INVITE" : noise.any(METHODS), "c" + names++ % 400, "", 1);
        if (message.startsWith("INVITE")) {
            invites.add(message);
            if (invites.size() > 40) {
                invites.remove(0);
            }
        }
        return message;
    }

    private String within(String response) {
        Matcher ours = TAG.matcher(VirtualAgent.header(response, "To"));
        String tag = ours.find() ? ";tag=" + ours.group(1) : "";
        Matcher last = NUMBER.matcher(VirtualAgent.header(response, "CSeq"));
        int sequence = last.find() && last.group().length() < 9 ? Integer.parseInt(last.group()) : 1;
        String method = noise.any(METHODS);
        boolean same = method.equals("ACK") || method.equals("CANCEL");
        String request = request(
                method, VirtualAgent.header(response, "Call-ID"), tag, same ? sequence : sequence + noise.number(3));
        String serial = VirtualAgent.header(response, "RSeq");
        return method.equals("PRACK") && !serial.isEmpty()
                ? request.replaceFirst("Max-Forwards", "RAck: " + serial + " " + sequence + " INVITE\r\nMax-Forwards")
                : request;
    }

    private String request(String method, String callId, String tag, int sequence) {
        String whole = method.equals("NOTIFY") && noise.chance(50) ? SUMMARY : SDP.replace("sendrecv", direction());
        String body = noise.chance(60) && !method.equals("BYE") ? whole : "";
        String more =
                switch (method) {
                    case "REFER" -> "Refer-To: <sip:carol@example.com>\r\n";
                    case "SUBSCRIBE", "NOTIFY" ->
                        "Event: " + noise.any(List.of("refer", "message-summary"))
                                + "\r\nSubscription-State: active;expires=60\r\n";
                    case "INFO" -> noise.chance(50) ? "Info-Package: trickle-ice\r\n" : "";
                    case "INVITE" ->
                        noise.chance(40)
                                ? "Supported: 100rel, timer, replaces\r\nAllow: INVITE, ACK, BYE, UPDATE, PRACK\r\n"
                                : "";
                    default -> "";
                };
        String type =
                switch (method) {
                    case "MESSAGE" -> "text/plain";
                    case "NOTIFY" -> noise.any(List.of("message/sipfrag", "application/simple-message-summary"));
                    case "INFO" -> noise.chance(50) ? "application/dtmf-relay" : "application/trickle-ice-sdpfrag";
                    default -> "application/sdp";
                };
        return method + " sip:" + virtual.agent.token() + "@127.0.0.1:50000 SIP/2.0\r\nVia: SIP/2.0/"
                + virtual.wire.transport() + " 127.0.0.1:5060;branch=z9hG4bKf" + names++ + "\r\n"
                + "From: \"Bob\" <sip:bob@example.com>;tag=theirs\r\nTo: <sip:alice@example.com>" + tag
                + "\r\nCall-ID: " + callId + "\r\nCSeq: " + sequence + " " + method
                + "\r\nContact: <sip:bob@127.0.0.1:5060>" + focus() + "\r\n" + more + "Max-Forwards: 70\r\n"
                + (body.isEmpty() ? "" : "Content-Type: " + type + "\r\n") + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private String focus() {
        return noise.chance(15) ? ";isfocus" : "";
    }

    private String direction() {
        return noise.any(List.of("sendrecv", "sendonly", "recvonly", "inactive"));
    }

    private String response(String request) {
        int status = noise.any(STATUSES);
        StringBuilder out = new StringBuilder("SIP/2.0 " + status + " Words\r\n");
        for (String line : request.split("\r\n\r\n", 2)[0].split("\r\n")) {
            if (line.startsWith("To:")) {
                out.append(line)
                        .append(line.contains("tag=") ? "" : ";tag=t" + noise.number(3))
                        .append("\r\n");
            } else if (line.matches("(Via|From|Call-ID|CSeq):.*")) {
                out.append(line).append("\r\n");
            }
        }
        out.append(
                switch (status) {
                    case 401 -> "WWW-Authenticate: Digest realm=\"r\", nonce=\"n" + names++ + "\", qop=\"auth\"\r\n";
                    case 407 -> "Proxy-Authenticate: Digest realm=\"p\", nonce=\"n\", algorithm=SHA-256\r\n";
                    case 302 -> "Contact: <sip:carol@example.com>;q=0.5, <sip:dave@example.com>\r\n";
                    case 183 -> "Require: 100rel\r\nRSeq: " + (1 + noise.number(3)) + "\r\n";
                    case 422 -> "Min-SE: 1800\r\n";
                    case 491, 503 -> "Retry-After: 3\r\n";
                    default -> "";
                });
        if (status != 302) {
            out.append("Contact: <sip:bob@127.0.0.1:5060>" + focus() + "\r\n");
        }
        String body = request.startsWith("INVITE") && noise.chance(70) ? SDP : "";
        return out + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n") + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private void dial() {
        if (dialled.size() > 200) {
            return;
        }
        LegRecorder leg = new LegRecorder();
        leg.refuses = account.refuses;
        leg.leg = calls.dial(Address.sip("bob@example.com"), "Alice", leg);
        leg.leg.offer(NO_MEDIA);
        dialled.add(leg);
    }

    private void userDoes() {
        List<LegRecorder> all = new ArrayList<>(dialled);
        all.addAll(account.incoming);
        if (all.isEmpty()) {
            return;
        }
        LegRecorder leg = noise.chance(60) ? all.get(all.size() - 1) : noise.any(all);
        switch (noise.number(11)) {
            case 0 -> leg.leg.ring();
            case 1, 2 -> {
                leg.leg.answer(NO_MEDIA);
                leg.leg.accept();
            }
            case 3 -> leg.leg.progress(NO_MEDIA);
            case 4 -> leg.leg.end(EndReason.of(noise.any(List.of(EndReason.Kind.values())), EndReason.By.LOCAL));
            case 5 -> leg.leg.offer(NO_MEDIA);
            case 6 -> leg.leg.update(NO_MEDIA);
            case 7 -> leg.leg.refuseOffer(noise.chance(50));
            case 8 -> leg.leg.transfer(Address.sip("carol@example.com"));
            case 9 -> leg.leg.answer(NO_MEDIA);
            default ->
                leg.leg.forward(
                        List.of(Address.sip("carol@example.com")),
                        EndReason.of(EndReason.Kind.FORWARDED, EndReason.By.LOCAL));
        }
    }

    /** The user hangs up everything. */
    void endAll() {
        calls.leave();
        calls.online(); // and goes on
        virtual.loop.run();
    }

    /** A request that any user agent answers with 200; gives what the account sends. */
    List<String> good(String method) {
        read = virtual.wire.sent.size();
        String request = request(method, "good" + names++, "", 1);
        virtual.port.received(
                request.getBytes(StandardCharsets.UTF_8), new java.net.InetSocketAddress("127.0.0.1", 5060));
        virtual.loop.run();
        return sent();
    }
}
