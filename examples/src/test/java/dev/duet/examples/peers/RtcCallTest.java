package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.api.event.DtmfReceived;
import dev.duet.examples.Futures;
import dev.duet.examples.peers.RtcCall.Role;
import dev.duet.examples.peers.RtcCall.Side;
import dev.duet.model.CallSecurity;
import dev.duet.model.CallState;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Hold;
import dev.duet.model.MediaConfig;
import dev.duet.model.Protocol;
import dev.duet.model.SrtpCipher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SIP calls between Duet and a page in Chromium: who offers, who shakes hands and how, who holds and presses keys. */
@NeedsPeers("chromium")
class RtcCallTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final MediaConfig MEDIA =
            MediaConfig.DEFAULT.withLocalHost("127.0.0.1").withIce(MediaConfig.Ice.ALWAYS);
    private static final RtcPage.Options PCMU = RtcPage.Options.DIRECT.withCodec("PCMU");
    private static final List<String> TABLE = new ArrayList<>();

    @TempDir
    private static Path folder;

    private static RtcStage stage;

    @BeforeAll
    static void start() {
        stage = RtcStage.start(folder);
    }

    @AfterAll
    static void stop() {
        TABLE.forEach(System.out::println);
        stage.close();
    }

    @ParameterizedTest(name = "{0} calls, the page is {1}, {2}, {3}")
    @CsvSource({
        "DUET, CLIENT, AES_CM_128_HMAC_SHA1_80, PCMU",
        "PAGE, SERVER, AES_CM_128_HMAC_SHA1_80, opus",
        "DUET, SERVER, AEAD_AES_128_GCM,        opus",
        "PAGE, CLIENT, AEAD_AES_128_GCM,        PCMU",
        "DUET, CLIENT, AEAD_AES_256_GCM,        opus",
        "PAGE, SERVER, AEAD_AES_256_GCM,        PCMU"
    })
    void bothHear(Side caller, Role role, SrtpCipher cipher, String codec) {
        try (RtcCall call =
                stage.open(MEDIA.withCodecs(codec).withCiphers(cipher), RtcPage.Options.DIRECT.withCodec(codec))) {
            connect(call, caller, role, cipher, codec);
            stage.talk(call);
            assertEquals("audio/" + codec, call.page().stats().at("codec").text());
            assertEquals(Protocol.SIP, call.duet().route().orElseThrow().protocol());
            assertEquals(Kind.HANGUP, call.end(caller));
        }
    }

    /** What {@link #bothHear} leaves out of all that there is. */
    @ParameterizedTest(name = "{0} calls, the page is {1}, {2}")
    @CsvSource({
        "DUET, SERVER, AES_CM_128_HMAC_SHA1_80",
        "PAGE, CLIENT, AES_CM_128_HMAC_SHA1_80",
        "DUET, CLIENT, AEAD_AES_128_GCM",
        "PAGE, SERVER, AEAD_AES_128_GCM",
        "DUET, SERVER, AEAD_AES_256_GCM",
        "PAGE, CLIENT, AEAD_AES_256_GCM"
    })
    void everyRoleGoesWithEveryCipher(Side caller, Role role, SrtpCipher cipher) {
        try (RtcCall call = stage.open(MEDIA.withCodecs("PCMU").withCiphers(cipher), PCMU)) {
            connect(call, caller, role, cipher, "PCMU");
            await("packets, both ways")
                    .atMost(SOON)
                    .until(() -> call.duet().media().quality().packetsReceived() > 20 && received(call) > 20);
            assertEquals(Kind.HANGUP, call.end(caller == Side.DUET ? Side.PAGE : Side.DUET));
        }
    }

    private static double received(RtcCall call) {
        JsonValue stats = call.page().stats();
        return stats.has("received") ? stats.at("received", "packetsReceived").number() : 0;
    }

    private static void connect(RtcCall call, Side caller, Role role, SrtpCipher cipher, String codec) {
        call.begin(caller, role);
        Duration took = call.awaitConnected();
        JsonValue stats = call.page().stats();
        TABLE.add(String.join(
                " | ",
                "| " + caller + " calls",
                codec,
                RtcPage.cipher(stats),
                "the page is " + stats.at("transport", "dtlsRole").text(),
                stats.at("transport", "tlsVersion").text(),
                took.toMillis() + " ms |"));
        assertEquals("connected", stats.at("transport", "dtlsState").text());
        assertEquals(
                role == Role.CLIENT ? "client" : "server",
                stats.at("transport", "dtlsRole").text());
        assertEquals(cipher.name(), RtcPage.cipher(stats));
        assertEquals(
                new CallSecurity(CallSecurity.Media.DTLS_SRTP, cipher.name(), true),
                call.duet().security());
    }

    @ParameterizedTest(name = "{0} calls")
    @EnumSource(Side.class)
    void whoShowsAnotherCertificateThanTheSignallingSaidIsNotTalkedTo(Side caller) {
        try (RtcCall call = stage.open(MEDIA, RtcPage.Options.DIRECT)) {
            call.begin(caller, Role.SERVER, RtcCallTest::withAnotherFingerprint);
            assertEquals(Kind.INSECURE, Futures.await(call.duet().ended()).kind());
            assertEquals(0, call.duet().media().quality().packetsSent());
            call.sip().awaitEnd();
        }
    }

    private static String withAnotherFingerprint(String sdp) {
        String mark = "a=fingerprint:sha-256 ";
        int at = sdp.indexOf(mark) + mark.length();
        assertTrue(at > mark.length(), sdp);
        return sdp.substring(0, at) + (sdp.charAt(at) == '0' ? '1' : '0') + sdp.substring(at + 1);
    }

    @Test
    void keysAreHeardBothWays() {
        try (RtcCall call = stage.open(MEDIA.withCodecs("PCMU"), PCMU)) {
            StringBuffer heard = new StringBuffer();
            call.account().on(DtmfReceived.class, event -> heard.append(event.digit()));
            call.begin(Side.DUET, Role.CLIENT);
            call.awaitConnected();
            call.page().dtmf("159#D");
            await("the keys at Duet").atMost(SOON).until(() -> heard.toString().equals("159#D"));
            call.page().page().await("listening");
            call.duet().dtmf("26*0A");
            await("the keys at the page")
                    .atMost(SOON)
                    .untilAsserted(
                            () -> assertEquals("26*0A", call.page().sound().keys()));
            assertEquals(Kind.HANGUP, call.end(Side.DUET));
        }
    }

    @Test
    void bothHoldAndResume() {
        try (RtcCall call = stage.open(MEDIA.withCodecs("PCMU"), PCMU)) {
            call.begin(Side.PAGE, Role.SERVER);
            call.awaitConnected();
            assertOffers(call, call.duet().hold(), "sendonly", new Hold(true, false));
            assertOffers(call, call.duet().resume(), "sendrecv", Hold.NONE);
            assertAnswers(call, "sendonly", "recvonly", new Hold(false, true));
            assertAnswers(call, "inactive", "inactive", new Hold(false, true));
            assertAnswers(call, "sendrecv", "sendrecv", Hold.NONE);
            stage.talk(call);
            assertEquals(Kind.HANGUP, call.end(Side.PAGE));
        }
    }

    private static void assertOffers(RtcCall call, CompletableFuture<Void> agreed, String direction, Hold hold) {
        String offer = call.takeOffer();
        assertTrue(offer.contains("a=" + direction + "\r\n"), offer);
        Futures.await(agreed);
        assertEquals(hold, hold(call.duet()));
    }

    private static void assertAnswers(RtcCall call, String direction, String answered, Hold hold) {
        call.page().direction(direction);
        String answer = call.offer(call.page().offer());
        assertTrue(answer.contains("a=" + answered + "\r\n"), answer);
        await("the new state").atMost(SOON).until(() -> hold(call.duet()).equals(hold));
    }

    private static Hold hold(Call call) {
        return call.state() instanceof CallState.Active active ? active.hold() : Hold.NONE;
    }
}
