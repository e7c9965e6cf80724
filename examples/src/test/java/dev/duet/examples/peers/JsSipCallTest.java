package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.CallReplaced;
import dev.duet.api.event.CallTransferred;
import dev.duet.api.event.DtmfReceived;
import dev.duet.api.event.IncomingCall;
import dev.duet.api.event.MessageReceived;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.CallPhase;
import dev.duet.model.CallSecurity;
import dev.duet.model.CallState;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Hold;
import dev.duet.model.MediaConfig;
import dev.duet.model.Message;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.SpeechCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SIP calls between Duet and JsSIP in Chromium, which is at Kamailio's WebSocket: with ICE and DTLS-SRTP, sound
 * checked by content both ways.
 */
@NeedsPeers({"chromium", "kamailio", "node", "npm"})
class JsSipCallTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    /** A page takes no offer without ICE. */
    private static final MediaConfig MEDIA =
            MediaConfig.DEFAULT.withLocalHost("127.0.0.1").withIce(MediaConfig.Ice.ALWAYS);

    private static final String ALICE = "sip:alice@" + Kamailio.DOMAIN;
    private static final String CAROL = "sip:carol@" + Kamailio.DOMAIN;
    private static final String BOB = "sip:bob@" + Kamailio.DOMAIN;

    @TempDir
    private static Path folder;

    private static PageServer server;
    private static PageTalk speech;
    private static Kamailio kamailio;
    private static Chromium chromium;

    /** Who calls, or who ends a call. */
    enum Side {
        DUET,
        JSSIP
    }

    @BeforeAll
    static void start() {
        server = PageServer.start().with("jssip-bundle.js", PageBundle.script("jssip"));
        speech = PageTalk.with(server, folder);
        kamailio = Kamailio.start(folder, "MD5");
        chromium = Chromium.start(folder);
    }

    @AfterAll
    static void stop() {
        chromium.close();
        kamailio.close();
        server.close();
    }

    private static Account account(String user, Transport transport, MediaConfig media) {
        Account account = Duet.open(AccountConfig.builder(user)
                .sip(user + "@" + Kamailio.DOMAIN, Kamailio.PASSWORD, PeerAccounts.at(kamailio, transport))
                .media(media)
                .build());
        Futures.await(account.connect());
        return account;
    }

    /** Duet as Alice and JsSIP as Bob. */
    private record Two(Account duet, JsSipPage jsSip, BlockingQueue<Call> incoming) implements AutoCloseable {

        static Two online(Transport transport, String codec) {
            Account duet = account("alice", transport, MEDIA.withCodecs(codec));
            BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();
            duet.on(IncomingCall.class, event -> incoming.add(event.call()));
            return new Two(duet, JsSipPage.open(chromium, server, kamailio, "bob"), incoming);
        }

        /** A call of either side's that is answered and connected. */
        Call connected(Side caller) {
            Call call;
            if (caller == Side.DUET) {
                call = duet.call(BOB);
                assertEquals(ALICE, jsSip.awaitIncoming(0));
                String contact = jsSip.await("incoming", 0).textAt("contact");
                assertTrue(contact.contains("alice@" + Kamailio.DOMAIN + ";gr=urn:uuid:"), contact); // RFC 5627
                jsSip.answer(0);
            } else {
                jsSip.call(ALICE);
                call = Futures.next(incoming);
                Futures.await(call.answer());
            }
            Futures.await(call.connected());
            jsSip.awaitConfirmed(0);
            return call;
        }

        void talk(Call call, double least) {
            speech.talk(call, jsSip.sound(), least);
        }

        @Override
        public void close() {
            jsSip.close();
            duet.close();
        }
    }

    @ParameterizedTest(name = "over {0} with {1}, {2} calls, {3} hangs up")
    @CsvSource({
        "UDP, PCMU, DUET, DUET, 0.9",
        "WSS, opus, DUET, JSSIP, 0.85",
        "TLS, PCMU, JSSIP, DUET, 0.9",
        "WS, opus, JSSIP, JSSIP, 0.85"
    })
    void bothHear(Transport transport, String codec, Side caller, Side end, double least) {
        try (Two two = Two.online(transport, codec)) {
            Call call = two.connected(caller);
            two.talk(call, least);
            JsonValue stats = two.jsSip().stats();
            assertEquals("audio/" + codec, stats.at("codec").text());
            boolean secret = transport == Transport.TLS || transport == Transport.WSS;
            assertEquals(
                    new CallSecurity(CallSecurity.Media.DTLS_SRTP, RtcPage.cipher(stats), secret), call.security());
            assertEquals(Protocol.SIP, call.route().orElseThrow().protocol());
            if (end == Side.DUET) {
                assertEquals(Kind.HANGUP, Futures.await(call.hangup()).kind());
                assertEquals("remote", two.jsSip().await("ended", 0).textAt("by"));
            } else {
                two.jsSip().end(0, null);
                assertEquals(Kind.HANGUP, Futures.await(call.ended()).kind());
            }
        }
    }

    @Test
    void whoDoesNotWantToTalkSaysSo() {
        try (Two two = Two.online(Transport.UDP, "PCMU")) {
            Call call = two.duet().call(BOB);
            two.jsSip().awaitIncoming(0);
            await("ringing").atMost(SOON).until(() -> call.phase() == CallPhase.ALERTING);
            two.jsSip().end(0, 486);
            assertEquals(Kind.BUSY, Futures.await(call.ended()).kind());
            int there = two.jsSip().call(ALICE);
            Futures.await(Futures.next(two.incoming()).reject());
            assertEquals("Rejected", two.jsSip().await("ended", there).textAt("cause"));
        }
    }

    @Test
    void whoDoesNotWaitGivesUp() {
        try (Two two = Two.online(Transport.WS, "PCMU")) {
            Call call = two.duet().call(BOB);
            two.jsSip().awaitIncoming(0);
            assertEquals(Kind.CANCELLED, Futures.await(call.hangup()).kind());
            assertEquals("Canceled", two.jsSip().await("ended", 0).textAt("cause"));
            int there = two.jsSip().call(ALICE);
            Call second = Futures.next(two.incoming());
            two.jsSip().end(there, null);
            assertEquals(Kind.CANCELLED, Futures.await(second.ended()).kind());
        }
    }

    @Test
    void bothHoldAndResume() {
        try (Two two = Two.online(Transport.UDP, "PCMU")) {
            Call call = two.connected(Side.DUET);
            Futures.await(call.hold());
            two.jsSip().await("hold", 0);
            assertEquals(new Hold(true, false), hold(call));
            Futures.await(call.resume());
            two.jsSip().await("unhold", 0);
            assertEquals(Hold.NONE, hold(call));
            two.talk(call, 0.9);
            two.jsSip().hold(0);
            await("held").atMost(SOON).until(() -> hold(call).equals(new Hold(false, true)));
            two.jsSip().resume(0);
            await("resumed").atMost(SOON).until(() -> hold(call).equals(Hold.NONE));
            two.talk(call, 0.9);
        }
    }

    private static Hold hold(Call call) {
        return call.state() instanceof CallState.Active active ? active.hold() : Hold.NONE;
    }

    @ParameterizedTest
    @ValueSource(strings = {"RFC2833", "INFO"})
    void keysAreHeardBothWays(String by) {
        try (Two two = Two.online(Transport.UDP, "PCMU")) {
            StringBuffer heard = new StringBuffer();
            two.duet().on(DtmfReceived.class, event -> heard.append(event.digit()));
            Call call = two.connected(Side.JSSIP);
            two.jsSip().dtmf(0, "159#D", by);
            await("the keys at Duet").atMost(SOON).until(() -> heard.toString().equals("159#D"));
            two.jsSip().page().await("listening");
            call.dtmf("26*0A");
            await("the keys at the page")
                    .atMost(SOON)
                    .untilAsserted(
                            () -> assertEquals("26*0A", two.jsSip().sound().keys()));
        }
    }

    @Test
    void messagesGoBothWays() {
        try (Two two = Two.online(Transport.UDP, "PCMU")) {
            BlockingQueue<Message> toAlice = new LinkedBlockingQueue<>();
            two.duet().on(MessageReceived.class, event -> toAlice.add(event.message()));
            assertEquals(200, two.jsSip().message(ALICE, "Grüße, 世界"));
            assertEquals("Grüße, 世界", Futures.next(toAlice).body());
            Futures.await(two.duet().conversation(BOB).send("Zurück: 世界"));
            JsonValue message = two.jsSip().page().await("message");
            assertEquals("Zurück: 世界", message.textAt("body"));
            assertEquals(ALICE, message.textAt("from"));
        }
    }

    @Test
    void weTransferThem() {
        try (Two two = Two.online(Transport.UDP, "PCMU");
                Account carol = account("carol", Transport.TCP, MEDIA.withCodecs("PCMU"))) {
            BlockingQueue<Call> atCarol = new LinkedBlockingQueue<>();
            carol.on(IncomingCall.class, event -> atCarol.add(event.call()));
            Call call = two.connected(Side.JSSIP);
            call.transfer(CAROL);
            Call atTarget = Futures.next(atCarol);
            Futures.await(atTarget.answer());
            two.jsSip().awaitConfirmed(1);
            assertEquals(Kind.TRANSFERRED, Futures.await(call.ended()).kind());
            two.talk(atTarget, 0.9);
        }
    }

    @Test
    void theyTransferUs() {
        try (Two two = Two.online(Transport.UDP, "PCMU");
                JsSipPage carol = JsSipPage.open(chromium, server, kamailio, "carol")) {
            BlockingQueue<CallTransferred> moved = new LinkedBlockingQueue<>();
            two.duet().on(CallTransferred.class, moved::add);
            Call call = two.connected(Side.DUET);
            two.jsSip().refer(0, CAROL, null);
            assertEquals(ALICE, carol.awaitIncoming(0));
            carol.answer(0);
            CallTransferred told = Futures.next(moved);
            assertSame(call, told.before());
            Futures.await(told.after().connected());
            two.jsSip().await("referred", 0);
            two.jsSip().end(0, null);
            Futures.await(call.ended());
            speech.talk(told.after(), carol.sound(), 0.9);
        }
    }

    /** Alice has both on the line, and lets them talk with each other. */
    @Test
    void weBringThemTogether() {
        try (Two two = Two.online(Transport.WSS, "PCMU");
                JsSipPage carol = JsSipPage.open(chromium, server, kamailio, "carol")) {
            Call first = two.connected(Side.JSSIP);
            Futures.await(first.hold());
            Call second = two.duet().call(CAROL);
            carol.awaitIncoming(0);
            carol.answer(0);
            Futures.await(second.connected());
            Futures.await(first.transfer(second));
            two.jsSip().awaitConfirmed(1);
            assertEquals(Kind.TRANSFERRED, Futures.await(first.ended()).kind());
            assertEquals(Kind.TRANSFERRED, Futures.await(second.ended()).kind());
            PageSound.talk(two.jsSip().sound(), carol.sound(), speech.address(), speech.pageSays(), 0.9);
        }
    }

    /** Bob has both on the line, and lets them talk with each other: Alice takes his place at Carol's. */
    @Test
    void theyBringUsTogether() {
        try (Two two = Two.online(Transport.TLS, "PCMU");
                Account carol = account("carol", Transport.UDP, MEDIA.withCodecs("PCMU"))) {
            BlockingQueue<CallTransferred> moved = new LinkedBlockingQueue<>();
            two.duet().on(CallTransferred.class, moved::add);
            BlockingQueue<Call> atCarol = new LinkedBlockingQueue<>();
            carol.on(IncomingCall.class, event -> atCarol.add(event.call()));
            BlockingQueue<CallReplaced> replaced = new LinkedBlockingQueue<>();
            carol.on(CallReplaced.class, replaced::add);
            two.connected(Side.JSSIP);
            two.jsSip().hold(0);
            two.jsSip().await("hold", 0);
            int consultation = two.jsSip().call(CAROL);
            Call call = Futures.next(atCarol);
            Futures.await(call.answer());
            two.jsSip().awaitConfirmed(consultation);
            two.jsSip().refer(0, CAROL, consultation);
            Call after = Futures.next(moved).after();
            Futures.await(after.connected());
            assertSame(call, Futures.next(replaced).call());
            assertEquals(Address.parse(ALICE), call.remote());
            two.jsSip().await("ended", consultation);
            Ear ear = new Ear();
            call.media().sink(ear);
            after.media().source(Audio.wav(speech.duetSource()));
            await("the speech").atMost(SOON).until(() -> ear.millis() >= PageTalk.ALL.toMillis());
            SpeechCheck heard = ear.compare(speech.duetSays());
            assertTrue(heard.following() >= 0.9, heard::toString);
        }
    }
}
