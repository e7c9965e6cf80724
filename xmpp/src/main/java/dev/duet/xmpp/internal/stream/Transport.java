package dev.duet.xmpp.internal.stream;

import dev.duet.xmpp.internal.rfc4422.SaslChoice;
import dev.duet.xmpp.internal.rfc5929.ServerEndPoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The socket of one attempt, which can be closed at any time and from any thread. Closing it is what ends whatever
 * waits for it.
 */
final class Transport {

    private static final int CLOSE_AT_ONCE = 0;

    private final @Nullable SSLContext tls;
    private final String domain;
    private @Nullable Socket socket; // guarded by this, as is the next
    private boolean closed;

    /**
     * A transport that is not connected.
     *
     * @param tls for {@link #startTls}; null for a stream that stays in the clear
     * @param domain asked for by SNI
     */
    Transport(@Nullable SSLContext tls, String domain) {
        this.tls = tls;
        this.domain = domain;
    }

    /** Connects. Blocks. */
    void connect(InetAddress address, int port, int timeoutMillis) throws IOException {
        Socket made = new Socket();
        adopt(made);
        made.setTcpNoDelay(true);
        made.setKeepAlive(true);
        made.connect(new InetSocketAddress(address, port), timeoutMillis);
    }

    /**
     * Begins TLS on the connection. Blocks until it is agreed on.
     *
     * @param protocols for ALPN; none where the protocol is known without
     */
    void startTls(String... protocols) throws IOException {
        if (tls == null) {
            throw new IOException("No TLS was wanted");
        }
        Socket plain = socket();
        SSLSocket made = (SSLSocket) tls.getSocketFactory().createSocket(plain, domain, plain.getPort(), true);
        adopt(made);
        SSLParameters parameters = made.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        try {
            parameters.setServerNames(List.of(new SNIHostName(domain)));
        } catch (IllegalArgumentException e) {
            // a domain that is an IP address has no SNI (RFC 6066 3)
        }
        made.setSSLParameters(parameters);
        made.startHandshake();
    }

    private synchronized void adopt(Socket made) throws IOException {
        if (closed) {
            made.close();
            throw new IOException("Closed before it was opened");
        }
        socket = made;
    }

    private synchronized Socket socket() throws IOException {
        if (socket == null) {
            throw new IOException("Not connected");
        }
        return socket;
    }

    InputStream in() throws IOException {
        return socket().getInputStream();
    }

    OutputStream out() throws IOException {
        return socket().getOutputStream();
    }

    /** What TLS agreed on; null without. */
    synchronized @Nullable SSLSession session() {
        return socket instanceof SSLSocket secure ? secure.getSession() : null;
    }

    /** What SASL may use of it. */
    SaslChoice.Channel channel() {
        SSLSession session = session();
        if (session == null) {
            return new SaslChoice.Channel(false, null);
        }
        try {
            return new SaslChoice.Channel(
                    true,
                    session.getPeerCertificates()[0] instanceof X509Certificate server
                            ? ServerEndPoint.of(server)
                            : null);
        } catch (SSLPeerUnverifiedException e) {
            return new SaslChoice.Channel(true, null);
        }
    }

    /** The local address of the connection; null when there is none. */
    synchronized @Nullable InetAddress local() {
        return socket == null ? null : socket.getLocalAddress();
    }

    /** True unless this host has an address no more. Blocks for a moment. */
    static boolean isHere(@Nullable InetAddress local) {
        try {
            return local == null || NetworkInterface.getByInetAddress(local) != null;
        } catch (SocketException e) {
            return true; // nobody knows
        }
    }

    /** True when this side has closed it. */
    synchronized boolean isClosed() {
        return closed;
    }

    /** Closes the socket in peace, when both sides have said all. May block for a moment. */
    void finish() {
        Socket made;
        synchronized (this) {
            closed = true;
            made = socket;
        }
        if (made != null) {
            try {
                made.close();
            } catch (IOException e) {
                // it was closed
            }
        }
    }

    /** Closes the socket. Does not block: a TLS socket, which may want to say so first, is closed aside. */
    void close() {
        Socket made;
        synchronized (this) {
            closed = true;
            made = socket;
        }
        if (made instanceof SSLSocket && !made.isClosed()) {
            Thread closer = new Thread(() -> close(made), "duet-xmpp-close");
            closer.setDaemon(true);
            closer.start();
        } else if (made != null) {
            close(made);
        }
    }

    private static void close(Socket made) {
        try {
            made.setSoLinger(true, CLOSE_AT_ONCE);
            made.close();
        } catch (IOException e) {
            // it was closed
        }
    }
}
