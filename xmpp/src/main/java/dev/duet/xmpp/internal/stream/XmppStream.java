package dev.duet.xmpp.internal.stream;

import dev.duet.model.Address;
import dev.duet.xmpp.internal.rfc4422.SaslChoice;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xep0198.Management;
import dev.duet.xmpp.internal.xep0388.Sasl2;
import dev.duet.xmpp.internal.xep0484.Tokens;
import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.xml.stream.XMLStreamException;
import org.jivesoftware.smack.AbstractXMPPConnection;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.SmackException.NoResponseException;
import org.jivesoftware.smack.SmackException.NotConnectedException;
import org.jivesoftware.smack.SmackException.OutgoingQueueFullException;
import org.jivesoftware.smack.SmackException.SecurityRequiredByServerException;
import org.jivesoftware.smack.SmackException.SmackMessageException;
import org.jivesoftware.smack.SmackException.SmackSaslException;
import org.jivesoftware.smack.SmackException.SmackWrappedException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.XMPPException.StreamErrorException;
import org.jivesoftware.smack.packet.AbstractStreamOpen;
import org.jivesoftware.smack.packet.StartTls;
import org.jivesoftware.smack.packet.StreamOpen;
import org.jivesoftware.smack.packet.TopLevelStreamElement;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.DomainBareJid;
import org.jxmpp.jid.parts.Resourcepart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream: a kind of Smack's connections. Smack leads through features and binding; bytes, TLS, threads, SASL and
 * everything after that are ours. Every stanza apart from the answers to Smack's own requests goes to
 * our listener as {@link Xml}, in order and on the reading thread, and never through Smack's listeners, providers or
 * managers. These are process-wide: another user of Smack in this JVM would change what our streams do, and we theirs.
 *
 * <p>Smack's own TCP connection keeps the state of stream management (XEP-0198) in itself, resumes only as the same
 * object at the same address, and hides what the server had when resumption fails; so it cannot be used.
 */
public final class XmppStream extends AbstractXMPPConnection {

    private static final Logger LOG = LoggerFactory.getLogger(XmppStream.class);
    private static final String STREAMS = "http://etherx.jabber.org/streams";
    private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
    private static final String CLOSE = "</stream:stream>";
    private static final int MAX_REST = 256; // blocks of 4 KiB
    private static final long LAST_WORDS_MILLIS = 1_000;

    private final Transport transport;
    private final @Nullable String self;
    private final SaslChoice.Who who;
    private final Management.@Nullable Wish wish;
    private final Tokens tokens;
    private final StreamListener listener;
    private final LongSupplier clock;
    private final Outflow out = new Outflow();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CountDownLatch terminated = new CountDownLatch(2); // reading and writing
    private final Thread readingThread = new Thread(this::read, "duet-xmpp-reader");
    private final Thread writingThread = new Thread(this::write, "duet-xmpp-writer");
    private volatile @Nullable TransportReader in;
    private volatile @Nullable Writer sink;
    private volatile @Nullable Xml managementAnswer;
    private volatile @Nullable Xml earlyAnswer;
    private volatile Xml features = Xml.empty("features", STREAMS);
    private volatile boolean letIn;
    private volatile boolean bound;
    private volatile boolean counted; // the server says what it has: what was written is of no interest
    private volatile boolean featuresAfterSasl;
    private volatile long lastHeard;
    private Negotiation.Result negotiated =
            new Negotiation.Result("", null, Management.none(-1), false); // of the thread that signs in

    /**
     * A stream on a transport that is connected, and secure already if TLS began with the first byte.
     *
     * @param self who signs in; null when the account is still to be made
     * @param who that is, with what proves it
     * @param wish the session to go on with; null for a new one
     * @param tokens to sign in with in the place of the password, once the server gave some
     */
    XmppStream(
            StreamConfiguration config,
            Transport transport,
            @Nullable String self,
            SaslChoice.Who who,
            Management.@Nullable Wish wish,
            Tokens tokens,
            StreamListener listener,
            LongSupplier clock,
            long replyTimeoutMillis) {
        super(config);
        this.transport = transport;
        this.self = self;
        this.who = who;
        this.wish = wish;
        this.tokens = tokens;
        this.listener = listener;
        this.clock = clock;
        lastHeard = clock.getAsLong();
        connectionListeners.clear(); // Smack's managers hang themselves in when they are on the class path
        setReplyTimeout(replyTimeoutMillis);
        readingThread.setDaemon(true);
        writingThread.setDaemon(true);
    }

