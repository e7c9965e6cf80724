package dev.duet.xmpp.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that sends every client on to another (RFC 6120 4.9.3.19), or, when that is empty, to itself. */
final class SendingOn implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final AtomicInteger visits = new AtomicInteger();
    private final String other;

    SendingOn(String other) throws IOException {
        this.other = other.isEmpty() ? "127.0.0.1:" + port() : other;
        Thread thread = new Thread(this::accept, "duet-test-door");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    int visits() {
        return visits.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                visits.incrementAndGet();
                InputStream in = client.getInputStream();
                while (in.read() != '>') {
                    // the client's header
                }
                client.getOutputStream()
                        .write(("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
                                        + " id='1' version='1.0' from='example.org'><stream:error>"
                                        + "<see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>" + other
                                        + "</see-other-host></stream:error></stream:stream>")
                                .getBytes(StandardCharsets.UTF_8));
                while (in.read() >= 0) {
                    // until the client has heard it
                }
            } catch (IOException e) {
                // that client is gone
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
