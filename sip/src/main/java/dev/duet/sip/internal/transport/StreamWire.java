package dev.duet.sip.internal.transport;

import dev.duet.model.ClientCertificate;
import dev.duet.model.DuetException;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP connection to a server, with TLS and WebSocket where wanted: one thread that connects and writes, one that
 * reads.
 */
public final class StreamWire implements Wire {

    private static final Logger LOG = LoggerFactory.getLogger(StreamWire.class);
    private static final int MAX_QUEUE = 1000;

    private final Target target;
    private final Listener listener;
    private final StreamCodec codec;
    private final LinkedBlockingQueue<byte[]> queue = new LinkedBlockingQueue<>(MAX_QUEUE);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong heard = new AtomicLong();
    private volatile @Nullable Socket socket;
    private volatile @Nullable Thread writer;

    private StreamWire(Target target, Listener listener) {
        this.target = target;
        this.listener = listener;
        this.codec = target.transport.isWebSocket()
                ? new WebSocketCodec(target.httpHost(), target.path, target.limits.messageBytes())
                : new PlainCodec(target.limits.messageBytes());
    }

    /** Begins to connect; {@link Listener#opened} or {@link Listener#closed} tells how that went. */
    public static StreamWire open(Target target, Listener listener) {
        StreamWire wire = new StreamWire(target, listener);
        Thread thread = new Thread(wire::connectAndWrite, "duet-sip-" + target.name() + "-out");
        thread.setDaemon(true);
        wire.writer = thread;
        thread.start();
        return wire;
    }

    @Override
    public SipConfig.Transport transport() {
        return target.transport;
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
    public long heard() {
        return heard.get();
    }

    private void enqueue(byte[] bytes) {
        if (!queue.offer(bytes) && !over.get()) {
            fail(new IOException("the peer does not read"));
        }
    }

    @Override
    public void close() {
        over.set(true);
        release();
    }

    private void connectAndWrite() {
        try {
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
            List<byte[]> early = openCodec();
            plain.setSoTimeout(0);
            if (over.get()) {
                release();
                return;
            }
            listener.opened(facts);
            early.forEach(message -> listener.received(message, target.remote));
            startReader();
            write();
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            release();
        } catch (DuetException e) {
            fail(e.failure());
        } catch (RuntimeException e) {
            fail(new IOException(e.toString(), e));
        }
    }

    /** Has the handshake of the codec, and gives what came right behind it. */
    private List<byte[]> openCodec() throws IOException {
        List<byte[]> early = new ArrayList<>();
        Socket open = socket;
        if (open == null || codec.isOpen()) {
            return early;
        }
        open.getOutputStream().write(codec.opening());
        byte[] buffer = new byte[8192];
        while (!codec.isOpen()) {
            int length = open.getInputStream().read(buffer);
            if (length < 0) {
                throw new EOFException();
            }
            StreamCodec.Taken taken = codec.take(buffer, length);
            early.addAll(taken.messages());
            taken.replies().forEach(this::enqueue);
        }
        return early;
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

    private void write() throws InterruptedException {
        Socket open = socket;
        if (open == null) {
            return;
        }
        try {
            OutputStream out = open.getOutputStream();
            while (!over.get()) {
                out.write(queue.take());
                out.flush();
            }
        } catch (IOException e) {
            fail(Failures.broken(e, target.remote));
        }
    }

    private void startReader() {
        Thread thread = new Thread(this::read, "duet-sip-" + target.name() + "-in");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        byte[] buffer = new byte[8192];
        try {
            Socket open = socket;
            while (open != null && !over.get()) {
                int length = open.getInputStream().read(buffer);
                if (length < 0) {
                    throw new EOFException();
                }
                StreamCodec.Taken taken = codec.take(buffer, length);
                if (taken.whole()) {
                    heard.incrementAndGet();
                }
                taken.messages().forEach(message -> listener.received(message, target.remote));
                taken.replies().forEach(this::enqueue);
            }
        } catch (IOException e) {
            fail(Failures.broken(e, target.remote));
        } catch (RuntimeException e) {
            LOG.warn("Reading from {} ends", target.remote, e);
            fail(new IOException(e.toString(), e));
        }
    }

    private void fail(IOException cause) {
        fail(Failures.of(cause, target.remote));
    }

    private void fail(Failure failure) {
        boolean first = over.compareAndSet(false, true);
        release();
        if (first) {
            listener.closed(failure);
        }
    }

    private void release() {
        Socket open = socket;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("Closing {}: {}", target.remote, e.toString());
            }
        }
        Thread thread = writer;
        if (thread != null && thread != Thread.currentThread()) {
            thread.interrupt();
        }
    }

    @Override
    public String toString() {
        return target.name();
    }

    /**
     * Where to connect, and whom to believe.
     *
     * @param transport any but SCTP
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
