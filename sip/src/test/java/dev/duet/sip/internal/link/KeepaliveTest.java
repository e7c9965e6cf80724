package dev.duet.sip.internal.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sip.internal.rfc3261.Flow;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import dev.duet.sip.internal.transport.Wire;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pings and questions on virtual time. */
class KeepaliveTest {

    private static final String PING = "\r\n\r\n";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Failure> lost = new ArrayList<>();
    private final Map<VirtualAgent, Pulse> pulses = new HashMap<>();
    private final Deque<Runnable> blocking = new ArrayDeque<>();

    private Keepalive start(VirtualAgent virtual, InetSocketAddress remote) {
        Flow flow = new Flow(virtual.port, remote, Wire.TlsFacts.NONE);
        Keepalive keepalive = new Keepalive(virtual.agent.binding(), pulse(virtual), flow, lost::add);
        keepalive.start();
        return keepalive;
    }

    private Pulse pulse(VirtualAgent virtual) {
        return pulses.computeIfAbsent(virtual, each -> new Pulse(each.loop, blocking::add));
    }

    private Keepalive start(VirtualAgent virtual) {
        return start(virtual, new InetSocketAddress("127.0.0.1", 5060));
    }

    private static String question(VirtualAgent virtual) {
        String sent = virtual.next();
        while (sent.equals(PING)) {
            sent = virtual.next();
        }
        return sent;
    }

    @Test
    void aPingGoesOutEveryTenSeconds() {
        VirtualAgent virtual = new VirtualAgent(Transport.TCP);
        start(virtual);

        virtual.loop.advance(Keepalive.PING.minus(SECOND));
        assertTrue(virtual.isSilent());
        virtual.loop.advance(SECOND);
        assertEquals(PING, virtual.next());
        virtual.loop.advance(Keepalive.PING);
        assertEquals(PING, virtual.next());
        assertTrue(virtual.isSilent());
        assertTrue(blocking.isEmpty(), "a stream needs no probe");
    }

    @Test
    void aServerThatAnswersAnythingIsAskedAgainAMinuteLater() {
        VirtualAgent virtual = new VirtualAgent(Transport.TCP);
        start(virtual);
        for (int status : new int[] {200, 404, 405, 503}) {
            virtual.loop.advance(Keepalive.QUESTION.minus(SECOND));
            virtual.skip();
            virtual.loop.advance(SECOND);
            String question = question(virtual);
            assertTrue(question.startsWith("OPTIONS sip:example.com SIP/2.0\r\n"), question);
            virtual.answer(question, status, "");
            virtual.skip();
        }
        virtual.loop.advance(Keepalive.PATIENCE);
        assertEquals(List.of(), lost);
    }

    @Test
    void aServerThatDoesNotAnswerIsLostOnceAndLeftAlone() {
        VirtualAgent virtual = new VirtualAgent(Transport.TCP);
        start(virtual);
        virtual.loop.advance(Keepalive.QUESTION);
        String question = question(virtual);
        virtual.loop.advance(Keepalive.PATIENCE.minus(SECOND));
        assertEquals(List.of(), lost);

        virtual.loop.advance(SECOND);

        assertEquals(1, lost.size());
        assertEquals(Failure.Kind.NETWORK, lost.get(0).kind());
        assertEquals(Failure.Retry.LATER, lost.get(0).retry());
        virtual.skip();
        virtual.answer(question, 200, ""); // too late
        virtual.loop.advance(Duration.ofMinutes(3));
        assertEquals(1, lost.size());
        assertTrue(virtual.isSilent());
    }

