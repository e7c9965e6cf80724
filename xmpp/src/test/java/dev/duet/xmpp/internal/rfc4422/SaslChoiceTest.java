package dev.duet.xmpp.internal.rfc4422;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.XmppConfig.Authentication;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaslChoiceTest {

    private static final SaslChoice.Who ALICE =
            new SaslChoice.Who("alice", "x.org", "secret", Authentication.PASSWORD, true);
    private static final SaslChoice.Who TOKEN =
            new SaslChoice.Who("alice", "x.org", "t0ken", Authentication.OAUTH_TOKEN, true);
    private static final SaslChoice.Channel CLEAR = new SaslChoice.Channel(false, null);
    private static final SaslChoice.Channel BOUND = new SaslChoice.Channel(true, new byte[] {1});
    private static final SaslChoice.Channel UNBOUND = new SaslChoice.Channel(true, null);

    private static SaslChoice.Offer offer(String names, String bindings) {
        return new SaslChoice.Offer(List.of(names.split(" ")), List.of(bindings.split(" ")));
    }

    private static String text(byte[] said) {
        return new String(said, StandardCharsets.UTF_8);
    }

    private static String first(String names, String bindings, SaslChoice.Channel channel) {
        Mechanism chosen = SaslChoice.choose(offer(names, bindings), ALICE, channel);
        assertNotNull(chosen);
        return chosen.name() + " " + text(chosen.first()).replaceAll("n=alice.*", "");
    }

    @ParameterizedTest
    @CsvSource({
        "SCRAM-SHA-1 SCRAM-SHA-512 SCRAM-SHA-256, tls-server-end-point, 'SCRAM-SHA-512 y,,'",
        "SCRAM-SHA-512 SCRAM-SHA-1-PLUS, tls-server-end-point, 'SCRAM-SHA-1-PLUS p=tls-server-end-point,,'",
        "SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS, tls-unique tls-server-end-point,"
                + " 'SCRAM-SHA-256-PLUS p=tls-server-end-point,,'",
        "SCRAM-SHA-1 SCRAM-SHA-1-PLUS, tls-unique, 'SCRAM-SHA-1 n,,'",
        "SCRAM-SHA-1 SCRAM-SHA-1-PLUS, '', 'SCRAM-SHA-1 n,,'"
    })
    void takesTheStrongestAndTiesItToTheConnection(String names, String bindings, String expected) {
        assertEquals(expected, first(names, bindings, BOUND));
    }

    @Test
    void saysThatItKnowsNoBindingWhereThereIsNone() {
        assertEquals("SCRAM-SHA-256 n,,", first("SCRAM-SHA-256", "", CLEAR));
        assertEquals("SCRAM-SHA-256 n,,", first("SCRAM-SHA-256 SCRAM-SHA-256-PLUS", "tls-server-end-point", UNBOUND));
    }

    @Test
    void showsNoSecretInTheClear() {
        assertNull(SaslChoice.choose(offer("PLAIN", ""), ALICE, CLEAR));
        assertNull(SaslChoice.choose(offer("OAUTHBEARER PLAIN", ""), TOKEN, CLEAR));
        assertNull(SaslChoice.choose(offer("PLAIN SCRAM-SHA-1", ""), TOKEN, BOUND), "A token is no password");
        Mechanism plain = SaslChoice.choose(offer("PLAIN DIGEST-MD5", ""), ALICE, UNBOUND);
        assertNotNull(plain);
        assertEquals("\0alice\0secret", text(plain.first()));
        assertThrows(IllegalArgumentException.class, () -> plain.respond(new byte[0]));
        assertFalse(ALICE.toString().contains("secret"));
    }

    @Test
    void keepsAPasswordToItselfUnlessToldOtherwise() {
        SaslChoice.Who wary = new SaslChoice.Who("alice", "x.org", "secret", Authentication.PASSWORD, false);
        assertNull(SaslChoice.choose(offer("PLAIN", ""), wary, BOUND));
        assertTrue(SaslChoice.plainWouldDo(offer("PLAIN", ""), wary, BOUND));
        assertFalse(SaslChoice.plainWouldDo(offer("PLAIN", ""), wary, CLEAR));
        assertFalse(SaslChoice.plainWouldDo(offer("PLAIN", ""), TOKEN, BOUND));
        assertNotNull(SaslChoice.choose(offer("PLAIN SCRAM-SHA-1", ""), wary, BOUND));
    }

    @Test
    void saysATokenAsRfc7628Does() {
        Mechanism bearer = SaslChoice.choose(offer("OAUTHBEARER", ""), TOKEN, UNBOUND);
        assertNotNull(bearer);
        assertEquals("n,a=alice@x.org,\u0001auth=Bearer t0ken\u0001\u0001", text(bearer.first()));
        assertEquals("\u0001", text(bearer.respond("{\"status\":\"invalid_token\"}".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void doesNotTakeSuccessForProof() {
        Mechanism scram = SaslChoice.choose(offer("SCRAM-SHA-1", ""), ALICE, CLEAR);
        assertNotNull(scram);
        scram.first();
        assertThrows(IllegalArgumentException.class, () -> scram.succeed(null));
        assertThrows(IllegalArgumentException.class, () -> scram.succeed("v=AAAA".getBytes(StandardCharsets.UTF_8)));
        assertTrue(scram.name().startsWith("SCRAM"));
    }
}
