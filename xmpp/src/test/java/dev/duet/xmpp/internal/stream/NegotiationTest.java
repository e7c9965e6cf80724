package dev.duet.xmpp.internal.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.DuetException;
import dev.duet.model.Secret;
import dev.duet.model.XmppConfig;
import dev.duet.xmpp.internal.rfc4422.SaslChoice;
import dev.duet.xmpp.internal.xep0198.Management;
import dev.duet.xmpp.internal.xep0484.FastToken;
import dev.duet.xmpp.internal.xep0484.Tokens;
import dev.duet.xmpp.internal.xml.Xml;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jivesoftware.smack.SmackException.SmackSaslException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may say to a sign-in, and what it must not. */
class NegotiationTest {

    private static final SaslChoice.Who ALICE =
            new SaslChoice.Who("alice", "example.org", "pencil", XmppConfig.Authentication.PASSWORD, false);
    private static final byte[] END_POINT = {1, 2, 3};
    private static final SaslChoice.Channel CHANNEL = new SaslChoice.Channel(true, END_POINT);
    private static final FastToken TOKEN = new FastToken("HT-SHA-256-ENDP", Secret.of("t0ken"));
    private static final String OFFER = "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>SCRAM-SHA-1</mechanism>"
            + "<mechanism>SCRAM-SHA-256</mechanism><inline><bind xmlns='urn:xmpp:bind:0'><inline>"
            + "<feature var='urn:xmpp:carbons:2'/><feature var='urn:xmpp:sm:3'/></inline></bind>"
            + "<sm xmlns='urn:xmpp:sm:3'/><fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-256-ENDP</mechanism>"
            + "<mechanism>HT-SHA-256-NONE</mechanism></fast></inline></authentication>";
    private static final String BOUND =
            "<authorization-identifier>alice@example.org/Duet/1</authorization-identifier><bound"
                    + " xmlns='urn:xmpp:bind:0'><enabled xmlns='urn:xmpp:sm:3' id='s1' resume='true'/></bound>";

    private final Tokens tokens = new Tokens();
    private final Script server = new Script();

    /** A server that says what it is told to, and speaks SCRAM if it is not told otherwise. */
    private static final class Script implements Negotiation.Stream {
        private final Deque<UnaryOperator<Xml>> answers = new ArrayDeque<>();
        private final List<Xml> asked = new ArrayList<>();
        private Xml features =
                xml("<stream:features xmlns:stream='http://etherx.jabber.org/streams'>" + OFFER + "</stream:features>");
        private String clientFirst = "";
        private String serverFirst = "";

        private void says(String text) {
            answers.add(request -> xml(text));
        }

        @Override
        public Xml features() {
            return features;
        }

        @Override
        public Xml askEarly(Xml request) {
            asked.add(request);
            return answers.remove().apply(request);
        }

        @Override
        public Xml ask(Xml request) {
            throw new AssertionError("asked for " + request.name());
        }

        @Override
        public void restart() {
            throw new AssertionError("began anew");
        }

        @Override
        public void awaitFeatures() {
            // they are there
        }

        @Override
        public Address.Xmpp bind() {
            throw new AssertionError("bound as of old");
        }

        /** The rest of the messages of SCRAM, told in truth. */
        private void scram(String extension, String password, String along) {
            answers.add(request -> {
                clientFirst = text(request.textOf("initial-response")).substring(3);
                String nonce = clientFirst.substring(clientFirst.indexOf(",r=") + 3);
                serverFirst = "r=" + nonce + "more,s=" + base64("salt".getBytes(StandardCharsets.UTF_8)) + ",i=4096"
                        + extension;
                return xml("<challenge xmlns='urn:xmpp:sasl:2'>" + base64(serverFirst.getBytes(StandardCharsets.UTF_8))
                        + "</challenge>");
            });
            answers.add(request -> {
                String last = text(request.text());
                String message = clientFirst + ',' + serverFirst + ',' + last.substring(0, last.indexOf(",p="));
                byte[] serverKey = hmac(salted(password), "Server Key".getBytes(StandardCharsets.UTF_8));
                byte[] signature = hmac(serverKey, message.getBytes(StandardCharsets.UTF_8));
                return success("v=" + base64(signature), along);
            });
        }
    }

