package dev.duet.media.internal.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.rfc7983.PacketKind;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDescription;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTransportTest {

    private static final MediaConfig CONFIG = MediaConfig.DEFAULT.withLocalHost("127.0.0.1");

    private final TestRuntime runtime = new TestRuntime();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(runtime));
    private final Side alice = new Side();
    private final Side bob = new Side();
    private final PlainTransport aliceWay = transport(CONFIG, alice);
    private final PlainTransport bobWay = transport(CONFIG, bob);

    private PlainTransport transport(MediaConfig config, Side side) {
        PlainTransport transport = new PlainTransport(config, "", runtime, side);
        open.add(transport);
        return transport;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private static void until(Callable<Boolean> condition) {
        await().pollInSameThread().pollInterval(Duration.ofMillis(1)).until(condition);
    }

    private void drain() {
        aliceWay.drain(alice);
        bobWay.drain(bob);
    }

    private MediaDescription offer(boolean mux) {
        aliceWay.open(null);
        until(() -> alice.locals.size() == 1);
        return alice.description().toBuilder().rtcpMux(mux).build();
    }

    private void answer(MediaDescription offer) {
        bobWay.open(offer);
        bobWay.remote(offer);
        until(() -> bob.connected.get() == 1);
    }

    private void connect(boolean mux) {
        answer(offer(mux));
        aliceWay.remote(bob.description());
        until(() -> alice.connected.get() == 1);
    }

    private void bothWaysWork() {
        assertTrue(aliceWay.sendRtp(Side.rtp(1), 0, 172));
        assertTrue(bobWay.sendRtp(Side.rtp(2), 0, 172));
        assertTrue(aliceWay.sendRtcp(Side.rtcp(), 0, 8));
        assertTrue(bobWay.sendRtcp(Side.rtcp(), 0, 8));
        until(() -> {
            drain();
            return alice.rtp.size() == 1 && bob.rtp.size() == 1 && alice.rtcp.size() == 1 && bob.rtcp.size() == 1;
        });
        assertArrayEquals(Side.rtp(1), bob.rtp.get(0));
        assertArrayEquals(Side.rtp(2), alice.rtp.get(0));
        assertArrayEquals(Side.rtcp(), bob.rtcp.get(0));
    }

    @Test
    void whoIsSaidToBeGoneAndIsHeardNoMoreIsGone() {
        connect(false);
        bothWaysWork();
        aliceWay.doubt();
        runtime.loop().advance(Duration.ofSeconds(9));
        assertTrue(bobWay.sendRtcp(Side.rtcp(), 0, 8)); // held calls have nothing else
        until(() -> {
            drain();
            return alice.rtcp.size() == 2;
        });
        runtime.loop().advance(Duration.ofSeconds(20));
        drain();
        assertTrue(alice.failures.isEmpty(), "heard since");
        aliceWay.doubt();
        runtime.loop().advance(Duration.ofSeconds(9));
        drain();
        assertTrue(alice.failures.isEmpty());
        runtime.loop().advance(Duration.ofSeconds(1));
        drain();
        until(() -> alice.failures.size() == 1);
        assertEquals(Failure.Kind.MEDIA, alice.failures.get(0).kind());
    }

    private DatagramSocket stranger() throws Exception {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        socket.setSoTimeout(10_000);
        open.add(socket);
        return socket;
    }

    private static DatagramPacket to(Endpoint endpoint, byte[] data) {
        return new DatagramPacket(data, data.length, new InetSocketAddress(endpoint.host(), endpoint.port()));
    }

    @Test
    void rtpTakesAnEvenPortAndRtcpTheNextOne() {
        offer(false);
        MediaTransport.Local local = alice.local();
        assertEquals(0, local.rtp().port() % 2);
        assertEquals(new Endpoint("127.0.0.1", local.rtp().port() + 1), local.rtcp());
        assertTrue(local.rtcpMux());
        assertNull(local.ice());
    }

    @Test
    void packetsFlowBothWaysOnTwoPorts() {
        connect(false);
        assertFalse(bob.local().rtcpMux());
        bothWaysWork();
    }

    @Test
    void packetsFlowBothWaysOnOnePort() {
        connect(true);
        assertTrue(bob.local().rtcpMux());
        assertNull(bob.local().rtcp());
        bothWaysWork();
    }

    @Test
    void packetsFlowOverIpv6() {
        PlainTransport one = transport(CONFIG.withLocalHost("::1"), alice);
        PlainTransport other = transport(CONFIG.withLocalHost("::1"), bob);
        one.open(null);
        until(() -> !alice.locals.isEmpty());
        other.open(alice.description());
        other.remote(alice.description());
        until(() -> bob.connected.get() == 1);
        assertTrue(other.sendRtp(Side.rtp(1), 0, 172));
        until(() -> one.drain(alice) > 0);
        // Nobody described an address to Alice yet, and still she hears Bob.
        assertEquals(1, alice.rtp.size());
        assertFalse(one.sendRtp(Side.rtp(1), 0, 172));
    }

    @Test
    void anAddressOfTheOtherIpVersionFails() {
        offer(false);
        aliceWay.remote(
                MediaDescription.audio("0").rtp(new Endpoint("::1", 4000)).build());
        until(() -> !alice.failures.isEmpty());
        assertEquals(Failure.Kind.MEDIA, alice.failures.get(0).kind());
        assertFalse(aliceWay.sendRtp(Side.rtp(1), 0, 172));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "no.such.name.invalid"})
    void aDescriptionThatLeadsNowhereLeavesACallOnItsWay(String host) {
        connect(false);
        aliceWay.remote(
                bob.description().toBuilder().rtp(new Endpoint(host, 4000)).build());
        until(() -> alice.warnings.size() == 1);
        bothWaysWork();
        assertEquals(List.of(), alice.failures);
        assertEquals(Failure.Origin.PEER, alice.warnings.get(0).origin());
    }

    @Test
    void aDescriptionBeforeTheSocketsAreOpenIsNotLost() {
        MediaDescription early =
                MediaDescription.audio("0").rtp(new Endpoint("127.0.0.1", 4000)).build();
        aliceWay.open(early);
        aliceWay.remote(early);
        until(() -> alice.connected.get() == 1);
        assertTrue(aliceWay.sendRtp(Side.rtp(1), 0, 172));
    }

    @Test
    void nothingIsSentToNowhere() {
        offer(false);
        for (Endpoint nowhere :
                List.of(new Endpoint("0.0.0.0", 4000), new Endpoint("127.0.0.1", 0), new Endpoint("::", 4000))) {
            aliceWay.remote(MediaDescription.audio("0").rtp(nowhere).build());
            assertFalse(aliceWay.sendRtp(Side.rtp(1), 0, 172), nowhere.toString());
            assertFalse(aliceWay.sendRtcp(Side.rtcp(), 0, 8), nowhere.toString());
        }
        assertEquals(0, alice.connected.get());
        assertTrue(alice.failures.isEmpty());
    }

    @Test
    void holdByTheZeroAddressEndsWithTheNextDescription() {
        connect(false);
        MediaDescription held =
                bob.description().toBuilder().rtp(new Endpoint("0.0.0.0", 4000)).build();
        aliceWay.remote(held);
        assertFalse(aliceWay.sendRtp(Side.rtp(1), 0, 172));
        aliceWay.remote(bob.description());
        assertEquals(2, alice.connected.get());
        bothWaysWork();
    }

    @Test
    void theSameDescriptionAgainIsNotTold() {
        connect(false);
        aliceWay.remote(bob.description());
        assertEquals(1, alice.connected.get());
    }

    @Test
    void rtcpGoesWhereTheDescriptionSays() throws Exception {
        offer(false);
        DatagramSocket rtcp = stranger();
        aliceWay.remote(MediaDescription.audio("0")
                .rtp(new Endpoint("127.0.0.1", 4000))
                .rtcp(new Endpoint("127.0.0.1", rtcp.getLocalPort()))
                .build());
        assertTrue(aliceWay.sendRtcp(Side.rtcp(), 0, 8));
        DatagramPacket received = new DatagramPacket(new byte[100], 100);
        rtcp.receive(received);
        assertEquals(8, received.getLength());
        assertEquals(alice.local().rtcp(), Addresses.endpoint((InetSocketAddress) received.getSocketAddress()));
    }

    @Test
    void aPeerBehindATranslatorIsFollowed() throws Exception {
        offer(false);
        DatagramSocket translated = stranger();
        aliceWay.remote(
                MediaDescription.audio("0").rtp(new Endpoint("192.0.2.7", 4000)).build());
        translated.send(to(alice.local().rtp(), Side.rtp(1)));
        translated.send(to(alice.local().rtcp(), Side.rtcp()));
        until(() -> {
            drain();
            return alice.rtp.size() == 1 && alice.rtcp.size() == 1;
        });
        aliceWay.sendRtp(Side.rtp(7), 0, 172);
        DatagramPacket received = new DatagramPacket(new byte[200], 200);
        translated.receive(received);
        assertEquals(172, received.getLength());
        aliceWay.sendRtcp(Side.rtcp(), 0, 8);
        translated.receive(received);
        assertEquals(8, received.getLength());
    }

    @Test
    void aStrangerCannotTakeACallThatIsHeard() throws Exception {
        connect(false);
        bothWaysWork();
        DatagramSocket stranger = stranger();
        stranger.send(to(alice.local().rtp(), Side.rtp(9)));
        until(() -> aliceWay.drain(alice) > 0);
        assertEquals(1, alice.rtp.size());
        assertTrue(aliceWay.sendRtp(Side.rtp(3), 0, 172));
        until(() -> bobWay.drain(bob) > 0);
        assertEquals(2, bob.rtp.size());
    }

    @Test
    void whoMovedIsFollowedAfterSomeSilence() throws Exception {
        connect(false);
        bothWaysWork();
        DatagramSocket moved = stranger();
        runtime.loop().advance(Latch.SILENCE);
        moved.send(to(alice.local().rtp(), Side.rtp(9)));
        until(() -> aliceWay.drain(alice) > 0);
        assertEquals(2, alice.rtp.size());
        // The described address may always come back.
        bobWay.sendRtp(Side.rtp(10), 0, 172);
        until(() -> aliceWay.drain(alice) > 0);
        assertEquals(3, alice.rtp.size());
        aliceWay.sendRtp(Side.rtp(11), 0, 172);
        until(() -> bobWay.drain(bob) > 0);
        assertArrayEquals(Side.rtp(11), bob.rtp.get(1));
    }

    @Test
    void packetsThatDoNotLookLikeTheCallAreNotFollowed() throws Exception {
        offer(false);
        aliceWay.remote(
                MediaDescription.audio("0").rtp(new Endpoint("192.0.2.7", 4000)).build());
        DatagramSocket stranger = stranger();
        byte[] other = Side.rtp(1);
        other[1] = 99;
        stranger.send(to(alice.local().rtp(), other));
        stranger.send(to(alice.local().rtcp(), Side.rtcp()));
        int[] read = {0};
        until(() -> (read[0] += aliceWay.drain(alice)) == 2);
        assertTrue(alice.rtp.isEmpty());
        assertTrue(alice.rtcp.isEmpty());
    }

    @Test
    void hostileDatagramsDoNotEscape() throws Exception {
        connect(true);
        Random random = new Random(1);
        DatagramSocket stranger = stranger();
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[random.nextInt(3000)];
            random.nextBytes(noise);
            stranger.send(to(bob.local().rtp(), noise));
            bobWay.drain(bob);
        }
        bothWaysWork();
        for (byte[] packet : bob.rtp) {
            assertEquals(PacketKind.RTP, PacketKind.of(packet, 0, packet.length));
            assertTrue(packet.length < UdpPort.BUFFER_BYTES);
        }
    }

    @Test
    void aFloodIsReadInPortions() throws Exception {
        offer(false);
        DatagramSocket stranger = stranger();
        for (int i = 0; i < 100; i++) {
            stranger.send(to(alice.local().rtp(), new byte[1]));
        }
        until(() -> aliceWay.drain(alice) == 64);
        until(() -> aliceWay.drain(alice) == 36);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void portsComeFromTheRangeAndRunOut(boolean mux) throws Exception {
        int free = freePairs(2);
        MediaConfig config = CONFIG.toBuilder().ports(free, free + 3).build();
        MediaDescription offer = MediaDescription.audio("0").rtcpMux(mux).build();
        List<Side> sides = new ArrayList<>();
        int room = mux ? 4 : 2;
        for (int i = 0; i < room; i++) {
            Side side = new Side();
            transport(config, side).open(offer);
            until(() -> !side.locals.isEmpty());
            sides.add(side);
        }
        assertEquals(
                room,
                sides.stream()
                        .map(s -> s.local().rtp().port())
                        .filter(p -> p >= free && p <= free + 3)
                        .distinct()
                        .count());
        Side late = new Side();
        transport(config, late).open(offer);
        until(() -> !late.failures.isEmpty());
        assertEquals(Failure.Kind.MEDIA, late.failures.get(0).kind());
        assertTrue(late.locals.isEmpty());
    }

    /** An even port with so many free pairs from it on. */
    private static int freePairs(int pairs) throws Exception {
        for (int port = 40_000; port < 60_000; port += 2 * pairs) {
            List<DatagramSocket> sockets = new ArrayList<>();
            try {
                for (int i = 0; i < 2 * pairs; i++) {
                    sockets.add(new DatagramSocket(port + i, InetAddress.getByName("127.0.0.1")));
                }
                return port;
            } catch (java.net.BindException taken) {
                // The next ones, then.
            } finally {
                sockets.forEach(DatagramSocket::close);
            }
        }
        throw new IllegalStateException("No free ports");
    }

    @Test
    void aLocalAddressThatIsNoneFailsAtOnce() {
        Side side = new Side();
        transport(CONFIG.withLocalHost("192.0.2.1"), side).open(null);
        until(() -> !side.failures.isEmpty());
        assertEquals(Failure.Origin.LOCAL, side.failures.get(0).origin());
    }

    @Test
    void closingGivesThePortsBack() throws Exception {
        connect(false);
        aliceWay.close();
        aliceWay.close();
        assertEquals(0, aliceWay.drain(alice));
        assertFalse(aliceWay.sendRtp(Side.rtp(1), 0, 172));
        new DatagramSocket(alice.local().rtp().port(), InetAddress.getByName("127.0.0.1")).close();
        new DatagramSocket(alice.local().rtcp().port(), InetAddress.getByName("127.0.0.1")).close();
        assertTrue(alice.failures.isEmpty());
    }

    @Test
    void closingDuringTheStartLeavesNothingOpen() throws Exception {
        for (int i = 0; i < 20; i++) {
            Side side = new Side();
            PlainTransport transport = transport(CONFIG, side);
            transport.open(null);
            transport.close();
            assertEquals(0, transport.drain(side));
        }
        runtime.blocking().shutdown();
        assertTrue(runtime.blocking().awaitTermination(10, java.util.concurrent.TimeUnit.SECONDS));
    }
}
