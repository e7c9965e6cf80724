package dev.duet.xmpp.internal.stream;

import dev.duet.model.LinkSecurity;
import dev.duet.xmpp.internal.rfc4422.SaslChoice;
import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSession;
import org.jivesoftware.smack.packet.AbstractStreamOpen;
import org.jivesoftware.smack.packet.StreamOpen;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.DomainBareJid;

/** TCP: the stream is one XML document (RFC 6120 4), which one thread reads and another writes. */
final class TcpCarrier implements Carrier {

    private static final String STREAMS = "http://etherx.jabber.org/streams";
    private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
    private static final String CLOSE = "</stream:stream>";
    private static final int MAX_REST = 256; // blocks of 4 KiB
    private static final int USUAL = 1_024; // characters
    private static final int MOST_KEPT = 1 << 16;
    private static final long LOOK_MILLIS = 500;
    private static final long LAST_WORDS_MILLIS = 1_000;

    private final Transport transport;
    private final Outflow out = new Outflow();
    private final AtomicInteger running = new AtomicInteger(2); // reading and writing
    private final Thread readingThread = new Thread(this::read, "duet-xmpp-reader");
    private final Thread writingThread = new Thread(this::write, "duet-xmpp-writer");
    private volatile @Nullable Receiver receiver;
    private volatile @Nullable TransportReader in;
    private volatile @Nullable OutputStream sink;

    /** Carries on a transport that is connected, and secure already if TLS began with the first byte. */
    TcpCarrier(Transport transport) {
        this.transport = transport;
        readingThread.setDaemon(true);
        writingThread.setDaemon(true);
    }

    @Override
    public void start(Receiver to) throws IOException {
        receiver = to;
        sink = transport.out();
        readingThread.start();
        writingThread.start();
    }

    private Receiver receiver() {
        return Objects.requireNonNull(receiver, "not started");
    }

    @Override
    public boolean offer(Outflow.Item item) {
        return out.offer(item);
    }

    @Override
    public AbstractStreamOpen open(
            DomainBareJid to, @Nullable CharSequence from, @Nullable String id, String language) {
        return new StreamOpen(to, from, id, language);
    }

    @Override
    public void startTls() throws IOException {
        transport.startTls();
        in = null;
        sink = transport.out();
    }

    @Override
    public boolean sayClose() {
        return out.finish(CLOSE);
    }

    @Override
    public boolean answerClose() {
        if (!out.finish(CLOSE)) {
            return false;
        }
        try {
            writingThread.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        transport.close();
        return true;
    }

    @Override
    public void finish() {
        transport.finish();
    }

    @Override
    public void drop(@Nullable String condition) {
        if (condition != null && Thread.currentThread() == readingThread) {
            sayError(condition);
        }
        out.close();
        transport.close();
    }

    @Override
    public void kill() {
        transport.close();
    }

    @Override
    public SaslChoice.Channel channel() {
        return transport.channel();
    }

    @Override
    public LinkSecurity security(String mechanism) {
        SSLSession session = transport.session();
        return new LinkSecurity(
                session == null ? "" : session.getProtocol(),
                session == null ? "" : session.getCipherSuite(),
                mechanism);
    }

    @Override
    public @Nullable InetAddress local() {
        return transport.local();
    }

    @Override
    public boolean hasItsAddress() {
        return Transport.isHere(transport.local());
    }

    // --- writing

    private void write() {
        StringBuilder text = new StringBuilder(USUAL);
        try {
            for (List<Outflow.Item> batch = out.take(); !batch.isEmpty(); batch = out.take()) {
                OutputStream to = sink;
                if (to == null) {
                    throw new IOException("Not connected");
                }
                for (Outflow.Item item : batch) {
                    item.write(text, Xml.CLIENT);
                }
                to.write(text.toString().getBytes(StandardCharsets.UTF_8));
                to.flush();
                text = text.length() > MOST_KEPT ? new StringBuilder(USUAL) : text;
                text.setLength(0);
                for (Outflow.Item item : batch) {
                    if (item.stanza() != null) {
                        receiver().written(item.stanza());
                    }
                }
            }
        } catch (IOException e) {
            receiver().unwritable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            out.close();
            threadEnded();
        }
    }

    // --- reading

    private void read() {
        Receiver to = receiver();
        try {
            to.ready();
            StreamParser parser = begin();
            for (Xml element = parser.element(); element != null; element = parser.element()) {
                stanzaDone();
                to.element(element);
                awaitRoom(to.backlog());
                parser = beginsAnew(element) ? begin() : parser;
            }
            to.closed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // what Smack throws has no other name in common
            to.unreadable(TransportReader.explain(e, in));
        } finally {
            threadEnded();
        }
    }

    /** Reads nothing as long as there is too much that nobody looked at. */
    private void awaitRoom(Backlog backlog) throws InterruptedException {
        if (backlog.isFull()) {
            CountDownLatch room = new CountDownLatch(1);
            backlog.whenRoom(room::countDown);
            while (!room.await(LOOK_MILLIS, TimeUnit.MILLISECONDS) && !transport.isClosed()) {
                // who would look at it is busy, or the connection is given up with all that came by it
            }
        }
    }

    /** A parser for a stream that begins, behind its header. */
    private StreamParser begin() throws Exception {
        TransportReader reading = in;
        if (reading == null) {
            Reader decoded = new InputStreamReader(transport.in(), StandardCharsets.UTF_8);
            reading = new TransportReader(decoded, receiver()::heard);
            in = reading;
        }
        StreamParser parser = new StreamParser(reading);
        Xml header = parser.header();
        if (!header.is("stream", STREAMS)) {
            throw MalformedStreamException.of(new IOException("No stream: " + header.name()));
        }
        receiver().opened(header);
        return parser;
    }

    private void stanzaDone() {
        TransportReader reading = in;
        if (reading != null) {
            reading.stanzaDone();
        }
    }

    /** RFC 6120 5.4.3.3 and 6.4.6: both sides begin anew. */
    private static boolean beginsAnew(Xml element) {
        return element.is("proceed", TLS) || element.is("success", Authentication.SASL);
    }

    private void threadEnded() {
        if (running.decrementAndGet() == 0) {
            receiver().terminated();
        }
    }

    /**
     * RFC 6120 4.9.1.1: who detects an error says so, and closes. What still comes is read, since closing a socket over
     * unread bytes resets it, and the reset overtakes the error. The link's clock closes the socket if this takes long.
     */
    private void sayError(String condition) {
        TransportReader reading = in;
        boolean said = out.finish("<stream:error><" + condition
                + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>" + CLOSE);
        if (!said || reading == null) {
            return;
        }
        try {
            writingThread.join(LAST_WORDS_MILLIS);
            char[] rest = new char[4_096];
            reading.stanzaDone();
            for (int i = 0; i < MAX_REST && reading.read(rest) >= 0; i++) {
                // until the server closes, too
            }
        } catch (IOException e) {
            // the connection is about to be closed anyway
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