    private static Xml success(String data, String along) {
        return xml("<success xmlns='urn:xmpp:sasl:2'><additional-data>" + base64(data.getBytes(StandardCharsets.UTF_8))
                + "</additional-data>" + along + "</success>");
    }

    private static byte[] salted(String password) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(
                            new PBEKeySpec(password.toCharArray(), "salt".getBytes(StandardCharsets.UTF_8), 4096, 256))
                    .getEncoded();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, byte[]... data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            Arrays.stream(data).forEach(mac::update);
            return mac.doFinal();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] proof(String who, String token) {
        return hmac(token.getBytes(StandardCharsets.UTF_8), who.getBytes(StandardCharsets.UTF_8), END_POINT);
    }

    private static String base64(byte[] data) {
        return Base64.getEncoder().encodeToString(data);
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static Xml xml(String text) {
        try {
            StreamParser parser = new StreamParser(new StringReader("<root xmlns='jabber:client'>" + text + "</root>"));
            parser.header();
            Xml element = parser.element();
            assertNotNull(element, text);
            return element;
        } catch (Exception e) {
            throw new IllegalStateException(text, e);
        }
    }

    private Negotiation negotiation() {
        return new Negotiation(server, ALICE, CHANNEL, tokens, null, false);
    }

    private static String hash(String offer) throws Exception {
        return ",h=" + base64(MessageDigest.getInstance("SHA-256").digest(offer.getBytes(StandardCharsets.UTF_8)));
    }

    private void refuses(String why) {
        SmackSaslException refused =
                assertThrows(SmackSaslException.class, () -> negotiation().run());
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
        assertFalse(
                refused.getMessage().contains("pencil") || refused.getMessage().contains("t0ken"));
    }

    @Test
    void takesAllThatComesAlong() throws Exception {
        server.scram(
                hash("SCRAM-SHA-1\u001eSCRAM-SHA-256"),
                "pencil",
                BOUND + "<token xmlns='urn:xmpp:fast:0' token='fresh' expiry='2030-01-01T00:00:00Z'/>");

        Negotiation.Result result = negotiation().run();

        assertEquals(Address.xmpp("alice@example.org/Duet/1"), result.bound());
        assertEquals("s1", result.management().id());
        assertTrue(result.carbons());
        assertEquals(new FastToken("HT-SHA-256-ENDP", Secret.of("fresh")), tokens.get());
        assertEquals(
                "HT-SHA-256-ENDP",
                server.asked.get(0).child("request-token", FastToken.NAMESPACE).attribute("mechanism"));
        assertFalse(tokens.get().toString().contains("fresh"));
    }

    @Test
    void refusesAServerThatDoesNotKnowThePassword() {
        server.scram("", "pen", BOUND + "<token xmlns='urn:xmpp:fast:0' token='fresh'/>");
        refuses("did not prove");
        assertNull(tokens.get());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<success xmlns='urn:xmpp:sasl:2'/>",
                "<success xmlns='urn:xmpp:sasl:2'>%s</success>",
                "<success xmlns='urn:xmpp:sasl:2'><additional-data>dj1BQUFB</additional-data>%s</success>",
                "<success xmlns='urn:xmpp:sasl:2'><additional-data>!</additional-data>%s</success>"
            })
    void refusesASuccessOutOfTheBlue(String success) {
        server.says(success.replace("%s", BOUND));
        assertThrows(SmackSaslException.class, () -> negotiation().run());
        assertNull(tokens.get());
    }

    @Test
    void refusesAnOfferThatSomebodyChanged() throws Exception {
        server.scram(
                hash("SCRAM-SHA-1\u001eSCRAM-SHA-256\u001eSCRAM-SHA-256-PLUS\u001ftls-server-end-point"),
                "pencil",
                BOUND);
        refuses("changed what the server offers");
        assertEquals(1, server.asked.size(), "nothing that would help whoever did");
    }

    @Test
    void signsInWithATokenAndTakesTheNextOne() throws Exception {
        tokens.put(TOKEN, tokens.epoch());
        server.says("<success xmlns='urn:xmpp:sasl:2'><additional-data>" + base64(proof("Responder", "t0ken"))
                + "</additional-data>" + BOUND + "<token xmlns='urn:xmpp:fast:0' token='next'/></success>");

        assertEquals("HT-SHA-256-ENDP", negotiation().run().mechanism());

        byte[] said = Base64.getDecoder().decode(server.asked.get(0).textOf("initial-response"));
        byte[] name = "alice\0".getBytes(StandardCharsets.UTF_8);
        assertEquals(base64(name), base64(Arrays.copyOf(said, name.length)));
        assertEquals(base64(proof("Initiator", "t0ken")), base64(Arrays.copyOfRange(said, name.length, said.length)));
        assertTrue(server.asked.get(0).has("fast", FastToken.NAMESPACE));
        assertEquals(new FastToken("HT-SHA-256-ENDP", Secret.of("next")), tokens.get());
    }

    @Test
    void fallsBackToThePasswordWhenTheTokenIsNotTaken() throws Exception {
        tokens.put(TOKEN, tokens.epoch());
        server.says("<failure xmlns='urn:xmpp:sasl:2'><credentials-expired"
                + " xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></failure>");
        server.scram("", "pencil", BOUND);

        assertEquals("SCRAM-SHA-256", negotiation().run().mechanism());
        assertNull(tokens.get());
    }

    @Test
    void refusesAServerThatDoesNotKnowTheToken() {
        tokens.put(TOKEN, tokens.epoch());
        server.says("<success xmlns='urn:xmpp:sasl:2'><additional-data>" + base64(proof("Responder", "other"))
                + "</additional-data>" + BOUND + "<token xmlns='urn:xmpp:fast:0' token='theirs'/></success>");
        refuses("did not prove");
        assertNull(tokens.get(), "the password asks more of a server");
    }

    @Test
    void refusesAnEchoOfItsOwnProof() {
        tokens.put(TOKEN, tokens.epoch());
        server.says("<success xmlns='urn:xmpp:sasl:2'><additional-data>" + base64(proof("Initiator", "t0ken"))
                + "</additional-data>" + BOUND + "</success>");
        refuses("did not prove");
    }

    @Test
    void goesOnWithASessionOrLearnsWhatTheServerHadOfIt() throws Exception {
        Management.Wish wish = new Management.Wish("s0", 7);
        tokens.put(TOKEN, tokens.epoch());
        String proof = "<additional-data>" + base64(proof("Responder", "t0ken")) + "</additional-data>";
        server.says("<success xmlns='urn:xmpp:sasl:2'>" + proof
                + "<resumed xmlns='urn:xmpp:sm:3' previd='s0' h='3'/></success>");
        Negotiation.Result resumed = new Negotiation(server, ALICE, CHANNEL, tokens, wish, false).run();
        assertTrue(resumed.management().resumed());
        assertEquals(3, resumed.management().handled());
        assertNull(resumed.bound());

        server.says("<success xmlns='urn:xmpp:sasl:2'>" + proof + "<failed xmlns='urn:xmpp:sm:3' h='4'/>" + BOUND
                + "</success>");
        Negotiation.Result fresh = new Negotiation(server, ALICE, CHANNEL, tokens, wish, false).run();
        assertFalse(fresh.management().resumed());
        assertEquals(4, fresh.management().handled());
        assertEquals("s1", fresh.management().id());
    }

    @Test
    void refusesAResourceBesideASessionThatGoesOn() {
        server.says("<success xmlns='urn:xmpp:sasl:2'><resumed xmlns='urn:xmpp:sm:3' previd='s0' h='3'/>" + BOUND
                + "</success>");
        assertThrows(
                SmackSaslException.class,
                () -> new Negotiation(server, ALICE, CHANNEL, tokens, new Management.Wish("s0", 7), false).run());
    }

    @Test
    void tellsWhyTheServerDoesNotLetUsIn() {
        server.says("<failure xmlns='urn:xmpp:sasl:2'><account-disabled xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"
                + "<text>Not today</text></failure>");
        DuetException refused =
                assertThrows(DuetException.class, () -> negotiation().run());
        assertEquals("account-disabled", refused.failure().wire().condition());
        assertEquals("Not today", refused.failure().wire().text());
    }
}
