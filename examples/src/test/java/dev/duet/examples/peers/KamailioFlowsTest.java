package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.CallPhase;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Endpoint;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 5626 with two flows: Alice is registered by two edge proxies of one registrar, which die while she talks. */
@NeedsPeers("kamailio")
@Tag("beside")
class KamailioFlowsTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ALICE = "sip:alice@" + Kamailio.DOMAIN;
    private static final String BOB = "sip:bob@" + Kamailio.DOMAIN;

    @TempDir
    private Path folder;

    private final BlockingQueue<Call> atAlice = new LinkedBlockingQueue<>();
    private final BlockingQueue<Call> atBob = new LinkedBlockingQueue<>();
    private Kamailio registrar;
    private KamailioEdge one;
    private KamailioEdge two;
    private Account bob;

    @BeforeEach
    void start() {
        registrar = Kamailio.start(folder, "MD5", List.of("-A", "WITH_EDGES"));
        one = KamailioEdge.start(folder, registrar);
        two = KamailioEdge.start(folder, registrar);
        bob = PeerAccounts.sip(registrar, "bob", Transport.UDP, "PCMU");
        bob.on(IncomingCall.class, event -> atBob.add(event.call()));
        Futures.await(bob.connect());
    }

    @AfterEach
    void close() {
        bob.close();
        one.close();
        two.close();
        registrar.close();
    }

    private Account alice(Transport transport) {
        Account alice = PeerAccounts.sip(
                "alice",
                half -> half.servers(new Endpoint("127.0.0.1", one.port()), new Endpoint("127.0.0.1", two.port()))
                        .transport(transport)
                        .publishPresence(false),
                "PCMU");
        alice.on(IncomingCall.class, event -> atAlice.add(event.call()));
        Futures.await(alice.connect());
        await("both bindings")
                .atMost(SOON)
                .until(() -> !boundBy(one).isEmpty() && !boundBy(two).isEmpty());
        return alice;
    }

    /** Which registrations the registrar knows that came by an edge: the CSeq of each. */
    private List<String> boundBy(KamailioEdge edge) {
        return Stream.of(registrar.bindings().split("Contact: \\{"))
                .filter(contact -> contact.contains("<sip:127.0.0.1:" + edge.port() + ";"))
                .map(contact -> contact.replaceAll("(?s).*CSeq: ([0-9]+).*", "$1"))
                .toList();
    }

    /** Calls until it rings at the other side, and gives up. */
    private static void rings(Account from, String target) {
        await(target + " rings").atMost(SOON).until(() -> {
            Call call = from.call(target);
            await("the server").atMost(SOON).until(() -> call.phase() == CallPhase.ALERTING || isOver(call));
            boolean rang = call.phase() == CallPhase.ALERTING;
            Futures.await(call.hangup());
            return rang;
        });
    }

    private static boolean isOver(Call call) {
        return call.phase() == CallPhase.ENDED;
    }

    /** Bob calls her: it rings once, by however many flows it comes. */
    private void ringsOnce() {
        atAlice.clear();
        Call call = bob.call(ALICE);
        Call there = Futures.next(atAlice);
        Futures.await(there.answer());
        Futures.await(call.connected());
        Futures.await(call.hangup());
        assertEquals(Kind.HANGUP, Futures.await(there.ended()).kind());
        assertEquals(0, atAlice.size());
    }

    @Test
    void signingOutRemovesBothBindings() {
        try (Account alice = alice(Transport.TCP)) {
            Futures.await(alice.disconnect());

            await("none").atMost(SOON).until(() -> !registrar.bindings().contains("alice"));
            assertTrue(registrar.bindings().contains("bob"), registrar::bindings);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void callsGoOnByTheOtherEdge(Transport transport) {
        try (Account alice = alice(transport)) {
            ringsOnce();
            Call call = alice.call(BOB);
            Call there = Futures.next(atBob);
            Futures.await(there.answer());
            Futures.await(call.connected());
            Speaking speaking = Speaking.begin(folder, call, there);

            one.close();
            final long died = System.nanoTime();
            rings(alice, BOB);
            final long rang = (System.nanoTime() - died) / 1_000_000;
            ringsOnce();
            speaking.heard(SOON);
            Futures.await(call.hold());
            assertEquals(CallPhase.ACTIVE, call.phase());
            assertEquals(Kind.HANGUP, Futures.await(call.hangup()).kind());
            assertEquals(Kind.HANGUP, Futures.await(there.ended()).kind());

            List<String> before = boundBy(one);
            one = one.again();
            alice.networkChanged();
            await("the first edge").atMost(SOON).until(() -> !boundBy(one).equals(before));
            two.close();
            rings(alice, BOB);
            ringsOnce();
            assertEquals(LinkPhase.ONLINE, alice.link(Protocol.SIP).state().phase());
            System.out.printf("%s: a new call rang %d ms after the first edge died%n", transport, rang);
        }
    }
}
