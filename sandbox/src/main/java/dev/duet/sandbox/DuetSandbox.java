package dev.duet.sandbox;

import dev.duet.sandbox.internal.Closing;
import dev.duet.sandbox.internal.Story;
import dev.duet.sandbox.internal.dns.ServiceRecords;
import dev.duet.sandbox.wire.TcpWire;
import dev.duet.sandbox.wire.UdpWire;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All of the test kit in one: a SIP server, an XMPP server, the certificate authority that vouches for them, and a DNS
 * server by which clients find them by name alone, sharing one domain and one directory of people. Everything listens
 * on 127.0.0.1, on free ports.
 *
 * <pre>{@code
 * try (DuetSandbox sandbox = DuetSandbox.start()) {
 *     SandboxUser alice = sandbox.addUser("alice", "secret");
 *     MyPhone phone = new MyPhone(alice.sipUri(), alice.password());
 *     phone.trust(sandbox.authority().trustingContext());
 *     phone.dnsServer("127.0.0.1", sandbox.dns().port());
 *     phone.register();
 *     sandbox.sip().awaitRegistration("alice", Duration.ofSeconds(5));
 * }
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public final class DuetSandbox implements AutoCloseable {

    private final Users users;
    private final long seed;
    private final AtomicLong wireCount = new AtomicLong();
    private final Closing closing = new Closing();
    private final Closing wires = new Closing();
    private final List<DnsRecord> records;
    private final TestAuthority authority;
    private final DnsServer dns;
    private final SipServer sip;
    private final XmppServer xmpp;

    DuetSandbox(DuetSandboxBuilder builder) {
        this.users = new Users(builder.domain());
        this.seed = builder.seed();
        this.authority = TestAuthority.create();
        try {
            this.dns = closing.add(DnsServer.start());
            String sipHost = "sip." + domain();
            SipServer.Config sipConfig = builder.customizeSip(
                            SipServer.Config.builder(users).tls(authority.serverContext(builder.names(sipHost))))
                    .build();
            this.sip = closing.add(SipServer.start(sipConfig));
            OptionalInt sipTls = sipConfig.tls().isPresent() ? OptionalInt.of(sip.tlsPort()) : OptionalInt.empty();
            String xmppHost = "xmpp." + domain();
            XmppServer.Config xmppConfig = builder.customizeXmpp(XmppServer.Config.builder(users, authority)
                            .tls(authority.serverContext(builder.names(xmppHost))))
                    .build();
            this.xmpp = closing.add(XmppServer.start(xmppConfig));
            OptionalInt xmppTls =
                    xmppConfig.directTlsPort() < 0 ? OptionalInt.empty() : OptionalInt.of(xmpp.directTlsPort());
            this.records = new ServiceRecords(domain())
                    .sip(sipHost, sip.udpPort(), sip.tcpPort(), sipTls)
                    .xmpp(xmppHost, xmpp.port(), xmppTls)
                    .records();
            dns.add(records);
            closing.add(wires);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /**
     * Starts a sandbox for {@code example.com} with nobody in it.
     *
     * @return the running sandbox
     * @throws java.io.UncheckedIOException if no port can be opened
     */
    public static DuetSandbox start() {
        return builder().build();
    }

    /**
     * Begins a sandbox that differs from {@link #start()}.
     *
     * @return a builder, for one thread
     */
    public static DuetSandboxBuilder builder() {
        return new DuetSandboxBuilder();
    }

    /**
     * The domain of both servers and all people.
     *
     * @return for example {@code example.com}
     */
    public String domain() {
        return users.domain();
    }

    /**
     * The people of both servers.
     *
     * @return the directory, which may be changed at any time
     */
    public Users users() {
        return users;
    }

    /**
     * Adds a person to both servers.
     *
     * @param name the part before the {@code @}; see {@link SandboxUser#name()}
     * @param password what the person signs in with
     * @return the person
     */
    public SandboxUser addUser(String name, String password) {
        return users.add(name, password);
    }

    /**
     * Who vouches for the servers: what clients must trust.
     *
     * @return the authority
     */
    public TestAuthority authority() {
        return authority;
    }

    /**
     * The DNS server, with records for the domain that lead to the servers.
     *
     * @return the server
     */
    public DnsServer dns() {
        return dns;
    }

    /**
     * The SIP registrar and proxy, with UDP, TCP and TLS.
     *
     * @return the server
     */
    public SipServer sip() {
        return sip;
    }

    /**
     * The XMPP server, with STARTTLS and direct TLS.
     *
     * @return the server
     */
    public XmppServer xmpp() {
        return xmpp;
    }

    /**
     * The seed from which all random decisions of this sandbox's wires come.
     *
     * @return as given to the builder
     */
    public long seed() {
        return seed;
    }

    /**
     * Puts a wire in front of a UDP port. It is closed with the sandbox.
     *
     * @param port a port on 127.0.0.1, for example {@code sip().udpPort()}
     * @return a perfect wire, whose seed follows from the sandbox's and the number of wires made before
     */
    public UdpWire udpWire(int port) {
        return wires.add(UdpWire.start(loopback(port), seed + wireCount.getAndIncrement()));
    }

    /**
     * Puts a wire in front of a TCP port. It is closed with the sandbox.
     *
     * @param port a port on 127.0.0.1, for example {@code sip().tlsPort()}
     * @return a perfect wire, whose seed follows from the sandbox's and the number of wires made before
     */
    public TcpWire tcpWire(int port) {
        return wires.add(TcpWire.start(loopback(port), seed + wireCount.getAndIncrement()));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /**
     * What all servers saw since the start or the last {@link #clearLog()}, for the reader of a failed test: messages
     * and breaches of rules in the order of time, then the questions to the DNS server. Credentials are blotted out.
     *
     * @return many lines
     */
    public String log() {
        return new Story().sip(sip).xmpp(xmpp).dns(dns).toString();
    }

    /** Forgets what the servers saw. */
    public void clearLog() {
        sip.clearLog();
        xmpp.clearLog();
        dns.clearQueries();
    }

    /**
     * What clients did against the rules of their protocol since the start or the last {@link #clearLog()}.
     *
     * @return a line each; empty if all clients behaved
     */
    public List<String> violations() {
        return new Story().sip(sip).xmpp(xmpp).violations();
    }

    /**
     * Makes the sandbox as new, on the same ports: there are no people, registrations, sessions, rosters, stored
     * messages and wires any more, DNS answers as at the start, and the logs are empty. What was hooked into a server
     * by its own API stays until it is closed.
     *
     * @throws java.io.UncheckedIOException if another program has taken a port meanwhile
     */
    public void reset() {
        wires.clear();
        wireCount.set(0);
        users.all().forEach(user -> users.remove(user.name()));
        sip.stop();
        sip.restart();
        xmpp.reset();
        dns.reset(records);
        clearLog();
    }

    /** Stops everything and waits for the threads to end. Closing twice does nothing. */
    @Override
    public void close() {
        closing.close();
    }

    /** The domain. */
    @Override
    public String toString() {
        return "DuetSandbox[" + domain() + ']';
    }
}
