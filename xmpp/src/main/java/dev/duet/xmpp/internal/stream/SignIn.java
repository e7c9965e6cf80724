package dev.duet.xmpp.internal.stream;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.LinkSecurity;
import dev.duet.model.XmppConfig;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.spi.net.ServerTrust;
import dev.duet.xmpp.internal.rfc2782.Servers;
import dev.duet.xmpp.internal.rfc4422.SaslChoice;
import dev.duet.xmpp.internal.rfc7590.ServerIdentity;
import dev.duet.xmpp.internal.xep0198.Management;
import dev.duet.xmpp.internal.xep0484.Tokens;
import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jivesoftware.smack.ConnectionConfiguration.SecurityMode;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jspecify.annotations.Nullable;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;
import org.jxmpp.stringprep.XmppStringprepException;

/**
 * One attempt to sign in: finds the server, connects, protects, authenticates, binds. {@link #run()} blocks, and tells
 * the outcome once; {@link #abort(Failure)} ends it early from any thread.
 */
public final class SignIn implements Runnable {

    private static final int MOST_SENT_ON = 3;

    private final XmppConfig config;
    private final Servers servers;
    private final WebClients web;
    private final LongSupplier clock;
    private final Outcome outcome;
    private final @Nullable Before before;
    private final Tokens tokens;
    private final boolean registers;
    private @Nullable Thread thread; // guarded by this
    private @Nullable Carrier carrier; // guarded by this
    private @Nullable XmppStream stream; // guarded by this
    private @Nullable Failure aborted; // guarded by this
    private @Nullable Failure broken; // guarded by this

    /**
     * An attempt with that configuration.
     *
     * @param web for WebSocket
     * @param clock nanoseconds; the stream notes by it when it heard something
     * @param before the session to go on with if the server lets us; null for a new one
     * @param tokens what the account keeps in the place of its password
     */
    public SignIn(
            XmppConfig config,
            Servers servers,
            WebClients web,
            LongSupplier clock,
            @Nullable Before before,
            Tokens tokens,
            Outcome outcome) {
        this(config, servers, web, clock, before, tokens, outcome, false);
    }

    private SignIn(
            XmppConfig config,
            Servers servers,
            WebClients web,
            LongSupplier clock,
            @Nullable Before before,
            Tokens tokens,
            Outcome outcome,
            boolean registers) {
        this.tokens = tokens;
        this.registers = registers;
        this.config = config;
        this.servers = servers;
        this.web = web;
        this.clock = clock;
        this.before = before;
        this.outcome = outcome;
    }

    /**
     * An attempt that makes the account (XEP-0077) in the place of signing in to it: what it tells as signed in is a
     * stream that is of no more use than to be closed.
     */
    public static SignIn registering(
            XmppConfig config, Servers servers, WebClients web, LongSupplier clock, Outcome outcome) {
        return new SignIn(config, servers, web, clock, null, new Tokens(), outcome, true);
    }

    /**
     * A session that lost its stream.
     *
     * @param wish what to ask the server for; null when the session cannot go on
     * @param self the full JID that was bound to it
     * @param resource what a new session should have, too, unless the configuration says; null for whatever the server
     *     makes
     */
    public record Before(
            Management.@Nullable Wish wish,
            Address.Xmpp self,
            @Nullable String resource) {}

    /** How it went. Exactly one of {@code signedIn} and {@code failed} is told, on the thread of {@link #run()}. */
    public interface Outcome {

        /** Signed in. Stanzas may have come before. */
        void signedIn(SignedIn result);

        /** Not signed in. */
        void failed(Failure failure);

        /** A stanza came; on the reading thread. See {@link StreamListener#stanza}. */
        void stanza(Xml stanza, Runnable looked);

        /** A stanza was written; on the writing thread. */
        void written(Xml stanza);

        /**
         * The stream ended after it was signed in; on any thread.
         *
         * @param lost true when the connection went without a word of either side, so that the session may go on
         */
        void ended(Failure failure, boolean lost);

        /** The threads of the stream have ended; on any thread. */
        void terminated();
    }

    /**
     * A stream that is signed in.
     *
     * @param self the full JID that the server bound
     * @param management what was agreed about counting and resuming
     * @param features what the server offers beside
     */
    public record SignedIn(
            XmppStream stream,
            Address.Xmpp self,
            LinkSecurity security,
            Management management,
            StreamFeatures features) {}

    @Override
    public void run() {
        synchronized (this) {
            thread = Thread.currentThread();
        }
        Failure failure = null;
        SignedIn result = null;
        try {
            result = signIn();
        } catch (InterruptedException e) {
            failure = SignInFailures.closedByServer(); // unless we know better, below
        } catch (IOException | SmackException | XMPPException | RuntimeException e) {
            failure = SignInFailures.of(e);
        }
        Failure known;
        synchronized (this) {
            thread = null;
            known = aborted != null ? aborted : broken;
        }
        Thread.interrupted(); // the thread belongs to a pool: an interrupt that came late is not its affair
        if (result != null && known == null) {
            outcome.signedIn(result);
            return;
        }
        kill();
        outcome.failed(known != null ? known : failure != null ? failure : SignInFailures.closedByServer());
    }

    /** Gives up; the outcome will be that failure. Does nothing when the outcome was told. */
    public void abort(Failure failure) {
        synchronized (this) {
            if (aborted != null) {
                return;
            }
            aborted = failure;
            if (thread != null) {
                thread.interrupt();
            }
        }
        kill();
    }

    /** Closes the socket at once, whatever the stream is doing. From any thread; does not block. */
    public void kill() {
        Carrier opened;
        synchronized (this) {
            opened = carrier;
        }
        if (opened != null) {
            opened.kill();
        }
    }

