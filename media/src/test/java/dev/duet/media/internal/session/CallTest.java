package dev.duet.media.internal.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.audio.AudioSource;
import dev.duet.media.internal.Sounds;
import dev.duet.model.CallQuality;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDirection;
import dev.duet.model.PayloadType;
import dev.duet.model.SessionDescription;
import dev.duet.sandbox.SpeechCheck;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two sessions back to back on loopback. */
class CallTest {

    private final TestLoop loop = new TestLoop();
    private final Engine engine = new Engine(loop);

    @AfterEach
    void end() {
        engine.close();
        loop.close();
    }

    private static MediaConfig config(String... codecs) {
        return MediaConfig.DEFAULT.withCodecs(codecs).withLocalHost("127.0.0.1").withIce(MediaConfig.Ice.NEVER);
    }

    private Party party(String... codecs) {
        return new Party(engine, loop, config(codecs));
    }

    private static SpeechCheck check(short[] said, int rate, Party listener) {
        return SpeechCheck.compare(said, rate, listener.ear.heard(), Party.HEARD_RATE);
    }

    private static void awaitHeard(Party listener, double seconds) {
        int before = listener.ear.heard().length;
        Awaitility.await().until(() -> listener.ear.heard().length >= before + seconds * Party.HEARD_RATE);
    }

    @ParameterizedTest
    @CsvSource({
        "PCMU, 8000, 0.95, NEVER",
        "PCMA, 16000, 0.95, NEVER",
        "opus, 44100, 0.9, NEVER",
        "PCMU, 8000, 0.95, ALWAYS",
        "opus, 48000, 0.9, ALWAYS"
    })
    void whatEachSaysIsWhatTheOtherHears(String codec, int rate, double likeness, MediaConfig.Ice ice) {
        Party alice = new Party(engine, loop, config(codec).withIce(ice));
        Party bob = new Party(engine, loop, config(codec).withIce(ice));
        short[] aliceSays = Sounds.speech(1, rate, rate * 3);
        short[] bobSays = Sounds.speech(2, rate, rate * 3);
        alice.call(bob);
        alice.say(aliceSays, rate);
        bob.say(bobSays, rate);
        awaitHeard(bob, 3.5);
        SpeechCheck atBob = check(aliceSays, rate, bob);
        SpeechCheck atAlice = check(bobSays, rate, alice);
        assertTrue(atBob.following() >= likeness, atBob + " " + bob.session.quality());
        assertTrue(atAlice.following() >= likeness, atAlice + " " + alice.session.quality());
        CallQuality quality = bob.session.quality();
        assertTrue(quality.packetsReceived() > 100, quality.toString());
        assertTrue(quality.codec().startsWith(codec), quality.toString());
        assertEquals(List.of(MediaDirection.SENDRECV), alice.directions);
        assertEquals(List.of(MediaDirection.SENDRECV), bob.directions);
        assertEquals(1, alice.connected.size());
    }

    @Test
    void holdStopsTheSoundAndResumeBringsItBackOnTheSamePorts() {
        Party alice = party("PCMU");
        Party bob = party("PCMU");
        alice.call(bob);
        alice.say(Sounds.tone(400, 8000, 8000 * 60), 8000);
        Awaitility.await().until(() -> Sounds.power(tail(bob), 0, 1600) > 1e6);
        alice.offerTo(bob, MediaDirection.INACTIVE, MediaDirection.SENDRECV, UnaryOperator.identity());
        assertEquals(MediaDirection.INACTIVE, last(alice.directions));
        Awaitility.await().until(() -> Sounds.power(tail(bob), 0, 1600) == 0);
        long sent = alice.session.quality().packetsSent();
        awaitHeard(bob, 0.5);
        assertTrue(alice.session.quality().packetsSent() <= sent + 25, "nothing is sent on hold");
        alice.offerTo(bob, MediaDirection.SENDRECV, MediaDirection.SENDRECV, UnaryOperator.identity());
        Awaitility.await().until(() -> Sounds.power(tail(bob), 0, 1600) > 1e6);
        assertEquals(
                List.of(MediaDirection.SENDRECV, MediaDirection.INACTIVE, MediaDirection.SENDRECV), bob.directions);
        assertEquals(
                alice.offers.get(0).audio().orElseThrow().rtp(),
                alice.offers.get(2).audio().orElseThrow().rtp());
        assertEquals(
                alice.offers.get(0).audio().orElseThrow().payloads(),
                alice.offers.get(2).audio().orElseThrow().payloads());
        assertEquals(List.of(), alice.failures);
    }