    /**
     * Sends a stanza after those before it, without blocking.
     *
     * @return false when the stream is closed, or its writer is ten thousand stanzas behind
     */
    public boolean trySend(Xml stanza) {
        return out.offer(Outflow.Item.of(stanza));
    }

    /** When something was last heard from the server, on the clock that was given. */
    public long lastHeard() {
        return lastHeard;
    }

    @Override
    public @Nullable InetAddress getLocalAddress() {
        return transport.local();
    }

    /** The local IP address of the connection; empty when there is none. */
    public String localHost() {
        return transport.localHost();
    }

    /** True while this host has the address that the connection comes from. Blocks for a moment. */
    public boolean hasItsAddress() {
        return transport.hasItsAddress();
    }

    /** What came of signing in; for the thread that did. */
    Negotiation.Result negotiated() {
        return negotiated;
    }

    StreamFeatures features() {
        return StreamFeatures.read(features, negotiated.carbons());
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

    /** Waits until the reading and the writing thread have ended. */
    public boolean awaitTermination(long millis) throws InterruptedException {
        return terminated.await(millis, TimeUnit.MILLISECONDS);
    }

    // --- what Smack asks of a connection

    @Override
    public boolean isSecureConnection() {
        return transport.session() != null;
    }

    /** Who asks is told where it is nobody else's affair (RFC 6120 4.7.1). */
    @Override
    protected AbstractStreamOpen getStreamOpen(
            DomainBareJid to, @Nullable CharSequence from, @Nullable String id, String language) {
        return new StreamOpen(to, isSecureConnection() && self != null ? self : from, id, language);
    }

    @Override
    public boolean isUsingCompression() {
        return false;
    }

    @Override
    protected void sendInternal(TopLevelStreamElement element) throws NotConnectedException {
        String text = element.toXML(outgoingStreamXmlEnvironment).toString();
        if (!out.offer(Outflow.Item.of(text))) {
            throw new NotConnectedException();
        }
    }

    @Override
    protected void sendNonBlockingInternal(TopLevelStreamElement element)
            throws NotConnectedException, OutgoingQueueFullException {
        sendInternal(element);
    }

    @Override
    protected void connectInternal() throws SmackException, IOException, InterruptedException {
        connected = true;
        sink = new OutputStreamWriter(transport.out(), StandardCharsets.UTF_8);
        readingThread.start();
        writingThread.start();
        waitForConditionOrThrowConnectionException(() -> tlsHandled, "establishing TLS");
        waitForConditionOrThrowConnectionException(
                () -> saslFeatureReceived || Sasl2.read(features) != null, "SASL mechanisms");
    }

    @Override
    protected void loginInternal(String username, String password, @Nullable Resourcepart resource)
            throws XMPPException, SmackException, IOException, InterruptedException {
        negotiated =
                new Negotiation(new Steps(resource), who, transport.channel(), tokens, wish, resource != null).run();
        counted = negotiated.management().on();
        bound = true;
        afterSuccessfulLogin(negotiated.management().resumed());
    }

    /** What the sign-in does to the stream. */
    private final class Steps implements Negotiation.Stream {

        private final @Nullable Resourcepart resource;

        Steps(@Nullable Resourcepart resource) {
            this.resource = resource;
        }

        @Override
        public Xml features() {
            return features;
        }

        @Override
        public Xml askEarly(Xml request) throws SmackException, InterruptedException {
            return XmppStream.this.askEarly(request);
        }

        @Override
        public Xml ask(Xml request) throws SmackException, InterruptedException {
            managementAnswer = null;
            return XmppStream.this.ask(request, () -> managementAnswer);
        }

        @Override
        public void restart() throws SmackException, InterruptedException {
            letIn = true;
            sendStreamOpen();
        }

        @Override
        public void awaitFeatures() throws SmackException, InterruptedException {
            waitForConditionOrThrowConnectionException(() -> featuresAfterSasl, "features after authentication");
        }

        @Override
        public Address.Xmpp bind() throws SmackException, XMPPException, InterruptedException {
            bindResourceAndEstablishSession(resource);
            return Address.xmpp(getUser().toString());
        }
    }

    /** Makes an account instead of signing in (XEP-0077); then the stream is of no more use. Blocks. */
    void register(String user, String password) throws SmackException, InterruptedException {
        AccountCreation.run(features, getXMPPServiceDomain().toString(), user, password, this::askEarly);
    }

    /** Asks for something before we are signed in. */
    private Xml askEarly(Xml request) throws SmackException, InterruptedException {
        earlyAnswer = null;
        return ask(request, () -> earlyAnswer);
    }

    private Xml ask(Xml request, Supplier<@Nullable Xml> answer) throws SmackException, InterruptedException {
        if (!out.offer(Outflow.Item.of(request.write(Xml.CLIENT)))) {
            throw new NotConnectedException();
        }
        waitForConditionOrThrowConnectionException(() -> answer.get() != null, request.name());
        return Objects.requireNonNull(answer.get());
    }

    /** Smack calls this when anything went wrong. */
    @Override
    public void instantShutdown() {
        Exception cause = cause();
        end(cause);
        if (cause instanceof MalformedStreamException malformed && Thread.currentThread() == readingThread) {
            sendStreamError(malformed.condition());
        }
        connected = false;
        authenticated = false;
        out.close();
        transport.close();
        neverStarted();
    }

    /** Smack calls this for a polite end from our side. */
    @Override
    protected void shutdown() {
        end(null);
        if (out.finish(CLOSE) && waitForClosingStreamTagFromServer()) {
            transport.finish();
        } else {
            transport.close();
        }
        connected = false;
        authenticated = false;
        neverStarted();
        try {
            terminated.await(getReplyTimeout(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Threads that were not started have ended. */
    private void neverStarted() {
        if (readingThread.getState() == Thread.State.NEW) {
            while (terminated.getCount() > 0) {
                terminated.countDown();
            }
            listener.terminated();
        }
    }

    private void threadEnded() {
        terminated.countDown();
        if (terminated.getCount() == 0) {
            listener.terminated();
        }
    }

    private void end(@Nullable Exception cause) {
        if (ended.compareAndSet(false, true)) {
            listener.ended(cause);
        }
    }

    // --- writing

    private void write() {
        try {
            for (List<Outflow.Item> batch = out.take(); !batch.isEmpty(); batch = out.take()) {
                Writer to = sink;
                if (to == null) {
                    throw new IOException("Not connected");
                }
                for (Outflow.Item item : batch) {
                    to.write(item.text());
                }
                to.flush();
                for (Outflow.Item item : batch) {
                    if (item.stanza() != null && !counted) {
                        listener.written(item.stanza());
                    }
                }
            }
        } catch (IOException e) {
            if (!ended.get()) {
                notifyConnectionError(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            out.close();
            threadEnded();
        }
    }

    // --- reading

    private void read() {
        try {
            sendStreamOpen();
            StreamParser parser = newParser();
            for (Xml element = parser.element(); element != null; element = parser.element()) {
                stanzaDone();
                take(element);
                parser = needsNewParser(element) ? newParser() : parser;
            }
            closedByServer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // what Smack throws has no other name in common
            if (!closing()) {
                notifyConnectionError(TransportReader.explain(e, in));
            }
        } finally {
            threadEnded();
        }
    }

    /** True when what still happens to the connection is nobody's affair any more. */
    private boolean closing() {
        return ended.get() && !isConnected();
    }

    /** A parser for a stream that begins, behind its header. */
    private StreamParser newParser() throws IOException, XMLStreamException, XmlPullParserException {
        TransportReader reading = in;
        if (reading == null) {
            Reader decoded = new InputStreamReader(transport.in(), StandardCharsets.UTF_8);
            reading = new TransportReader(decoded, () -> lastHeard = clock.getAsLong());
            in = reading;
        }
        StreamParser parser = new StreamParser(reading);
        Xml header = parser.header();
        if (!header.is("stream", STREAMS)) {
            throw MalformedStreamException.of(new IOException("No stream: " + header.name()));
        }
        onStreamOpen(parser(header));
        return parser;
    }

    private void stanzaDone() {
        TransportReader reading = in;
        if (reading != null) {
            reading.stanzaDone();
        }
    }

    /** RFC 6120 5.4.3.3 and 6.4.6: both sides begin anew. */
    private static boolean needsNewParser(Xml element) {
        return element.is("proceed", TLS) || element.is("success", Authentication.SASL);
    }

    private void take(Xml element) throws Exception {
        switch (element.namespace()) {
            case Xml.CLIENT -> takeStanza(element);
            case STREAMS -> takeOfStream(element);
            case Management.NAMESPACE -> {
                boolean isAnswer = List.of("enabled", "resumed", "failed").contains(element.name());
                listener.stanza(element);
                if (isAnswer) {
                    managementAnswer = element;
                    notifyWaitingThreads();
                }
            }
            case TLS -> takeOfTls(element);
            case Authentication.SASL -> takeEarly(element);
            case Sasl2.NAMESPACE -> {
                if (element.name().equals("success") && !letIn) {
                    // no stream begins anew: what comes behind belongs to the session
                    letIn = true;
                    Sasl2.managed(element).forEach(listener::stanza);
                }
                takeEarly(element);
            }
            default -> LOG.debug("Ignored an element of an unknown kind");
        }
    }

    private void takeEarly(Xml answer) {
        earlyAnswer = answer;
        notifyWaitingThreads();
    }

    private void takeStanza(Xml stanza) throws Exception {
        if (!letIn) {
            takeEarly(stanza);
        } else if (isAnswerToSmack(stanza)) {
            parseAndProcessStanza(parser(stanza));
        } else {
            listener.stanza(stanza);
        }
    }

    private boolean isAnswerToSmack(Xml stanza) {
        String type = stanza.attribute("type", "");
        return !bound
                && stanza.name().equals("iq")
                && (type.equals("result") || type.equals("error"))
                && !stanza.attribute("id", "").startsWith(Iqs.ID_PREFIX);
    }

    private void takeOfStream(Xml element) throws Exception {
        if (element.name().equals("features")) {
            features = element;
            parseFeaturesAndNotify(parser(element));
        } else if (element.name().equals("error")) {
            throw new StreamErrorException(
                    PacketParserUtils.parseStreamError(parser(element), null, getJxmppContext()));
        }
    }

    private void takeOfTls(Xml element) throws IOException, SmackException, InterruptedException {
        if (!element.name().equals("proceed")) {
            throw new SmackMessageException("TLS negotiation has failed");
        }
        transport.startTls();
        in = null;
        sink = new OutputStreamWriter(transport.out(), StandardCharsets.UTF_8);
        sendStreamOpen();
    }

    private static XmlPullParser parser(Xml element) throws XmlPullParserException, IOException {
        return PacketParserUtils.getParserFor(element.write(""));
    }

    @Override
    protected void afterFeaturesReceived()
            throws NotConnectedException, InterruptedException, SecurityRequiredByServerException {
        StartTls startTls = getFeature(StartTls.class);
        boolean wanted = getConfiguration().getSecurityMode() != SecurityMode.disabled;
        if (startTls != null && wanted) {
            sendNonza(new StartTls());
        } else if (startTls != null && startTls.required()) {
            setCurrentConnectionExceptionAndNotify(new SecurityRequiredByServerException());
        } else {
            tlsHandled = true;
            featuresAfterSasl = letIn;
            notifyWaitingThreads();
            if (!featuresAfterSasl
                    && !features.has("mechanisms", Authentication.SASL)
                    && Sasl2.read(features) == null) {
                // Smack would wait for mechanisms that will not come
                setCurrentConnectionExceptionAndNotify(new SmackSaslException(SignInFailures.NO_MECHANISM));
            }
        }
    }

    private void closedByServer() {
        closingStreamReceived = true;
        notifyWaitingThreads();
        end(null);
        if (out.finish(CLOSE)) {
            try {
                writingThread.join(LAST_WORDS_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            connected = false;
            authenticated = false;
            transport.close();
        }
    }

    // --- failures

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

    /**
     * RFC 6120 4.9.1.1: who detects an error says so, and closes. What still comes is read, since closing a socket over
     * unread bytes resets it, and the reset overtakes the error. The link's clock closes the socket if this takes long.
     */
    private void sendStreamError(String condition) {
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
