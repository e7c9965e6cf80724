package dev.duet.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Builds an {@link XmppServer.Config}. Not thread-safe. */
public final class XmppServerConfigBuilder {

    private final Users users;
    private final TestAuthority authority;
    private @Nullable SSLContext tls;
    private int port;
    private int directTlsPort;
    private XmppServer.StartTls startTls = XmppServer.StartTls.REQUIRED;
    private List<String> mechanisms = XmppServer.Config.MECHANISMS;
    private XmppServer.Conflict conflict = XmppServer.Conflict.ASSIGN;
    private final Set<String> without = new TreeSet<>(Set.of("XEP-0313"));
    private int maxStanzaCharacters = 256 * 1024;
    private int maxDepth = 64;
    private Duration negotiationTimeout = Duration.ofSeconds(30);
    private Duration resumption = Duration.ZERO;
    private int maxQueuedBytes = 8 * 1024 * 1024;
    private int exchangeCapacity = 20_000;
    private long maxUpload = 10 * 1024 * 1024;
    private final List<ExternalService> services = new ArrayList<>();

    XmppServerConfigBuilder(Users users, TestAuthority authority) {
        this.users = users;
        this.authority = authority;
    }

    /**
     * Uses another certificate, for tests of wrong names, dates or authorities.
     *
     * @param context what the server's side of TLS is made with
     * @return this
     */
    public XmppServerConfigBuilder tls(SSLContext context) {
        this.tls = context;
        return this;
    }

    /**
     * Listens on a fixed port.
     *
     * @param port the port for clients that begin in plain text, 0 for any free one
     * @return this
     */
    public XmppServerConfigBuilder port(int port) {
        this.port = port;
        return this;
    }

    /**
     * Listens for direct TLS on a fixed port.
     *
     * @param port the port for clients that begin with TLS, 0 for any free one
     * @return this
     */
    public XmppServerConfigBuilder directTlsPort(int port) {
        this.directTlsPort = port;
        return this;
    }

    /**
     * Whether clients may begin with TLS (XEP-0368).
     *
     * @param on true by default
     * @return this
     */
    public XmppServerConfigBuilder directTls(boolean on) {
        this.directTlsPort = on ? Math.max(0, directTlsPort) : -1;
        return this;
    }

    /**
     * How streams that begin in plain text are secured.
     *
     * @param startTls {@link XmppServer.StartTls#REQUIRED} by default
     * @return this
     */
    public XmppServerConfigBuilder startTls(XmppServer.StartTls startTls) {
        this.startTls = startTls;
        return this;
    }

    /**
     * Which SASL mechanisms are offered.
     *
     * @param names in the order of the offer, of {@code SCRAM-SHA-512}, {@code SCRAM-SHA-256}, {@code SCRAM-SHA-1},
     *     the same with {@code -PLUS}, {@code EXTERNAL} (TLS asks for a certificate of the authority, and it is offered
     *     to who shows one that names an address, XEP-0178), {@code OAUTHBEARER} (a user's token is the password) and
     *     {@code PLAIN}
     * @return this
     */
    public XmppServerConfigBuilder mechanisms(String... names) {
        this.mechanisms = List.of(names);
        return this;
    }

    /**
     * What a client gets that asks for a resource in use.
     *
     * @param conflict {@link XmppServer.Conflict#ASSIGN} by default
     * @return this
     */
    public XmppServerConfigBuilder conflict(XmppServer.Conflict conflict) {
        this.conflict = conflict;
        return this;
    }

