package dev.duet.media.internal.rfc4568;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.rfc3711.SrtpKey;
import dev.duet.media.internal.rfc3711.SrtpProfile;
import dev.duet.model.SdesCrypto;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CryptoAttributeTest {

    private static final String KEY = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz"; // RFC 4568 9.1
    private static final String SUITE = "AES_CM_128_HMAC_SHA1_80";

    private static CryptoAttribute read(String parameters, String session) {
        return CryptoAttribute.read(new SdesCrypto(1, SUITE, parameters, session))
                .orElseThrow();
    }

    @Test
    void theKeyOfTheRfcIsRead() {
        CryptoAttribute read = read("inline:" + KEY + "|2^20", "");
        assertEquals(1, read.tag());
        assertEquals(SrtpProfile.AES_CM_128_HMAC_SHA1_80, read.key().profile());
        assertArrayEquals(Base64.getDecoder().decode(KEY), read.key().keyAndSalt());
    }

    @Test
    void whatIsWrittenHasNothingBesideTheKey() {
        byte[] bytes = new byte[30];
        SdesCrypto written = new CryptoAttribute(7, SrtpKey.of(SrtpProfile.AES_CM_128_HMAC_SHA1_32, bytes)).write();
        assertEquals(
                new SdesCrypto(7, "AES_CM_128_HMAC_SHA1_32", "inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ""),
                written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline:" + KEY, "INLINE:" + KEY + "|1048576", "inline:" + KEY + "|2^48"})
    void lifetimesAreAllowed(String parameters) {
        assertEquals(read("inline:" + KEY, "").key(), read(parameters, "").key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "WSH=128", "-FUTURE=1", "WSH=64 -X"})
    void hintsAreAllowed(String session) {
        assertEquals(
                read("inline:" + KEY, "").key(), read("inline:" + KEY, session).key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inline:" + KEY + "|2^20|1:4", // MKI
                "inline:" + KEY + "|1:4",
                "inline:" + KEY + "|1:4;inline:" + KEY + "|2:4",
                "inline:" + KEY + "|2^49",
                "inline:" + KEY + "|0",
                "inline:" + KEY + "|",
                "inline:c2hvcnQ=",
                "inline:no base64!",
                "inline:",
                "uri:https://example.com/key",
                ""
            })
    void otherKeysAreNotUsed(String parameters) {
        assertFalse(
                CryptoAttribute.read(new SdesCrypto(1, SUITE, parameters, "")).isPresent(), parameters);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KDR=1",
                "UNENCRYPTED_SRTP",
                "UNENCRYPTED_SRTCP",
                "UNAUTHENTICATED_SRTP",
                "FEC_ORDER=FEC_SRTP",
                "FEC_KEY=inline:" + KEY,
                "FUTURE=1",
                "WSH=64 KDR=1"
            })
    void sessionParametersThatMustBeUnderstoodAreNotIgnored(String session) {
        assertFalse(CryptoAttribute.read(new SdesCrypto(1, SUITE, "inline:" + KEY, session))
                .isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"F8_128_HMAC_SHA1_80", "aes_cm_128_hmac_sha1_80", "AES_256_CM_HMAC_SHA1_80", "X"})
    void otherSuitesAreNotUsed(String suite) {
        assertFalse(CryptoAttribute.read(new SdesCrypto(1, suite, "inline:" + KEY, ""))
                .isPresent());
    }

    @Property
    void whatIsWrittenIsReadAgain(
            @ForAll SrtpProfile profile,
            @ForAll @IntRange(max = 999_999_999) int tag,
            @ForAll @Size(44) byte[] random) {
        byte[] bytes = java.util.Arrays.copyOf(random, profile.keyBytes() + profile.saltBytes());
        CryptoAttribute attribute = new CryptoAttribute(tag, SrtpKey.of(profile, bytes));
        assertEquals(attribute, CryptoAttribute.read(attribute.write()).orElseThrow());
        assertTrue(attribute.toString().contains("***"));
    }

    @Property
    void nothingThatComesThrows(@ForAll String suite, @ForAll String parameters, @ForAll String session) {
        CryptoAttribute.read(new SdesCrypto(1, SUITE, "inline:" + parameters, session));
        CryptoAttribute.read(new SdesCrypto(1, suite, parameters, ""));
    }
}
