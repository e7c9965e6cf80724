package dev.duet.media.internal.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.rfc7983.PacketKind;
import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunWriter;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.IceServer;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDescription;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IceTransportTest {

    private static final MediaConfig CONFIG = MediaConfig.DEFAULT.withLocalHost("127.0.0.1");

    private final TestRuntime runtime = new TestRuntime();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(runtime));
    private final Side alice = new Side();
    private final Side bob = new Side();
    private final IceTransport aliceWay = new IceTransport(CONFIG, "", Trickling.NONE, runtime, alice);
    private final IceTransport bobWay = new IceTransport(CONFIG, "", Trickling.NONE, runtime, bob);

    @AfterEach
    void closeAll() throws Exception {
        aliceWay.close();
        bobWay.close();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private void until(Callable<Boolean> condition) {
        await().pollInSameThread()
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    aliceWay.drain(alice);
                    bobWay.drain(bob);
                    return condition.call();
                });
    }

    private MediaDescription offer() {
        aliceWay.open(null);
        until(() -> !alice.locals.isEmpty());
        return alice.description();
    }

    private MediaDescription answer(MediaDescription offer) {
        bobWay.open(offer);
        if (offer.ice() != null) {
            bobWay.remote(offer);
        }
        until(() -> !bob.locals.isEmpty());
        return bob.description();
    }

    private void connect() {
        aliceWay.remote(answer(offer()));
        untilConnected(1);
    }

    private void untilConnected(int times) {
        until(() -> alice.connected.get() == times && bob.connected.get() == times);
    }

    private void bothWaysWork() {
        int before = alice.rtp.size();
        assertTrue(aliceWay.sendRtp(Side.rtp(1), 0, 172));
        assertTrue(bobWay.sendRtp(Side.rtp(2), 0, 172));
        assertTrue(aliceWay.sendRtcp(Side.rtcp(), 0, 8));
        assertTrue(bobWay.sendRtcp(Side.rtcp(), 0, 8));
        int more = before + 1;
        until(() -> alice.rtp.size() == more
                && bob.rtp.size() == more
                && alice.rtcp.size() == more
                && bob.rtcp.size() == more);
        assertArrayEquals(Side.rtp(1), bob.rtp.get(before));
        assertArrayEquals(Side.rtp(2), alice.rtp.get(before));
    }

    private static MediaDescription with(MediaDescription from, List<IceCandidate> candidates) {
        IceDescription ice = from.ice();
        assertNotNull(ice);
        return from.toBuilder()
                .ice(new IceDescription(
                        ice.usernameFragment(), ice.password(), ice.options(), candidates, candidates.isEmpty()))
                .build();
    }

    private static IceCandidate candidate(String host, int port) {
        return new IceCandidate(
                "9", 1, "udp", 2_130_706_431L, new Endpoint(host, port), IceCandidate.Type.HOST, null, null, Map.of());
    }

    private DatagramSocket stranger() throws Exception {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        open.add(socket);
        return socket;
    }

    private static DatagramPacket to(Endpoint endpoint, byte[] data) {
        return new DatagramPacket(data, data.length, new InetSocketAddress(endpoint.host(), endpoint.port()));
    }

    @Test
    void anOfferHasOneHostCandidateForRtpAndRtcp() {
        MediaDescription offer = offer();
        IceDescription ice = offer.ice();
        assertNotNull(ice);
        assertTrue(ice.usernameFragment().length() >= 4 && ice.password().length() >= 22);
        assertTrue(ice.endOfCandidates());
        assertEquals(1, ice.candidates().size());
        IceCandidate only = ice.candidates().get(0);
        assertEquals(offer.rtp(), only.endpoint());
        assertEquals(IceCandidate.Type.HOST, only.type());
        assertEquals(1, only.component());
        assertTrue(only.priority() > 2_000_000_000L);
        assertTrue(offer.rtcpMux());
        assertNull(offer.rtcp());
    }

    @Test
    void packetsFlowOnceAWayIsFound() {
        connect();
        bothWaysWork();
        assertTrue(alice.failures.isEmpty() && bob.failures.isEmpty());
    }

    @Test
    void nothingIsSentBeforeAWayIsFound() {
        offer();
        assertFalse(aliceWay.sendRtp(Side.rtp(1), 0, 172));
        assertFalse(aliceWay.sendRtcp(Side.rtcp(), 0, 8));
    }

    @Test
    void candidatesMayComeLater() {
        MediaDescription offer = offer();
        MediaDescription answer = answer(with(offer, List.of()));
        aliceWay.remote(with(answer, List.of()));
        offer.ice().candidates().forEach(bobWay::remoteCandidate);
        answer.ice().candidates().forEach(aliceWay::remoteCandidate);
        untilConnected(1);
        bothWaysWork();
    }

    @Test
    void candidatesMayComeBeforeTheDescription() {
        MediaDescription offer = offer();
        bobWay.open(offer);
        until(() -> !bob.locals.isEmpty());
        offer.ice().candidates().forEach(bobWay::remoteCandidate);
        bobWay.remote(with(offer, List.of()));
        aliceWay.remote(with(bob.description(), List.of()));
        untilConnected(1);
        bothWaysWork();
    }

    @Test
    void candidatesThatCannotBeUsedAreSkipped() {
        MediaDescription offer = offer();
        List<IceCandidate> odd = new ArrayList<>(List.of(
                candidate("0a9c6d1e-1b2c-4d3e-8f4a-5b6c7d8e9f0a.local", 4000),
                candidate("0.0.0.0", 4000),
                candidate("224.0.0.1", 4000),
                candidate("127.0.0.1", 0),
                candidate("::1", 4000),
                new IceCandidate(
                        "", 256, "tcp", 0, new Endpoint("127.0.0.1", 9), IceCandidate.Type.RELAY, null, "so", Map.of()),
                new IceCandidate(
                        "", 1, "UDP", 0, new Endpoint("127.0.0.1", 9), IceCandidate.Type.PRFLX, null, null, Map.of())));
        odd.addAll(offer.ice().candidates());
        aliceWay.remote(answer(with(offer, odd)));
        untilConnected(1);
        bothWaysWork();
    }

    @Test
    void anOfferWithoutMultiplexingGetsTwoPorts() {
        MediaDescription offer = offer().toBuilder().rtcpMux(false).build();
        MediaDescription answer = answer(offer);
        assertFalse(answer.rtcpMux());
        assertEquals(new Endpoint("127.0.0.1", answer.rtp().port() + 1), answer.rtcp());
        assertEquals(
                List.of(1, 2),
                answer.ice().candidates().stream()
                        .map(IceCandidate::component)
                        .sorted()
                        .toList());
    }

    @Test
    void rtpAndRtcpMayHaveAWayEach() {
        // Both answer an offer that neither made: the conflict of roles is ICE's to repair.
        MediaDescription offer = MediaDescription.audio("0").build();
        aliceWay.open(offer);
        MediaDescription answer = answer(offer);
        until(() -> !alice.locals.isEmpty());
        aliceWay.remote(answer);
        bobWay.remote(alice.description());
        untilConnected(1);
        bothWaysWork();
    }

    @Test
    void aLitePeerMakesUsControlling() {
        // Alice offers, as if lite: Bob must take the lead, and ice4j's Alice repairs the conflict of roles.
        MediaDescription offer = offer();
        bobWay.open(offer);
        bobWay.remote(offer, true);
        until(() -> !bob.locals.isEmpty());
        aliceWay.remote(bob.description());
        untilConnected(1);
        bothWaysWork();
    }

    @Test
    void aPeerThatIsNotThereFailsInBoundedTime() throws Exception {
        MediaDescription offer = offer();
        int closed = stranger().getLocalPort();
        aliceWay.remote(with(offer, List.of(candidate("127.0.0.1", closed))).toBuilder()
                .ice(new IceDescription(
                        "abcd", "abcdefghijklmnopqrstuv", List.of(), List.of(candidate("127.0.0.1", closed)), true))
                .build());
        until(() -> runtime.loop().timers() == 1);
        runtime.loop().advance(IceSearch.LIMIT);
        until(() -> !alice.failures.isEmpty());
        assertEquals(Failure.Kind.MEDIA, alice.failures.get(0).kind());
        assertEquals(0, alice.connected.get());
        assertFalse(aliceWay.sendRtp(Side.rtp(1), 0, 172));
        assertEquals(0, runtime.loop().timers());
    }

    @Test
    void aPeerThatStopsAnsweringGetsNothingAfterThirtySeconds() {
        connect();
        bobWay.close();
        for (int i = 0; i < 29; i++) {
            assertTrue(aliceWay.sendRtp(Side.rtp(1), 0, 172));
            runtime.loop().advance(Duration.ofSeconds(1));
            aliceWay.drain(alice);
        }
        runtime.loop().advance(Duration.ofSeconds(1));
        aliceWay.drain(alice);
        assertFalse(aliceWay.sendRtp(Side.rtp(1), 0, 172));
        until(() -> !alice.interruptions.isEmpty());
        assertEquals(Failure.Kind.MEDIA, alice.interruptions.get(0).kind());
        assertTrue(alice.failures.isEmpty());
        assertEquals(0, runtime.loop().timers());
    }

    @Test
    void aPeerThatIsSaidToBeGoneAndDoesNotAnswerGetsNothingAfterTenSeconds() {
        connect();
        bobWay.close();
        aliceWay.doubt();
        aliceWay.drain(alice);
        for (int i = 0; i < 9; i++) {
            assertTrue(aliceWay.sendRtp(Side.rtp(1), 0, 172));
            runtime.loop().advance(Duration.ofSeconds(1));
            aliceWay.drain(alice);
        }
        assertTrue(alice.interruptions.isEmpty());
        runtime.loop().advance(Duration.ofSeconds(1));
        aliceWay.drain(alice);
        assertFalse(aliceWay.sendRtp(Side.rtp(1), 0, 172));
        until(() -> !alice.interruptions.isEmpty());
    }

    @Test
    void aPeerThatIsSaidToBeGoneAndAnswersKeepsTheWay() {
        connect();
        for (int i = 0; i < 3; i++) {
            aliceWay.doubt();
            runtime.loop().advance(Duration.ofSeconds(9));
            until(() -> aliceWay.path().age(runtime.loop().nanoTime()) == 0);
            runtime.loop().advance(Duration.ofSeconds(9));
            until(() -> aliceWay.path().age(runtime.loop().nanoTime()) == 0);
        }
        bothWaysWork();
        assertTrue(alice.interruptions.isEmpty() && bob.interruptions.isEmpty());
    }

    @Test
    void aPeerThatAnswersKeepsTheWay() {
        connect();
        for (int i = 0; i < 20; i++) {
            runtime.loop().advance(Duration.ofSeconds(6));
            until(() -> aliceWay.path().age(runtime.loop().nanoTime()) == 0
                    && bobWay.path().age(runtime.loop().nanoTime()) == 0);
        }
        bothWaysWork();
        assertTrue(alice.interruptions.isEmpty() && bob.interruptions.isEmpty());
    }

    @Test
    void aWayThatWasLostIsFoundAgainByARestart() {
        connect();
        runtime.loop().advance(Consent.LIMIT);
        until(() -> alice.interruptions.size() == 1 && bob.interruptions.size() == 1);
        assertFalse(aliceWay.sendRtp(Side.rtp(1), 0, 172));
        aliceWay.restart();
        until(() -> alice.locals.size() == 2);
        assertTrue(bobWay.remote(alice.description()));
        until(() -> bob.locals.size() == 2);
        aliceWay.remote(bob.description());
        untilConnected(2);
        bothWaysWork();
    }

    @Test
    void aSteadyFlowAllocatesNothing() {
        connect();
        byte[] packet = Side.rtp(1);
        long[] count = {0};
        PacketHandler counter = new PacketHandler() {
            @Override
            public void packet(PacketKind kind, byte[] data, int offset, int length) {
                count[0]++;
            }

            @Override
            public boolean expected(byte[] data, int offset, int length) {
                return true;
            }
        };
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        // The first rounds warm up; keep-alive checks of ICE may fall into a round, but not into all of them.
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 2_000; i++) {
                aliceWay.sendRtp(packet, 0, packet.length);
                bobWay.drain(counter);
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(count[0] > 9_000, "received " + count[0]);
        assertTrue(allocated < 2_000, "less than a byte per packet, unlike " + allocated);
    }

    @Test
    void aWayThatIsFoundLeavesNoTimerAndNoThread() {
        connect();
        assertEquals(0, runtime.loop().timers());
        until(() -> connectors() == 0);
        bothWaysWork();
    }

    @Test
    void aPeerWithoutIceIsReachedPlainly() throws Exception {
        MediaDescription offer = offer();
        PlainTransport plain = new PlainTransport(CONFIG, "", runtime, bob);
        open.add(plain);
        plain.open(offer);
        plain.remote(offer);
        until(() -> bob.connected.get() == 1);
        aliceWay.remote(bob.description());
        until(() -> alice.connected.get() == 1);
        assertTrue(aliceWay.sendRtp(Side.rtp(1), 0, 172));
        assertTrue(plain.sendRtp(Side.rtp(2), 0, 172));
        assertTrue(plain.sendRtcp(Side.rtcp(), 0, 8));
        until(() -> {
            plain.drain(bob);
            return alice.rtp.size() == 1 && bob.rtp.size() == 1 && alice.rtcp.size() == 1;
        });
    }

    @Test
    void aRestartKeepsTheOldWayUntilTheNewOneWorks() {
        connect();
        String before = alice.local().ice().usernameFragment();
        aliceWay.restart();
        until(() -> alice.locals.size() == 2);
        assertNotEquals(before, alice.local().ice().usernameFragment());
        bothWaysWork();
        MediaDescription offer = alice.description();
        assertTrue(bobWay.remote(offer));
        until(() -> bob.locals.size() == 2);
        bothWaysWork();
        assertFalse(aliceWay.remote(bob.description()));
        untilConnected(2);
        bothWaysWork();
        // And once more, from the other side.
        bobWay.restart();
        until(() -> bob.locals.size() == 3);
        assertTrue(aliceWay.remote(bob.description()));
        until(() -> alice.locals.size() == 3);
        assertFalse(bobWay.remote(alice.description()));
        untilConnected(3);
        bothWaysWork();
    }

    @Test
    void theSameDescriptionAgainChangesNothing() {
        connect();
        assertFalse(aliceWay.remote(bob.description()));
        assertFalse(bobWay.remote(alice.description()));
        bothWaysWork();
        assertEquals(1, alice.connected.get());
        assertEquals(1, alice.locals.size());
    }

    private IceTransport behind(int stunPort, Side side) {
        MediaConfig config = CONFIG.withIceServers(
                List.of(IceServer.stun("127.0.0.1", stunPort), IceServer.stun("no-such-host.invalid", 0)));
        IceTransport transport = new IceTransport(config, "", Trickling.NONE, runtime, side);
        open.add(transport);
        return transport;
    }

    /** Time goes on, for what is repeated. */
    private boolean passing(IceTransport way, Side side) {
        runtime.loop().advance(Duration.ofMillis(10));
        return way.drain(side) >= 0;
    }

    @Test
    void aStunServersViewBecomesACandidate() throws Exception {
        Endpoint told = new Endpoint("127.0.0.1", stranger().getLocalPort());
        TestStunServer server = new TestStunServer(new InetSocketAddress(told.host(), told.port()));
        open.add(server);
        Side carol = new Side();
        IceTransport carolWay = behind(server.port(), carol);
        carolWay.open(null);
        until(() -> passing(carolWay, carol) && !carol.locals.isEmpty());
        List<IceCandidate> candidates = carol.local().ice().candidates();
        assertEquals(
                List.of(IceCandidate.Type.HOST, IceCandidate.Type.SRFLX),
                candidates.stream().map(IceCandidate::type).sorted().toList());
        IceCandidate reflexive = candidates.stream()
                .filter(c -> c.type() == IceCandidate.Type.SRFLX)
                .findFirst()
                .orElseThrow();
        assertEquals(told, reflexive.endpoint());
        assertEquals(told, carol.local().rtp());
        assertNotEquals(told, reflexive.related());
        assertTrue(server.requests.get() >= 2);
        MediaDescription answer = answer(carol.description());
        carolWay.remote(answer);
        until(() -> carolWay.drain(carol) >= 0 && carol.connected.get() == 1 && bob.connected.get() == 1);
        assertTrue(carolWay.sendRtp(Side.rtp(1), 0, 172));
        until(() -> bob.rtp.size() == 1);
    }

    @Test
    void aStunServerThatIsSilentDoesNotStopTheCall() throws Exception {
        Side carol = new Side();
        IceTransport carolWay = behind(stranger().getLocalPort(), carol);
        carolWay.open(null);
        until(() -> passing(carolWay, carol) && !carol.locals.isEmpty());
        assertEquals(1, carol.local().ice().candidates().size());
    }

    @Test
    void soundOfStrangersIsDropped() throws Exception {
        connect();
        DatagramSocket stranger = stranger();
        stranger.send(to(alice.local().rtp(), Side.rtp(9)));
        bothWaysWork();
        assertEquals(1, alice.rtp.size());
    }

    /** As Chromium does while it restarts: its new ports begin by the old credentials. */
    @Test
    void soundMayComeFromWhereverTheOtherSideWasSeen() throws Exception {
        connect();
        IceDescription ice = alice.local().ice();
        assertNotNull(ice);
        DatagramSocket port = stranger();
        for (int i = 0; i < 100; i++) {
            port = stranger();
            byte[] check = new StunWriter(Stun.BINDING_REQUEST, new byte[Stun.TRANSACTION_BYTES])
                    .text(Stun.USERNAME, ice.usernameFragment() + ":new")
                    .longNumber(Stun.ICE_CONTROLLED, i)
                    .sign(Stun.shortTermKey(ice.password()))
                    .withFingerprint();
            port.send(to(alice.local().rtp(), check));
            aliceWay.drain(alice);
        }
        bothWaysWork();
        port.send(to(alice.local().rtp(), Side.rtp(9)));
        until(() -> alice.rtp.size() == 2);
        assertArrayEquals(Side.rtp(9), alice.rtp.get(1));
    }

    @Test
    void hostileDatagramsDoNotEscape() throws Exception {
        MediaDescription offer = offer();
        Random random = new Random(7);
        DatagramSocket stranger = stranger();
        byte[] username = (offer.ice().usernameFragment() + ":zzzz").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 300; i++) {
            stranger.send(to(offer.rtp(), stun(random, username)));
            byte[] noise = new byte[random.nextInt(2500)];
            random.nextBytes(noise);
            stranger.send(to(offer.rtp(), noise));
            aliceWay.drain(alice);
        }
        assertTrue(alice.rtp.isEmpty() && alice.rtcp.isEmpty());
        aliceWay.remote(answer(offer));
        untilConnected(1);
        bothWaysWork();
    }

    /** A Binding message that passes our own check, with nonsense in its attributes. */
    private static byte[] stun(Random random, byte[] username) {
        byte[] attributes = new byte[4 * random.nextInt(12)];
        random.nextBytes(attributes);
        int named = 4 + (username.length + 3 & ~3);
        byte[] message = new byte[20 + named + 24 + attributes.length];
        random.nextBytes(message);
        java.nio.ByteBuffer out = java.nio.ByteBuffer.wrap(message);
        out.putShort((short) new int[] {0x0001, 0x0011, 0x0101, 0x0111}[random.nextInt(4)]);
        out.putShort((short) (message.length - 20)).putInt(0x2112_A442);
        out.position(20);
        out.putShort((short) 6).putShort((short) username.length).put(username);
        out.position(20 + named);
        if (random.nextBoolean()) {
            out.putShort((short) 8).putShort((short) 20).position(20 + named + 24);
        }
        out.put(attributes);
        return message;
    }

    @Test
    void closingGivesThePortsAndTheThreadsBack() throws Exception {
        connect();
        aliceWay.close();
        bobWay.close();
        aliceWay.close();
        new DatagramSocket(alice.local().rtp().port(), InetAddress.getByName("127.0.0.1")).close();
        new DatagramSocket(bob.local().rtp().port(), InetAddress.getByName("127.0.0.1")).close();
        assertFalse(aliceWay.sendRtp(Side.rtp(1), 0, 172));
        assertEquals(0, aliceWay.drain(alice));
        until(() -> connectors() == 0);
        List<String> left = Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().contains("ice4j") && !t.isDaemon())
                .map(Thread::getName)
                .toList();
        assertEquals(List.of(), left);
        assertTrue(alice.failures.isEmpty() && bob.failures.isEmpty());
    }

    private static long connectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("IceConnector"))
                .count();
    }

    @Test
    void closingDuringTheStartLeavesNothingOpen() throws Exception {
        for (int i = 0; i < 10; i++) {
            Side side = new Side();
            IceTransport transport = new IceTransport(CONFIG, "", Trickling.NONE, runtime, side);
            transport.open(null);
            transport.close();
            assertEquals(0, transport.drain(side));
        }
        until(() -> connectors() == 0);
    }

    @Test
    void theLibraryDoesNotAskAmazon() {
        IceLibrary.prepare();
        assertFalse(org.ice4j.ice.harvest.HarvestConfig.config.enableAwsHarvester());
    }
}
