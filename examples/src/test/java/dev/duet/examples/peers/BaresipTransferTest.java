package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.CallTransferred;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.Address;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.SpeechCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Transfers among two accounts and baresip through Kamailio, in which baresip has each role; the new call is checked by
 * what is heard. Its version 1.0.0 knows no Replaces.
 */
@NeedsPeers({"kamailio", "baresip"})
class BaresipTransferTest {

    private static final String AT = "@" + Kamailio.DOMAIN;

    @TempDir
    private Path folder;

    private Path says;
    private Path heard;
    private Kamailio kamailio;
    private Baresip bob;
    private Account alice;
    private Account carol;
    private final BlockingQueue<Call> atCarol = new LinkedBlockingQueue<>();
    private final BlockingQueue<Call> atAlice = new LinkedBlockingQueue<>();
    private final BlockingQueue<CallTransferred> transferred = new LinkedBlockingQueue<>();

    private void signIn(Transport transport) {
        says = Speech.beginning(folder);
        heard = folder.resolve("heard.wav");
        kamailio = Kamailio.start(folder, "MD5");
        bob = Baresip.start(folder, kamailio, "bob", "PCMU", Speech.forCodec(folder, "PCMU", says), transport);
        alice = PeerAccounts.sip(kamailio, "alice", transport, "PCMU");
        carol = PeerAccounts.sip(kamailio, "carol", transport, "PCMU");
        alice.on(IncomingCall.class, event -> atAlice.add(event.call()));
        carol.on(IncomingCall.class, event -> atCarol.add(event.call()));
        alice.on(CallTransferred.class, transferred::add);
        Futures.await(alice.connect());
        Futures.await(carol.connect());
    }

    @AfterEach
    void signOut() {
        alice.close();
        carol.close();
        bob.close();
        kamailio.close();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP", "TLS"})
    void baresipTransfersUs(Transport transport) {
        signIn(transport);
        bob.command("dial", "sip:alice" + AT);
        Call call = Futures.next(atAlice);
        Futures.await(call.answer());
        bob.process().awaitLog("Call established"); // or else there is nothing that it could transfer
        bob.command("transfer", "sip:carol" + AT);
        Call rings = Futures.next(atCarol);
        assertEquals(Address.parse("sip:alice" + AT), rings.remote());
        Call next = Futures.next(transferred).after();
        next.media().source(Audio.wav(says));
        rings.media().sink(Audio.recordWav(heard));
        Futures.await(rings.answer());
        Futures.await(next.connected());
        assertEquals(Kind.TRANSFERRED, Futures.await(call.ended()).kind());
        awaitSpeech(rings);
        Futures.await(next.hangup());
        assertHeard("Carol", heard);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP", "TLS"})
    void weTransferBaresip(Transport transport) {
        signIn(transport);
        Call call = alice.call("bob" + AT);
        Futures.await(call.connected());
        var done = call.transfer("carol" + AT);
        Call rings = Futures.next(atCarol);
        assertEquals(Address.parse("sip:bob" + AT), rings.remote());
        rings.media().source(Audio.wav(says));
        rings.media().sink(Audio.recordWav(heard));
        Futures.await(rings.answer());
        Futures.await(done);
        assertEquals(Kind.TRANSFERRED, Futures.await(call.ended()).kind());
        awaitSpeech(rings);
        Futures.await(rings.hangup());
        assertHeard("Carol", heard);
        await("baresip's end").until(() -> bob.process().log().contains("terminated"));
        assertHeard("baresip", bob.heard());
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP", "TLS"})
    void weTransferSomebodyToBaresip(Transport transport) {
        signIn(transport);
        Call call = alice.call("carol" + AT);
        BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
        carol.on(CallTransferred.class, event -> calls.add(event.after()));
        Futures.await(Futures.next(atCarol).answer());
        Futures.await(call.connected());
        Futures.await(call.transfer("bob" + AT));
        assertEquals(Kind.TRANSFERRED, Futures.await(call.ended()).kind());
        Call next = Futures.next(calls);
        next.media().source(Audio.wav(says));
        next.media().sink(Audio.recordWav(heard));
        Futures.await(next.connected());
        awaitSpeech(next);
        Futures.await(next.hangup());
        await("baresip's end").until(() -> bob.process().log().contains("terminated"));
        assertHeard("baresip", bob.heard());
        assertHeard("Carol", heard);
    }

    private static void awaitSpeech(Call call) {
        await("the speech")
                .atMost(Duration.ofSeconds(30))
                .until(() -> call.media().quality().packetsReceived() > Speech.PACKETS);
    }

    private void assertHeard(String who, Path what) {
        SpeechCheck check = SpeechCheck.compare(says, what);
        assertTrue(check.following() >= 0.9, () -> who + " heard " + check);
    }
}
