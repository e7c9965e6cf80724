package dev.duet.xmpp.internal.stream;

import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackException.NoResponseException;
import org.jivesoftware.smack.SmackException.NotConnectedException;
import org.jivesoftware.smack.SmackException.OutgoingQueueFullException;
import org.jivesoftware.smack.SmackException.SecurityRequiredByServerException;
import org.jivesoftware.smack.SmackException.SmackSaslException;
import org.jivesoftware.smack.SmackException.SmackWrappedException;
import org.jivesoftware.smack.packet.Mechanisms;
import org.jivesoftware.smack.packet.StartTls;
import org.jivesoftware.smack.packet.TopLevelStreamElement;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;
import org.jspecify.annotations.Nullable;

/**
 * One stream. Smack brings it up (TCP, TLS, SASL, binding) and carries its bytes; every stanza apart from the answers
 * to Smack's own requests goes to our listener as {@link Xml}, in order and on the reading thread, and never through
 * Smack's listeners, providers or managers. These are process-wide: another user of Smack in this JVM would change what
 * our streams do, and we theirs.
 */
public final class XmppStream extends XMPPTCPConnection {

    private static final int MAX_BACKLOG = 10_000;
    private static final int MAX_REST = 256; // blocks of 4 KiB

    private final Listener listener;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CountDownLatch terminated = new CountDownLatch(1);
    private final Queue<Xml> backlog = new ArrayDeque<>(); // guarded by itself
    private volatile @Nullable TransportReader transport;
    private boolean writerNamed; // of the writing thread
    private final LongSupplier clock;
    private volatile long lastHeard;

    XmppStream(XMPPTCPConnectionConfiguration config, Listener listener, LongSupplier clock, long replyTimeoutMillis) {
        super(config);
        this.listener = listener;
        this.clock = clock;
        lastHeard = clock.getAsLong();
        connectionListeners.clear(); // Smack's managers hang themselves in when they are on the class path
        setUseStreamManagement(false);
        setReplyTimeout(replyTimeoutMillis);
    }

    /** What happens on a stream. No method may block. */
    public interface Listener {

        /** A stanza came. On the reading thread, in order. */
        void stanza(Xml stanza);

        /** A stanza of ours was written to the connection. On the writing thread, in order. */
        void written(Xml stanza);

        /**
         * The stream ended. Told once, on any thread.
         *
         * @param cause why; null when the server closed it politely, or we did
         */
        void ended(@Nullable Exception cause);

        /** The reading and the writing thread have ended, or were given up. May be told more than once. */
        void terminated();
    }

    /**
     * Sends a stanza after those before it, without blocking.
     *
     * @return false when the stream is closed, or its writer is ten thousand stanzas behind
     */
    public boolean trySend(Xml stanza) {
        synchronized (backlog) {
            if (ended.get()) {
                return false;
            }
            if (backlog.isEmpty() && offer(stanza)) {
                return true;
            }
            return backlog.size() < MAX_BACKLOG && backlog.add(stanza);
        }
    }

    /** When something was last heard from the server, on the clock that was given. */
    public long lastHeard() {
        return lastHeard;
    }

    /** The local IP address of the connection; empty when there is none. */
    public String localHost() {
        InetAddress local = getLocalAddress();
        return local == null || local.isAnyLocalAddress() ? "" : local.getHostAddress();
    }

    /**
     * Closes the stream after all that was sent, within about twice that time. Blocks.
     *
     * @param patienceMillis how long to wait for the server to close its side, and for the threads to end
     */
    public void close(long patienceMillis) {
        setReplyTimeout(patienceMillis);
        try {
            disconnect(null);
        } catch (NotConnectedException e) {
            // it is closed
        }
    }

    /** Waits until the reading and the writing thread have been told to end and, normally, have ended. */
    public boolean awaitTermination(long millis) throws InterruptedException {
        return terminated.await(millis, TimeUnit.MILLISECONDS);
    }

    private boolean offer(Xml stanza) {
        try {
            sendNonBlockingInternal(new RawStanza(stanza));
            return true;
        } catch (NotConnectedException | OutgoingQueueFullException e) {
            return false;
        }
    }

    @Override
    protected void firePacketSendingListeners(TopLevelStreamElement element) {
        if (!writerNamed) {
            writerNamed = true;
            Thread.currentThread().setName("duet-xmpp-writer");
        }
        if (element instanceof RawStanza ours) {
            listener.written(ours.xml());
        }
        synchronized (backlog) {
            for (Xml next = backlog.peek(); next != null && offer(next); next = backlog.peek()) {
                backlog.remove();
            }
        }
    }