    @Test
    void aRestartOfIceKeepsTheSoundGoing() {
        MediaConfig config = config("PCMU").withIce(MediaConfig.Ice.ALWAYS);
        Party alice = new Party(engine, loop, config);
        Party bob = new Party(engine, loop, config);
        alice.call(bob);
        alice.say(Sounds.tone(400, 8000, 8000 * 60), 8000);
        Awaitility.await().until(() -> Sounds.power(tail(bob), 0, 1600) > 1e6);
        loop.run(() -> alice.session.restart(MediaDirection.SENDRECV));
        Awaitility.await().until(() -> alice.offers.size() == 2);
        assertNotEquals(
                alice.offers.get(0).audio().orElseThrow().ice().usernameFragment(),
                alice.offers.get(1).audio().orElseThrow().ice().usernameFragment());
        loop.run(() -> bob.session.createAnswer(alice.offers.get(1), MediaDirection.SENDRECV));
        Awaitility.await().until(() -> bob.answers.size() == 2);
        loop.run(() -> alice.session.applyAnswer(bob.answers.get(1)));
        Awaitility.await().until(() -> alice.connected.size() == 2 && bob.connected.size() == 2);
        int before = bob.ear.heard().length;
        Awaitility.await()
                .until(() -> bob.ear.heard().length > before + 8000 && Sounds.power(tail(bob), 0, 1600) > 1e6);
        assertEquals(List.of(), alice.failures);
        assertEquals(List.of(), bob.failures);
    }

    @Test
    void anOfferWithIceToASideWithoutIsAnsweredPlainly() {
        Party alice = new Party(engine, loop, config("PCMU").withIce(MediaConfig.Ice.ALWAYS));
        Party bob = party("PCMU");
        alice.call(bob);
        assertNull(bob.answers.get(0).audio().orElseThrow().ice());
        alice.say(Sounds.tone(400, 8000, 8000 * 60), 8000);
        bob.say(Sounds.tone(400, 8000, 8000 * 60), 8000);
        Awaitility.await().until(() -> Sounds.power(tail(bob), 0, 1600) > 1e6);
        Awaitility.await().until(() -> Sounds.power(tail(alice), 0, 1600) > 1e6);
    }

