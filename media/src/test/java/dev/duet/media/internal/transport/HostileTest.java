package dev.duet.media.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import dev.duet.media.internal.rfc8489.StunWriter;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.IceServer;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDescription;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in on an open socket: nothing escapes, and the call goes on. Bounded, with fixed seeds. */
class HostileTest {

    private static final int DATAGRAMS = 3_000;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private IcePair pair(MediaConfig alice) throws Exception {
        IcePair pair = new IcePair(alice, IcePair.CONFIG, true);
        open.add(pair);
        return pair;
    }

    private DatagramSocket socket() throws Exception {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        open.add(socket);
        return socket;
    }

    private static DatagramPacket to(Endpoint endpoint, byte[] data) {
        return new DatagramPacket(data, data.length, new InetSocketAddress(endpoint.host(), endpoint.port()));
    }

    /** Nonsense of each kind that a port can be sent. */
    private static byte[] nonsense(Random random, String fragment) {
        byte[] noise = new byte[random.nextInt(2500)];
        random.nextBytes(noise);
        switch (random.nextInt(6)) {
            case 0 -> {
                return noise;
            }
            case 1 -> { // like RTP or RTCP
                if (noise.length > 1) {
                    noise[0] = (byte) (0x80 | noise[0] & 0x3F);
                    noise[1] = (byte) (random.nextBoolean() ? 200 + random.nextInt(8) : 8);
                }
                return noise;
            }
            case 2 -> { // like DTLS
                if (noise.length > 0) {
                    noise[0] = (byte) (20 + random.nextInt(44));
                }
                return noise;
            }
            case 3 -> { // a check by somebody who knows the name and not the password
                return new StunWriter(Stun.BINDING_REQUEST, transaction(random))
                        .text(Stun.USERNAME, fragment + ":" + fragment)
                        .number(Stun.PRIORITY, random.nextInt())
                        .longNumber(random.nextBoolean() ? Stun.ICE_CONTROLLED : Stun.ICE_CONTROLLING, -1)
                        .put(Stun.USE_CANDIDATE, new byte[0])
                        .sign(transaction(random))
                        .withFingerprint();
            }
            case 4 -> { // STUN of any type, with any attributes
                StunWriter out = new StunWriter(random.nextInt(0x4000), transaction(random));
                for (int i = random.nextInt(30); i > 0; i--) {
                    byte[] value = new byte[random.nextInt(40)];
                    random.nextBytes(value);
                    out.put(random.nextInt(0x40), value);
                }
                return random.nextBoolean() ? out.withFingerprint() : out.bytes();
            }
            default -> { // the same, damaged
                byte[] message = new StunWriter(Stun.BINDING_SUCCESS, transaction(random))
                        .put(Stun.XOR_MAPPED_ADDRESS, new byte[8])
                        .sign(transaction(random))
                        .withFingerprint();
                message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
                return message;
            }
        }
    }

