package dev.duet.xmpp.internal.stream;

import dev.duet.model.Address;
import dev.duet.xmpp.internal.rfc4422.SaslChoice;
import dev.duet.xmpp.internal.rfc6120.Iqs;
import dev.duet.xmpp.internal.xep0198.Management;
import dev.duet.xmpp.internal.xep0388.Sasl2;
import dev.duet.xmpp.internal.xep0484.Tokens;
import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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

    private final Carrier carrier;
    private final @Nullable String self;
    private final SaslChoice.Who who;
    private final Management.@Nullable Wish wish;
    private final Tokens tokens;
    private final StreamListener listener;
    private final LongSupplier clock;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Backlog backlog = new Backlog();
    private final CountDownLatch terminated = new CountDownLatch(1);
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
     * A stream on a carrier that is connected.
     *
     * @param self who signs in; null when the account is still to be made
     * @param who that is, with what proves it
     * @param wish the session to go on with; null for a new one
     * @param tokens to sign in with in the place of the password, once the server gave some
     */
    XmppStream(
            StreamConfiguration config,
            Carrier carrier,
            @Nullable String self,
            SaslChoice.Who who,
            Management.@Nullable Wish wish,
            Tokens tokens,
            StreamListener listener,
            LongSupplier clock,
            long replyTimeoutMillis) {
        super(config);
        this.carrier = carrier;
        this.self = self;
        this.who = who;
        this.wish = wish;
        this.tokens = tokens;
        this.listener = listener;
        this.clock = clock;
        lastHeard = clock.getAsLong();
        connectionListeners.clear(); // Smack's managers hang themselves in when they are on the class path
        setReplyTimeout(replyTimeoutMillis);
    }

    /**
     * Sends a stanza after those before it, without blocking.
     *
     * @return false when the stream is closed, or its writer is ten thousand stanzas behind
     */
    public boolean trySend(Xml stanza) {
        return carrier.offer(Outflow.Item.of(stanza));
    }

    /** When something was last heard from the server, on the clock that was given. */
    public long lastHeard() {
        return lastHeard;
    }

    @Override
    public @Nullable InetAddress getLocalAddress() {
        return carrier.local();
    }

    /** The local IP address of the connection; empty when it is not known. */
    public String localHost() {
        InetAddress local = carrier.local();
        return local == null || local.isAnyLocalAddress() ? "" : local.getHostAddress();
    }

    /** True while this host has the address that the connection comes from. Blocks for a moment. */
    public boolean hasItsAddress() {
        return carrier.hasItsAddress();
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

    /** Waits until no thread of it is left. */
    public boolean awaitTermination(long millis) throws InterruptedException {
        return terminated.await(millis, TimeUnit.MILLISECONDS);
    }

    // --- what Smack asks of a connection

    @Override
    public boolean isSecureConnection() {
        return carrier.channel().secure();
    }

    /** Who asks is told where it is nobody else's affair (RFC 6120 4.7.1). */
    @Override
    protected AbstractStreamOpen getStreamOpen(
            DomainBareJid to, @Nullable CharSequence from, @Nullable String id, String language) {
        return carrier.open(to, isSecureConnection() && self != null ? self : from, id, language);
    }

    @Override
    public boolean isUsingCompression() {
        return false;
    }

    @Override
    protected void sendInternal(TopLevelStreamElement element) throws NotConnectedException {
        String text = element.toXML(outgoingStreamXmlEnvironment).toString();
        if (!carrier.offer(Outflow.Item.of(text))) {
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
        if (started.compareAndSet(false, true)) {
            try {
                carrier.start(new Receiving());
            } catch (IOException e) {
                started.set(false);
                throw e;
            }
        }
        waitForConditionOrThrowConnectionException(() -> tlsHandled, "establishing TLS");
        waitForConditionOrThrowConnectionException(
                () -> saslFeatureReceived || Sasl2.read(features) != null, "SASL mechanisms");
    }

    @Override
    protected void loginInternal(String username, String password, @Nullable Resourcepart resource)
            throws XMPPException, SmackException, IOException, InterruptedException {
        negotiated = new Negotiation(new Steps(resource), who, carrier.channel(), tokens, wish, resource != null).run();
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
        if (!carrier.offer(Outflow.Item.of(request))) {
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
        carrier.drop(cause instanceof MalformedStreamException malformed ? malformed.condition() : null);
        connected = false;
        authenticated = false;
        neverStarted();
    }

    /** Smack calls this for a polite end from our side. */
    @Override
    protected void shutdown() {
        end(null);
        if (carrier.sayClose() && waitForClosingStreamTagFromServer()) {
            carrier.finish();
        } else {
            carrier.kill();
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

    /** What was not started has ended. */
    private void neverStarted() {
        if (started.compareAndSet(false, true)) {
            nothingLeft();
        }
    }

    private void nothingLeft() {
        terminated.countDown();
        listener.terminated();
    }

    private void end(@Nullable Exception cause) {
        if (ended.compareAndSet(false, true)) {
            listener.ended(cause);
        }
    }

    // --- what comes

    /** True when what still happens to the connection is nobody's affair any more. */
    private boolean closing() {
        return ended.get() && !isConnected();
    }

    /** What the carrier tells. */
    private final class Receiving implements Carrier.Receiver {

        @Override
        public void ready() throws NotConnectedException, InterruptedException {
            sendStreamOpen();
        }

        @Override
        public void opened(Xml header) throws XmlPullParserException, IOException {
            if (header.namespace().equals(STREAMS)) {
                onStreamOpen(parser(header)); // which knows no other
            }
        }

        @Override
        public void element(Xml element) throws Exception {
            take(element);
        }

        @Override
        public Backlog backlog() {
            return backlog;
        }

        @Override
        public void closed() {
            closedByServer();
        }

        @Override
        public void unreadable(Exception cause) {
            if (!closing()) {
                notifyConnectionError(cause);
            }
        }

        @Override
        public void unwritable(IOException cause) {
            if (!ended.get()) {
                notifyConnectionError(cause);
            }
        }

        @Override
        public void written(Xml stanza) {
            if (!counted) {
                listener.written(stanza);
            }
        }

        @Override
        public void heard() {
            lastHeard = clock.getAsLong();
        }

        @Override
        public void terminated() {
            nothingLeft();
        }
    }

    private void take(Xml element) throws Exception {
        switch (element.namespace()) {
            case Xml.CLIENT -> takeStanza(element);
            case STREAMS -> takeOfStream(element);
            case Management.NAMESPACE -> {
                boolean isAnswer = List.of("enabled", "resumed", "failed").contains(element.name());
                tell(element);
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
                    Sasl2.managed(element).forEach(this::tell);
                }
                takeEarly(element);
            }
            default -> LOG.debug("Ignored an element of an unknown kind");
        }
    }

    private void tell(Xml stanza) {
        backlog.add();
        listener.stanza(stanza, backlog::looked);
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
            tell(stanza);
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
        carrier.startTls();
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
        if (carrier.answerClose()) {
            connected = false;
            authenticated = false;
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
}
