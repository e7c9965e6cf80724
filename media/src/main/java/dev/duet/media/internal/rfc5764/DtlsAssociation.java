package dev.duet.media.internal.rfc5764;

import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.media.internal.rfc3711.SrtpProfile;
import dev.duet.model.DtlsDescription.Fingerprint;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.spi.Loop;
import dev.duet.spi.RuntimeContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One DTLS association for the keys of one medium: a handshake, and later the answers to its repeated messages. It
 * begins when there is a way ({@link #start}), and the side that waits uses no thread before it was greeted.
 *
 * <p>An alert that nothing proves does not end the handshake at once, since anybody may have written it: it shortens
 * the time that is left.
 */
public final class DtlsAssociation {

    /** How long a handshake may take once there is a way. */
    public static final Duration LIMIT = Duration.ofSeconds(15);

    private static final Duration AFTER_ALERT = Duration.ofSeconds(2);
    private static final int MOST_AT_ONCE = 32;
    private static final Logger LOG = LoggerFactory.getLogger(DtlsAssociation.class);

    /** The way out. */
    @FunctionalInterface
    public interface Sender {

        /** Sends a datagram, from any thread. Its loss is borne. */
        void send(byte[] data, int offset, int length);
    }

    /** The end of the handshake, one way or the other; told once, on any thread. */
    public interface Listener {

        /** Both sides proved themselves, and have keys. */
        void secured(SrtpKey ours, SrtpKey theirs);

        /** There are no keys: kind TLS when the other side is to blame, kind MEDIA when it was not heard in time. */
        void failed(Failure failure);
    }

    private enum State {
        NEW,
        WAITING,
        SHAKING,
        SECURED,
        OVER
    }

    private final boolean client;
    private final Handshake handshake;
    private final RuntimeContext context;
    private final Listener listener;
    private final Inbox inbox;
    private final byte[] unread = new byte[2048];

    // Guarded by this.
    private State state = State.NEW;
    private boolean answering;
    private boolean proofSeen;
    private @Nullable DTLSTransport transport;
    private Loop.@Nullable Timer timer;

    private volatile int alert = -1;

    /**
     * An association that does nothing yet.
     *
     * @param client true to connect, false to wait
     * @param described what the other side's description says about its certificate
     * @param profiles the SRTP profiles to agree on, the best first
     */
    public DtlsAssociation(
            boolean client,
            Identity identity,
            List<Fingerprint> described,
            List<SrtpProfile> profiles,
            Sender sender,
            RuntimeContext context,
            Listener listener) {
        this.client = client;
        this.handshake = new Handshake(identity, described, profiles);
        this.context = context;
        this.listener = listener;
        this.inbox = new Inbox(sender);
    }

    /** There is a way. Does nothing the second time. From any thread. */
    public synchronized void start() {
        if (state != State.NEW) {
            return;
        }
        state = State.WAITING;
        timer = context.loop().schedule(LIMIT, this::expire);
        if (client || !inbox.isEmpty()) {
            shake();
        }
    }

    /** Takes a datagram, copied when it is kept. From any thread; never blocks for long. */
    public void received(byte[] data, int offset, int length) {
        if (!Records.admits(data, offset, length)) {
            return;
        }
        synchronized (this) {
            switch (state) {
                case NEW, WAITING -> greeted(data, offset, length);
                case SHAKING -> shaking(data, offset, length);
                case SECURED -> {
                    if (transport != null) {
                        inbox.put(data, offset, length);
                        answer();
                    }
                }
                default -> {}
            }
        }
    }

    private void greeted(byte[] data, int offset, int length) {
        if (!client && Records.isClientHello(data, offset, length)) {
            inbox.put(data, offset, length);
            if (state == State.WAITING) {
                shake();
            }
        }
    }

    private void shaking(byte[] data, int offset, int length) {
        int description = Records.plainAlert(data, offset, length);
        proofSeen |= Records.hasMessage(Records.CERTIFICATE_VERIFY, data, offset, length);
        if (description < 0) {
            // The library's server takes a change of keys ahead of the client's proof, and then no proof any more: it
            // is told of the change when that comes again.
            if (client || proofSeen || !Records.hasChange(data, offset, length)) {
                inbox.put(data, offset, length);
            }
        } else if (alert < 0) {
            alert = description;
            cancelTimer();
            timer = context.loop().schedule(AFTER_ALERT, this::expire);
        }
    }

    private void shake() {
        state = State.SHAKING;
        inBackground(this::run);
    }

    private void run() {
        try {
            int limit = (int) LIMIT.toMillis();
            DTLSTransport done = client
                    ? new DTLSClientProtocol().connect(new Client(handshake, limit), inbox)
                    : new DTLSServerProtocol().accept(new Server(handshake, limit), inbox);
            secured(done);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void secured(DTLSTransport done) throws IOException {
        SrtpKey clientKey = handshake.clientKey();
        SrtpKey serverKey = handshake.serverKey();
        if (clientKey == null || serverKey == null) {
            throw new IOException("No keys came out");
        }
        synchronized (this) {
            if (state == State.OVER) {
                return;
            }
            state = State.SECURED;
            transport = done;
            cancelTimer();
            if (!inbox.isEmpty()) {
                answer();
            }
        }
        listener.secured(client ? clientKey : serverKey, client ? serverKey : clientKey);
    }

    private void fail(Exception cause) {
        if (over()) {
            if (handshake.isStranger()) {
                tell(
                        Kind.TLS,
                        Origin.PEER,
                        Retry.NEVER,
                        "The peer's certificate in the DTLS handshake is not the one that its description names");
            } else if (cause instanceof TlsTimeoutException) {
                tellOfTime();
            } else {
                LOG.debug("A DTLS handshake failed: {}", cause.toString());
                tell(Kind.TLS, Origin.PEER, Retry.NEVER, "The DTLS handshake failed: " + cause.getMessage());
            }
        }
    }

    private void expire() {
        if (!over()) {
            return;
        }
        int heard = alert;
        if (heard >= 0) {
            tell(
                    Kind.TLS,
                    Origin.PEER,
                    Retry.NEVER,
                    "The peer ended the DTLS handshake: " + AlertDescription.getText((short) heard));
        } else {
            tellOfTime();
        }
    }

    private void tellOfTime() {
        tell(
                Kind.MEDIA,
                Origin.NETWORK,
                Retry.LATER,
                "There was no DTLS handshake with the peer within " + LIMIT.toSeconds() + " s");
    }

    private void tell(Kind kind, Origin origin, Retry retry, String message) {
        listener.failed(Failure.of(kind, origin, retry, message));
    }

    /** Ends a handshake; false when there was none to end. */
    private synchronized boolean over() {
        if (state == State.OVER || state == State.SECURED) {
            return false;
        }
        state = State.OVER;
        cancelTimer();
        inbox.end();
        return true;
    }

    /** Lets the library see what came after the handshake: the last flight again, or a goodbye. */
    private void answer() {
        if (!answering) {
            answering = true;
            inBackground(this::read);
        }
    }

    private void read() {
        DTLSTransport open;
        synchronized (this) {
            open = transport;
        }
        try {
            for (int i = 0; open != null && i < MOST_AT_ONCE && !inbox.isEmpty(); i++) {
                open.receive(unread, 0, unread.length, 1);
            }
        } catch (IOException | RuntimeException e) {
            // A goodbye, or nonsense. Keys stay as they are: the signalling tells when a call ends.
            LOG.debug("A DTLS association ended: {}", e.toString());
            open = null;
        }
        synchronized (this) {
            answering = false;
            if (open == null) {
                transport = null;
            } else if (transport != null && !inbox.isEmpty()) {
                answer();
            }
        }
    }

    /** Says goodbye, and ends. From any thread; never blocks for long. No fact is told after it. */
    public void close() {
        DTLSTransport open;
        synchronized (this) {
            open = transport;
            transport = null;
            state = State.OVER;
            cancelTimer();
        }
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("A DTLS association did not close: {}", e.toString());
            }
        }
        inbox.end();
    }

    private void cancelTimer() {
        Loop.Timer running = timer;
        timer = null;
        if (running != null) {
            running.cancel();
        }
    }

    private void inBackground(Runnable task) {
        try {
            context.blocking().execute(task);
        } catch (RejectedExecutionException e) {
            // The runtime is closed: nobody waits for keys any more.
            state = State.OVER;
        }
    }
}
