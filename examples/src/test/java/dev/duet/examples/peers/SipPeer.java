package dev.duet.examples.peers;

import dev.duet.sandbox.TestAuthority;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A SIP server by TLS that knows one client and plays the other side of its calls with descriptions of the test's own.
 * It registers whoever asks; of calls it says nothing by itself.
 */
final class SipPeer implements AutoCloseable {

    static final String DOMAIN = "sip.test";

    private static final int PATIENCE_SECONDS = 30;

    private final ServerSocket listener;
    private final Path authority;
    private final BlockingQueue<SipText> came = new LinkedBlockingQueue<>();
    private final Deque<SipText> aside = new ArrayDeque<>();
    private volatile @Nullable Socket client;
    private volatile String contact = "";
    private int calls;

    private SipPeer(ServerSocket listener, Path authority) {
        this.listener = listener;
        this.authority = authority;
    }

    static SipPeer start(Path folder) {
        TestAuthority authority = TestAuthority.create();
        try {
            ServerSocket listener = authority
                    .serverContext(DOMAIN, "127.0.0.1")
                    .getServerSocketFactory()
                    .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
            SipPeer peer = new SipPeer(listener, authority.writePem(folder));
            Thread thread = new Thread(peer::accept, "sip-peer");
            thread.setDaemon(true);
            thread.start();
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The PEM file of the authority that issued its certificate. */
    Path authority() {
        return authority;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                client = socket;
                read(socket);
            } catch (SocketException | EOFException closed) {
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void read(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        while (true) {
            SipText message = SipText.read(in);
            if (message == null) {
                send("\r\n");
            } else if (message.isRequest("REGISTER")) {
                contact = message.uri("Contact");
                reply(message, 200, "Contact: " + message.header("Contact") + ";expires=600", "");
            } else if (message.isRequest("OPTIONS")) {
                reply(message, 200, "", "");
            } else {
                came.add(message);
            }
        }
    }

    /** The next message that fits; others are kept for later. */
    SipText await(Predicate<SipText> wanted) {
        for (SipText kept : aside) {
            if (wanted.test(kept)) {
                aside.remove(kept);
                return kept;
            }
        }
        while (true) {
            SipText message = next();
            if (wanted.test(message)) {
                return message;
            }
            aside.add(message);
        }
    }

    private SipText next() {
        try {
            SipText message = came.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new IllegalStateException("Nothing came; kept: " + aside);
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits for a call of the client's. */
    SipPeerCall awaitCall() {
        SipText invite = await(
                message -> message.isRequest("INVITE") && !message.header("To").contains("tag="));
        return SipPeerCall.called(this, invite);
    }

    /** Calls the client with an offer. */
    SipPeerCall call(String offer) {
        return SipPeerCall.calls(this, contact, "duet-test-" + ++calls, offer);
    }

    /** Answers a request; with a body of SDP unless that is of length 0. */
    void reply(SipText request, int status, String header, String sdp) {
        StringBuilder response = new StringBuilder("SIP/2.0 " + status + " Test\r\n");
        request.headers("Via")
                .forEach(via -> response.append("Via: ").append(via).append("\r\n"));
        request.headers("Record-Route")
                .forEach(
                        route -> response.append("Record-Route: ").append(route).append("\r\n"));
        String to = request.header("To");
        response.append("From: ").append(request.header("From")).append("\r\n");
        response.append("To: ").append(to.contains("tag=") || status == 100 ? to : to + ";tag=peer");
        response.append("\r\nCall-ID: ").append(request.header("Call-ID")).append("\r\n");
        response.append("CSeq: ").append(request.sequence()).append("\r\n");
        if (!header.isEmpty()) {
            response.append(header).append("\r\n");
        }
        send(withBody(response, sdp));
    }

    /** The address at which it is called, as in Contact. */
    String uri() {
        return "sip:peer@127.0.0.1:" + port() + ";transport=tls";
    }

    static String withBody(StringBuilder head, String sdp) {
        if (!sdp.isEmpty()) {
            head.append("Content-Type: application/sdp\r\n");
        }
        int length = sdp.getBytes(StandardCharsets.UTF_8).length;
        return head.append("Content-Length: ")
                .append(length)
                .append("\r\n\r\n")
                .append(sdp)
                .toString();
    }

    synchronized void send(String message) {
        Socket socket = client;
        if (socket == null) {
            throw new IllegalStateException("Nobody has signed in");
        }
        try {
            socket.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            Socket socket = client;
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
