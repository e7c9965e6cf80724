package dev.duet.sip.internal.link;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.EndReason;
import dev.duet.model.Endpoint;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.SipConfig.Transport;
import dev.duet.spi.CallLeg;
import dev.duet.spi.Link;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 5626 with two flows: an account with two outbound proxies. */
class OutboundTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final List<LinkPhase> ONLINE = List.of(LinkPhase.CONNECTING, LinkPhase.ONLINE);

    private final TestRuntime runtime = new TestRuntime();
    private final Recorder alice = new Recorder();
    private Edge one = Edge.start(true);
    private Edge two = Edge.start(true);
    private Link link;

    private void connect() {
        link = runtime.link(
                TestRuntime.config("alice", "secret", "example.com", half -> half.servers(
                                new Endpoint("127.0.0.1", one.port()), new Endpoint("127.0.0.1", two.port()))
                        .transport(Transport.TCP)
                        .publishPresence(false)),
                alice);
        runtime.run(link::connect);
        alice.awaitState(LinkState.Online.class);
    }

    private void connectByBoth() {
        connect();
        awaitRegisters(one, 1);
        awaitRegisters(two, 1);
    }

    private void withoutOutbound() {
        close(one, two);
        one = Edge.start(false);
        two = Edge.start(false);
    }

    private static void close(Edge... edges) {
        List.of(edges).forEach(Edge::close);
    }

    @AfterEach
    void close() {
        runtime.close();
        close(one, two);
    }

    private static void awaitRegisters(Edge edge, int count) {
        await("REGISTER " + count).atMost(SOON).until(() -> edge.registers().size() >= count);
    }

    private static String contact(String message) {
        return Edge.header(message, "Contact");
    }

    private static int sequence(String message) {
        return Integer.parseInt(Edge.header(message, "CSeq").split(" ")[0]);
    }

    /** Calls Bob until that comes by an edge, and returns what came. */
    private String inviteBy(Edge edge) {
        await("INVITE").atMost(SOON).until(() -> {
            runtime.run(() ->
                    link.dial(Phones.address("bob"), "", new LegRecorder()).offer(Phones.description(5000)));
            return !edge.isWithout("INVITE ");
        });
        return edge.await("INVITE ");
    }

    /** The call that comes in by an edge, accepted and acknowledged. */
    private CallLeg talkBy(Edge edge) {
        edge.invite("talk");
        LegRecorder in = alice.awaitIncoming().await("offered1");
        runtime.run(() -> {
            in.leg.answer(Phones.description(6000));
            in.leg.accept();
        });
        String ok = edge.await("SIP/2.0 200");
        String port = contact(edge.registers().get(0)).replaceAll(".*@127.0.0.1:([0-9]+);.*", "$1");
        assertTrue(contact(ok).matches(".*@127.0.0.1:" + port + ";transport=tcp;ob>"), ok);
        edge.send("ACK " + contact(ok).replaceAll("[<>]", "") + " SIP/2.0\r\n"
                + "Via: SIP/2.0/TCP 127.0.0.1:" + edge.port() + ";branch=z9hG4bKack\r\n"
                + "From: <sip:bob@example.com>;tag=bob\r\n"
                + "To: <sip:alice@example.com>;tag=" + RawPeer.toTag(ok) + "\r\n"
                + "Call-ID: talk\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n");
        return in.leg;
    }

    @Test
    void eachServerHasARegistrationOfItsOwn() {
        connectByBoth();

        String first = one.registers().get(0);
        String second = two.registers().get(0);
        assertTrue(contact(first).contains(";reg-id=1;"), first);
        assertTrue(contact(second).contains(";reg-id=2;"), second);
        String instance = ".*(\\+sip\\.instance=\"<urn:uuid:[-0-9a-f]+>\").*";
        assertEquals(contact(first).replaceAll(instance, "$1"), contact(second).replaceAll(instance, "$1"));
        assertNotEquals(Edge.header(first, "Call-ID"), Edge.header(second, "Call-ID"));
        assertEquals(List.of(1, 1), List.of(sequence(first), sequence(second)));
        assertEquals(ONLINE, alice.phases());
    }

    @Test
    void signingOutRemovesBothBindings() {
        connectByBoth();

        runtime.run(link::disconnect);

        alice.awaitState(LinkState.Offline.class);
        for (Edge edge : List.of(one, two)) {
            awaitRegisters(edge, 2);
            String last = edge.registers().get(1);
            assertTrue(contact(last).endsWith(";expires=0"), last);
            assertEquals(Edge.header(edge.registers().get(0), "Call-ID"), Edge.header(last, "Call-ID"));
        }
        assertEquals(List.of(LinkPhase.CONNECTING, LinkPhase.ONLINE, LinkPhase.OFFLINE), alice.phases());
    }

    @Test
    void whatBeginsAfterALossGoesByTheOtherFlow() {
        connectByBoth();

        one.die();

        String invite = inviteBy(two);
        String own = contact(two.registers().get(0)).replaceAll(".*@(127.0.0.1:[0-9]+);.*", "$1");
        assertTrue(contact(invite).contains("@" + own + ";"), invite);
        assertEquals(ONLINE, alice.phases());
    }

    @Test
    void aFlowThatBrokeIsReplacedAtOnce() {
        connectByBoth();

        one.cut();

        awaitRegisters(one, 2);
        String first = one.registers().get(0);
        String second = one.registers().get(1);
        assertTrue(contact(second).contains(";reg-id=1;"), second);
        assertEquals(Edge.header(first, "Call-ID"), Edge.header(second, "Call-ID"));
        assertTrue(sequence(second) > sequence(first), second);
        assertEquals(1, two.registers().size());
        assertEquals(ONLINE, alice.phases());
    }

    @Test
    void withoutAnyFlowTheAccountWaits() {
        connectByBoth();

        one.die();
        two.die();
        alice.awaitState(LinkState.Waiting.class);
        one.revive();
        runtime.run(link::networkChanged);

        alice.awaitState(LinkState.Online.class);
        awaitRegisters(one, 2);
    }

    @Test
    void aServerThatReturnedIsUsedWhenTheOtherIsLost() {
        connectByBoth();
        one.die();
        inviteBy(two);
        one.revive();
        runtime.run(link::networkChanged);
        awaitRegisters(one, 2);

        two.die();

        inviteBy(one);
        assertEquals(LinkPhase.ONLINE, alice.phases().get(alice.phases().size() - 1));
    }

    @Test
    void anotherServerIsTakenWhenTheFirstIsNotThere() {
        one.die();

        connect();

        awaitRegisters(two, 1);
        assertEquals(ONLINE, alice.phases());
        inviteBy(two);
    }

    @Test
    void aServerThatSaysNothingDoesNotHoldUpTheOthers() {
        one.fallSilent();

        connect();

        assertEquals(1, two.registers().size());
        assertEquals(ONLINE, alice.phases());
    }

    @Test
    void whereNobodyDoesOutboundThereIsOneFlowAndTheNextServerTakesItsPlace() {
        withoutOutbound();
        connect();
        inviteBy(one);
        assertEquals(List.of(), two.registers());

        one.die();

        awaitRegisters(two, 1);
        inviteBy(two);
        one.revive();
        runtime.run(link::networkChanged);
        awaitRegisters(two, 2); // which the server is asked for, still alone
        runtime.run(link::disconnect);
        alice.awaitState(LinkState.Offline.class);
        assertEquals(1, one.registers().size());
        assertTrue(alice.phases().stream().filter(LinkPhase.ONLINE::equals).count() == 2, alice.phases()::toString);
    }

    @Test
    void aCallThatComesByBothRingsOnceAndIsAnsweredWhereItCame() {
        connectByBoth();
        one.invite("forked");
        LegRecorder in = alice.awaitIncoming().await("offered1");
        runtime.run(in.leg::ring);
        one.await("SIP/2.0 180");

        two.invite("forked");

        two.await("SIP/2.0 482");
        runtime.run(() -> in.leg.end(EndReason.of(EndReason.Kind.DECLINED, EndReason.By.LOCAL)));
        one.await("SIP/2.0 603");
        assertEquals(1, alice.incoming.size());
        assertTrue(two.isWithout("SIP/2.0 "));
    }

    @Test
    void aCallStaysWithItsFlow() {
        connectByBoth();
        CallLeg leg = talkBy(two);

        runtime.run(() -> leg.end(EndReason.of(EndReason.Kind.HANGUP, EndReason.By.LOCAL)));

        String bye = two.await("BYE ");
        assertTrue(bye.contains("\r\nRoute: " + two.route()), bye);
        assertTrue(one.isWithout("BYE "));
    }

    @Test
    void aCallWhoseFlowIsLostGoesOnByTheOther() {
        connectByBoth();
        CallLeg leg = talkBy(one);
        one.die();
        inviteBy(two); // from now on

        runtime.run(() -> leg.end(EndReason.of(EndReason.Kind.HANGUP, EndReason.By.LOCAL)));

        String bye = two.await("BYE ");
        assertTrue(
                bye.contains("Route: " + two.route() + "\r\nRoute: <sip:core.example.com;lr>\r\n")
                        || bye.contains("Route: " + two.route() + ",<sip:core.example.com;lr>\r\n"),
                bye);
        assertTrue(!bye.contains(":" + one.port()), bye);
    }

    @Test
    void anOfferThatWasOnTheWayIsMadeAgainByTheOtherFlow() {
        connectByBoth();
        CallLeg leg = talkBy(one);
        runtime.run(() -> leg.offer(Phones.description(5002)));
        String first = one.await("INVITE ");

        one.die();

        String again = two.await("INVITE ");
        assertEquals(Edge.header(first, "Call-ID"), Edge.header(again, "Call-ID"));
        assertTrue(sequence(again) > sequence(first), again);
    }
}
