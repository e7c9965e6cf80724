package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.CallPhase;
import dev.duet.model.Capability;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig;
import dev.duet.model.XmppConfig;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.SipExchange;
import dev.duet.sandbox.XmppServer;
import dev.duet.sandbox.wire.Direction;
import dev.duet.sandbox.wire.TcpWire;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hostile bytes and descriptions on the signalling of a call. A stream may end by them, and comes back; the call and
 * its sound go on. Bounded in number, with fixed seeds.
 */
@Tag("beside")
class HostileSignallingTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MANY = 100;
    private static final int FLOOD = 1000;
    private static final List<String> ACTIONS = List.of(
            "session-initiate",
            "session-accept",
            "session-info",
            "content-add",
            "content-modify",
            "content-accept",
            "content-reject",
            "description-info",
            "security-info",
            "transport-info",
            "transport-replace",
            "transport-accept",
            "transport-reject");

    private final DuetSandbox sandbox = DuetSandbox.builder()
            .xmpp(xmpp -> xmpp.startTls(XmppServer.StartTls.OPTIONAL))
            .build();

    private final SandboxAccounts accounts = SandboxAccounts.of(sandbox);
    private final SandboxUser alice = sandbox.addUser("alice", "secret-a");
    private final SandboxUser bob = sandbox.addUser("bob", "secret-b");
    private final BlockingQueue<Call> rung = new LinkedBlockingQueue<>();
    private final Escapes escapes = new Escapes();
    private final Mutations mutations = new Mutations(29);

    @AfterEach
    void nothingEscaped() {
        try {
            escapes.assertNone();
        } finally {
            escapes.close();
            sandbox.close();
        }
    }

    private Account signedIn(AccountConfig config) {
        Account account = Duet.open(config);
        account.on(IncomingCall.class, event -> rung.add(event.call()));
        Futures.await(account.connect());
        return account;
    }

    private Account sip(SandboxUser user, SipConfig.Transport transport, int port) {
        return signedIn(AccountConfig.builder(user.name())
                .sip(user.sipUri(), user.password(), half -> accounts.sip()
                        .apply(half)
                        .server("127.0.0.1", port)
                        .transport(transport))
                .build());
    }

    private Account xmpp(SandboxUser user, XmppConfig.Encryption encryption, int port) {
        return signedIn(AccountConfig.builder(user.name())
                .xmpp(user.jid(), user.password(), half -> accounts.xmpp()
                        .apply(half)
                        .server("127.0.0.1", port)
                        .encryption(encryption))
                .acceptContacts(true)
                .build());
    }

    private static void online(Account account, Protocol protocol) {
        await("the link")
                .atMost(SOON)
                .until(() -> account.link(protocol).state().phase() == LinkPhase.ONLINE);
    }

    private List<String> heardBy(int port) {
        return sandbox.sip().exchange().stream()
                .filter(each -> each.direction() == SipExchange.Direction.SENT)
                .filter(each -> each.peer().getPort() == port)
                .map(SipExchange::text)
                .toList();
    }

    private static byte[] options(int number, int bodyBytes) {
        return ("OPTIONS sip:alice@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKflood" + number
                        + "\r\nFrom: <sip:eve@example.org>;tag=1\r\nTo: <sip:alice@example.org>\r\nCall-ID: flood"
                        + number
                        + "\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: " + bodyBytes + "\r\n\r\n"
                        + "x".repeat(bodyBytes))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void datagramsToTheSipSocketLeaveACallAsItIs() throws IOException {
        int port = sandbox.sip().udpPort();
        try (Account here = sip(alice, SipConfig.Transport.UDP, port);
                Account there = sip(bob, SipConfig.Transport.UDP, port);
                DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Call call = here.call(bob.sipUri());
            Talk talk = Talk.begin(call, Futures.next(rung));
            InetSocketAddress target = socketOf("alice");
            List<String> genuine = heardBy(target.getPort());
            assertTrue(genuine.stream().anyMatch(text -> text.contains("m=audio")), genuine.toString());
            for (int i = 0; i < MANY; i++) {
                String one = mutations.any(genuine);
                for (byte[] bytes : List.of(
                        mutations.noise(3000),
                        mutations.truncated(one),
                        mutations.flipped(one),
                        mutations.lines(one).getBytes(StandardCharsets.UTF_8),
                        one.getBytes(StandardCharsets.UTF_8),
                        options(-i, 60_000))) {
                    stranger.send(new DatagramPacket(bytes, bytes.length, target));
                }
            }
            for (int i = 0; i < FLOOD; i++) {
                byte[] bytes = options(i, 10);
                stranger.send(new DatagramPacket(bytes, bytes.length, target));
            }
            talk.goesOn();
            online(here, Protocol.SIP);
            online(there, Protocol.SIP);
            talk.end();
        }
    }

    /** Each request is another one, so that each might be remembered; from many hosts, as far as loopback has them. */
    @Test
    void aFloodOfRequestsOfStrangersLeavesRoomForCalls() throws Exception {
        int port = sandbox.sip().udpPort();
        try (Account here = sip(alice, SipConfig.Transport.UDP, port);
                Account there = sip(bob, SipConfig.Transport.UDP, port)) {
            Talk.begin(here.call(bob.sipUri()), Futures.next(rung)).end();
            long before = used();
            try (Flood flood = new Flood(socketOf("alice"), 12)) {
                await("the flood").atMost(SOON).until(() -> flood.sent() > FLOOD);
                Talk out = Talk.begin(here.call(bob.sipUri()), Futures.next(rung));
                out.end();
                Talk in = Talk.begin(there.call(alice.sipUri()), Futures.next(rung));
                await("more of it").atMost(SOON).until(() -> flood.sent() > 20 * FLOOD);
                in.end();
                long grown = used() - before;
                assertTrue(grown < 64 << 20, grown + " bytes");
                assertTrue(flood.refused() > 0);
            }
            online(here, Protocol.SIP);
            Talk.begin(there.call(alice.sipUri()), Futures.next(rung)).end();
            assertTrue(rung.isEmpty());
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private InetSocketAddress socketOf(String user) {
        String contact = sandbox.sip().registrations(user).get(0).contact();
        URI address = URI.create("sip://" + contact.replaceAll(".*@([^;>]*).*", "$1"));
        return new InetSocketAddress(address.getHost(), address.getPort());
    }

    @ParameterizedTest
    @EnumSource(
            value = SipConfig.Transport.class,
            names = {"TCP", "TLS"})
    void bytesPutIntoTheStreamToTheSipServerEndThatStreamAtMost(SipConfig.Transport transport) {
        int port = transport == SipConfig.Transport.TLS
                ? sandbox.sip().tlsPort()
                : sandbox.sip().tcpPort();
        try (TcpWire wire = sandbox.tcpWire(port);
                Account here = sip(alice, transport, wire.port());
                Account there = sip(bob, transport, port)) {
            Call call = here.call(bob.sipUri());
            Talk talk = Talk.begin(call, Futures.next(rung));
            List<String> genuine = sandbox.sip().exchange().stream()
                    .map(SipExchange::text)
                    .filter(text -> text.startsWith("SIP/2.0"))
                    .toList();
            if (transport == SipConfig.Transport.TCP) { // what is whole does not end the stream
                for (int i = 0; i < MANY; i++) {
                    wire.inject(Direction.DOWN, mutations.any(genuine).getBytes(StandardCharsets.UTF_8));
                    wire.inject(Direction.DOWN, options(i, 60_000));
                }
                talk.goesOn();
                assertEquals(1, wire.accepted());
            }
            String one = mutations.any(genuine);
            for (byte[] bytes : List.of(
                    mutations.noise(3000),
                    mutations.truncated(one),
                    mutations.lines(one).getBytes(StandardCharsets.UTF_8),
                    options(0, 100_000))) {
                wire.inject(Direction.DOWN, bytes);
                talk.goesOn();
                online(here, Protocol.SIP);
            }
            online(there, Protocol.SIP);
            talk.end();
        }
    }

    private Talk jingle(Account here) {
        sandbox.xmpp().befriend("alice", "bob");
        await("Bob's device").atMost(SOON).until(() -> here.contacts()
                .find(bob.jid())
                .filter(contact -> contact.capabilities().contains(Capability.AUDIO_CALL))
                .isPresent());
        Call call = here.call(here.contacts().find(bob.jid()).orElseThrow());
        return Talk.begin(call, Futures.next(rung));
    }

    /** In Bob's name, and of this very call: his descriptions, spoilt, with any action but those that end a call. */
    @Test
    void hostileJingleLeavesACallAsItIs() {
        try (TcpWire wire = sandbox.tcpWire(sandbox.xmpp().port());
                Account here = xmpp(alice, XmppConfig.Encryption.PLAIN, wire.port());
                Account there =
                        xmpp(bob, XmppConfig.Encryption.PLAIN, sandbox.xmpp().port())) {
            Talk talk = jingle(here);
            List<String> genuine = sandbox.xmpp().exchange().stream()
                    .filter(each -> each.direction() == XmppServer.Direction.SENT
                            && each.session().startsWith("alice")
                            && each.text().matches("(?s)<iq.*<content.*"))
                    .map(XmppServer.Exchange::text)
                    .toList();
            assertTrue(genuine.stream().anyMatch(text -> text.contains("payload-type")), genuine.toString());
            for (int i = 0; i < 2 * MANY; i++) {
                String spoilt = mutations.elements(mutations.any(genuine).replaceFirst("^<iq[^>]*>", ""));
                String head = mutations.any(genuine).replaceFirst("(?s)^(<iq[^>]*>).*", "$1");
                String id = "h" + i;
                wire.inject(
                        Direction.DOWN,
                        (head.replaceAll(" id=(['\"])[^'\"]*['\"]", " id='" + id + "'")
                                        + spoilt.replaceFirst(
                                                "action=(['\"])[a-z-]*['\"]",
                                                "action='" + mutations.any(ACTIONS) + "'"))
                                .getBytes(StandardCharsets.UTF_8));
                await("the answer to each")
                        .atMost(SOON)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> sandbox.xmpp().exchange().stream()
                                .anyMatch(each -> each.direction() == XmppServer.Direction.RECEIVED
                                        && each.text().contains("'" + id + "'")));
                sandbox.xmpp().clearLog();
                if (i % 50 == 49) {
                    talk.goesOn();
                }
            }
            assertEquals(1, wire.accepted());
            online(there, Protocol.XMPP);
            talk.end();
        }
    }

    /** In the name of the peer of this very call: its offers, spoilt. Each has its answer, and the call goes on. */
    @Test
    void hostileReOffersLeaveACallAsItIs() throws IOException {
        try (RawSipServer server = new RawSipServer();
                DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Account here = Duet.open(AccountConfig.builder("Alice")
                        .sip("alice@example.com", "secret", half -> half.server("127.0.0.1", server.port())
                                .transport(SipConfig.Transport.UDP)
                                .publishPresence(false))
                        .build())) {
            here.on(IncomingCall.class, event -> rung.add(event.call()));
            CompletableFuture<?> connected = here.connect();
            String contact = server.register();
            Futures.await(connected);
            String good = "v=0\r\no=raw 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio "
                    + peer.getLocalPort()
                    + " RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000"
                    + "\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=rtcp:" + (peer.getLocalPort() + 1)
                    + " IN IP4 127.0.0.1\r\na=sendrecv\r\n";
            server.invite(contact, "", 1, good);
            Call call = Futures.next(rung);
            Futures.await(call.answer());
            String tag = RawSipServer.header(server.awaitFinal(1), "To").replaceAll(".*tag=", ";tag=");
            server.acknowledge(contact, tag, 1);
            int taken = 0;
            for (int i = 2; i < 2 + 2 * MANY; i++) {
                server.invite(contact, tag, i, mutations.lines(good));
                int status = RawSipServer.status(server.awaitFinal(i));
                assertTrue(
                        status == 200 || status == 400 || status == 488,
                        "refused with a reason: " + status + " " + call.state());
                taken += status == 200 ? 1 : 0;
                server.acknowledge(contact, tag, i);
            }
            assertTrue(taken > 5 && taken < 2 * MANY - 5, taken + " taken");
            assertEquals(CallPhase.ACTIVE, call.phase());
            int last = 2 + 2 * MANY;
            server.invite(contact, tag, last, good);
            String answer = server.awaitFinal(last);
            server.acknowledge(contact, tag, last);
            int port = Integer.parseInt(answer.replaceAll("(?s).*m=audio ([0-9]+) .*", "$1"));
            long before = call.media().quality().packetsReceived();
            byte[] packet = new byte[172];
            packet[0] = (byte) 0x80;
            for (int i = 0; i < 30; i++) {
                packet[3] = (byte) i;
                peer.send(new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
            }
            await("sound").atMost(SOON).until(() -> call.media().quality().packetsReceived() > before + 20);
        }
    }
}