    /**
     * Switches features off.
     *
     * @param specifications of {@code XEP-0012} (last activity), {@code XEP-0030} (disco), {@code XEP-0045}
     *     (rooms), {@code XEP-0049} (private storage), {@code XEP-0054} (vCards), {@code XEP-0077} (making accounts,
     *     changing passwords, and going for good), {@code XEP-0092} (version), {@code XEP-0160} (offline messages),
     *     {@code XEP-0191} (blocked addresses, and reports), {@code XEP-0199} (ping), {@code XEP-0215} (other
     *     servers), {@code XEP-0237} (roster versions), {@code XEP-0280} (carbons), {@code XEP-0352} (client state),
     *     {@code XEP-0363} (files), {@code XEP-0386} (resources along with sign-ins), {@code XEP-0388} (sign-ins in
     *     one exchange, and what comes along with them), {@code XEP-0474} (proof of what is offered), {@code XEP-0484}
     *     (tokens in the place of passwords), {@code RFC 6121 3.4} (pre-approval) and {@code RFC 3921 3} (the legacy
     *     session element)
     * @return this
     */
    public XmppServerConfigBuilder without(String... specifications) {
        this.without.addAll(List.of(specifications));
        return this;
    }

    /**
     * Keeps what is said in archives, those of accounts and of rooms, which clients can ask (XEP-0313).
     *
     * @param on false by default
     * @return this
     */
    public XmppServerConfigBuilder archives(boolean on) {
        if (on) {
            without.remove("XEP-0313");
        } else {
            without.add("XEP-0313");
        }
        return this;
    }

    /**
     * Limits stanzas; beyond it a stream ends with {@code policy-violation}.
     *
     * @param characters 262,144 by default
     * @return this
     */
    public XmppServerConfigBuilder maxStanzaCharacters(int characters) {
        this.maxStanzaCharacters = characters;
        return this;
    }

    /**
     * Limits nesting; beyond it a stream ends with {@code policy-violation}.
     *
     * @param depth 64 by default
     * @return this
     */
    public XmppServerConfigBuilder maxDepth(int depth) {
        this.maxDepth = depth;
        return this;
    }

    /**
     * Limits how long the server waits for each element until a resource is bound; then the stream ends with
     * {@code connection-timeout}.
     *
     * @param timeout 30 s by default
     * @return this
     */
    public XmppServerConfigBuilder negotiationTimeout(Duration timeout) {
        this.negotiationTimeout = timeout;
        return this;
    }

    /**
     * Offers stream management (XEP-0198): stanzas are counted and acknowledged, and the session of a lost client, to
     * others still online, waits for it to come back.
     *
     * @param time how long it waits; zero, the default, does not offer it
     * @return this
     */
    public XmppServerConfigBuilder resumption(Duration time) {
        this.resumption = time;
        return this;
    }

    /**
     * Limits what may wait for a client that does not read; beyond it the connection is cut.
     *
     * @param bytes 8 MiB by default
     * @return this
     */
    public XmppServerConfigBuilder maxQueuedBytes(int bytes) {
        this.maxQueuedBytes = bytes;
        return this;
    }

    /**
     * Limits what {@link XmppServer#exchange()} and {@link XmppServer#violations()} keep.
     *
     * @param elements 20,000 by default
     * @return this
     */
    public XmppServerConfigBuilder exchangeCapacity(int elements) {
        this.exchangeCapacity = elements;
        return this;
    }

    /**
     * Limits files (XEP-0363); for a larger one there is no place.
     *
     * @param bytes 10 MiB by default; as files are in memory, 2 GiB less one byte at most
     * @return this
     */
    public XmppServerConfigBuilder maxUpload(long bytes) {
        this.maxUpload = bytes;
        return this;
    }

    /**
     * Tells clients of another server, such as one for STUN or TURN (XEP-0215); none unless this is called.
     *
     * @param service what to tell
     * @return this
     */
    public XmppServerConfigBuilder service(ExternalService service) {
        this.services.add(service);
        return this;
    }

    /**
     * The configuration.
     *
     * @return a configuration with everything set so far
     * @throws IllegalArgumentException if something set makes no sense
     */
    public XmppServer.Config build() {
        return new XmppServer.Config(
                users,
                authority,
                tls,
                port,
                directTlsPort,
                startTls,
                mechanisms,
                conflict,
                without,
                maxStanzaCharacters,
                maxDepth,
                negotiationTimeout,
                resumption,
                maxQueuedBytes,
                exchangeCapacity,
                services,
                maxUpload);
    }
}
