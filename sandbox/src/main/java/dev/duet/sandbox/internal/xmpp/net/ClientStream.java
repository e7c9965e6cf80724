package dev.duet.sandbox.internal.xmpp.net;

import dev.duet.sandbox.internal.xmpp.sasl.ChannelBinding;
import dev.duet.sandbox.internal.xmpp.sasl.External;
import dev.duet.sandbox.internal.xmpp.sasl.SaslFailure;
import dev.duet.sandbox.internal.xmpp.session.ClientSession;
import dev.duet.sandbox.internal.xmpp.session.Outlet;
import dev.duet.sandbox.internal.xmpp.stanza.Jid;
import dev.duet.sandbox.internal.xmpp.stanza.Ns;
import dev.duet.sandbox.internal.xmpp.stanza.StanzaCondition;
import dev.duet.sandbox.internal.xmpp.stanza.Stanzas;
import dev.duet.sandbox.internal.xmpp.trace.Trace;
import dev.duet.sandbox.internal.xmpp.xep0077.RegisterHandler;
import dev.duet.sandbox.internal.xmpp.xep0198.ManagedOutlet;
import dev.duet.sandbox.internal.xmpp.xep0280.Carbons;
import dev.duet.sandbox.internal.xmpp.xml.Element;
import dev.duet.sandbox.internal.xmpp.xml.StreamCondition;
import dev.duet.sandbox.internal.xmpp.xml.StreamException;
import dev.duet.sandbox.internal.xmpp.xml.StreamHeader;
import dev.duet.sandbox.internal.xmpp.xml.StreamParser;
import dev.duet.sandbox.internal.xmpp.xml.XmlLimits;
import dev.duet.sandbox.internal.xmpp.xml.XmlWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream, from its first byte to its last (RFC 6120 sections 4 to 7). Each phase is a loop below, in the
 * order in which they happen; {@link #run()} is the reading thread.
 */
public final class ClientStream implements Runnable, Outlet {

    private static final Logger LOG = LoggerFactory.getLogger(ClientStream.class);
    private static final String CLOSING_TAG = "</stream:stream>";
    private static final int SASL_ATTEMPTS = 5;

    private final Wire wire;
    private final boolean directTls;
    private final StreamSettings settings;
    private final StreamHost host;
    private final Trace trace;
    private final Workers workers;

    private volatile String label;
    private volatile boolean headerSent;
    private volatile boolean ending;
    private StreamParser parser = new StreamParser(InputStream.nullInputStream(), new XmlLimits(0, 0));

    public ClientStream(
            Socket socket,
            boolean directTls,
            long number,
            StreamSettings settings,
            StreamHost host,
            Workers workers,
            Trace trace) {
        this.wire = new Wire(socket, workers, settings.queueLimit());
        this.directTls = directTls;
        this.settings = settings;
        this.host = host;
        this.trace = trace;
        this.workers = workers;
        this.label = "connection " + number;
    }

    @Override
    public void run() {
        try {
            converse();
            wire.finish(CLOSING_TAG);
        } catch (StreamException e) {
            trace.violation(label, "stream error " + e.condition().wire(), e.text());
            fail(e.condition(), e.text());
        } catch (SocketTimeoutException e) {
            fail(StreamCondition.CONNECTION_TIMEOUT, "nothing heard for too long");
        } catch (SSLException e) {
            LOG.info("{} ends in TLS: {}", label, e.getMessage());
            wire.cut();
        } catch (IOException e) {
            LOG.debug("{} is broken: {}", label, e.getMessage());
            wire.cut();
        } catch (RuntimeException e) {
            LOG.error("{}: the sandbox itself failed", label, e);
            fail(StreamCondition.INTERNAL_SERVER_ERROR, "the sandbox itself failed");
        } finally {
            if (ending) {
                discardInput();
            }
            wire.readerDone();
        }
    }

    private void converse() throws IOException, StreamException {
        wire.readTimeout(settings.negotiation());
        if (directTls) {
            wire.startTls(settings.tls(), asksWho(), "xmpp-client");
        }
        parser = new StreamParser(wire.input(), settings.limits());
        openStream(null);
        ClientSession session = authenticate();
        if (session != null) {
            boolean broken = false;
            try {
                wire.readTimeout(Duration.ZERO);
                serve(session);
            } catch (IOException e) {
                broken = true;
                throw e;
            } finally {
                leave(session, broken);
            }
        }
    }

    private void leave(ClientSession session, boolean broken) {
        ManagedOutlet.End end = ManagedOutlet.of(session.outlet())
                .map(outlet -> outlet.ended(this, broken))
                .orElse(ManagedOutlet.End.OVER);
        switch (end) {
            case WAITS -> {
                ManagedOutlet outlet = ManagedOutlet.of(session.outlet()).orElseThrow();
                int loss = outlet.losses();
                workers.after(settings.resumption(), () -> {
                    if (outlet.expire(loss)) {
                        host.ended(session);
                    }
                });
            }
            case OVER -> host.ended(session);
            default -> LOG.debug("{} goes on elsewhere", label);
        }
    }

    /** Unread input would make the kernel reset the connection, and the client might never see the error. */
    private void discardInput() {
        byte[] nothing = new byte[4096];
        try {
            InputStream in = wire.input();
            while (in.read(nothing) >= 0) {
                continue;
            }
        } catch (IOException e) {
            wire.cut();
        }
    }

    /** The two headers and the features, RFC 6120 4.3. */
    private void openStream(@Nullable String user) throws IOException, StreamException {
        headerSent = false;
        StreamHeader header = parser.readHeader();
        sendHeader();
        if (!header.namespace().equals(XmlWriter.STREAMS)) {
            throw new StreamException(StreamCondition.INVALID_NAMESPACE, "not a stream's namespace");
        }
        if (!header.name().equals("stream")) {
            throw new StreamException(StreamCondition.BAD_FORMAT, "not a stream header");
        }
        if (!header.contentNamespace().equals(Ns.CLIENT)) {
            throw new StreamException(StreamCondition.INVALID_NAMESPACE, "the content namespace is not " + Ns.CLIENT);
        }
        if (!isVersionOne(header.version())) {
            throw new StreamException(StreamCondition.UNSUPPORTED_VERSION, "version 1.0 is needed");
        }
        if (!settings.domain().equalsIgnoreCase(header.to())) {
            throw new StreamException(
                    StreamCondition.HOST_UNKNOWN, header.to() == null ? "no 'to'" : "another domain than served here");
        }
        send(features(user));
    }

    private static boolean isVersionOne(@Nullable String version) {
        return version != null && version.matches("0*1\\.[0-9]{1,9}");
    }

    private void sendHeader() {
        wire.send("<?xml version='1.0'?><stream:stream xmlns='" + Ns.CLIENT + "' xmlns:stream='" + XmlWriter.STREAMS
                + "' id='" + UUID.randomUUID() + "' from='" + XmlWriter.escape(settings.domain())
                + "' version='1.0' xml:lang='en'>");
        headerSent = true;
    }

    private Element features(@Nullable String user) {
        Element features = Element.of(XmlWriter.STREAMS, "features");
        if (user != null) {
            return features.with(Element.of(Ns.BIND, "bind")).with(settings.features());
        }
        if (!wire.isSecure() && settings.offerTls()) {
            Element startTls = Element.of(Ns.TLS, "starttls");
            features = features.with(settings.requireTls() ? startTls.with(Element.of(Ns.TLS, "required")) : startTls);
        }
        if (settings.registration() && allowed()) {
            features = features.with(RegisterHandler.FEATURE);
        }
        List<String> offered = offered();
        if (!offered.isEmpty()) {
            Element mechanisms = Element.of(Ns.SASL, "mechanisms");
            for (String name : offered) {
                mechanisms = mechanisms.with(Element.of(Ns.SASL, "mechanism").withText(name));
            }
            features = features.with(mechanisms);
            Element extensible = ExtensibleExchange.offer(settings, offered, channel());
            if (extensible != null) {
                features = features.with(extensible);
            }
            if (channel().offered()) {
                features = features.with(Element.of(ChannelBinding.NAMESPACE, "sasl-channel-binding")
                        .with(Element.of(ChannelBinding.NAMESPACE, "channel-binding")
                                .with("type", ChannelBinding.END_POINT)));
            }
        }
        return features;
    }

    private ChannelBinding channel() {
        Certificate certificate = wire.certificate();
        boolean binds = certificate != null && settings.mechanisms().stream().anyMatch(name -> name.endsWith("-PLUS"));
        return new ChannelBinding(
                certificate == null ? null : ChannelBinding.endPointOf(certificate),
                binds,
                settings.without().contains("XEP-0474") ? "" : ChannelBinding.canonical(offered(), binds),
                wire.clients());
    }

    private boolean asksWho() {
        return settings.mechanisms().contains(External.NAME);
    }

    /** What shows a secret only where nobody listens (RFC 6120 13.8.3), what binds to TLS only where that is. */
    private List<String> offered() {
        if (wire.isSecure()) {
            boolean known = !wire.clients().isEmpty();
            return settings.mechanisms().stream()
                    .filter(name -> known || !name.equals(External.NAME))
                    .toList();
        }
        return settings.requireTls()
                ? List.of()
                : settings.mechanisms().stream()
                        .filter(name -> name.startsWith("SCRAM-") && !name.endsWith("-PLUS"))
                        .toList();
    }

    /** STARTTLS, SASL and binding, RFC 6120 5 to 7; null when the client closed its stream. */
    private @Nullable ClientSession authenticate() throws IOException, StreamException {
        SaslExchange exchange = exchange();
        ExtensibleExchange extensible = extensible(exchange);
        int failures = 0;
        Element element = read();
        while (element != null) {
            if (element.namespace().equals(Ns.TLS)) {
                if (!startTls(element)) {
                    return null;
                }
                exchange = exchange();
                extensible = extensible(exchange);
            } else if (registers(element)) {
                Optional<Element> answer = host.register(element);
                if (answer.isEmpty()) {
                    refuseBefore(element);
                } else {
                    send(answer.get());
                }
            } else if (element.namespace().equals(ExtensibleExchange.NAMESPACE) && extensible != null && allowed()) {
                ExtensibleExchange.Reply reply = extensible.take(element);
                if (reply.user() != null && reply.request() != null) {
                    return welcome(extensible, reply.element(), reply.user(), reply.request());
                }
                send(reply.element());
                failures = count(reply.element(), failures);
            } else {
                refuseBefore(element);
                SaslExchange.Reply reply = allowed() ? exchange.take(element) : tooEarly(exchange);
                send(reply.element());
                if (reply.user() != null) {
                    openStream(reply.user());
                    return bind(reply.user());
                }
                failures = count(reply.element(), failures);
            }
            element = read();
        }
        return null;
    }

    private SaslExchange exchange() {
        return new SaslExchange(offered(), name -> host.mechanism(name, channel()));
    }

    private @Nullable ExtensibleExchange extensible(SaslExchange exchange) {
        return ExtensibleExchange.offer(settings, offered(), channel()) == null
                ? null
                : new ExtensibleExchange(settings, exchange, offered(), host.tokens(), channel());
    }

    private static int count(Element reply, int failures) throws StreamException {
        int now = reply.name().equals("failure") ? failures + 1 : failures;
        if (now >= SASL_ATTEMPTS) {
            throw new StreamException(StreamCondition.POLICY_VIOLATION, "too many failed sign-ins");
        }
        return now;
    }

    /** The success of XEP-0388 with all that was asked along: the session that goes on, or else a new one. */
    private @Nullable ClientSession welcome(ExtensibleExchange exchange, Element success, String user, Element request)
            throws IOException, StreamException {
        Element token = exchange.token(user, request);
        Element greeting = token == null ? success : success.with(token);
        Element wish = request.child(ManagedOutlet.NAMESPACE, "resume").orElse(null);
        if (wish != null) {
            Element whole = greeting;
            ClientSession resumed = resume(
                    user, wish, (jid, answer) -> whole.with(identity(jid)).with(answer));
            if (resumed != null) {
                return resumed;
            }
            greeting = greeting.with(ManagedOutlet.notFound());
        }
        Element bind = settings.without().contains("XEP-0386")
                ? null
                : request.child(ExtensibleExchange.BIND, "bind").orElse(null);
        if (bind == null) {
            send(greeting.with(identity(new Jid(user, settings.domain(), null))));
            send(features(user));
            return bind(user);
        }
        Element whole = greeting;
        String tag =
                bind.child(ExtensibleExchange.BIND, "tag").map(Element::text).orElse("");
        ManagedOutlet outlet = new ManagedOutlet(this, settings.resumption());
        String resource = (tag.isBlank() ? "" : tag + "/") + UUID.randomUUID();
        StreamHost.Binding binding = host.bind(user, resource, outlet, session -> {
            label = session.jid().toString();
            Element bound = Element.of(ExtensibleExchange.BIND, "bound");
            Element enable = bind.child(ManagedOutlet.NAMESPACE, "enable").orElse(null);
            if (enable != null) {
                bound = bound.with(outlet.enable(enable));
            }
            session.carbons(bind.has(Carbons.NAMESPACE, "enable"));
            send(whole.with(identity(session.jid())).with(bound));
            send(features(user));
        });
        if (binding.session() == null) {
            throw new StreamException(StreamCondition.NOT_AUTHORIZED, "no resource for you");
        }
        return binding.session();
    }

    private static Element identity(Jid jid) {
        return Element.of(ExtensibleExchange.NAMESPACE, "authorization-identifier")
                .withText(jid.toString());
    }

    private boolean registers(Element element) {
        return settings.registration() && allowed() && element.is(Ns.CLIENT, "iq");
    }

    private boolean allowed() {
        return wire.isSecure() || !settings.requireTls();
    }

    private SaslExchange.Reply tooEarly(SaslExchange exchange) {
        trace.violation(label, "RFC 6120 5.3.1", "authentication before the required TLS");
        return exchange.failure(SaslFailure.ENCRYPTION_REQUIRED);
    }

    /** False when there will be none, and so no stream either. */
    private boolean startTls(Element element) throws IOException, StreamException {
        if (!element.name().equals("starttls") || !settings.offerTls() || wire.isSecure()) {
            trace.violation(label, "RFC 6120 5.4.2.2", "TLS that was not offered");
            send(Element.of(Ns.TLS, "failure"));
            return false;
        }
        if (parser.pending() > 0) {
            trace.violation(label, "RFC 6120 5.4.3.3", "data between <starttls/> and the handshake");
        }
        send(Element.of(Ns.TLS, "proceed"));
        wire.startTls(settings.tls(), asksWho());
        // The parser of the plain stream goes, and with it whatever somebody may have injected there.
        parser = new StreamParser(wire.input(), settings.limits());
        openStream(null);
        return true;
    }

    /** Only SASL may go on before authentication (RFC 6120 4.9.3.12). */
    private static void refuseBefore(Element element) throws StreamException {
        if (Stanzas.isStanza(element)) {
            throw new StreamException(StreamCondition.NOT_AUTHORIZED, "a stanza before authentication");
        }
        if (!element.namespace().equals(Ns.SASL)) {
            throw new StreamException(StreamCondition.UNSUPPORTED_STANZA_TYPE, "expected authentication");
        }
    }

    /** Resource binding, RFC 6120 7; null when the client closed its stream. */
    private @Nullable ClientSession bind(String user) throws IOException, StreamException {
        Element element = read();
        while (element != null) {
            if (element.namespace().equals(ManagedOutlet.NAMESPACE)) {
                if (!element.name().equals("resume")) {
                    send(ManagedOutlet.failed("unexpected-request"));
                } else {
                    ClientSession resumed = resume(user, element, (jid, answer) -> answer);
                    if (resumed != null) {
                        return resumed;
                    }
                    send(ManagedOutlet.notFound());
                }
                element = read();
                continue;
            }
            Element request = element.child(Ns.BIND, "bind").orElse(null);
            if (!element.is(Ns.CLIENT, "iq") || !Stanzas.type(element).equals("set") || request == null) {
                throw new StreamException(StreamCondition.NOT_AUTHORIZED, "expected resource binding");
            }
            String wanted =
                    request.child(Ns.BIND, "resource").map(Element::text).orElse("");
            if (element.attribute("id") == null) {
                trace.violation(label, "RFC 6120 8.1.3", "IQ without id");
                send(Stanzas.error(element, StanzaCondition.BAD_REQUEST));
            } else {
                Element result = Stanzas.result(element);
                Outlet outlet = new ManagedOutlet(this, settings.resumption());
                StreamHost.Binding binding = host.bind(
                        user, wanted.isEmpty() ? null : wanted, outlet, session -> bound(result, session.jid()));
                if (binding.session() != null) {
                    return binding.session();
                }
                send(Stanzas.error(element, binding.refusal()));
            }
            element = read();
        }
        return null;
    }

    /**
     * XEP-0198 section 5, in place of binding; null when that session is no more.
     *
     * @param wrapped how to say so
     */
    private @Nullable ClientSession resume(String user, Element request, BiFunction<Jid, Element, Element> wrapped)
            throws StreamException {
        ClientSession session = host.resumable(user, request.attribute("previd", ""));
        Optional<ManagedOutlet> outlet = Optional.ofNullable(session).flatMap(s -> ManagedOutlet.of(s.outlet()));
        String before = label;
        if (session != null && outlet.isPresent()) {
            label = session.jid().toString();
            if (outlet.get().resume(this, request, answer -> wrapped.apply(session.jid(), answer))) {
                return session;
            }
            label = before;
        }
        return null;
    }

    private void bound(Element result, Jid jid) {
        label = jid.toString();
        Element text = Element.of(Ns.BIND, "jid").withText(label);
        send(result.with(Element.of(Ns.BIND, "bind").with(text)));
    }

    private void serve(ClientSession session) throws IOException, StreamException {
        Optional<ManagedOutlet> managed = ManagedOutlet.of(session.outlet());
        Element element = read();
        while (element != null) {
            if (ending) {
                LOG.debug("{} still sends", label);
            } else if (Stanzas.isStanza(element)) {
                managed.ifPresent(ManagedOutlet::count);
                host.received(session, element);
            } else if (managed.isPresent() && element.namespace().equals(ManagedOutlet.NAMESPACE)) {
                managed.get().take(element);
            } else if (isClientState(element)) {
                LOG.debug("{} is {}: all the same to the sandbox", label, element.name());
            } else if (element.is(XmlWriter.STREAMS, "error")) {
                LOG.info("{} ends its stream with an error", label);
                return;
            } else if (Stanzas.isStanza(new Element(Ns.CLIENT, element.name(), element.attributes(), List.of()))) {
                throw new StreamException(StreamCondition.INVALID_NAMESPACE, "a stanza outside " + Ns.CLIENT);
            } else {
                throw new StreamException(StreamCondition.UNSUPPORTED_STANZA_TYPE, "neither message, presence nor iq");
            }
            element = read();
        }
    }

    private boolean isClientState(Element element) {
        boolean known = element.is(Ns.CLIENT_STATE, "active") || element.is(Ns.CLIENT_STATE, "inactive");
        return known && settings.features().stream().anyMatch(feature -> feature.is(Ns.CLIENT_STATE, "csi"));
    }

    private @Nullable Element read() throws IOException, StreamException {
        Element element = parser.readElement();
        if (element != null) {
            trace.received(label, element);
        }
        return element;
    }

    @Override
    public void send(Element element) {
        trace.sent(label, element);
        wire.send(XmlWriter.write(element, Ns.CLIENT));
    }

    @Override
    public void fail(StreamCondition condition, String text) {
        ending = true;
        if (!headerSent) {
            sendHeader();
        }
        Element words =
                Element.of(Ns.STREAM_ERRORS, "text").with("xml:lang", "en").withText(text);
        Element error = Element.of(XmlWriter.STREAMS, "error")
                .with(Element.of(Ns.STREAM_ERRORS, condition.wire()))
                .with(words);
        trace.sent(label, error);
        wire.finish(XmlWriter.write(error, Ns.CLIENT) + CLOSING_TAG);
    }

    @Override
    public void cut() {
        ending = true;
        wire.cut();
    }
}
