package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.media.Audio;
import dev.duet.model.AccountConfig;
import dev.duet.model.CallSecurity;
import dev.duet.model.EndReason;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaConfig.Encryption;
import dev.duet.model.MediaConfig.Ice;
import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.SpeechCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Encrypted calls with baresip through Kamailio: DTLS-SRTP, SDES and neither, with and without ICE; sound checked by
 * content both ways.
 */
@NeedsPeers({"kamailio", "baresip"})
class BaresipSecurityTest {

    private static final String CODEC = "PCMU";
    /** Packets of 20 ms that hold all of the speech, and a little more. */
    private static final int ENOUGH = 330;

    @TempDir
    private Path folder;

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0}, mux {1}, we: {2}, {3} over {4}")
    @CsvSource({
        ";mediaenc=dtls_srtp,               true,  REQUIRED,      NEVER,  TLS, DTLS_SRTP, AEAD_AES_128_GCM",
        ";mediaenc=dtls_srtp,               true,  REQUIRED,      NEVER,  UDP, DTLS_SRTP, AEAD_AES_128_GCM",
        ";mediaenc=dtls_srtp,               false, REQUIRED,      NEVER,  TLS, DTLS_SRTP, AEAD_AES_128_GCM",
        ";mediaenc=dtls_srtp;medianat=ice,  true,  REQUIRED,      ALWAYS, TLS, DTLS_SRTP, AEAD_AES_128_GCM",
        ";mediaenc=srtp-mand,               false, REQUIRED,      NEVER,  TLS, SDES,      AES_CM_128_HMAC_SHA1_80",
        ";mediaenc=srtp,                    true,  WHEN_POSSIBLE, NEVER,  TLS, SDES,      AES_CM_128_HMAC_SHA1_80",
        ";mediaenc=srtp;medianat=ice,       true,  WHEN_POSSIBLE, ALWAYS, TLS, SDES,      AES_CM_128_HMAC_SHA1_80",
        "'',                                false, WHEN_POSSIBLE, NEVER,  TLS, NONE,      ''",
        ";medianat=ice,                     true,  WHEN_POSSIBLE, ALWAYS, UDP, NONE,      ''"
    })
    void weCall(
            String media,
            boolean mux,
            Encryption encryption,
            Ice ice,
            Transport transport,
            CallSecurity.Media expected,
            String cipher) {
        Path alice = Speech.original(folder);
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Baresip baresip =
                        Baresip.start(folder, kamailio, "bob", CODEC, Speech.forCodec(folder, CODEC), media, mux);
                Account account = account(kamailio, transport, encryption, ice)) {
            Futures.await(account.connect());
            talk(account.call("bob@" + Kamailio.DOMAIN), alice, baresip, transport, expected, cipher);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0}, mux {1}, we: {2}, {3} over {4}")
    @CsvSource({
        ";mediaenc=dtls_srtp,               true,  WHEN_POSSIBLE, NEVER,        TLS, DTLS_SRTP",
        ";mediaenc=dtls_srtp,               false, REQUIRED,      NEVER,        UDP, DTLS_SRTP",
        ";mediaenc=dtls_srtp;medianat=ice,  true,  REQUIRED,      WHEN_OFFERED, TLS, DTLS_SRTP",
        ";mediaenc=dtls_srtp;medianat=ice,  false, REQUIRED,      WHEN_OFFERED, TLS, DTLS_SRTP",
        ";mediaenc=srtp-mand,               true,  REQUIRED,      NEVER,        TLS, SDES",
        ";mediaenc=srtp-mandf;medianat=ice, true,  WHEN_POSSIBLE, WHEN_OFFERED, TLS, SDES",
        ";mediaenc=srtp,                    false, WHEN_POSSIBLE, NEVER,        TLS, SDES",
        "'',                                true,  WHEN_POSSIBLE, NEVER,        UDP, NONE"
    })
    void weAreCalled(
            String media,
            boolean mux,
            Encryption encryption,
            Ice ice,
            Transport transport,
            CallSecurity.Media expected) {
        Path alice = Speech.original(folder);
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Baresip baresip =
                        Baresip.start(folder, kamailio, "bob", CODEC, Speech.forCodec(folder, CODEC), media, mux);
                Account account = account(kamailio, transport, encryption, ice)) {
            Futures.await(account.connect());
            CompletableFuture<Call> rings = new CompletableFuture<>();
            account.on(IncomingCall.class, event -> rings.complete(event.call()));
            baresip.command("dial", "sip:alice@" + Kamailio.DOMAIN);
            Call call = Futures.await(rings);
            call.answer();
            talk(call, alice, baresip, transport, expected, null);
        }
    }

    @Execution(ExecutionMode.CONCURRENT)
    @Test
    void aPlainTelephoneIsNotCalledWhereEncryptionIsRequired() {
        try (Kamailio kamailio = Kamailio.start(folder, "MD5");
                Baresip baresip = Baresip.start(folder, kamailio, "bob", CODEC, Speech.forCodec(folder, CODEC));
                Account account = account(kamailio, Transport.TLS, Encryption.REQUIRED, Ice.NEVER)) {
            Futures.await(account.connect());
            Call call = account.call("bob@" + Kamailio.DOMAIN);
            assertThrows(IllegalStateException.class, () -> Futures.await(call.connected()));
            EndReason.Kind kind = Futures.await(call.ended()).kind();
            assertTrue(kind == EndReason.Kind.INCOMPATIBLE || kind == EndReason.Kind.INSECURE, kind + "\n" + baresip);
        }
    }

    private static Account account(Kamailio server, Transport transport, Encryption encryption, Ice ice) {
        return Duet.open(AccountConfig.builder("alice")
                .sip("alice@" + Kamailio.DOMAIN, Kamailio.PASSWORD, PeerAccounts.at(server, transport))
                .media(MediaConfig.DEFAULT.withCodecs(CODEC).withIce(ice).withEncryption(encryption))
                .build());
    }

    private void talk(
            Call call, Path says, Baresip baresip, Transport transport, CallSecurity.Media expected, String cipher) {
        Path heard = folder.resolve("duet-heard.wav");
        call.media().source(Audio.wav(says));
        call.media().sink(Audio.recordWav(heard));
        Futures.await(call.connected());
        await("the speech, both ways")
                .atMost(Duration.ofSeconds(30))
                .until(() -> call.media().quality().packetsReceived() > ENOUGH
                        && call.media().quality().packetsSent() > ENOUGH);
        if (expected == CallSecurity.Media.DTLS_SRTP) {
            await("baresip's report, by the keys of RTCP's own port where it has one")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> call.media().quality().remoteLoss() != null);
        }
        CallSecurity security = call.security();
        assertEquals(expected, security.media(), baresip.process().log());
        assertEquals(transport == Transport.TLS, security.signalling());
        if (cipher != null) {
            assertEquals(cipher, security.cipher());
        }
        assertEquals(EndReason.Kind.HANGUP, Futures.await(call.hangup()).kind());
        await("baresip's end").until(() -> baresip.process().log().contains("terminated"));
        assertHeard("Duet heard baresip", says, heard);
        assertHeard("baresip heard Duet", says, baresip.heard());
    }

    private static void assertHeard(String what, Path said, Path heard) {
        SpeechCheck check = SpeechCheck.compare(said, heard);
        assertTrue(check.following() >= 0.95, what + ": " + check);
    }
}