    /** Waits until the threads of the stream have ended, if there is one. */
    public boolean awaitTermination(long millis) throws InterruptedException {
        XmppStream made;
        synchronized (this) {
            made = stream;
        }
        return made == null || made.awaitTermination(millis);
    }

    private SignedIn signIn() throws IOException, SmackException, XMPPException, InterruptedException {
        SmackProcess.initialize();
        String domain = config.address().domain();
        ServerTrust trust = config.encryption() == Encryption.PLAIN
                ? null
                : ServerTrust.of(config.trust(), certificate -> ServerIdentity.complaint(certificate, domain));
        Connector connector = new Connector(config, servers, web, trust, clock);
        Deque<Connector.Way> ways = new ArrayDeque<>();
        IOException last = new IOException("Nowhere to connect to");
        try {
            ways.addAll(connector.first());
        } catch (Connector.UnreachableException e) {
            last = e.why();
        }
        boolean more = connector.hasMore();
        int sentOn = 0;
        while (true) {
            if (ways.isEmpty() && more) {
                more = false;
                ways.addAll(connector.more());
            }
            Connector.Way way = ways.poll();
            if (way == null) {
                throw last;
            }
            try {
                Carrier opened = connector.open(way, this::adopt);
                try {
                    return signIn(opened, trust, way.begun());
                } catch (SmackException | XMPPException e) {
                    Connector.Way other = connector.sentOn(e, way);
                    if (other == null || ++sentOn > MOST_SENT_ON) {
                        throw e;
                    }
                    forgetStream();
                    ways.push(other);
                }
            } catch (Connector.UnreachableException e) {
                last = e.why();
            }
        }
    }

    /** The next stream begins as if there had been none. */
    private void forgetStream() throws InterruptedException {
        synchronized (this) {
            if (aborted != null) {
                throw new InterruptedException();
            }
            stream = null;
            broken = null;
        }
        Thread.interrupted(); // what the end of that stream may have set
    }

    /** What {@link #kill} closes from now on. */
    private void adopt(Carrier opening) throws InterruptedException {
        synchronized (this) {
            if (aborted != null) {
                throw new InterruptedException();
            }
            carrier = opening;
        }
    }

    private SignedIn signIn(Carrier opened, @Nullable ServerTrust trust, boolean direct)
            throws IOException, SmackException, XMPPException, InterruptedException {
        Events events = new Events();
        XmppStream made = new XmppStream(
                configuration(trust, direct),
                opened,
                registers ? null : config.address().text(),
                new SaslChoice.Who(
                        local(),
                        config.address().domain(),
                        config.password().reveal(),
                        config.authentication(),
                        config.plainAllowed()),
                before == null ? null : before.wish(),
                tokens,
                events,
                clock,
                config.timeout().toMillis());
        synchronized (this) {
            stream = made;
            events.of = made;
        }
        try {
            made.connect();
            if (registers) {
                made.register(local(), config.password().reveal());
            } else {
                made.login(local(), config.password().reveal(), resource());
            }
        } catch (IOException | SmackException | XMPPException | InterruptedException | RuntimeException e) {
            made.instantShutdown();
            throw e;
        }
        Negotiation.Result negotiated = made.negotiated();
        return new SignedIn(
                made,
                registers ? config.address() : self(negotiated),
                opened.security(negotiated.mechanism()),
                negotiated.management(),
                made.features());
    }

    private Address.Xmpp self(Negotiation.Result negotiated) {
        Address.Xmpp bound = negotiated.bound();
        if (bound == null && before != null) {
            return before.self();
        }
        return Objects.requireNonNull(bound, "neither bound nor resumed");
    }

    private StreamConfiguration configuration(@Nullable ServerTrust trust, boolean direct)
            throws XmppStringprepException {
        StreamConfiguration.Builder builder = StreamConfiguration.builder()
                .setXmppDomain(JidCreate.domainBareFrom(config.address().domain()))
                .setSendPresence(false)
                .setCompressionEnabled(false)
                .setSecurityMode(
                        config.encryption() == Encryption.PLAIN || direct
                                ? SecurityMode.disabled
                                : SecurityMode.required);
        if (trust != null) {
            builder.setCustomX509TrustManager(trust); // or else Smack would load the system's
        }
        return builder.build();
    }

    private String local() {
        String local = config.address().local();
        if (local == null) {
            throw new IllegalStateException("An XMPP account without a local part");
        }
        return local;
    }

    private @Nullable Resourcepart resource() throws XmppStringprepException {
        String wanted = config.resource() == null && before != null ? before.resource() : config.resource();
        return wanted == null ? null : Resourcepart.from(wanted);
    }

    private final class Events implements StreamListener {

        private @Nullable XmppStream of; // guarded by the attempt

        @Override
        public void stanza(Xml stanza, Runnable looked) {
            outcome.stanza(stanza, looked);
        }

        @Override
        public void written(Xml stanza) {
            outcome.written(stanza);
        }

        @Override
        public void ended(@Nullable Exception cause) {
            Failure failure = cause == null ? SignInFailures.closedByServer() : SignInFailures.of(cause);
            synchronized (SignIn.this) {
                if (of != stream) {
                    return; // the server sent us on
                }
                if (thread != null) {
                    // while SASL waits nothing else wakes it before its time is over
                    if (thread != Thread.currentThread()) {
                        broken = failure;
                        thread.interrupt();
                    }
                    return;
                }
            }
            outcome.ended(failure, cause instanceof IOException);
        }

        @Override
        public void terminated() {
            outcome.terminated();
        }
    }
}
