package dev.duet.media.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.Sounds;
import dev.duet.model.CallSecurity;
import dev.duet.model.DtlsDescription;
import dev.duet.model.DtlsDescription.Fingerprint;
import dev.duet.model.DtlsDescription.Setup;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaConfig.Encryption;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.SdesCrypto;
import dev.duet.model.SessionDescription;
import dev.duet.model.SrtpCipher;
import dev.duet.sandbox.SpeechCheck;
import dev.duet.sandbox.wire.UdpWire;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls whose sound is encrypted, or refuses to be, between two sessions on loopback. */
class EncryptedCallTest {

    private final TestLoop loop = new TestLoop();
    private final Engine engine = new Engine(loop);

    @AfterEach
    void end() {
        engine.close();
        loop.close();
    }

    private static MediaConfig config(Encryption encryption, MediaConfig.Ice ice) {
        return MediaConfig.DEFAULT
                .withCodecs("PCMU")
                .withLocalHost("127.0.0.1")
                .withIce(ice)
                .withEncryption(encryption);
    }

    private Party party(Encryption encryption) {
        return new Party(engine, loop, config(encryption, MediaConfig.Ice.NEVER));
    }

    private static UnaryOperator<SessionDescription> audio(UnaryOperator<MediaDescription.Builder> change) {
        return description -> SessionDescription.of(
                change.apply(description.audio().orElseThrow().toBuilder()).build());
    }

    private static MediaDescription audio(SessionDescription description) {
        return description.audio().orElseThrow();
    }

    private void talk(Party alice, Party bob) {
        short[] aliceSays = Sounds.speech(1, 8000, 8000 * 3);
        short[] bobSays = Sounds.speech(2, 8000, 8000 * 3);
        int heard = bob.ear.heard().length;
        alice.say(aliceSays, 8000);
        bob.say(bobSays, 8000);
        Awaitility.await().until(() -> bob.ear.heard().length > heard + 3.6 * Party.HEARD_RATE);
        SpeechCheck atBob = SpeechCheck.compare(aliceSays, 8000, bob.ear.heard(), Party.HEARD_RATE);
        SpeechCheck atAlice = SpeechCheck.compare(bobSays, 8000, alice.ear.heard(), Party.HEARD_RATE);
        assertTrue(atBob.following() >= 0.95, atBob + " " + bob.session.quality());
        assertTrue(atAlice.following() >= 0.95, atAlice + " " + alice.session.quality());
        assertEquals(List.of(), alice.failures);
        assertEquals(List.of(), bob.failures);
    }

