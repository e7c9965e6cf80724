package dev.duet.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedactionTest {

    @Test
    void noConfigurationShowsItsPassword() {
        AccountConfig config = AccountConfig.builder("Alice")
                .xmpp("alice@example.com", "hunter2")
                .sip("alice@example.com", "hunter2")
                .build();
        assertTrue(config.toString().contains("alice@example.com"));
        assertFalse(config.toString().contains("hunter2"), config.toString());
    }

    @Test
    void noDescriptionShowsItsKeys() {
        MediaDescription audio = MediaDescription.audio("a")
                .ice(new IceDescription("frag", "hunter2hunter2hunter2h", List.of(), List.of(), false))
                .crypto(new SdesCrypto(1, "AES_CM_128_HMAC_SHA1_80", "inline:hunter2", ""))
                .build();
        assertFalse(SessionDescription.of(audio).toString().contains("hunter2"));
    }

    @Test
    void anAccountWithTwoDomainsIsOneRealmOnlyWhenSaid() {
        AccountConfig.Builder builder =
                AccountConfig.builder("Alice").xmpp("alice@example.com", "x").sip("alice@sip.example", "x");
        assertFalse(builder.build().sameRealm());
        assertTrue(builder.sameRealm(true).build().sameRealm());
        assertTrue(AccountConfig.builder("Bob")
                .xmpp("bob@example.com", "x")
                .sip("bob@example.com", "x")
                .build()
                .sameRealm());
    }

    @Test
    void parametersKeepTheirOrder() {
        PayloadType opus = PayloadType.of(111, "opus", 48_000, 2)
                .withParameters(new java.util.LinkedHashMap<>(Map.of("useinbandfec", "1")));
        assertTrue(opus.is("OPUS", 48_000, 2));
        assertFalse(opus.is("opus", 48_000, 1));
    }
}
