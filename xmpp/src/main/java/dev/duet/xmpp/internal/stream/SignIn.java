package dev.duet.xmpp.internal.stream;

import dev.duet.model.Address;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.LinkSecurity;
import dev.duet.model.XmppConfig;
import dev.duet.model.XmppConfig.Authentication;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.spi.net.ServerTrust;
import dev.duet.xmpp.internal.rfc2782.Servers;
import dev.duet.xmpp.internal.rfc7590.ServerIdentity;
import dev.duet.xmpp.internal.xep0198.Management;
import dev.duet.xmpp.internal.xml.Xml;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSession;
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

    private static final int CONNECT_MILLIS = 10_000;

    private final XmppConfig config;
    private final Servers servers;
    private final LongSupplier clock;
    private final Outcome outcome;
    private final @Nullable Before before;
    private @Nullable Thread thread; // guarded by this
    private @Nullable Transport transport; // guarded by this
    private @Nullable XmppStream stream; // guarded by this
    private @Nullable Failure aborted; // guarded by this
    private @Nullable Failure broken; // guarded by this

    /**
     * An attempt with that configuration.
     *
     * @param clock nanoseconds; the stream notes by it when it heard something
     * @param before the session to go on with if the server lets us; null for a new one
     */
    public SignIn(XmppConfig config, Servers servers, LongSupplier clock, @Nullable Before before, Outcome outcome) {
        this.config = config;
        this.servers = servers;
        this.clock = clock;
        this.before = before;
        this.outcome = outcome;
    }

    /**
     * A session that lost its stream.
     *
     * @param wish what to ask the server for
     * @param self the full JID that is bound to it
     */
    public record Before(Management.Wish wish, Address.Xmpp self) {}

    /** How it went. Exactly one of {@code signedIn} and {@code failed} is told, on the thread of {@link #run()}. */
    public interface Outcome {

        /** Signed in. Stanzas may have come before. */
        void signedIn(SignedIn result);

        /** Not signed in. */
        void failed(Failure failure);

        /** A stanza came; on the reading thread. */
        void stanza(Xml stanza);

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
     */
    public record SignedIn(XmppStream stream, Address.Xmpp self, LinkSecurity security, Management management) {}

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
        Transport opened;
        synchronized (this) {
            opened = transport;
        }
        if (opened != null) {
            opened.close();
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
        boolean direct = config.encryption() == Encryption.DIRECT_TLS;
        String domain = config.address().domain();
        ServerTrust trust = config.encryption() == Encryption.PLAIN
                ? null
                : ServerTrust.of(config.trust(), certificate -> ServerIdentity.complaint(certificate, domain));
        Endpoint server = config.server();
        List<Endpoint> places =
                server != null ? List.of(server) : servers.find(config.address().domain(), direct);
        IOException last = new IOException("Nowhere to connect to");
        for (Endpoint place : places) {
            try {
                for (InetAddress address : servers.addresses(place.host())) {
                    Transport opening = transport(trust);
                    try {
                        opening.connect(address, place.port(), connectMillis());
                    } catch (SocketTimeoutException e) {
                        last = e;
                        continue;
                    } catch (IOException e) {
                        last = new ConnectException(place + ": " + e.getMessage());
                        continue;
                    }
                    return signIn(opening, trust);
                }
            } catch (UnknownHostException e) {
                last = e;
            }
        }
        throw last;
    }

    private int connectMillis() {
        return (int) Math.min(CONNECT_MILLIS, config.timeout().toMillis());
    }

    private Transport transport(@Nullable ServerTrust trust) throws InterruptedException {
        Transport opening = new Transport(
                trust == null ? null : trust.context(), config.address().domain());
        synchronized (this) {
            if (aborted != null) {
                throw new InterruptedException();
            }
            transport = opening;
        }
        return opening;
    }

    private SignedIn signIn(Transport opened, @Nullable ServerTrust trust)
            throws IOException, SmackException, XMPPException, InterruptedException {
        XmppStream made = new XmppStream(
                configuration(trust),
                opened,
                config.encryption() == Encryption.DIRECT_TLS,
                config.authentication() == Authentication.OAUTH_TOKEN,
                before == null ? null : before.wish(),
                new Events(),
                clock,
                config.timeout().toMillis());
        synchronized (this) {
            stream = made;
        }
        try {
            made.connect();
            made.login(local(), config.password().reveal(), resource());
        } catch (IOException | SmackException | XMPPException | InterruptedException | RuntimeException e) {
            made.instantShutdown();
            throw e;
        }
        Management management = made.management();
        Address.Xmpp self = before != null && management.resumed()
                ? before.self()
                : Address.xmpp(made.getUser().toString());
        SSLSession session = opened.session();
        return new SignedIn(
                made,
                self,
                new LinkSecurity(
                        session == null ? "" : session.getProtocol(),
                        session == null ? "" : session.getCipherSuite(),
                        made.mechanism()),
                management);
    }

    private StreamConfiguration configuration(@Nullable ServerTrust trust) throws XmppStringprepException {
        StreamConfiguration.Builder builder = StreamConfiguration.builder()
                .setXmppDomain(JidCreate.domainBareFrom(config.address().domain()))
                .setSendPresence(false)
                .setCompressionEnabled(false)
                .setSecurityMode(
                        config.encryption() == Encryption.STARTTLS ? SecurityMode.required : SecurityMode.disabled);
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
        String wanted = config.resource();
        return wanted == null ? null : Resourcepart.from(wanted);
    }

    private final class Events implements XmppStream.Listener {

        @Override
        public void stanza(Xml stanza) {
            outcome.stanza(stanza);
        }

        @Override
        public void written(Xml stanza) {
            outcome.written(stanza);
        }

        @Override
        public void ended(@Nullable Exception cause) {
            Failure failure = cause == null ? SignInFailures.closedByServer() : SignInFailures.of(cause);
            synchronized (SignIn.this) {
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