    @Override
    protected void parseAndProcessStanza(XmlPullParser parser) throws InterruptedException {
        lastHeard = clock.getAsLong();
        if (isAnswerToSmack(parser)) {
            super.parseAndProcessStanza(parser);
        } else {
            listener.stanza(readStanza(parser));
        }
        TransportReader reading = transport;
        if (reading != null) {
            reading.stanzaDone();
        }
    }

    private static Xml readStanza(XmlPullParser parser) {
        try {
            return TreeReader.read(parser);
        } catch (XmlPullParserException | IOException e) {
            throw MalformedStreamException.of(e);
        }
    }

    private static boolean isAnswerToSmack(XmlPullParser parser) {
        String type = parser.getAttributeValue("", "type");
        String id = parser.getAttributeValue("", "id");
        return "iq".equals(parser.getName())
                && ("result".equals(type) || "error".equals(type))
                && (id == null || !id.startsWith(Iqs.ID_PREFIX));
    }

    /** Smack calls this whenever the reader and writer of a connection are new. */
    @Override
    protected void initDebugger() {
        super.initDebugger();
        TransportReader reading = new TransportReader(reader);
        reader = reading;
        transport = reading;
    }

    /** Smack would wait for mechanisms that will not come. */
    @Override
    protected void afterFeaturesReceived()
            throws NotConnectedException, InterruptedException, SecurityRequiredByServerException {
        super.afterFeaturesReceived();
        boolean beginsTls = hasFeature(StartTls.ELEMENT, StartTls.NAMESPACE)
                && getConfiguration().getSecurityMode() != SecurityMode.disabled;
        if (!beginsTls && !isSaslAuthenticated() && !hasFeature(Mechanisms.ELEMENT, Mechanisms.NAMESPACE)) {
            setCurrentConnectionExceptionAndNotify(new SmackSaslException(SignInFailures.NO_MECHANISM));
        }
    }

    /** Smack calls this when anything went wrong. */
    @Override
    public void instantShutdown() {
        Exception cause = explain(cause());
        end(cause);
        if (cause instanceof MalformedStreamException malformed) {
            sendStreamError(malformed.condition());
        }
        super.instantShutdown();
        terminated.countDown();
        listener.terminated();
    }

    /** Smack calls this for a polite end from either side. */
    @Override
    protected void shutdown() {
        end(null);
        super.shutdown();
        terminated.countDown();
        listener.terminated();
    }

    private void end(@Nullable Exception cause) {
        boolean first;
        synchronized (backlog) {
            first = ended.compareAndSet(false, true);
            backlog.clear();
        }
        if (first) {
            listener.ended(cause);
        }
    }

    /** What Smack noted as the reason, which it hands out only by throwing it. */
    private @Nullable Exception cause() {
        try {
            waitForConditionOrThrowConnectionException(() -> true, "nothing");
            return null;
        } catch (SmackWrappedException e) {
            return e.getCause() instanceof Exception cause ? cause : e;
        } catch (NoResponseException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** A parser says "malformed" also when the connection broke in the middle. */
    private @Nullable Exception explain(@Nullable Exception cause) {
        boolean fromParser = cause instanceof MalformedStreamException || cause instanceof XmlPullParserException;
        if (!fromParser) {
            return cause;
        }
        TransportReader reading = transport;
        if (reading != null && reading.ended()) {
            return new IOException("closed without a word", cause);
        }
        return cause instanceof XmlPullParserException ? MalformedStreamException.of(cause) : cause;
    }

    /**
     * RFC 6120 4.9.1.1: who detects an error says so, and closes. The writing thread may be idle: write past it. What
     * still comes is read, since closing a socket over unread bytes resets it, and the reset overtakes the error. The
     * link's clock closes the socket if this takes long.
     */
    private void sendStreamError(String condition) {
        Writer out = writer;
        if (out == null) {
            return;
        }
        try {
            out.write("<stream:error><" + condition + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
                    + "</stream:stream>");
            out.flush();
            char[] rest = new char[4_096];
            for (int i = 0; i < MAX_REST && reader.read(rest) >= 0; i++) {
                // until the server closes, too
            }
        } catch (IOException e) {
            // the connection is about to be closed anyway
        }
    }
}
