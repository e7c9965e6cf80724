package dev.duet.media.internal.session;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.Sounds;
import dev.duet.model.Endpoint;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.SessionDescription;
import dev.duet.sandbox.SpeechCheck;
import dev.duet.sandbox.wire.UdpWire;
import dev.duet.sandbox.wire.WireSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two sessions with a bad network between them, of which each sees the other at an address that was not described. */
class BadLineTest {

    private final TestLoop loop = new TestLoop();
    private final Engine engine = new Engine(loop);

    @AfterEach
    void end() {
        engine.close();
        loop.close();
    }

    @ParameterizedTest(name = "{0}: {1} lost, {2} ms jitter, seed {3}")
    @CsvSource({"PCMU, 0.05, 30, 1, 0.8", "PCMA, 0, 60, 2, 0.85", "opus, 0.05, 20, 3, 0.8"})
    void speechIsStillUnderstood(String codec, double loss, int jitter, long seed, double likeness) {
        MediaConfig config =
                MediaConfig.DEFAULT.withCodecs(codec).withLocalHost("127.0.0.1").withIce(MediaConfig.Ice.NEVER);
        Party alice = new Party(engine, loop, config);
        Party bob = new Party(engine, loop, config);
        List<UdpWire> wires = new ArrayList<>();
        try {
            alice.offerTo(bob, MediaDirection.SENDRECV, MediaDirection.SENDRECV, description -> {
                MediaDescription audio = description.audio().orElseThrow();
                UdpWire wire = UdpWire.start(
                                new InetSocketAddress("127.0.0.1", audio.rtp().port()), seed)
                        .set(WireSettings.perfect()
                                .withLoss(loss)
                                .withJitter(Duration.ofMillis(jitter))
                                .withDuplication(0.01));
                wires.add(wire);
                return SessionDescription.of(audio.toBuilder()
                        .rtp(new Endpoint("127.0.0.1", wire.port()))
                        .rtcp(null)
                        .build());
            });
            short[] said = Sounds.speech(seed, 16_000, 16_000 * 5);
            alice.say(said, 16_000);
            bob.say(said, 16_000);
            Awaitility.await().until(() -> bob.ear.heard().length > Party.HEARD_RATE * 6);
            SpeechCheck check = SpeechCheck.compare(said, 16_000, bob.ear.heard(), Party.HEARD_RATE);
            assertTrue(check.following() > likeness, check + " " + bob.session.quality());
            SpeechCheck back = SpeechCheck.compare(said, 16_000, alice.ear.heard(), Party.HEARD_RATE);
            assertTrue(back.following() > likeness, back + " " + alice.session.quality());
            assertTrue(
                    loss == 0 || bob.session.quality().packetsLost() > 0,
                    bob.session.quality().toString());
        } finally {
            wires.forEach(UdpWire::close);
        }
    }
}
