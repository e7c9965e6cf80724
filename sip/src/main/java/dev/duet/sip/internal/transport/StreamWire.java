package dev.duet.sip.internal.transport;

import dev.duet.model.ClientCertificate;
import dev.duet.model.Endpoint;
import dev.duet.model.SipConfig;
import dev.duet.model.SipLimits;
import dev.duet.model.Trust;
import dev.duet.spi.net.ServerTrust;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A TCP connection to a server, with TLS and WebSocket where wanted. */
public final class StreamWire extends ConnectionWire {

    private final Target target;
    private final StreamCodec codec;
    private final byte[] buffer = new byte[8192];
    private final List<byte[]> early = new ArrayList<>();
    private volatile @Nullable Socket socket;

    private StreamWire(Target target, Listener listener) {
        super(target, listener);
        this.target = target;
        this.codec = target.transport.isWebSocket()
                ? new WebSocketCodec(target.httpHost(), target.path, target.limits.messageBytes())
                : new PlainCodec(target.limits.messageBytes());
    }

    /** Begins to connect; {@link Listener#opened} or {@link Listener#closed} tells how that went. */
    public static StreamWire open(Target target, Listener listener) {
        StreamWire wire = new StreamWire(target, listener);
        wire.start();
        return wire;
    }

    @Override
    public InetSocketAddress local() {
        Socket open = socket;
        return open == null ? new InetSocketAddress(0) : (InetSocketAddress) open.getLocalSocketAddress();
    }

    @Override
    public void send(byte[] message, InetSocketAddress to) {
        enqueue(codec.encode(message));
    }

    @Override
    public void ping(InetSocketAddress to) {
        enqueue(codec.ping());
    }

    @Override
    TlsFacts connect() throws IOException {
        Socket plain = new Socket();
        socket = plain;
        if (target.local != null) {
            plain.bind(new InetSocketAddress(target.local, 0));
        }
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(target.timeoutMillis);
        plain.connect(target.remote, target.timeoutMillis);
        TlsFacts facts = TlsFacts.NONE;
        if (target.transport.isSecure()) {
            SSLSocket secure = handshake(plain);
            socket = secure;
            SSLSession session = secure.getSession();
            facts = new TlsFacts(session.getProtocol(), session.getCipherSuite());
        }
        openCodec();
        plain.setSoTimeout(0);
        return facts;
    }

    /** Has the handshake of the codec, and keeps what came right behind it. */
    private void openCodec() throws IOException {
        Socket open = socket;
        if (open == null || codec.isOpen()) {
            return;
        }
        open.getOutputStream().write(codec.opening());
        while (!codec.isOpen()) {
            StreamCodec.Taken taken = take(open);
            early.addAll(taken.messages());
            taken.replies().forEach(this::enqueue);
        }
    }

    private SSLSocket handshake(Socket plain) throws IOException {
        SSLSocket secure = (SSLSocket) ServerTrust.of(target.trust, target.identity::complaint)
                .context(target.certificate)
                .getSocketFactory()
                .createSocket(plain, target.identity.serverName(), target.remote.getPort(), true);
        String name = target.identity.serverName();
        SSLParameters parameters = secure.getSSLParameters();
        if (name.matches("[a-z0-9-]+(\\.[a-z0-9-]+)*\\.[a-z][a-z0-9-]*|[a-z][a-z0-9-]*")) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    @Override
    void handOver() {
        early.forEach(this::received);
        early.clear();
    }

    @Override
    void write(byte[] bytes) throws IOException {
        OutputStream out = open().getOutputStream();
        out.write(bytes);
        out.flush();
    }

    @Override
    void read() throws IOException {
        StreamCodec.Taken taken = take(open());
        if (taken.whole()) {
            heardSomething();
        }
        taken.messages().forEach(this::received);
        taken.replies().forEach(this::enqueue);
    }

    private StreamCodec.Taken take(Socket from) throws IOException {
        int length = from.getInputStream().read(buffer);
        if (length < 0) {
            throw new EOFException();
        }
        return codec.take(buffer, length);
    }

    private Socket open() throws IOException {
        Socket open = socket;
        if (open == null) {
            throw new EOFException();
        }
        return open;
    }

    @Override
    void closeSocket() throws IOException {
        Socket open = socket;
        if (open != null) {
            open.close();
        }
    }

    /**
     * Where to connect, and whom to believe.
     *
     * @param transport which of them
     * @param remote resolved
     * @param local the local address to use; null to let the operating system choose
     * @param path of a WebSocket
     * @param trust for TLS
     * @param certificate what this side shows by TLS; null for nothing
     * @param identity whose certificate is wanted, for TLS
     * @param timeoutMillis for connecting and for the handshake
     * @param limits what others may cost
     */
    public record Target(
            SipConfig.Transport transport,
            InetSocketAddress remote,
            @Nullable InetAddress local,
            String path,
            Trust trust,
            @Nullable ClientCertificate certificate,
            PeerIdentity identity,
            int timeoutMillis,
            SipLimits limits) {

        /** The server as HTTP names it (RFC 9110 7.2). */
        String httpHost() {
            return new Endpoint(identity.serverName(), remote.getPort()).toString();
        }

        String name() {
            return transport.name().toLowerCase(Locale.ROOT) + "-"
                    + remote.getAddress().getHostAddress() + ":" + remote.getPort();
        }
    }
}