    private static void assertSecurity(CallSecurity.Media media, String cipher, Party... parties) {
        for (Party party : parties) {
            assertEquals(new CallSecurity(media, cipher, true), party.session.security());
            assertEquals(List.of(party.session.security()), party.connected, "told once, and when it was so");
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @EnumSource(
            value = MediaConfig.Ice.class,
            names = {"NEVER", "ALWAYS"})
    void aDeviceThatRingsDoesNotDisturbTheOneThatAnswers(MediaConfig.Ice ice) {
        Party alice = new Party(engine, loop, config(Encryption.REQUIRED, ice));
        Party ringing = new Party(engine, loop, config(Encryption.REQUIRED, ice));
        Party taking = new Party(engine, loop, config(Encryption.REQUIRED, ice));
        loop.run(() -> alice.session.createOffer(MediaDirection.SENDRECV));
        Awaitility.await().until(() -> !alice.offers.isEmpty());
        for (Party each : List.of(ringing, taking)) {
            loop.run(() -> {
                each.session.answerWaits(true);
                each.session.createAnswer(alice.offers.get(0), MediaDirection.SENDRECV);
            });
            Awaitility.await().until(() -> !each.answers.isEmpty());
        }
        loop.run(() -> {
            taking.session.answerWaits(false);
            alice.session.applyAnswer(taking.answers.get(0));
        });
        Awaitility.await().until(() -> !alice.connected.isEmpty() && !taking.connected.isEmpty());
        talk(alice, taking);
        assertEquals(List.of(), ringing.connected);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({
        "AEAD_AES_128_GCM, ACTPASS, NEVER",
        "AEAD_AES_256_GCM, ACTPASS, NEVER",
        "AES_CM_128_HMAC_SHA1_80, ACTPASS, NEVER",
        "AEAD_AES_128_GCM, ACTIVE, NEVER",
        "AEAD_AES_256_GCM, ACTIVE, NEVER",
        "AES_CM_128_HMAC_SHA1_80, ACTIVE, NEVER",
        "AEAD_AES_128_GCM, ACTPASS, ALWAYS",
        "AES_CM_128_HMAC_SHA1_80, ACTIVE, ALWAYS"
    })
    void dtlsProtectsBothWaysInBothRoles(SrtpCipher cipher, Setup setup, MediaConfig.Ice ice) {
        Party alice = new Party(engine, loop, config(Encryption.REQUIRED, ice).withCiphers(cipher));
        Party bob = new Party(engine, loop, config(Encryption.WHEN_POSSIBLE, ice));
        alice.offerTo(bob, MediaDirection.SENDRECV, MediaDirection.SENDRECV, description -> {
            MediaDescription audio = audio(description);
            return audio.dtls().setup() != Setup.ACTPASS
                    ? description
                    : SessionDescription.of(audio.toBuilder()
                            .dtls(new DtlsDescription(audio.dtls().fingerprints(), setup))
                            .build());
        });
        Setup answered = audio(bob.answers.get(0)).dtls().setup();
        assertEquals(setup == Setup.ACTPASS ? Setup.ACTIVE : Setup.PASSIVE, answered);
        Awaitility.await().until(() -> !alice.connected.isEmpty() && !bob.connected.isEmpty());
        talk(alice, bob);
        assertSecurity(CallSecurity.Media.DTLS_SRTP, cipher.name(), alice, bob);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void onlyKeysOfTheCiphersAskedForAreToldOrTaken() {
        SrtpCipher[] two = {SrtpCipher.AEAD_AES_256_GCM, SrtpCipher.AES_CM_128_HMAC_SHA1_80};
        MediaConfig config = config(Encryption.REQUIRED, MediaConfig.Ice.NEVER);
        Party alice = new Party(engine, loop, config.withCiphers(two));
        Party bob = new Party(engine, loop, config.withCiphers(SrtpCipher.AEAD_AES_256_GCM));
        alice.offerTo(bob, MediaDirection.SENDRECV, MediaDirection.SENDRECV, audio(offer -> offer.dtls(null)));
        assertEquals(
                List.of("AES_CM_128_HMAC_SHA1_80", "AEAD_AES_256_GCM"),
                audio(alice.offers.get(0)).cryptos().stream()
                        .map(SdesCrypto::suite)
                        .toList());
        Awaitility.await().until(() -> !alice.connected.isEmpty() && !bob.connected.isEmpty());
        assertSecurity(CallSecurity.Media.SDES, "AEAD_AES_256_GCM", alice, bob);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void withoutACipherInCommonTheCallIsInsecure() {
        MediaConfig config = config(Encryption.REQUIRED, MediaConfig.Ice.NEVER);
        Party alice = new Party(engine, loop, config.withCiphers(SrtpCipher.AEAD_AES_256_GCM));
        Party bob = new Party(engine, loop, config.withCiphers(SrtpCipher.AEAD_AES_128_GCM));
        alice.offerTo(bob, MediaDirection.SENDRECV, MediaDirection.SENDRECV, UnaryOperator.identity());
        Awaitility.await().until(() -> !alice.failures.isEmpty() && !bob.failures.isEmpty());
        assertEquals(Failure.Kind.TLS, alice.failures.get(0).kind());
        assertEquals(Failure.Kind.TLS, bob.failures.get(0).kind());
    }

    private static UnaryOperator<SessionDescription> unmuxed() {
        return audio(builder -> builder.rtcpMux(false));
    }

    /** A side that hears the other one's reports knows how much of its sound came. */
    private static boolean isReportedTo(Party party) {
        return party.session.quality().remoteLoss() != null;
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({"ACTPASS, AEAD_AES_128_GCM", "ACTIVE, AES_CM_128_HMAC_SHA1_80"})
    void reportsOnAPortOfTheirOwnHaveAnAssociationOfTheirOwn(Setup setup, SrtpCipher cipher) {
        Party alice = new Party(
                engine, loop, config(Encryption.REQUIRED, MediaConfig.Ice.NEVER).withCiphers(cipher));
        Party bob = party(Encryption.REQUIRED);
        alice.offerTo(bob, MediaDirection.SENDRECV, MediaDirection.SENDRECV, description -> unmuxed()
                .apply(audio(builder -> audio(description).dtls().setup() == Setup.ACTPASS
                                ? builder.dtls(new DtlsDescription(
                                        audio(description).dtls().fingerprints(), setup))
                                : builder)
                        .apply(description)));
        Awaitility.await().until(() -> !alice.connected.isEmpty() && !bob.connected.isEmpty());
        talk(alice, bob);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isReportedTo(alice) && isReportedTo(bob));
        assertSecurity(CallSecurity.Media.DTLS_SRTP, cipher.name(), alice, bob);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void whetherReportsGoApartDoesNotTouchTheSound() {
        Party alice = party(Encryption.REQUIRED);
        Party bob = party(Encryption.REQUIRED);
        alice.call(bob);
        alice.offerTo(bob, MediaDirection.SENDRECV, MediaDirection.SENDRECV, unmuxed());
        talk(alice, bob);
        alice.offerTo(bob, MediaDirection.SENDRECV, MediaDirection.SENDRECV, UnaryOperator.identity());
        talk(alice, bob);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void whoTakesNoHandshakeForReportsIsHeardWithoutThem() {
        Party alice = party(Encryption.REQUIRED);
        Party bob = party(Encryption.REQUIRED);
        alice.offerTo(
                bob,
                MediaDirection.SENDRECV,
                MediaDirection.SENDRECV,
                description -> SessionDescription.of(audio(unmuxed().apply(description)).toBuilder()
                        .rtcp(new Endpoint("127.0.0.1", 9))
                        .build()));
        Awaitility.await().until(() -> !alice.connected.isEmpty() && !bob.connected.isEmpty());
        talk(alice, bob);
        assertSecurity(CallSecurity.Media.DTLS_SRTP, "AEAD_AES_128_GCM", alice, bob);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({"0, AES_CM_128_HMAC_SHA1_80", "1, AEAD_AES_128_GCM", "2, AEAD_AES_256_GCM", "3, AES_CM_128_HMAC_SHA1_32"
    })
    void keysInTheDescriptionsProtectBothWays(int place, String suite) {
        Party alice = party(Encryption.REQUIRED);
        Party bob = party(Encryption.REQUIRED);
        alice.offerTo(
                bob,
                MediaDirection.SENDRECV,
                MediaDirection.SENDRECV,
                description -> audio(description).dtls() == null
                        ? description
                        : audio(built -> built.dtls(null)
                                        .cryptos(List.of(
                                                audio(description).cryptos().get(place))))
                                .apply(description));
        assertEquals(MediaDescription.RTP_SAVP, audio(bob.answers.get(0)).protocol());
        Awaitility.await().until(() -> !alice.connected.isEmpty() && !bob.connected.isEmpty());
        talk(alice, bob);
        assertSecurity(CallSecurity.Media.SDES, suite, alice, bob);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({"WHEN_POSSIBLE, NEVER", "NEVER, WHEN_POSSIBLE", "NEVER, NEVER"})
    void aSideWithoutEncryptionIsTalkedToPlainlyWhereThatIsAllowed(Encryption alices, Encryption bobs) {
        Party alice = party(alices);
        Party bob = party(bobs);
        alice.call(bob);
        talk(alice, bob);
        for (Party each : List.of(alice, bob)) {
            assertEquals(CallSecurity.NONE, each.session.security());
            assertEquals(List.of(CallSecurity.NONE), each.connected);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({"NEVER, REQUIRED, TLS", "REQUIRED, NEVER, NEGOTIATION"})
    void andRefusedWhereItIsNot(Encryption alices, Encryption bobs, Failure.Kind kind) {
        Party alice = party(alices);
        Party bob = party(bobs);
        alice.offerTo(bob, MediaDirection.SENDRECV, MediaDirection.SENDRECV, UnaryOperator.identity());
        assertEquals(kind, bob.refusals.get(0).kind());
        assertEquals(List.of(), bob.answers);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void anAnswerWithoutEncryptionIsRefusedWhereItIsRequired() {
        Party alice = party(Encryption.REQUIRED);
        Party bob = party(Encryption.REQUIRED);
        alice.offerTo(
                bob,
                MediaDirection.SENDRECV,
                MediaDirection.SENDRECV,
                description -> audio(description).dtls().setup() == Setup.ACTPASS
                        ? description
                        : audio(built -> built.dtls(null)).apply(description));
        Awaitility.await().until(() -> !alice.refusals.isEmpty());
        assertEquals(Failure.Kind.TLS, alice.refusals.get(0).kind());
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({"ACTPASS", "ACTIVE"})
    void aWrongFingerprintEndsTheCallWithAClearCause(Setup setup) {
        Party alice = party(Encryption.WHEN_POSSIBLE);
        Party bob = party(Encryption.WHEN_POSSIBLE);
        Fingerprint wrong = new Fingerprint("sha-256", "00" + ":11".repeat(31));
        alice.offerTo(bob, MediaDirection.SENDRECV, MediaDirection.SENDRECV, description -> {
            DtlsDescription dtls = audio(description).dtls();
            return audio(built -> built.dtls(
                            dtls.setup() == Setup.ACTPASS ? new DtlsDescription(List.of(wrong), setup) : dtls))
                    .apply(description);
        });
        Awaitility.await().until(() -> !bob.failures.isEmpty());
        assertEquals(Failure.Kind.TLS, bob.failures.get(0).kind());
        assertEquals(Failure.Origin.PEER, bob.failures.get(0).origin());
        assertTrue(bob.failures.get(0).message().contains("certificate"));
        assertEquals(List.of(), bob.connected, "nothing was ever heard");
        assertEquals(0, bob.session.quality().packetsReceived());
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void aHoldAndARestartKeepTheAssociation() {
        Party alice = new Party(engine, loop, config(Encryption.REQUIRED, MediaConfig.Ice.ALWAYS));
        Party bob = new Party(engine, loop, config(Encryption.REQUIRED, MediaConfig.Ice.ALWAYS));
        alice.call(bob);
        alice.offerTo(bob, MediaDirection.INACTIVE, MediaDirection.SENDRECV, UnaryOperator.identity());
        alice.offerTo(bob, MediaDirection.SENDRECV, MediaDirection.SENDRECV, UnaryOperator.identity());
        loop.run(() -> alice.session.restart(MediaDirection.SENDRECV));
        Awaitility.await().until(() -> alice.offers.size() == 4);
        loop.run(() -> bob.session.createAnswer(alice.offers.get(3), MediaDirection.SENDRECV));
        Awaitility.await().until(() -> bob.answers.size() == 4);
        loop.run(() -> alice.session.applyAnswer(bob.answers.get(3)));
        Awaitility.await().until(() -> alice.connected.size() == 2 && bob.connected.size() == 2);
        assertEquals(audio(bob.answers.get(0)).dtls(), audio(bob.answers.get(3)).dtls());
        talk(alice, bob);
    }

    /** The other side is replaced in mid-call, as by a transfer behind a server: other certificate, other way. */
    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void anotherFingerprintBeginsAnotherAssociation() {
        Party alice = party(Encryption.REQUIRED);
        Party bob = party(Encryption.REQUIRED);
        Engine elsewhere = new Engine(loop);
        try {
            Party carol = new Party(elsewhere, loop, config(Encryption.REQUIRED, MediaConfig.Ice.NEVER));
            alice.call(bob);
            talk(alice, bob);
            loop.run(() -> carol.session.createOffer(MediaDirection.SENDRECV));
            Awaitility.await().until(() -> !carol.offers.isEmpty());
            assertNotEquals(
                    audio(bob.answers.get(0)).dtls().fingerprints(),
                    audio(carol.offers.get(0)).dtls().fingerprints());
            loop.run(() -> alice.session.createAnswer(carol.offers.get(0), MediaDirection.SENDRECV));
            Awaitility.await().until(() -> !alice.answers.isEmpty());
            loop.run(() -> carol.session.applyAnswer(alice.answers.get(0)));
            Awaitility.await().until(() -> !carol.connected.isEmpty());
            loop.run(bob.session::close);
            talk(carol, alice);
        } finally {
            elsewhere.close();
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void hostilePacketsOnTheSocketsHarmNothing() throws IOException {
        Party alice = party(Encryption.REQUIRED);
        Party bob = party(Encryption.REQUIRED);
        alice.call(bob);
        Endpoint[] ports = {
            audio(alice.offers.get(0)).rtp(), audio(bob.answers.get(0)).rtp()
        };
        Thread flood = new Thread(() -> flood(ports), "test-flood");
        flood.setDaemon(true);
        flood.start();
        talk(alice, bob);
        flood.interrupt();
        assertSecurity(CallSecurity.Media.DTLS_SRTP, "AEAD_AES_128_GCM", alice, bob);
    }

    private static void flood(Endpoint... ports) {
        Random random = new Random(5);
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            while (!Thread.interrupted()) {
                byte[] forged = new byte[1 + random.nextInt(1500)];
                random.nextBytes(forged);
                forged[0] = (byte) (random.nextBoolean() ? 20 + random.nextInt(44) : 0x80);
                for (Endpoint port : ports) {
                    socket.send(
                            new DatagramPacket(forged, forged.length, new InetSocketAddress("127.0.0.1", port.port())));
                }
                java.util.concurrent.locks.LockSupport.parkNanos(500_000);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A man in the middle who has no key: what he repeats and forges comes from the very address of the peer. */
    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void repeatedPacketsAreHeardOnce() {
        Party alice = party(Encryption.REQUIRED);
        Party bob = party(Encryption.REQUIRED);
        List<UdpWire> wires = new java.util.ArrayList<>();
        try {
            alice.offerTo(bob, MediaDirection.SENDRECV, MediaDirection.SENDRECV, description -> {
                UdpWire wire = UdpWire.start(
                                new InetSocketAddress(
                                        "127.0.0.1", audio(description).rtp().port()),
                                3)
                        .set(dev.duet.sandbox.wire.WireSettings.perfect().withDuplication(0.5));
                wires.add(wire);
                return audio(built -> built.rtp(new Endpoint("127.0.0.1", wire.port()))
                                .rtcp(null))
                        .apply(description);
            });
            Awaitility.await().until(() -> !alice.connected.isEmpty() && !bob.connected.isEmpty());
            talk(alice, bob);
            assertTrue(
                    bob.session.quality().packetsReceived()
                            <= alice.session.quality().packetsSent(),
                    "a packet counts once");
        } finally {
            wires.forEach(UdpWire::close);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void aRuntimeHasOneCertificateAndEachSessionItsOwnKeys() {
        Party alice = party(Encryption.WHEN_POSSIBLE);
        Party bob = party(Encryption.WHEN_POSSIBLE);
        for (Party each : List.of(alice, bob)) {
            loop.run(() -> each.session.createOffer(MediaDirection.SENDRECV));
            Awaitility.await().until(() -> !each.offers.isEmpty());
        }
        DtlsDescription dtls = audio(alice.offers.get(0)).dtls();
        assertNotNull(dtls);
        assertEquals(dtls, audio(bob.offers.get(0)).dtls());
        assertEquals(MediaDescription.RTP_AVP, audio(alice.offers.get(0)).protocol());
        assertNotEquals(
                audio(alice.offers.get(0)).cryptos(), audio(bob.offers.get(0)).cryptos());
    }
}