    private static byte[] transaction(Random random) {
        byte[] transaction = new byte[Stun.TRANSACTION_BYTES];
        random.nextBytes(transaction);
        return transaction;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aPortThatIsSentNonsenseStillFindsItsWay(long seed) throws Exception {
        IcePair pair = pair(IcePair.CONFIG);
        Endpoint target = pair.offer().rtp();
        assertNotNull(target);
        Random random = new Random(seed);
        DatagramSocket stranger = socket();
        for (int i = 0; i < DATAGRAMS; i++) {
            stranger.send(to(target, nonsense(random, pair.alice.local().ice().usernameFragment())));
            pair.drain();
        }
        assertTrue(pair.alice.rtp.isEmpty() && pair.alice.rtcp.isEmpty());
        pair.aliceWay.remote(pair.answer(pair.alice.description()));
        pair.passing(() -> pair.alice.connected.get() == 1 && pair.bob.connected.get() == 1);
        for (int i = 0; i < DATAGRAMS; i++) {
            stranger.send(to(target, nonsense(random, pair.alice.local().ice().usernameFragment())));
            pair.drain();
        }
        pair.bothWaysWork();
        assertTrue(pair.alice.rtp.stream().allMatch(packet -> packet.length == 172));
        assertEquals(List.of(), pair.alice.failures);
        assertEquals(List.of(), pair.alice.interruptions);
    }

    @Test
    void aCheckThatIsPlayedAgainFromElsewhereMovesNothing() throws Exception {
        IcePair pair = pair(IcePair.CONFIG);
        DatagramSocket thief = socket();
        // Alice believes that Bob is at the thief's: what she sends there is a real check.
        MediaDescriptionAt at = new MediaDescriptionAt(thief.getLocalPort());
        pair.offer();
        pair.aliceWay.remote(at.moved(pair.answer(pair.alice.description())));
        byte[] check = new byte[2048];
        DatagramPacket packet = new DatagramPacket(check, check.length);
        pair.drain();
        thief.receive(packet);
        pair.passing(() -> pair.alice.connected.get() == 1 && pair.bob.connected.get() == 1);
        IceWay before = pair.bobWay.path().way(1);
        byte[] replayed = Arrays.copyOf(check, packet.getLength());
        for (int i = 0; i < 100; i++) {
            thief.send(to(pair.bob.local().rtp(), replayed));
            pair.drain();
            pair.runtime.loop().advance(Duration.ofMillis(10));
        }
        pair.bothWaysWork();
        assertEquals(before, pair.bobWay.path().way(1));
    }

    /** Somebody at the address that was described, who knows all that is said openly, and no password. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerWithoutThePasswordProvesNoWay(boolean signed) throws Exception {
        IcePair pair = pair(IcePair.CONFIG);
        DatagramSocket impostor = socket();
        impostor.setSoTimeout(20);
        pair.offer();
        MediaDescription moved = new MediaDescriptionAt(impostor.getLocalPort()).moved(pair.alice.description());
        List<IceCandidate> only = moved.ice().candidates().subList(0, 1);
        pair.aliceWay.remote(moved.toBuilder()
                .ice(new IceDescription("stranger", "nobody-here-knows-it-at-all", List.of(), only, true))
                .build());
        Random random = new Random(5);
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        for (int i = 0; i < 3; i++) { // that it asks again shows that it did not believe
            pair.passing(() -> comes(impostor, packet));
            StunMessage check = StunMessage.parse(packet.getData(), 0, packet.getLength());
            StunWriter out = new StunWriter(Stun.BINDING_SUCCESS, check.transaction())
                    .xorAddress(Stun.XOR_MAPPED_ADDRESS, (InetSocketAddress) packet.getSocketAddress());
            byte[] forged = (signed ? out.sign(transaction(random)) : out).withFingerprint();
            impostor.send(new DatagramPacket(forged, forged.length, packet.getSocketAddress()));
        }
        pair.passing(() -> comes(impostor, packet));
        assertEquals(0, pair.alice.connected.get());
    }

    private static boolean comes(DatagramSocket socket, DatagramPacket packet) {
        try {
            packet.setLength(2048);
            socket.receive(packet);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same description with another port in its candidates. */
    private record MediaDescriptionAt(int port) {

        MediaDescription moved(MediaDescription from) {
            IceDescription ice = from.ice();
            IceCandidate first = ice.candidates().get(0);
            IceCandidate moved = new IceCandidate(
                    first.foundation(),
                    first.component(),
                    first.transport(),
                    first.priority(),
                    new Endpoint("127.0.0.1", port),
                    first.type(),
                    null,
                    null,
                    first.extensions());
            return from.toBuilder()
                    .ice(new IceDescription(
                            ice.usernameFragment(), ice.password(), ice.options(), List.of(moved, first), true))
                    .build();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aTurnServerThatTalksNonsenseOverTcpIsGivenUp(long seed) throws Exception {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        open.add(server);
        Thread thread = new Thread(() -> talk(server, new Random(seed)), "test-hostile-turn");
        thread.setDaemon(true);
        thread.start();
        IcePair pair = pair(IcePair.CONFIG.toBuilder()
                .iceServers(List.of(
                        IceServer.turn(IceServer.Transport.TCP, "127.0.0.1", server.getLocalPort(), "alice", "secret")))
                .build());
        pair.connect();
        pair.passing(() -> pair.alice.ends.get() == 1);
        pair.bothWaysWork();
        assertEquals(List.of(), pair.alice.failures);
        assertEquals(Failure.Origin.NETWORK, pair.alice.warnings.get(0).origin());
    }

    /** A message or two that are well-formed, and then anything. */
    private static void talk(ServerSocket server, Random random) {
        try {
            while (true) {
                try (Socket socket = server.accept();
                        OutputStream out = socket.getOutputStream();
                        InputStream in = socket.getInputStream()) {
                    in.read(new byte[20]);
                    for (int i = random.nextInt(5); i > 0; i--) {
                        out.write(new StunWriter(random.nextInt(0x4000), transaction(random))
                                .put(Stun.NONCE, new byte[random.nextInt(700)])
                                .bytes());
                        out.write(new byte[] {0x40, 1, 0, 2, 9, 9, 0, 0});
                    }
                    byte[] noise = new byte[100_000];
                    random.nextBytes(noise);
                    noise[0] = (byte) 0xFF;
                    out.write(noise);
                }
            }
        } catch (java.io.IOException e) {
            // the end of the test
        }
    }

    @Test
    void aTurnServerThatTalksNonsenseOverUdpHarmsNothing() throws Exception {
        DatagramSocket server = socket();
        IcePair pair = pair(IcePair.CONFIG.toBuilder()
                .iceServers(List.of(
                        IceServer.turn(IceServer.Transport.UDP, "127.0.0.1", server.getLocalPort(), "alice", "secret")))
                .build());
        pair.aliceWay.open(null);
        pair.passing(() -> !pair.alice.locals.isEmpty());
        Random random = new Random(7);
        DatagramPacket asked = new DatagramPacket(new byte[2048], 2048);
        server.setSoTimeout(10_000);
        pair.passing(() -> !pair.aliceWayRelays().isEmpty());
        InetSocketAddress client = pair.aliceWayRelays().get(0).local();
        server.receive(asked);
        for (int i = 0; i < DATAGRAMS; i++) {
            byte[] message = nonsense(random, "x");
            if (random.nextInt(3) == 0) { // an answer to what was asked, with anything in it
                message = Arrays.copyOf(message, Math.max(20, message.length));
                System.arraycopy(asked.getData(), 4, message, 4, 16);
                message[0] = 1;
                message[1] = (byte) (random.nextBoolean() ? 0x13 : 0x03);
                message[2] = (byte) (message.length - 20 >> 8);
                message[3] = (byte) (message.length - 20);
            }
            server.send(new DatagramPacket(message, message.length, client));
            pair.drain();
        }
        pair.aliceWay.remote(pair.answer(pair.alice.description()));
        pair.passing(() -> pair.alice.connected.get() == 1 && pair.bob.connected.get() == 1);
        pair.bothWaysWork();
        assertEquals(List.of(), pair.alice.failures);
    }
}