    @Test
    void silenceMeansNothingWhileMoreComesThanTheLoopTakes() {
        VirtualAgent virtual = new VirtualAgent(Transport.UDP);
        Keepalive keepalive = start(virtual);
        keepalive.ask();
        String first = question(virtual);
        virtual.loop.advance(Keepalive.PATIENCE.minus(SECOND));
        byte[] any = first.getBytes(StandardCharsets.UTF_8);
        virtual.port.received(any, new InetSocketAddress("127.0.0.1", 5060));
        virtual.port.received(any, new InetSocketAddress("127.0.0.1", 5060));
        virtual.loop.pass(SECOND.dividedBy(2));
        virtual.loop.run();
        virtual.skip();
        virtual.loop.advance(SECOND);
        assertEquals(List.of(), lost);
        assertTrue(question(virtual).startsWith("OPTIONS "), "It is asked once more");
        virtual.loop.advance(Keepalive.PATIENCE);
        virtual.loop.advance(SECOND);
        assertEquals(1, lost.size());
    }

    @Test
    void aProvisionalAnswerIsNoneYet() {
        VirtualAgent virtual = new VirtualAgent(Transport.TCP);
        Keepalive keepalive = start(virtual);
        keepalive.ask();
        virtual.answer(virtual.next(), 100, "");

        virtual.loop.advance(Keepalive.PATIENCE);

        assertEquals(1, lost.size());
    }

    @Test
    void aStreamOnWhichNothingComesAfterARequestIsAskedSoon() {
        VirtualAgent virtual = new VirtualAgent(Transport.TLS);
        Keepalive keepalive = start(virtual);
        virtual.loop.advance(SECOND);
        keepalive.sent();
        virtual.loop.advance(SECOND);
        keepalive.sent();
        virtual.loop.advance(Keepalive.DOUBT.minus(SECOND.multipliedBy(2)));
        assertTrue(virtual.isSilent());
        virtual.loop.advance(SECOND);
        assertTrue(virtual.next().startsWith("OPTIONS "));
        virtual.loop.advance(Keepalive.PATIENCE);
        assertEquals(1, lost.size());
    }

    @Test
    void aStreamOnWhichSomethingComesIsNotAsked() {
        VirtualAgent virtual = new VirtualAgent(Transport.TLS);
        Keepalive keepalive = start(virtual);
        keepalive.sent();
        virtual.loop.advance(SECOND);
        virtual.wire.heard++;
        keepalive.sent();
        virtual.loop.advance(Keepalive.DOUBT.minus(SECOND));
        assertTrue(virtual.isSilent());
        virtual.loop.advance(Keepalive.DOUBT); // nothing more came after the second one
        assertTrue(question(virtual).startsWith("OPTIONS "));
    }

    @Test
    void datagramsOfWhomeverAreNoSignOfLife() {
        VirtualAgent virtual = new VirtualAgent(Transport.UDP);
        Keepalive keepalive = start(virtual);
        keepalive.sent();
        virtual.loop.advance(Keepalive.DOUBT.plus(SECOND));
        assertTrue(virtual.isSilent());
    }

    @Test
    void aWebSocketWithoutPongsIsAskedSoon() {
        VirtualAgent virtual = new VirtualAgent(Transport.WS);
        start(virtual);
        virtual.loop.advance(Keepalive.PING);
        assertEquals(PING, virtual.next());
        virtual.wire.heard++;
        virtual.loop.advance(Keepalive.PING);
        assertEquals(PING, virtual.next());
        assertTrue(virtual.isSilent());
        virtual.loop.advance(Keepalive.PING);
        assertEquals(PING, virtual.next());
        assertTrue(virtual.next().startsWith("OPTIONS "));
        virtual.loop.advance(Keepalive.PATIENCE);
        assertEquals(1, lost.size());
    }

    @Test
    void askingTwiceAsksOnceWhileTheAnswerIsOut() {
        VirtualAgent virtual = new VirtualAgent(Transport.TCP);
        Keepalive keepalive = start(virtual);
        keepalive.ask();
        keepalive.ask();
        String question = virtual.next();
        assertTrue(virtual.isSilent());

        virtual.answer(question, 200, "");
        keepalive.ask();

        assertTrue(virtual.next().startsWith("OPTIONS "));
    }

