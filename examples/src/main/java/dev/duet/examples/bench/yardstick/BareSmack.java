package dev.duet.examples.bench.yardstick;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.filter.StanzaTypeFilter;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;

/**
 * The least that chats with Smack as it is: its TCP connection with TLS and stream management, stanzas as they are.
 * With the one setting under which it is at its best: packets that do not wait for others.
 */
public final class BareSmack implements AutoCloseable {

    private final XMPPTCPConnection connection;

    private BareSmack(XMPPTCPConnection connection) {
        this.connection = connection;
    }

    /** Signs in at a server on this machine; blocks. */
    public static BareSmack signIn(int port, String domain, String user, String password, Path authority)
            throws IOException, InterruptedException {
        try {
            XMPPTCPConnection connection = new XMPPTCPConnection(XMPPTCPConnectionConfiguration.builder()
                    .setXmppDomain(domain)
                    .setHostAddress(InetAddress.getByName("127.0.0.1"))
                    .setPort(port)
                    .setUsernameAndPassword(user, password)
                    .setSecurityMode(SecurityMode.required)
                    .setCustomX509TrustManager(trusting(authority))
                    .setSocketFactory(new AtOnce())
                    .build());
            connection.setReplyTimeout(60_000);
            connection.connect();
            connection.login();
            if (!connection.isSmEnabled()) {
                throw new IllegalStateException("No stream management");
            }
            return new BareSmack(connection);
        } catch (SmackException | XMPPException | GeneralSecurityException e) {
            throw new IllegalStateException("Smack does not sign in as " + user, e);
        }
    }

    /** Sends a text. */
    public void send(String to, String body) {
        try {
            connection.sendStanza(connection
                    .getStanzaFactory()
                    .buildMessageStanza()
                    .to(to)
                    .ofType(Message.Type.chat)
                    .setBody(body)
                    .build());
        } catch (IOException | SmackException | InterruptedException e) {
            throw new IllegalStateException("Smack does not send", e);
        }
    }

    /** Tells of each text that comes, in order. */
    public void listen(Consumer<String> bodies) {
        connection.addSyncStanzaListener(
                stanza -> {
                    String body = ((Message) stanza).getBody();
                    if (body != null) {
                        bodies.accept(body);
                    }
                },
                StanzaTypeFilter.MESSAGE);
    }

    @Override
    public void close() {
        connection.disconnect();
    }

    private static X509TrustManager trusting(Path authority) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        try (InputStream in = Files.newInputStream(authority)) {
            keys.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(keys);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new IllegalStateException("This JVM has no X.509 trust manager");
    }

    /** Makes sockets that do not wait for more to send, which Smack's own do (Nagle). */
    private static final class AtOnce extends SocketFactory {

        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return connected(new InetSocketAddress(host, port), null);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return connected(new InetSocketAddress(host, port), new InetSocketAddress(from, fromPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return connected(new InetSocketAddress(host, port), null);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return connected(new InetSocketAddress(host, port), new InetSocketAddress(from, fromPort));
        }

        private Socket connected(InetSocketAddress to, InetSocketAddress from) throws IOException {
            Socket socket = createSocket();
            if (from != null) {
                socket.bind(from);
            }
            socket.connect(to);
            return socket;
        }
    }
}
