package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.api.event.MessageReceived;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Message;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.SpeechCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls and messages between accounts at Kamailio that came there on different transports. */
@NeedsPeers("kamailio")
class KamailioCallTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @CsvSource({"UDP, TCP", "TCP, TLS", "TLS, WS", "WS, WSS", "WSS, UDP", "UDP, WSS"})
    void accountsOnDifferentTransportsTalk(Transport one, Transport other) throws InterruptedException {
        BlockingQueue<Call> atBob = new LinkedBlockingQueue<>();
        BlockingQueue<Message> toBob = new LinkedBlockingQueue<>();
        BlockingQueue<Message> toAlice = new LinkedBlockingQueue<>();
        try (Kamailio kamailio = Kamailio.start(folder, "SHA-256");
                Account alice = PeerAccounts.sip(kamailio, "alice", one, "PCMU");
                Account bob = PeerAccounts.sip(kamailio, "bob", other, "PCMU")) {
            bob.on(IncomingCall.class, event -> atBob.add(event.call()));
            bob.on(MessageReceived.class, event -> toBob.add(event.message()));
            alice.on(MessageReceived.class, event -> toAlice.add(event.message()));
            PeerAccounts.await(alice.connect());
            PeerAccounts.await(bob.connect());

            PeerAccounts.await(alice.conversation("sip:bob@" + Kamailio.DOMAIN).send("Are you there?"));
            assertEquals("Are you there?", Futures.next(toBob).body());
            PeerAccounts.await(bob.conversation("sip:alice@" + Kamailio.DOMAIN).send("I am: " + "x".repeat(2000)));
            assertEquals("I am: " + "x".repeat(2000), Futures.next(toAlice).body());

            Path said = Speech.beginning(folder);
            Path heard = folder.resolve("heard.wav");
            Call call = alice.call("sip:bob@" + Kamailio.DOMAIN);
            Call there = Futures.next(atBob);
            there.media().sink(Audio.recordWav(heard));
            call.media().source(Audio.wav(said));
            PeerAccounts.await(there.answer());
            PeerAccounts.await(call.connected());
            await("the speech").atMost(SOON).until(() -> there.media().quality().packetsReceived() > Speech.PACKETS);
            PeerAccounts.await(there.hangup());
            assertEquals(Kind.HANGUP, PeerAccounts.await(call.ended()).kind());
            SpeechCheck check = SpeechCheck.compare(said, heard);
            assertTrue(check.following() >= 0.9, check::toString);
        }
    }
}
