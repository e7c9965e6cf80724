package dev.duet.sip.internal.link;

import dev.duet.sandbox.SipServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A peer that sends what it is told, byte by byte, and shows what comes back: to one phone, over UDP. */
final class RawPeer implements AutoCloseable {

    private static final Pattern CONTACT = Pattern.compile("sip:([^@]+)@([^:;]+):([0-9]+)");

    final String contact;
    private final DatagramSocket socket;
    private final InetSocketAddress phone;
    private int branches;

    RawPeer(SipServer server, String user) {
        contact = server.registrations(user).get(0).contact().replaceAll("[<>]", "");
        Matcher matcher = CONTACT.matcher(contact);
        if (!matcher.find()) {
            throw new IllegalStateException(contact);
        }
        phone = new InetSocketAddress(matcher.group(2), Integer.parseInt(matcher.group(3)));
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket.setSoTimeout(10_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** A request to the phone, with the headers that are mandatory; more headers and a body may follow. */
    String request(String method, String callId, int sequence, String toTag, String more, String body) {
        return method + " " + contact + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + port() + ";rport;branch=z9hG4bKraw" + branches++ + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: \"Raw\" <sip:raw@example.org>;tag=rawtag\r\n"
                + "To: <sip:alice@example.com>" + (toTag.isEmpty() ? "" : ";tag=" + toTag) + "\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: " + sequence + " " + method + "\r\n"
                + "Contact: <sip:raw@127.0.0.1:" + port() + ">\r\n"
                + more
                + (body.isEmpty() || more.contains("Content-Type") ? "" : "Content-Type: application/sdp\r\n")
                + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n"
                + body;
    }

    /** An ACK or CANCEL that belongs to a request of ours. */
    static String belonging(String request, String method, String toTag) {
        String[] parts = request.split("\r\n\r\n", 2)[0].split("\r\n");
        StringBuilder out = new StringBuilder();
        for (String line : parts) {
            if (line.matches("(Content-.*|Require:.*|Contact:.*)")) {
                continue;
            }
            String own = line.replace("INVITE", method);
            out.append(line.startsWith("To:") && !toTag.isEmpty() ? own + ";tag=" + toTag : own)
                    .append("\r\n");
        }
        return out.append("Content-Length: 0\r\n\r\n").toString();
    }

    void send(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, phone));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message; an empty text when none comes in time. */
    String receive() {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            socket.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next message that begins so; others are skipped. */
    String receive(String start) {
        StringBuilder seen = new StringBuilder();
        for (String message = receive(); !message.isEmpty(); message = receive()) {
            if (message.startsWith(start)) {
                return message;
            }
            seen.append(message, 0, Math.max(0, message.indexOf('\r'))).append(" | ");
        }
        throw new AssertionError("no " + start + ", but: " + seen);
    }

    static String toTag(String response) {
        return response.replaceAll("(?s).*\r\nTo: [^\r\n]*;tag=([^;\r\n]+).*", "$1");
    }

    /** A response to a request that came. */
    static String response(String request, int status, String toTag, String more, String body) {
        StringBuilder out = new StringBuilder("SIP/2.0 " + status + " Raw\r\n");
        for (String line : request.split("\r\n\r\n", 2)[0].split("\r\n")) {
            if (line.startsWith("To:")) {
                out.append(line.contains("tag=") ? line : line + ";tag=" + toTag)
                        .append("\r\n");
            } else if (line.matches("(Via|From|Call-ID|CSeq|Record-Route):.*")) {
                out.append(line).append("\r\n");
            }
        }
        return out.append(more)
                .append(body.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
                .append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    static final String SDP = "v=0\r\no=raw 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            + "m=audio 7000 RTP/AVP 0\r\n";

    @Override
    public void close() {
        socket.close();
    }
}
