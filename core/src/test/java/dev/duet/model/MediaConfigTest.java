package dev.duet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class MediaConfigTest {

    @Test
    void aBuilderKeepsWhatItIsNotTold() {
        MediaConfig config = MediaConfig.builder()
                .codecs(List.of("PCMU"))
                .ice(MediaConfig.Ice.ALWAYS)
                .trickle(false)
                .relayOnly(true)
                .iceServers(List.of(IceServer.turn(IceServer.Transport.TCP, "turn.test", 3478, "alice", "secret")))
                .encryption(MediaConfig.Encryption.REQUIRED)
                .ciphers(List.of(SrtpCipher.AEAD_AES_256_GCM))
                .localHost("127.0.0.1")
                .ports(10_000, 10_100)
                .packetMillis(40)
                .build();
        assertEquals(config, config.toBuilder().build());
        assertEquals(config, config.withCiphers(SrtpCipher.AEAD_AES_256_GCM));
    }

    @Test
    void callsNeedACipherThatDtlsHas() {
        assertThrows(IllegalArgumentException.class, MediaConfig.DEFAULT::withCiphers);
        assertThrows(
                IllegalArgumentException.class,
                () -> MediaConfig.DEFAULT.withCiphers(SrtpCipher.AES_CM_128_HMAC_SHA1_32));
        MediaConfig both =
                MediaConfig.DEFAULT.withCiphers(SrtpCipher.AES_CM_128_HMAC_SHA1_32, SrtpCipher.AES_CM_128_HMAC_SHA1_80);
        assertEquals(2, both.ciphers().size());
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        MediaConfig.Builder builder = MediaConfig.builder();
        assertThrows(IllegalArgumentException.class, MediaConfig.DEFAULT::withCodecs);
        assertThrows(IllegalArgumentException.class, () -> builder.ports(20, 10).build());
        assertThrows(
                IllegalArgumentException.class,
                () -> MediaConfig.builder().packetMillis(30).build());
    }
}
