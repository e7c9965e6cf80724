package dev.duet.media.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.rfc7983.PacketKind;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceServer;
import dev.duet.model.IceServer.Transport;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaPath;
import dev.duet.model.Secret;
import dev.duet.sandbox.FreePorts;
import dev.duet.sandbox.wire.Cut;
import dev.duet.sandbox.wire.TcpWire;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Ways through a real TURN server. */
class RelayTest {

    @TempDir
    static Path folder;

    private static Coturn coturn;
    private final List<IcePair> open = new ArrayList<>();

    @BeforeAll
    static void startServer() throws Exception {
        coturn = Coturn.start(folder);
    }

    @AfterAll
    static void stopServer() {
        if (coturn != null) {
            coturn.close();
        }
    }

    @AfterEach
    void closeAll() {
        open.forEach(IcePair::close);
    }

    private MediaConfig relayed(IceServer... servers) {
        return IcePair.CONFIG.toBuilder()
                .relayOnly(true)
                .iceServers(List.of(servers))
                .turnTrust(coturn.trust())
                .build();
    }

    private IcePair pair(MediaConfig alice, MediaConfig bob, boolean trickle) throws Exception {
        IcePair pair = new IcePair(alice, bob, trickle);
        open.add(pair);
        return pair;
    }

    @ParameterizedTest
    @CsvSource({"UDP, true", "UDP, false", "TCP, true", "TCP, false", "TLS, true", "TLS, false"})
    void aSideThatHidesIsReachedThroughItsRelay(Transport transport, boolean trickle) throws Exception {
        IcePair pair = pair(relayed(coturn.server(transport)), IcePair.CONFIG, trickle);
        pair.connect();
        pair.bothWaysWork();
        assertTrue(pair.aliceWay.path().way(1).port() instanceof TurnRelay.RelayPort);
        MediaPath alices = pair.aliceWay.way();
        MediaPath bobs = pair.bobWay.way();
        assertEquals(IceCandidate.Type.RELAY, alices.local());
        assertEquals(transport, alices.relay());
        assertTrue(alices.isRelayed());
        assertEquals(IceCandidate.Type.HOST, bobs.local());
        assertNull(bobs.relay());
        assertEquals(alices.localEndpoint(), bobs.remoteEndpoint());
        assertEquals(alices.remoteEndpoint(), bobs.localEndpoint());
        assertEquals(List.of(), pair.alice.warnings);
        assertEquals(trickle ? 1 : 0, pair.alice.ends.get());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void bothMayHide(Transport transport) throws Exception {
        IcePair pair = pair(relayed(coturn.server(Transport.UDP)), relayed(coturn.server(transport)), true);
        pair.connect();
        pair.bothWaysWork();
    }

    @Test
    void theOtherSideLearnsNothingOfOneThatHides() throws Exception {
        IcePair pair = pair(relayed(coturn.server(Transport.UDP)), IcePair.CONFIG, false);
        MediaDescription offer = pair.offer();
        assertFalse(offer.ice().candidates().isEmpty());
        for (IceCandidate each : offer.ice().candidates()) {
            assertEquals(IceCandidate.Type.RELAY, each.type());
            assertNotNull(each.related());
            assertTrue(List.of("0.0.0.0", "::").contains(each.related().host()), each.toString());
        }
        assertEquals(offer.ice().candidates().get(0).endpoint(), offer.rtp());
    }

    @Test
    void aSideThatHidesAndHasNoRelayYetTellsNoAddress() throws Exception {
        IcePair pair = pair(relayed(coturn.server(Transport.UDP)), IcePair.CONFIG, true);
        MediaDescription offer = pair.offer();
        assertEquals(List.of(), offer.ice().candidates());
        assertEquals(new Endpoint("0.0.0.0", 9), offer.rtp());
        assertFalse(offer.ice().endOfCandidates());
    }

    @Test
    void aDirectWayGoesBeforeARelay() throws Exception {
        MediaConfig config = relayed(coturn.server(Transport.UDP)).toBuilder()
                .relayOnly(false)
                .build();
        IcePair pair = pair(config, IcePair.CONFIG, false);
        pair.connect();
        pair.bothWaysWork();
        assertTrue(pair.aliceWay.path().way(1).port() instanceof UdpPort);
        List<IceCandidate.Type> types = pair.alice.local().ice().candidates().stream()
                .map(IceCandidate::type)
                .toList();
        assertTrue(types.contains(IceCandidate.Type.HOST) && types.contains(IceCandidate.Type.RELAY));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aWrongPasswordIsAWarning(Transport transport) throws Exception {
        IcePair pair = pair(relayed(coturn.server(transport, "wrong")), IcePair.CONFIG, true);
        pair.offer();
        pair.passing(() -> !pair.alice.warnings.isEmpty() && pair.alice.ends.get() == 1);
        Failure warning = pair.alice.warnings.get(0);
        assertEquals(Failure.Kind.AUTHENTICATION, warning.kind());
        assertEquals(Failure.Origin.SERVER, warning.origin());
        assertFalse(warning.toString().contains("wrong"), warning.toString());
        assertEquals(List.of(), pair.alice.failures);
    }

    @Test
    void aServerThatIsNotThereIsAWarning() throws Exception {
        int nobody = new FreePorts().next();
        IceServer tcp = IceServer.turn(Transport.TCP, "127.0.0.1", nobody, "alice", "secret");
        IceServer udp = IceServer.turn(Transport.UDP, "127.0.0.1", nobody, "alice", "secret");
        IcePair pair = pair(relayed(tcp, udp), IcePair.CONFIG, true);
        pair.offer();
        pair.until(() -> {
            pair.runtime.loop().advance(Duration.ofMillis(50));
            return pair.alice.warnings.size() == 2 && pair.alice.ends.get() == 1;
        });
        pair.alice.warnings.forEach(warning -> assertEquals(Failure.Kind.NETWORK, warning.kind()));
    }

    @Test
    void aCertificateForAnotherNameIsAWarning() throws Exception {
        IcePair pair = pair(
                relayed(coturn.server(Transport.TLS)).toBuilder()
                        .turnTrust(dev.duet.model.Trust.system())
                        .build(),
                IcePair.CONFIG,
                true);
        pair.offer();
        pair.passing(() -> !pair.alice.warnings.isEmpty());
        assertEquals(Failure.Kind.TLS, pair.alice.warnings.get(0).kind());
        IcePair other = pair(relayed(coturn.server(Transport.TLS, "127.0.0.2", "secret")), IcePair.CONFIG, true);
        other.offer();
        other.passing(() -> !other.alice.warnings.isEmpty());
    }

    @Test
    void credentialsThatAreOverAreNotSent() throws Exception {
        IceServer good = coturn.server(Transport.UDP);
        IceServer over = new IceServer(
                good.kind(),
                good.endpoint(),
                good.transport(),
                "alice",
                Secret.of("secret"),
                Instant.parse("2025-12-31T23:59:59Z"));
        IcePair pair = pair(relayed(over), IcePair.CONFIG, true);
        assertTrue(pair.offer().ice().endOfCandidates());
        assertEquals(Failure.Kind.AUTHENTICATION, pair.alice.warnings.get(0).kind());
        assertEquals(List.of(), pair.alice.candidates);
    }

    @Test
    void theAllocationIsGivenBack() throws Exception {
        IcePair pair = pair(relayed(coturn.server(Transport.UDP)), IcePair.CONFIG, true);
        pair.connect();
        pair.bothWaysWork();
        assertTrue(coturn.log().contains("CHANNEL_BIND processed, success"), coturn.log());
        int before = deletions();
        pair.aliceWay.close();
        pair.until(() -> deletions() > before);
    }

    private static int deletions() throws Exception {
        return coturn.log()
                .split("allocation timeout|refreshed, realm=<duet.test>, username=<alice>, lifetime=0", -1)
                .length;
    }

    @Test
    void aRelayOutlivesItsFirstLifetime() throws Exception {
        IcePair pair = pair(relayed(coturn.server(Transport.TCP)), IcePair.CONFIG, true);
        pair.connect();
        for (int i = 0; i < 30 * 60 / 5; i++) {
            pair.runtime.loop().advance(Duration.ofSeconds(5));
            pair.until(() -> pair.aliceWay.path().age(pair.runtime.loop().nanoTime()) < 10_000_000_000L
                    && pair.bobWay.path().age(pair.runtime.loop().nanoTime()) < 10_000_000_000L);
        }
        pair.bothWaysWork();
        assertEquals(List.of(), pair.alice.warnings);
    }

    @Test
    void aServerThatGoesAwayInterruptsTheCall(@TempDir Path own) throws Exception {
        Coturn shortLived = Coturn.start(own);
        IcePair pair = pair(
                relayed(shortLived.server(Transport.TCP)).toBuilder()
                        .turnTrust(shortLived.trust())
                        .build(),
                IcePair.CONFIG,
                true);
        pair.connect();
        shortLived.close();
        pair.until(() -> !pair.alice.interruptions.isEmpty());
        assertFalse(pair.aliceWay.sendRtp(Side.rtp(1), 0, 172));
    }

    @Test
    void aRelayThatIsLostBeforeThereIsAWayIsAskedForAnew() throws Exception {
        try (TcpWire wire = TcpWire.start(
                new InetSocketAddress(
                        "127.0.0.1", coturn.server(Transport.TCP).endpoint().port()),
                1)) {
            IceServer server = IceServer.turn(Transport.TCP, "127.0.0.1", wire.port(), "alice", "secret");
            IcePair pair = pair(relayed(server), IcePair.CONFIG, true);
            MediaDescription offer = pair.offer();
            pair.passing(() -> pair.alice.ends.get() == 1);
            TurnRelay first = pair.aliceWayRelays().get(0);

            wire.drop(Cut.RESET);

            pair.passing(() -> !pair.aliceWayRelays().isEmpty()
                    && pair.aliceWayRelays().get(0) != first
                    && !pair.aliceWayRelays().get(0).ports().isEmpty());
            pair.aliceWay.remote(pair.answer(offer));
            pair.passing(() -> pair.alice.connected.get() > 0 && pair.bob.connected.get() > 0);
            pair.bothWaysWork();
            assertEquals(2, wire.accepted());
            assertEquals(1, pair.alice.warnings.size());
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aSteadyFlowThroughARelayAllocatesNothingOfOurs(Transport transport) throws Exception {
        IcePair pair = pair(relayed(coturn.server(transport)), IcePair.CONFIG, true);
        pair.connect();
        pair.bothWaysWork();
        pair.passing(() -> coturn.log().contains("CHANNEL_BIND processed, success"));
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
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int packets = 1_000;
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 8; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < packets; i++) {
                pair.bobWay.sendRtp(packet, 0, packet.length);
                pair.aliceWay.sendRtp(packet, 0, packet.length);
                pair.aliceWay.drain(counter);
                pair.bobWay.drain(counter);
            }
            best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(count[0] > packets, "received " + count[0]);
        // The runtime's TLS makes objects for each record; that is not ours to change.
        long limit = transport == Transport.TLS ? 20_000L * packets : packets;
        System.out.println("relay " + transport + ": " + best / packets + " bytes per round trip");
        assertTrue(best < limit, best + " bytes for " + packets + " packets each way");
    }
}
