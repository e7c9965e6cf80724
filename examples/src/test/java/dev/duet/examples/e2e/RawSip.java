package dev.duet.examples.e2e;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** A SIP server that says exactly what the test says, right or wrong. For one thread. */
abstract class RawSip implements AutoCloseable {

    static final int PATIENCE_MILLIS = 20_000;

    private final String transport;
    private final Deque<String> aside = new ArrayDeque<>();
    private int call;

    /** A server that calls its transport so in a Via. */
    RawSip(String transport) {
        this.transport = transport;
    }

    abstract int port();

    /** The next message. Throws when none comes; what is kept says what came before. */
    abstract String receive(Deque<String> kept);

    abstract void send(String message);

    @Override
    public abstract void close();

    /** The next message that begins so; others are kept for later. */
    String await(String beginning) {
        return await(message -> message.startsWith(beginning));
    }

    String await(Predicate<String> wanted) {
        for (String kept : aside) {
            if (wanted.test(kept)) {
                aside.remove(kept);
                return kept;
            }
        }
        while (true) {
            String message = receive(aside);
            if (wanted.test(message)) {
                return message;
            }
            aside.add(message);
        }
    }

    /** Answers a request. */
    void reply(String request, int status, String... headers) {
        StringBuilder response = new StringBuilder("SIP/2.0 " + status + " Test\r\n");
        request.lines().filter(line -> line.startsWith("Via:")).forEach(line -> response.append(line)
                .append("\r\n"));
        response.append("From: ").append(header(request, "From")).append("\r\n");
        String to = header(request, "To");
        response.append("To: ")
                .append(to.contains("tag=") ? to : to + ";tag=raw")
                .append("\r\n");
        response.append("Call-ID: ").append(header(request, "Call-ID")).append("\r\n");
        response.append("CSeq: ").append(header(request, "CSeq")).append("\r\n");
        for (String header : headers) {
            response.append(header).append("\r\n");
        }
        send(response.append("Content-Length: 0\r\n\r\n").toString());
    }

    /** Answers an offer. */
    void replyWith(String sdp, String request, int status) {
        int length = sdp.getBytes(StandardCharsets.UTF_8).length;
        StringBuilder response = new StringBuilder("SIP/2.0 " + status + " Test\r\n");
        for (String name : List.of("Via", "From", "Call-ID", "CSeq")) {
            response.append(name + ": " + header(request, name) + "\r\n");
        }
        response.append("To: " + header(request, "To") + ";tag=raw\r\n");
        response.append("Contact: <sip:raw@127.0.0.1:" + port() + ">\r\nContent-Type: application/sdp\r\n");
        send(response.append("Content-Length: " + length + "\r\n\r\n" + sdp).toString());
    }

    /** Signs a client in; returns the address of its contact. */
    String register() {
        return registered(await("REGISTER"));
    }

    /** Takes that registration; returns the address of its contact. */
    String registered(String request) {
        String contact = header(request, "Contact");
        reply(request, 200, "Contact: " + contact + ";expires=600", "Expires: 600");
        return contact.substring(contact.indexOf('<') + 1, contact.indexOf('>'));
    }

    /** Sends a request outside or inside of a dialog. */
    void request(String method, String uri, String from, String to, String callId, int sequence, String... rest) {
        StringBuilder request = new StringBuilder(method + " " + uri + " SIP/2.0\r\n");
        request.append("Via: SIP/2.0/" + transport + " 127.0.0.1:" + port() + ";rport;branch=z9hG4bK" + callId
                + sequence + "\r\n");
        request.append("Max-Forwards: 70\r\nFrom: " + from + "\r\nTo: " + to + "\r\n");
        request.append("Call-ID: " + callId + "\r\nCSeq: " + sequence + " " + method + "\r\n");
        request.append("Contact: <sip:raw@127.0.0.1:" + port() + ">\r\n");
        String body = rest.length == 0 ? "" : rest[rest.length - 1];
        for (int i = 0; i < rest.length - 1; i++) {
            request.append(rest[i]).append("\r\n");
        }
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        send(request.append("Content-Length: " + length + "\r\n\r\n" + body).toString());
    }

    /** What is said of a call is of another one from now on. */
    void nextCall() {
        call++;
    }

    /** Offers something in a call: the first time without a tag, later with that of the client, as {@code ;tag=}. */
    void invite(String contact, String tag, int sequence, String sdp) {
        ofCall("INVITE", contact, tag, sequence, "Content-Type: application/sdp", sdp);
    }

    /** The final response to that INVITE. */
    String awaitFinal(int sequence) {
        return awaitResponse(sequence, 200);
    }

    /** A response to that INVITE with that status or a higher one. */
    String awaitResponse(int sequence, int status) {
        return await(message -> message.startsWith("SIP/2.0")
                && status(message) >= status
                && message.contains("CSeq: " + sequence + " INVITE")
                && header(message, "Call-ID").equals("spoilt" + call));
    }

    void acknowledge(String contact, String tag, int sequence) {
        ofCall("ACK", contact, tag, sequence);
    }

    void bye(String contact, String tag, int sequence) {
        ofCall("BYE", contact, tag, sequence);
    }

    private void ofCall(String method, String contact, String tag, int sequence, String... rest) {
        request(
                method,
                contact,
                "<sip:raw@example.com>;tag=r",
                "<sip:alice@example.com>" + tag,
                "spoilt" + call,
                sequence,
                rest);
    }

    static String header(String message, String name) {
        return message.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No " + name + " in\n" + message));
    }

    static int status(String response) {
        return Integer.parseInt(response.substring(8, 11));
    }
}