    @Test
    void afterStopNothingGoesOutAndNothingIsLost() {
        VirtualAgent virtual = new VirtualAgent(Transport.UDP);
        Keepalive keepalive = start(virtual);
        virtual.loop.advance(Keepalive.PING);
        keepalive.ask();
        virtual.skip();

        keepalive.stop();
        keepalive.ask();
        virtual.loop.advance(Keepalive.PATIENCE.multipliedBy(2));

        assertEquals(List.of(), lost);
        assertTrue(virtual.wire.sent.stream().filter(PING::equals).count() == 1);
    }

    @Test
    void aUdpPortThatNobodyListensOnIsLostAtTheNextPing() throws IOException {
        InetSocketAddress closed;
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
            closed = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        VirtualAgent virtual = new VirtualAgent(Transport.UDP);
        start(virtual, closed);

        virtual.loop.advance(Keepalive.PING);
        blocking.remove().run();
        virtual.loop.run();

        assertEquals(1, lost.size());
        assertTrue(lost.get(0).message().contains("Nobody listens"), lost.toString());
    }

    @Test
    void aUdpPortThatIsSilentIsNotLost() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
            VirtualAgent virtual = new VirtualAgent(Transport.UDP);
            start(virtual, (InetSocketAddress) socket.getLocalSocketAddress());

            virtual.loop.advance(Keepalive.PING);
            blocking.remove().run();
            virtual.loop.run();

            assertEquals(List.of(), lost);
        }
    }

    @Test
    void aPongIsWaitedForWhereTheRegistrarPromisesIt() {
        VirtualAgent virtual = new VirtualAgent(Transport.TLS);
        virtual.registeredOutbound();
        start(virtual);
        for (int i = 0; i < 3; i++) {
            virtual.loop.advance(Keepalive.PING);
            virtual.wire.heard++; // the pong
        }
        virtual.loop.advance(Keepalive.PING);
        assertEquals(List.of(), lost);

        virtual.loop.advance(Keepalive.PING);

        assertEquals(1, lost.size());
        assertEquals(Failure.Kind.NETWORK, lost.get(0).kind());
    }

    @Test
    void noPongIsMissedElsewhere() {
        VirtualAgent virtual = new VirtualAgent(Transport.TLS);
        start(virtual);
        virtual.loop.advance(Keepalive.PING.multipliedBy(5));
        assertEquals(List.of(), lost);
    }

    @Test
    void manyAccountsOfOneSocketTakeOnePing() {
        VirtualAgent virtual = new VirtualAgent(Transport.UDP);
        List<Keepalive> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            virtual.loop.advance(Duration.ofMillis(10));
            all.add(start(virtual));
        }
        virtual.loop.advance(Keepalive.PING);
        assertEquals(PING, virtual.next());
        assertTrue(virtual.isSilent());
        assertEquals(1, blocking.size());
        all.subList(1, 100).forEach(Keepalive::stop);
        virtual.loop.advance(Keepalive.PING);
        assertEquals(PING, virtual.next());
        all.get(0).stop();
        virtual.loop.advance(Keepalive.PING);
        assertTrue(virtual.isSilent());
        assertEquals(0, virtual.loop.timers());
        start(virtual);
        virtual.loop.advance(Keepalive.PING);
        assertEquals(PING, virtual.next());
    }

    @Test
    void oneQuestionIsAskedForAllAccountsOfOneSocketAndItsAnswerIsForAll() {
        VirtualAgent virtual = new VirtualAgent(Transport.UDP);
        for (int i = 0; i < 3; i++) {
            start(virtual);
            virtual.loop.advance(SECOND);
        }
        for (int minute = 0; minute < 3; minute++) {
            virtual.loop.advance(Keepalive.QUESTION.minus(SECOND.multipliedBy(3)));
            virtual.answer(question(virtual), 200, "");
            virtual.loop.advance(SECOND.multipliedBy(3));
            assertOnlyPings(virtual);
        }
        virtual.loop.advance(Keepalive.QUESTION);
        question(virtual);
        virtual.loop.advance(Keepalive.PATIENCE);
        assertEquals(3, lost.size());
    }

    private static void assertOnlyPings(VirtualAgent virtual) {
        while (!virtual.isSilent()) {
            assertEquals(PING, virtual.next());
        }
    }
}
