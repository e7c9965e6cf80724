package dev.duet.media.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.Attack;
import dev.duet.media.internal.Escapes;
import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunWriter;
import dev.duet.model.Failure;
import dev.duet.model.IceServer;
import dev.duet.model.IceServer.Transport;
import dev.duet.model.MediaConfig;
import dev.duet.sandbox.wire.Direction;
import dev.duet.sandbox.wire.TcpWire;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hostile bytes on the way to a real TURN server, in the midst of a call that has no other way. */
class HostileRelayTest {

    private static final int DATAGRAMS = 150;

    @TempDir
    static Path folder;

    private static Coturn coturn;
    private final Escapes escapes = new Escapes();
    private final Random random = new Random(23);

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
    void nothingEscaped() {
        try (escapes) {
            escapes.assertNone();
        }
    }

    private static MediaConfig relayed(IceServer server) {
        return IcePair.CONFIG.toBuilder()
                .relayOnly(true)
                .iceServers(List.of(server))
                .turnTrust(coturn.trust())
                .build();
    }

    @Test
    void datagramsOfStrangersToOurSocketAtTheServerDoNotMatter() throws Exception {
        try (IcePair pair = new IcePair(relayed(coturn.server(Transport.UDP)), IcePair.CONFIG, true);
                DatagramSocket stranger = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            pair.connect();
            InetSocketAddress ours = pair.aliceWayRelays().get(0).local();
            for (Attack attack : Attack.values()) {
                for (int i = 0; i < DATAGRAMS; i++) {
                    byte[] data = attack.next(random, pair.alice.rtp);
                    stranger.send(new DatagramPacket(data, data.length, ours));
                    // As from a channel, and as from the server itself.
                    byte[] channel = channelData(data);
                    stranger.send(new DatagramPacket(channel, channel.length, ours));
                    pair.drain();
                }
                pair.bothWaysWork();
            }
            pair.alice.rtp.forEach(packet -> assertEquals(172, packet.length));
            assertEquals(List.of(), pair.alice.interruptions);
            assertEquals(List.of(), pair.alice.warnings);
        }
    }

    private static byte[] channelData(byte[] data) {
        int length = Math.min(data.length, 1200);
        return ByteBuffer.allocate(4 + length)
                .putShort((short) 0x4000)
                .putShort((short) length)
                .put(data, 0, length)
                .array();
    }

    /** What breaks the stream ends this way through the server; another is found, as after any interruption. */
    @ParameterizedTest
    @EnumSource(Attack.class)
    void bytesPutIntoAStreamOfTcpEndThatStreamAtMost(Attack attack) throws Exception {
        broken(Transport.TCP, attack);
    }

    @ParameterizedTest
    @EnumSource(
            value = Attack.class,
            names = {"RANDOM", "REPLAYED", "DTLS_OF_ANY_KIND"})
    void bytesPutIntoAStreamOfTlsEndThatStream(Attack attack) throws Exception {
        assertTrue(broken(Transport.TLS, attack));
    }

    /** True when the way was lost meanwhile. */
    private boolean broken(Transport transport, Attack attack) throws Exception {
        IceServer server = coturn.server(transport);
        try (TcpWire wire = wire(server);
                IcePair pair = new IcePair(relayed(through(wire, server)), IcePair.CONFIG, true)) {
            pair.connect();
            pair.bothWaysWork();
            byte[] data = attack.next(random, pair.alice.rtp);
            if (data.length > 0) {
                wire.inject(Direction.DOWN, data);
            }
            boolean lost = !goesOn(pair);
            if (lost) {
                assertFalse(pair.aliceWay.sendRtp(Side.rtp(1), 0, 172));
                restart(pair);
            }
            assertEquals(List.of(), pair.alice.failures);
            return lost;
        }
    }

    private static TcpWire wire(IceServer server) {
        return TcpWire.start(
                new InetSocketAddress("127.0.0.1", server.endpoint().port()), 1);
    }

    private static IceServer through(TcpWire wire, IceServer server) {
        return IceServer.turn(server.transport(), "127.0.0.1", wire.port(), "alice", "secret");
    }

    /** Until sound comes both ways, or the way is said to be lost. */
    private static boolean goesOn(IcePair pair) {
        int alices = pair.alice.rtp.size();
        int bobs = pair.bob.rtp.size();
        pair.until(() -> {
            pair.runtime.loop().advance(Duration.ofMillis(20));
            pair.aliceWay.sendRtp(Side.rtp(1), 0, 172);
            pair.bobWay.sendRtp(Side.rtp(2), 0, 172);
            return !pair.alice.interruptions.isEmpty()
                    || pair.alice.rtp.size() > alices + 5 && pair.bob.rtp.size() > bobs + 5;
        });
        return pair.alice.interruptions.isEmpty();
    }

    private static void restart(IcePair pair) {
        int connected = pair.alice.connected.get();
        pair.aliceWay.restart();
        pair.passing(() -> pair.alice.locals.size() == 2);
        assertTrue(pair.bobWay.remote(pair.alice.description()));
        pair.passing(() -> pair.bob.locals.size() == 2);
        pair.aliceWay.remote(pair.bob.description());
        pair.passing(() -> pair.alice.connected.get() > connected);
        pair.bothWaysWork();
    }

    /** Well-formed, and in the server's name, but not signed: nothing of it is believed. */
    @Test
    void whatAForgerSaysInTheServersNameIsNotBelieved() throws Exception {
        IceServer server = coturn.server(Transport.TCP);
        try (TcpWire wire = wire(server);
                IcePair pair = new IcePair(relayed(through(wire, server)), IcePair.CONFIG, true)) {
            pair.connect();
            for (int method : new int[] {1, 3, 4, 8, 9}) {
                for (int code : new int[] {300, 401, 403, 437, 438, 441, 486, 500, 508}) {
                    wire.inject(
                            Direction.DOWN,
                            new StunWriter(method | 0x0110, new byte[Stun.TRANSACTION_BYTES])
                                    .error(code, "No")
                                    .text(Stun.REALM, "elsewhere")
                                    .text(Stun.NONCE, "none")
                                    .withFingerprint());
                }
                wire.inject(
                        Direction.DOWN,
                        new StunWriter(method | 0x0100, new byte[Stun.TRANSACTION_BYTES])
                                .number(Stun.LIFETIME, 0)
                                .sign(new byte[16])
                                .withFingerprint());
            }
            pair.bothWaysWork();
            assertEquals(List.of(), pair.alice.interruptions);
            assertEquals(
                    List.of(),
                    pair.alice.warnings.stream().map(Failure::message).toList());
        }
    }
}
