package dev.duet.media.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.Attack;
import dev.duet.media.internal.Escapes;
import dev.duet.media.internal.Sounds;
import dev.duet.media.internal.transport.Coturn;
import dev.duet.model.CallSecurity;
import dev.duet.model.IceServer;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaConfig.Encryption;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.SessionDescription;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A call, while each kind of hostile datagram comes to every socket of both sides: from elsewhere, and from the very
 * address of the other side. What is said is heard all the same, by content. Numbers are bounded, the seed is fixed.
 */
class HostileCallTest {

    private static final int AT_ONCE = 8;
    private static final int BURSTS = 12;
    private static final long BETWEEN_BURSTS_NANOS = 4_000_000;
    private static final int FLOOD = 4_000;
    private static final int RATE = 8000;
    /** What a machine with much else to do may miss. */
    private static final double LIKENESS = 0.75;

    /** A way that sound goes: how it is found, how it is protected, and whether RTCP has sockets of its own. */
    private enum Way {
        PLAIN(MediaConfig.Ice.NEVER, CallSecurity.Media.NONE, true),
        SDES(MediaConfig.Ice.NEVER, CallSecurity.Media.SDES, true),
        DTLS(MediaConfig.Ice.NEVER, CallSecurity.Media.DTLS_SRTP, true),
        ICE(MediaConfig.Ice.ALWAYS, CallSecurity.Media.NONE, false),
        ICE_DTLS(MediaConfig.Ice.ALWAYS, CallSecurity.Media.DTLS_SRTP, false),
        RELAY_DTLS(MediaConfig.Ice.ALWAYS, CallSecurity.Media.DTLS_SRTP, false);

        private final MediaConfig.Ice ice;
        private final CallSecurity.Media security;
        private final boolean apart;

        Way(MediaConfig.Ice ice, CallSecurity.Media security, boolean apart) {
            this.ice = ice;
            this.security = security;
            this.apart = apart;
        }

        boolean isEncrypted() {
            return security != CallSecurity.Media.NONE;
        }

        MediaConfig config() {
            return MediaConfig.DEFAULT
                    .withCodecs("PCMU")
                    .withLocalHost("127.0.0.1")
                    .withIce(ice)
                    .withEncryption(isEncrypted() ? Encryption.REQUIRED : Encryption.NEVER);
        }

        SessionDescription narrowed(SessionDescription description) {
            MediaDescription audio = description.audio().orElseThrow();
            MediaDescription.Builder narrow = audio.toBuilder();
            if (apart) {
                narrow.rtcpMux(false);
            }
            if (security == CallSecurity.Media.SDES) {
                narrow.dtls(null);
            }
            return SessionDescription.of(narrow.build());
        }
    }

    private final TestLoop loop = new TestLoop();
    private final Engine engine = new Engine(loop);
    private final Random random = new Random(17);
    private final MiddleMan man = new MiddleMan();
    private final DatagramSocket stranger = stranger();

