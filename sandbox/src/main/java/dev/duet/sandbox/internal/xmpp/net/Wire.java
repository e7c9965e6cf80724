package dev.duet.sandbox.internal.xmpp.net;

import dev.duet.sandbox.internal.pki.XmppAddresses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, later perhaps under TLS. Reading is for one thread; everything else may be called from any, and
 * never blocks: text waits in a bounded queue, and a client that lets it overflow is cut off.
 */
final class Wire {

    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Socket tcp;
    private final Workers workers;
    private final int queueLimit;

    private final Object lock = new Object();
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private int queued;
    private boolean draining;
    private boolean finishing;
    private boolean readerDone;
    private boolean cut;
    private Socket socket;

    Wire(Socket tcp, Workers workers, int queueLimit) {
        this.tcp = tcp;
        this.workers = workers;
        this.queueLimit = queueLimit;
        this.socket = tcp;
    }

    InputStream input() throws IOException {
        return current().getInputStream();
    }

    private Socket current() {
        synchronized (lock) {
            return socket;
        }
    }

    boolean isSecure() {
        return current() instanceof SSLSocket;
    }

    /** The certificate that TLS showed to the client; null without TLS. */
    @Nullable
    Certificate certificate() {
        Certificate[] chain =
                current() instanceof SSLSocket tls ? tls.getSession().getLocalCertificates() : null;
        return chain == null ? null : chain[0];
    }

    /** Whom the certificate of the client names; none without a certificate. */
    List<String> clients() {
        if (current() instanceof SSLSocket tls) {
            try {
                return tls.getSession().getPeerCertificates()[0] instanceof X509Certificate client
                        ? XmppAddresses.of(client)
                        : List.of();
            } catch (SSLPeerUnverifiedException e) {
                return List.of();
            }
        }
        return List.of();
    }

    /** How long a read may wait; none for zero. */
    void readTimeout(Duration timeout) throws IOException {
        tcp.setSoTimeout((int) timeout.toMillis());
    }

    /**
     * Goes over to TLS once all that was sent before has gone out; for the reading thread.
     *
     * @param asks whether to ask the client for a certificate
     */
    void startTls(SSLContext context, boolean asks, String... protocols) throws IOException {
        awaitDrained();
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(tcp, null, true);
        tls.setUseClientMode(false);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        parameters.setWantClientAuth(asks);
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        synchronized (lock) {
            socket = tls;
        }
    }

    private void awaitDrained() throws IOException {
        synchronized (lock) {
            try {
                while (draining && !cut) {
                    lock.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new java.io.InterruptedIOException();
            }
        }
    }

    /** Queues the text; without effect once the connection is ending. */
    void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean overflow;
        synchronized (lock) {
            if (finishing || cut) {
                return;
            }
            overflow = queued + bytes.length > queueLimit;
            if (!overflow) {
                enqueue(bytes);
            }
        }
        if (overflow) {
            cut();
        }
    }

    /** Queues the last text and closes the connection after it, or after a while if the client does not read. */
    void finish(String text) {
        synchronized (lock) {
            if (finishing || cut) {
                return;
            }
            finishing = true;
            enqueue(text.getBytes(StandardCharsets.UTF_8));
        }
        workers.after(LINGER, this::cut);
    }

    private void enqueue(byte[] bytes) {
        queue.add(bytes);
        queued += bytes.length;
        if (!draining) {
            draining = true;
            try {
                workers.write(this::drain);
            } catch (RejectedExecutionException e) {
                draining = false;
            }
        }
    }

    private void drain() {
        try {
            OutputStream out = current().getOutputStream();
            byte[] next = take();
            while (next.length > 0) {
                out.write(next);
                out.flush();
                next = take();
            }
        } catch (IOException e) {
            cut();
        }
    }

    /** All that waits, joined; when nothing does, this drain is over. */
    private byte[] take() throws IOException {
        boolean last;
        boolean close;
        synchronized (lock) {
            if (!queue.isEmpty() && !cut) {
                ByteArrayOutputStream joined = new ByteArrayOutputStream(queued);
                queue.forEach(joined::writeBytes);
                queue.clear();
                queued = 0;
                return joined.toByteArray();
            }
            draining = false;
            lock.notifyAll();
            last = finishing && !cut;
            close = readerDone;
        }
        if (last && close) {
            current().close();
        } else if (last) {
            current().shutdownOutput();
        }
        return new byte[0];
    }

    /** The client has said all it will. */
    void readerDone() {
        boolean now;
        synchronized (lock) {
            readerDone = true;
            now = !draining;
        }
        if (now) {
            close();
        }
    }

    private void close() {
        try {
            current().close();
        } catch (IOException e) {
            cut();
        }
    }

    /** Closes the connection at once; nothing that waits goes out. */
    void cut() {
        synchronized (lock) {
            cut = true;
            queue.clear();
            queued = 0;
            lock.notifyAll();
        }
        try {
            tcp.close();
        } catch (IOException e) {
            // It is closed for all purposes.
        }
    }
}
