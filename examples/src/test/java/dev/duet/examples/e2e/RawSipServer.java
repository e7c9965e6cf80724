package dev.duet.examples.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/** A SIP server by UDP that says exactly what the test says, right or wrong. For one thread. */
final class RawSipServer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final DatagramSocket socket;
    private final Deque<String> aside = new ArrayDeque<>();
    private SocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    RawSipServer() {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

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
            String message = receive();
            if (wanted.test(message)) {
                return message;
            }
            aside.add(message);
        }
    }

    private String receive() {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
            socket.receive(packet);
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing came; kept: " + aside, e);
        }
        client = packet.getSocketAddress();
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
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

    /** Signs a client in; returns the address of its contact. */
    String register() {
        String request = await("REGISTER");
        String contact = header(request, "Contact");
        reply(request, 200, "Contact: " + contact + ";expires=600", "Expires: 600");
        return contact.substring(contact.indexOf('<') + 1, contact.indexOf('>'));
    }

    /** Sends a request outside or inside of a dialog. */
    void request(String method, String uri, String from, String to, String callId, int sequence, String... rest) {
        StringBuilder request = new StringBuilder(method + " " + uri + " SIP/2.0\r\n");
        request.append("Via: SIP/2.0/UDP 127.0.0.1:" + port() + ";rport;branch=z9hG4bK" + callId + sequence + "\r\n");
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

    private void send(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, client));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    @Override
    public void close() {
        socket.close();
    }
}