    private static DatagramSocket stranger() {
        try {
            return new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void end() throws IOException {
        engine.close();
        loop.close();
        man.close();
        stranger.close();
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = "RELAY_DTLS")
    void whateverComesTheSoundGoesOn(Way way) throws IOException {
        attacked(way, way.config());
    }

    @ParameterizedTest
    @EnumSource(value = Way.class, names = "RELAY_DTLS")
    void whateverComesToARelayTheSoundGoesOn(Way way, @TempDir Path folder) throws IOException {
        try (Coturn coturn = Coturn.start(folder)) {
            attacked(
                    way,
                    way.config().toBuilder()
                            .relayOnly(true)
                            .iceServers(List.of(coturn.server(IceServer.Transport.UDP)))
                            .build());
        }
    }

    private void attacked(Way way, MediaConfig callers) throws IOException {
        Party alice = new Party(engine, loop, callers);
        Party bob = new Party(engine, loop, way.config());
        alice.offerTo(
                bob,
                MediaDirection.SENDRECV,
                MediaDirection.SENDRECV,
                description -> man.pass(way.narrowed(description)));
        Awaitility.await().until(() -> !alice.connected.isEmpty() && !bob.connected.isEmpty());
        assertEquals(way.security, bob.session.security().media());
        assertEquals(way.apart ? 4 : 2, man.sockets().size());
        try (Escapes escapes = new Escapes()) {
            whileTalking(alice, bob, () -> {
                attack(this::fromElsewhere);
                if (way.isEncrypted()) {
                    attack(man::say);
                }
            });
            assertNoneTakenFromOthers(alice, bob);
            assertNoneTakenFromOthers(bob, alice);
            if (!way.isEncrypted()) {
                // What comes from the other side's address cannot be told from the other side; it leaves no trace.
                attack(man::say);
                whileTalking(alice, bob, () -> {});
            }
            flood();
            assertFlowing(alice, bob);
            escapes.assertTicking();
        }
        assertEquals(
                List.of(way.security),
                alice.connected.stream().map(CallSecurity::media).toList());
    }

    private interface Task {
        void run() throws IOException;
    }

    private interface Thrower {
        void send(SocketAddress to, byte[] data) throws IOException;
    }

    private void fromElsewhere(SocketAddress to, byte[] data) throws IOException {
        stranger.send(new DatagramPacket(data, data.length, to));
    }

    private void attack(Thrower from) throws IOException {
        for (Attack attack : Attack.values()) {
            for (int burst = 0; burst < BURSTS; burst++) {
                for (SocketAddress to : man.sockets()) {
                    List<byte[]> overheard = man.overheard(to);
                    for (int i = 0; i < AT_ONCE; i++) {
                        from.send(to, attack.next(random, overheard));
                    }
                }
                LockSupport.parkNanos(BETWEEN_BURSTS_NANOS);
            }
        }
    }

    /** As fast as it goes: more than is read, so that friends' packets are lost, too, while it lasts. */
    private void flood() throws IOException {
        Attack[] all = Attack.values();
        for (SocketAddress to : man.sockets()) {
            List<byte[]> overheard = man.overheard(to);
            for (int i = 0; i < FLOOD; i++) {
                fromElsewhere(to, all[i % all.length].next(random, overheard));
            }
        }
    }

    /** Each side says its tone meanwhile, and hears the other's, which no gap and no change of the delay spoil. */
    private static void whileTalking(Party alice, Party bob, Task task) throws IOException {
        alice.say(Sounds.tone(500, RATE, RATE * 30), RATE);
        bob.say(Sounds.tone(700, RATE, RATE * 30), RATE);
        assertFlowing(alice, bob);
        int atBob = bob.ear.heard().length;
        int atAlice = alice.ear.heard().length;
        task.run();
        assertFlowing(alice, bob);
        assertHeard(500, bob, atBob);
        assertHeard(700, alice, atAlice);
    }

    private static void assertFlowing(Party... parties) {
        for (Party each : parties) {
            long before = each.session.quality().packetsReceived();
            Awaitility.await().until(() -> each.session.quality().packetsReceived() > before + 25);
            assertEquals(List.of(), each.failures);
        }
    }

    private static void assertNoneTakenFromOthers(Party speaker, Party hearer) {
        long taken = hearer.session.quality().packetsReceived();
        long said = speaker.session.quality().packetsSent();
        assertTrue(taken <= said, taken + " taken of " + said);
    }

    private static void assertHeard(double hertz, Party at, int from) {
        short[] heard = at.ear.heard();
        assertTrue(heard.length - from > Party.HEARD_RATE / 3, "Time goes on");
        double share = Sounds.share(hertz, heard, from, Party.HEARD_RATE);
        assertTrue(share >= LIKENESS, hertz + " Hz in " + share + ", " + at.session.quality());
    }
}