    private static short[] tail(Party party) {
        short[] heard = party.ear.heard();
        short[] tail = new short[1600];
        int length = Math.min(1600, heard.length);
        System.arraycopy(heard, heard.length - length, tail, 1600 - length, length);
        return tail;
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    @ParameterizedTest
    @CsvSource({"PCMA", "opus"})
    void keysArePressedAndHeardInOrder(String codec) {
        Party alice = party(codec);
        Party bob = party(codec);
        loop.run(() -> alice.session.dtmf("1"));
        alice.call(bob);
        loop.run(() -> alice.session.dtmf("59#D"));
        loop.run(() -> bob.session.dtmf("*0"));
        Awaitility.await().until(() -> bob.keys.length() == 5 && alice.keys.length() == 2);
        assertEquals("159#D", bob.keys.toString());
        assertEquals("*0", alice.keys.toString());
    }

    @Test
    void muteSendsSilenceAndTheSourceGoesOn() {
        Party alice = party("PCMU");
        Party bob = party("PCMU");
        loop.run(() -> alice.session.mute(true));
        alice.call(bob);
        alice.say(Sounds.tone(400, 8000, 8000 * 60), 8000);
        Awaitility.await().until(() -> bob.session.quality().packetsReceived() > 30);
        assertTrue(Sounds.power(tail(bob), 0, 1600) < 100);
        loop.run(() -> alice.session.mute(false));
        Awaitility.await().until(() -> Sounds.power(tail(bob), 0, 1600) > 1e6);
    }

    @Test
    void nothingInCommonIsRefusedAndLeavesNothingOpen() {
        Party alice = party("opus");
        Party bob = party("PCMU");
        alice.offerTo(bob, MediaDirection.SENDRECV, MediaDirection.SENDRECV, UnaryOperator.identity());
        assertEquals(1, bob.refusals.size());
        assertEquals(Failure.Kind.NEGOTIATION, bob.refusals.get(0).kind());
        assertEquals(List.of(), bob.answers);
    }

    @Test
    void aRefusedReofferLeavesTheCallAsItWas() {
        Party alice = party("PCMU");
        Party bob = party("PCMU");
        alice.call(bob);
        alice.say(Sounds.tone(400, 8000, 8000 * 60), 8000);
        alice.offerTo(
                bob,
                MediaDirection.SENDRECV,
                MediaDirection.SENDRECV,
                offer -> SessionDescription.of(offer.audio().orElseThrow().toBuilder()
                        .payloads(List.of(PayloadType.of(18, "G729", 8000, 1)))
                        .build()));
        assertEquals(1, bob.refusals.size());
        loop.run(alice.session::rollback);
        int before = bob.ear.heard().length;
        Awaitility.await()
                .until(() -> bob.ear.heard().length > before + 8000 && Sounds.power(tail(bob), 0, 1600) > 1e6);
        assertEquals(List.of(), alice.failures);
    }

    @Test
    void aSourceThatThrowsEndsItsCallAndNoOther() {
        Party alice = party("PCMU");
        Party bob = party("PCMU");
        Party carol = party("PCMU");
        Party dave = party("PCMU");
        alice.call(bob);
        carol.call(dave);
        carol.say(Sounds.tone(400, 8000, 8000 * 60), 8000);
        AtomicBoolean closed = new AtomicBoolean();
        loop.run(() -> alice.session.source(new AudioSource() {
            @Override
            public int sampleRate() {
                return 8000;
            }

            @Override
            public int read(short[] pcm, int offset, int length) {
                throw new IllegalStateException("no more tape");
            }

            @Override
            public void close() {
                closed.set(true);
            }
        }));
        Awaitility.await().until(() -> !alice.failures.isEmpty() && closed.get() && alice.ear.closed.get());
        assertEquals(Failure.Kind.MEDIA, alice.failures.get(0).kind());
        assertTrue(alice.failures.get(0).message().contains("no more tape"));
        int before = dave.ear.heard().length;
        Awaitility.await()
                .until(() -> dave.ear.heard().length > before + 8000 && Sounds.power(tail(dave), 0, 1600) > 1e6);
        assertEquals(1, alice.failures.size());
        assertEquals(List.of(), carol.failures);
    }

    @Test
    void closingGivesEverythingBack() {
        Party alice = party("PCMU");
        Party bob = party("PCMU");
        alice.call(bob);
        alice.say(new short[8000], 8000);
        loop.run(alice.session::close);
        loop.run(alice.session::close);
        Awaitility.await().until(() -> alice.ear.closed.get());
        Endpoint port = alice.offers.get(0).audio().orElseThrow().rtp();
        Awaitility.await().until(() -> isFree(port));
        engine.close();
        assertTrue(bob.ear.closed.get(), "closed with the engine, before it returns");
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().startsWith("duet-media")));
        assertFalse(loop.blocking().isShutdown());
    }

    private static boolean isFree(Endpoint port) {
        try (java.net.DatagramSocket socket =
                new java.net.DatagramSocket(port.port(), java.net.InetAddress.getByName(port.host()))) {
            return socket.isBound();
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
