package dev.duet.media.internal.rfc8122;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.DtlsDescription.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintsTest {

    private static final byte[] SHOWN = "abc".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = "xyz".getBytes(StandardCharsets.US_ASCII);

    private static Fingerprint by(String hash, byte[] data) throws Exception {
        byte[] digest = MessageDigest.getInstance(hash).digest(data);
        return new Fingerprint(hash, HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
    }

    @Test
    void oursIsSha256InUpperCaseWithColons() {
        assertEquals(
                "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD",
                Fingerprints.of(SHOWN).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-256", "sha-384", "sha-512"})
    void strongHashesAreCompared(String hash) throws Exception {
        assertTrue(Fingerprints.match(List.of(by(hash, SHOWN)), SHOWN));
        assertFalse(Fingerprints.match(List.of(by(hash, OTHER)), SHOWN));
    }

    @Test
    void oneOfSeveralCertificatesIsEnough() throws Exception {
        assertTrue(Fingerprints.match(List.of(by("sha-256", OTHER), by("sha-256", SHOWN)), SHOWN));
    }

    @Test
    void theStrongestHashDecides() throws Exception {
        assertFalse(Fingerprints.match(List.of(by("sha-256", SHOWN), by("sha-512", OTHER)), SHOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-1", "md5"})
    void brokenHashesAreNoProof(String hash) throws Exception {
        assertFalse(Fingerprints.isUsable(List.of(by(hash, SHOWN))));
        assertFalse(Fingerprints.match(List.of(by(hash, SHOWN)), SHOWN));
        assertFalse(Fingerprints.match(List.of(), SHOWN));
    }
}
