package dev.duet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtectionGapTest {

    private static final String GCM = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
    private static final String CBC = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256";
    private static final String OLD = "TLS_RSA_WITH_AES_128_GCM_SHA256";

    @ParameterizedTest
    @CsvSource({
        "TLSv1.3 TLS_AES_128_GCM_SHA256 Digest_SHA-256, TLSv1.3 TLS_CHACHA20_POLY1305_SHA256 OAUTHBEARER, ''",
        "TLSv1.2 " + GCM + " Digest_SHA-256, TLSv1.3 TLS_AES_128_GCM_SHA256 Digest_SHA-512-256, TLS_VERSION:SIP",
        "TLSv1.3 TLS_AES_128_CCM_SHA256 Bearer, TLSv1.1 " + CBC + " PLAIN,"
                + " TLS_VERSION:XMPP CIPHER:XMPP AUTHENTICATION:XMPP",
        "TLSv1 " + CBC + " Digest_MD5, TLSv1.1 " + CBC + " PLAIN, TLS_VERSION:SIP",
        "TLSv1.2 " + OLD + " Digest_SHA-256, TLSv1.2 " + GCM + " SCRAM-SHA-1, CIPHER:SIP AUTHENTICATION:SIP",
        "TLSv1.2 " + CBC + " EXTERNAL, TLSv1.2 " + OLD + " SCRAM-SHA-512-PLUS, ''",
        "TLSv1.2 SSL_RSA_WITH_3DES_EDE_CBC_SHA EXTERNAL, TLSv1.2 " + OLD + " EXTERNAL, CIPHER:SIP",
        "_ _ Digest_MD5, _ _ PLAIN, ''",
        "_ _ _, _ _ PLAIN, AUTHENTICATION:SIP",
        "_ _ Digest_SHA-256, TLSv1.2 " + GCM + " Digest_SHA-256, ENCRYPTION:SIP",
        "TLSv1.2 " + GCM + " Digest_SHA-256, _ _ SCRAM-SHA-256, ENCRYPTION:XMPP AUTHENTICATION:SIP"
    })
    void theWeakerHalfIsNamed(String sip, String xmpp, String gaps) {
        List<String> expected =
                Arrays.stream(gaps.split(" ")).filter(gap -> !gap.isEmpty()).toList();
        assertEquals(
                expected,
                ProtectionGap.between(security(sip), security(xmpp)).stream()
                        .map(gap -> gap.kind() + ":" + gap.weaker())
                        .toList());
    }

    private static LinkSecurity security(String text) {
        String[] words = text.split(" ");
        return new LinkSecurity(word(words[0]), word(words[1]), word(words[2]).replace('_', ' '));
    }

    private static String word(String word) {
        return word.equals("_") ? "" : word;
    }
}
