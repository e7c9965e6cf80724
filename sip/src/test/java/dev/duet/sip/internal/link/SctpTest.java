package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.nio.sctp.AssociationChangeNotification.AssocChangeEvent;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkSecurity;
import dev.duet.model.LinkState;
import dev.duet.model.SipConfig;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.DnsRecord;
import dev.duet.sandbox.DnsServer;
import dev.duet.sandbox.SipServer;
import dev.duet.sandbox.Users;
import dev.duet.sip.internal.transport.Sctp;
import dev.duet.sip.internal.transport.SctpListener;
import dev.duet.sip.internal.transport.StandInChannel;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Accounts over SCTP (RFC 4168): by what stands for the kernel's associations, and by those, where there are any. */
class SctpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String NONE = "Protocol not supported";

    private final Recorder alice = new Recorder();
    private TestRuntime runtime = new TestRuntime(Sctp.of(StandInChannel::new));
    private SctpEdge edge;
    private Link link;

    @AfterEach
    void close() throws IOException {
        runtime.close();
        if (edge != null) {
            edge.close();
        }
    }

    @Test
    void anAccountSignsInAndOut() throws Exception {
        signIn(SctpListener.ofStandIn(0));
        signsInAndOut();
    }

    /** The only test with associations that are real. */
    @Test
    void anAccountSignsInAndOutByTheKernel() throws Exception {
        Failure lack = Sctp.ofSystem().lack();
        assumeTrue(lack == null, () -> "A kernel's association cannot be had: " + lack.message());
        runtime.close();
        runtime = new TestRuntime(Sctp.ofSystem());

        signIn(SctpListener.ofKernel());
        signsInAndOut();
    }

    private void signsInAndOut() {
        String register = edge.registers().get(0);
        assertTrue(register.contains("\r\nVia: SIP/2.0/SCTP 127.0.0.1:"), register);
        assertTrue(Edge.header(register, "Contact").contains(";transport=sctp"), register);
        assertEquals("127.0.0.1", link.localHost());
        LinkState.Online online = alice.awaitState(LinkState.Online.class);
        assertEquals(new LinkSecurity("", "", ""), online.security());
        edge.send(edge.request("OPTIONS", "asked", "", ""));
        edge.await("SIP/2.0 200 ");

        runtime.run(link::disconnect);
        alice.awaitState(LinkState.Offline.class);

        assertEquals(2, edge.registers().size());
        assertEquals(List.of(LinkPhase.CONNECTING, LinkPhase.ONLINE, LinkPhase.OFFLINE), alice.phases());
    }

    @Test
    void aCallGoesOut() throws Exception {
        signIn(SctpListener.ofStandIn(0));
        LegRecorder leg = new LegRecorder();
        leg.leg = runtime.on(() -> {
            CallLeg made = link.dial(Phones.address("bob"), "Alice", leg);
            made.offer(Phones.description(5000));
            return made;
        });

        String invite = edge.await("INVITE sip:bob@example.com");
        String contact = "Contact: <sip:bob@192.0.2.7>\r\n";
        edge.send(RawPeer.response(invite, 180, "bob", contact, ""));
        leg.await("ringing");
        edge.send(RawPeer.response(invite, 200, "bob", contact, RawPeer.SDP));
        leg.await("accepted");
        String ack = edge.await("ACK sip:bob@192.0.2.7");
        assertTrue(ack.contains("\r\nVia: SIP/2.0/SCTP 127.0.0.1:"), ack);

        runtime.run(() -> leg.leg.end(EndReason.of(Kind.HANGUP, By.LOCAL)));
        edge.send(RawPeer.response(edge.await("BYE sip:bob@192.0.2.7"), 200, "bob", "", ""));
        assertEquals(By.LOCAL, leg.awaitEnd().by());
    }

    @Test
    void aCallComesIn() throws Exception {
        signIn(SctpListener.ofStandIn(0));

        String invite = edge.request("INVITE", "in", "", RawPeer.SDP);
        edge.send(invite);
        LegRecorder leg = alice.awaitIncoming().await("offered1");
        runtime.run(() -> {
            leg.leg.answer(Phones.description(6000));
            leg.leg.accept();
        });
        String accepted = edge.await("SIP/2.0 200 ");
        edge.send(edge.request("ACK", "in", "", "")
                .replace("To: <sip:alice@example.com>", "To: " + Edge.header(accepted, "To")));
        runtime.run(() -> leg.leg.end(EndReason.of(Kind.HANGUP, By.LOCAL)));

        String bye = edge.await("BYE sip:bob@192.0.2.7");
        assertEquals("<sip:127.0.0.1:" + edge.port() + ";transport=sctp;lr>", Edge.header(bye, "Route"));
        edge.send(RawPeer.response(bye, 200, "bob", "", ""));
        assertEquals(By.LOCAL, leg.awaitEnd().by());
    }

    /** The association stays, which a stream could not. */
    @Test
    void whatIsTooLargeIsRefused() throws Exception {
        signIn(SctpListener.ofStandIn(0));

        edge.send(edge.request("OPTIONS", "large", "", "v".repeat(70_000)));
        assertEquals("large", Edge.header(edge.await("SIP/2.0 513 "), "Call-ID"));
        edge.send(edge.request("OPTIONS", "small", "", ""));
        assertEquals("small", Edge.header(edge.await("SIP/2.0 200 "), "Call-ID"));

        assertEquals(List.of(LinkPhase.CONNECTING, LinkPhase.ONLINE), alice.phases());
    }

    @Test
    void anAssociationThatEndsIsReplaced() throws Exception {
        signIn(SctpListener.ofStandIn(0));

        ((StandInChannel) edge.last()).tellShutdown();
        awaitRegisters(2);
        ((StandInChannel) edge.last()).tell(AssocChangeEvent.COMM_LOST);
        awaitRegisters(3);
        ((StandInChannel) edge.last()).reset();
        awaitRegisters(4);
        alice.awaitState(LinkState.Online.class);

        List<String> why = alice.states.stream()
                .filter(LinkState.Waiting.class::isInstance)
                .map(state -> ((LinkState.Waiting) state).failure())
                .map(failure -> failure.kind() + " " + failure.message().replaceAll("^.*:[0-9]+ ", ""))
                .toList();
        assertEquals(
                List.of("NETWORK closed the connection", "NETWORK broke: the association was lost"), why.subList(0, 2));
        assertEquals(3, why.size());
    }

    private void awaitRegisters(int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> edge.registers().size() == count);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> alice.phases().get(alice.phases().size() - 1) == LinkPhase.ONLINE);
    }

    @Test
    void aServerThatDoesNotListenIsTriedAgain() throws Exception {
        SctpListener gone = SctpListener.ofStandIn(0);
        gone.close();

        connect(gone.port());
        Failure failure = alice.awaitState(LinkState.Waiting.class).failure();
        assertEquals(Failure.Kind.NETWORK, failure.kind());
        assertTrue(failure.message().contains("refused"), failure.message());

        edge = new SctpEdge(SctpListener.ofStandIn(gone.port()));
        alice.awaitState(LinkState.Online.class);
    }

    @Test
    void aSystemWithoutItSaysSo() {
        withoutKernel();

        connect(5060);
        Failure failure = alice.awaitState(LinkState.Failed.class).failure();

        assertEquals(Failure.Kind.UNSUPPORTED, failure.kind());
        assertEquals(Failure.Origin.LOCAL, failure.origin());
        assertEquals("This system has no SCTP (RFC 4168): " + NONE, failure.message());
    }

    /** The domain wants SCTP most, and this side cannot. */
    @Test
    void aSystemWithoutItTakesTheNextTransport() {
        withoutKernel();
        Users users = new Users("example.com");
        users.add("alice", "secret");
        try (SipServer server = SipServer.start(SipServer.Config.builder(users).build());
                DnsServer dns = domain(5060, server.tcpPort())) {
            link = runtime.link(byDomain(), alice);
            runtime.run(link::connect);

            alice.awaitState(LinkState.Online.class);
            assertEquals("TCP", server.awaitRegistration("alice", PATIENCE).transport());
            assertFalse(dns.queries().isEmpty());
        }
    }

    /** Nor does it give up when that one is down for the moment. */
    @Test
    void aSystemWithoutItWaitsForTheNextTransport() throws Exception {
        withoutKernel();
        SctpListener gone = SctpListener.ofStandIn(0);
        gone.close();
        try (DnsServer dns = domain(5060, gone.port())) {
            link = runtime.link(byDomain(), alice);
            runtime.run(link::connect);

            assertEquals(
                    Failure.Kind.NETWORK,
                    alice.awaitState(LinkState.Waiting.class).failure().kind());
            assertFalse(dns.queries().isEmpty());
        }
    }

    @Test
    void aDomainSaysThatItTakesSctp() throws Exception {
        edge = new SctpEdge(SctpListener.ofStandIn(0));
        try (DnsServer dns = domain(edge.port(), 5060)) {
            link = runtime.link(byDomain(), alice);
            runtime.run(link::connect);

            alice.awaitState(LinkState.Online.class);
            assertEquals(1, edge.registers().size());
            assertFalse(dns.queries().isEmpty());
        }
    }

    private static DnsServer domain(int sctp, int tcp) {
        return DnsServer.start()
                .asDefault()
                .add(
                        DnsRecord.naptr("example.com", 1, 1, "SIPS+D2S", "_sips._sctp.example.com"), // not known here
                        DnsRecord.naptr("example.com", 2, 1, "SIP+D2S", "_sip._sctp.example.com"),
                        DnsRecord.naptr("example.com", 3, 1, "SIP+D2T", "_sip._tcp.example.com"),
                        DnsRecord.srv("_sip._sctp.example.com", 1, 0, sctp, "edge.example.com"),
                        DnsRecord.srv("_sip._tcp.example.com", 1, 0, tcp, "edge.example.com"),
                        DnsRecord.a("edge.example.com", "127.0.0.1"));
    }

    private static SipConfig byDomain() {
        return TestRuntime.config(
                "alice", "secret", "example.com", half -> half.transports(Transport.TCP, Transport.SCTP));
    }

    private void withoutKernel() {
        runtime.close();
        runtime = new TestRuntime(Sctp.of(() -> {
            throw new UnsupportedOperationException(NONE);
        }));
    }

    private void signIn(SctpListener listener) {
        edge = new SctpEdge(listener);
        connect(edge.port());
        alice.awaitState(LinkState.Online.class);
    }

    private void connect(int port) {
        link = runtime.link(
                TestRuntime.config("alice", "secret", "example.com", half -> half.server("127.0.0.1", port)
                        .transport(Transport.SCTP)),
                alice);
        runtime.run(link::connect);
    }
}
