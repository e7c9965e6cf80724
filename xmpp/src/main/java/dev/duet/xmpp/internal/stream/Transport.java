package dev.duet.xmpp.internal.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jivesoftware.smack.proxy.ProxyInfo;
import org.jivesoftware.smack.proxy.ProxySocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * The socket of one attempt, which we, unlike Smack, can close at any time and from any thread. Closing it is what ends
 * whatever waits for it.
 */
final class Transport extends SocketFactory {

    private static final int CLOSE_AT_ONCE = 0;

    private final @Nullable SSLContext direct;
    private final String domain;
    private @Nullable Socket socket; // guarded by this
    private boolean closed; // guarded by this

    /**
     * A transport.
     *
     * @param direct for TLS from the first byte (XEP-0368); null when Smack begins TLS later or never
     * @param domain asked for by SNI
     */
    Transport(@Nullable SSLContext direct, String domain) {
        this.direct = direct;
        this.domain = domain;
    }

    @Override
    public synchronized Socket createSocket() throws IOException {
        if (closed) {
            throw new IOException("Closed before it was opened");
        }
        Socket made = direct == null ? new Socket() : tls(direct);
        made.setTcpNoDelay(true);
        made.setKeepAlive(true);
        socket = made;
        return made;
    }

    private Socket tls(SSLContext context) throws IOException {
        SSLSocket made = (SSLSocket) context.getSocketFactory().createSocket();
        SSLParameters parameters = made.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"xmpp-client"});
        try {
            parameters.setServerNames(List.of(new SNIHostName(domain)));
        } catch (IllegalArgumentException e) {
            // a domain that is an IP address has no SNI (RFC 6066 3)
        }
        made.setSSLParameters(parameters);
        return made;
    }

    /**
     * Smack connects a socket on a thread of its own, except through a proxy. This is a proxy only in name: it connects
     * to the address on the thread that asks.
     */
    ProxyInfo connectingTo(InetAddress address) {
        return new ProxyInfo(ProxyInfo.ProxyType.SOCKS5, "", 0, "", "") {
            @Override
            public ProxySocketConnection getProxySocketConnection() {
                return (made, host, port, timeout) -> made.connect(new InetSocketAddress(address, port), timeout);
            }
        };
    }

    /** The TLS session of a direct TLS socket; null without. */
    synchronized @Nullable SSLSession directSession() {
        return socket instanceof SSLSocket tls ? tls.getSession() : null;
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

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("Only unconnected sockets");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw new IOException("Only unconnected sockets");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw new IOException("Only unconnected sockets");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        throw new IOException("Only unconnected sockets");
    }
}
