package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.api.event.DtmfReceived;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.CallPhase;
import dev.duet.model.CallSecurity;
import dev.duet.model.CallState;
import dev.duet.model.Capability;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Hold;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceServer;
import dev.duet.model.MediaConfig;
import dev.duet.model.Protocol;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.sandbox.wire.Cut;
import dev.duet.sandbox.wire.TcpWire;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Jingle calls between Duet and stanza in Chromium, through Prosody; sound checked by content both ways. */
@NeedsPeers({"chromium", "prosody", "node", "npm", "turnserver"})
class StanzaCallTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final MediaConfig MEDIA = MediaConfig.DEFAULT.withLocalHost("127.0.0.1");

    @TempDir
    private static Path folder;

    private static PageServer server;
    private static PageTalk speech;
    private static Prosody prosody;
    private static Coturn coturn;
    private static Chromium chromium;

    /** Who ends a call. */
    enum Side {
        DUET,
        STANZA
    }

    @BeforeAll
    static void start() {
        server = PageServer.start().with("stanza-bundle.js", PageBundle.script("stanza"));
        speech = PageTalk.with(server, folder);
        prosody = Prosody.start(folder, "alice", "bob");
        coturn = Coturn.start(folder);
        chromium = Chromium.start(folder);
    }

    @AfterAll
    static void stop() {
        chromium.close();
        coturn.close();
        prosody.close();
        server.close();
    }

    /** Duet as Alice and stanza as Bob, who are contacts and see each other. */
    private record Two(Account duet, StanzaPage stanza, BlockingQueue<Call> incoming) implements AutoCloseable {

        static Two online(MediaConfig media) {
            return online(media, RtcPage.Options.DIRECT.withCodec(media.codecs().get(0)));
        }

        static Two online(MediaConfig media, RtcPage.Options options) {
            Account duet = Duet.open(AccountConfig.builder("Alice")
                    .xmpp("alice@" + XmppPeer.DOMAIN, XmppPeer.PASSWORD, PeerAccounts.at(prosody, Encryption.STARTTLS))
                    .acceptContacts(true)
                    .media(media)
                    .build());
            BlockingQueue<Call> incoming = new LinkedBlockingQueue<>();
            duet.on(IncomingCall.class, event -> incoming.add(event.call()));
            Futures.await(duet.connect());
            Two two = new Two(duet, StanzaPage.open(chromium, server, prosody, "bob", options), incoming);
            Futures.await(duet.contacts().add("bob@" + XmppPeer.DOMAIN, "Bob", Set.of()));
            await("Bob's device")
                    .atMost(SOON)
                    .until(() -> two.bob().capabilities().contains(Capability.AUDIO_CALL));
            return two;
        }

        Contact bob() {
            return duet.contacts().find("bob@" + XmppPeer.DOMAIN).orElseThrow();
        }

        /** Calls Bob, who has not answered yet. */
        Call call() {
            Call call = duet.call(bob());
            stanza.awaitIncoming();
            return call;
        }

        /** Lets Bob call, and Alice has not answered yet. */
        Call called() {
            stanza.call(stanza.awaitSees("alice@" + XmppPeer.DOMAIN + "/"));
            return Futures.next(incoming);
        }

        /** A call of either side's that is answered and connected. */
        Call connected(Side caller) {
            Call call = caller == Side.DUET ? call() : called();
            if (caller == Side.DUET) {
                stanza.answer();
            } else {
                Futures.await(call.answer());
            }
            Futures.await(call.connected());
            stanza.awaitConnected();
            return call;
        }

        void talk(Call call, double least) {
            speech.talk(call, stanza.sound(), least);
        }

        @Override
        public void close() {
            stanza.close();
            duet.close();
        }
    }

    @ParameterizedTest(name = "{0}, {1} hangs up")
    @CsvSource({"PCMU, DUET, 0.9", "opus, STANZA, 0.85"})
    void weCallAndBothHear(String codec, Side end, double least) {
        try (Two two = Two.online(MEDIA.withCodecs(codec))) {
            Call call = two.call();
            two.stanza().ring();
            await("ringing").atMost(SOON).until(() -> call.phase() == CallPhase.ALERTING);
            two.stanza().answer();
            assertCall(two, call, codec, end, least);
        }
    }

    @ParameterizedTest(name = "{0}, {1} hangs up")
    @CsvSource({"opus, DUET, 0.85", "PCMU, STANZA, 0.9"})
    void weAreCalledAndBothHear(String codec, Side end, double least) {
        try (Two two = Two.online(MEDIA.withCodecs(codec))) {
            Call call = two.called();
            two.stanza().page().await("ringing");
            Futures.await(call.answer());
            two.stanza().page().await("accepted");
            assertCall(two, call, codec, end, least);
        }
    }

    private static void assertCall(Two two, Call call, String codec, Side end, double least) {
        Futures.await(call.connected());
        two.stanza().awaitConnected();
        assertEquals(Protocol.XMPP, call.route().orElseThrow().protocol());
        two.talk(call, least);
        assertEquals("audio/" + codec, two.stanza().stats().at("codec").text());
        CallSecurity expected = new CallSecurity(
                CallSecurity.Media.DTLS_SRTP, RtcPage.cipher(two.stanza().stats()), true);
        assertEquals(expected, call.security());
        if (end == Side.DUET) {
            assertEquals(Kind.HANGUP, Futures.await(call.hangup()).kind());
            assertEquals("success", two.stanza().awaitEnd());
        } else {
            two.stanza().end("success");
            assertEquals(Kind.HANGUP, Futures.await(call.ended()).kind());
        }
    }

    @Test
    void whoDoesNotWantToTalkSaysSo() {
        try (Two two = Two.online(MEDIA)) {
            Call call = two.call();
            two.stanza().end("decline");
            assertEquals(Kind.DECLINED, Futures.await(call.ended()).kind());
        }
        try (Two two = Two.online(MEDIA)) {
            Futures.await(two.called().reject());
            assertEquals("decline", two.stanza().awaitEnd());
        }
        try (Two two = Two.online(MEDIA)) {
            Futures.await(two.called().reject(Kind.BUSY));
            assertEquals("busy", two.stanza().awaitEnd());
        }
    }

    @Test
    void whoDoesNotWaitGivesUp() {
        try (Two two = Two.online(MEDIA)) {
            Call call = two.call();
            assertEquals(Kind.CANCELLED, Futures.await(call.hangup()).kind());
            assertEquals("cancel", two.stanza().awaitEnd());
        }
        try (Two two = Two.online(MEDIA)) {
            Call call = two.called();
            two.stanza().end("cancel");
            assertEquals(Kind.CANCELLED, Futures.await(call.ended()).kind());
        }
    }

    @Test
    void bothHoldAndResume() {
        try (Two two = Two.online(MEDIA.withCodecs("PCMU"))) {
            Call call = two.connected(Side.DUET);
            Futures.await(call.hold());
            two.stanza().page().await("hold");
            assertEquals(new Hold(true, false), hold(call));
            Futures.await(call.resume());
            two.stanza().page().await("resumed");
            assertEquals(Hold.NONE, hold(call));
            two.stanza().hold();
            await("held").atMost(SOON).until(() -> hold(call).equals(new Hold(false, true)));
            two.stanza().resume();
            await("resumed").atMost(SOON).until(() -> hold(call).equals(Hold.NONE));
            two.talk(call, 0.9);
        }
    }

    private static Hold hold(Call call) {
        return call.state() instanceof CallState.Active active ? active.hold() : Hold.NONE;
    }

    @Test
    void keysAreHeardBothWays() {
        try (Two two = Two.online(MEDIA.withCodecs("PCMU"))) {
            StringBuffer heard = new StringBuffer();
            two.duet().on(DtmfReceived.class, event -> heard.append(event.digit()));
            Call call = two.connected(Side.STANZA);
            two.stanza().dtmf("159#D");
            await("the keys at Duet").atMost(SOON).until(() -> heard.toString().equals("159#D"));
            two.stanza().page().await("listening");
            call.dtmf("26*0A");
            await("the keys at the page")
                    .atMost(SOON)
                    .untilAsserted(
                            () -> assertEquals("26*0A", two.stanza().sound().keys()));
        }
    }

    @Test
    void theirRestartIsFollowed() {
        try (Two two = Two.online(MEDIA.withCodecs("PCMU"))) {
            Call call = two.connected(Side.STANZA);
            String before = fragment(two);
            two.stanza().restart();
            await("the new way")
                    .atMost(SOON)
                    .until(() -> !fragment(two).equals(before)
                            && two.stanza().stats().has("pair")
                            && call.media().path().isPresent());
            two.talk(call, 0.9);
            assertEquals(CallPhase.ACTIVE, call.phase());
        }
    }

    private static String fragment(Two two) {
        return two.stanza().stats().at("transport", "iceLocalUsernameFragment").text();
    }

    /** The connection to the TURN server is cut, and with it the one way that there may be. */
    @Test
    void weRestartWhenTheWayIsLost() {
        try (TcpWire wire = TcpWire.start(new InetSocketAddress("127.0.0.1", coturn.port()), 1)) {
            IceServer relay =
                    IceServer.turn(IceServer.Transport.TCP, "127.0.0.1", wire.port(), Coturn.USER, Coturn.PASSWORD);
            MediaConfig media = MEDIA.toBuilder()
                    .codecs(List.of("PCMU"))
                    .relayOnly(true)
                    .iceServers(List.of(relay))
                    .build();
            try (Two two = Two.online(media)) {
                Call call = two.connected(Side.DUET);
                String before = fragment(two);
                int lent = call.media().path().orElseThrow().localEndpoint().port();
                wire.drop(Cut.RESET);
                await("another relay").atMost(SOON).until(() -> call.media()
                        .path()
                        .filter(path -> path.localEndpoint().port() != lent)
                        .isPresent());
                two.talk(call, 0.9);
                assertNotEquals(before, fragment(two));
                assertEquals(CallPhase.ACTIVE, call.phase());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Coturn.By.class,
            names = {"UDP", "TCP"})
    void bothHideBehindRelays(Coturn.By by) {
        MediaConfig media = MEDIA.toBuilder()
                .codecs(List.of("PCMU"))
                .relayOnly(true)
                .iceServers(List.of(coturn.server(by)))
                .build();
        try (Two two = Two.online(
                media,
                RtcPage.Options.relayOnly(coturn.uri(by), Coturn.USER, Coturn.PASSWORD)
                        .withCodec("PCMU"))) {
            Call call = two.connected(by == Coturn.By.UDP ? Side.DUET : Side.STANZA);
            two.talk(call, 0.9);
            assertEquals(
                    IceCandidate.Type.RELAY, call.media().path().orElseThrow().local());
            JsonValue stats = two.stanza().stats();
            assertEquals("relay", stats.at("local", "candidateType").text());
            assertEquals(
                    by.name().toLowerCase(), stats.at("local", "relayProtocol").text());
            assertTrue(call.media().path().orElseThrow().isRelayed());
        }
    }
}
