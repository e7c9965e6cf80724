package dev.duet.sip.internal.rfc8760;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Secret;
import dev.duet.sip.internal.rfc8760.DigestExchange.Answered;
import dev.duet.sip.internal.rfc8760.DigestExchange.NotUnderstood;
import dev.duet.sip.internal.rfc8760.DigestExchange.Refused;
import dev.duet.sip.internal.rfc8760.DigestExchange.RequestFacts;
import dev.duet.sip.internal.rfc8760.DigestExchange.Round;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

    private static final RequestFacts REGISTER = new RequestFacts("REGISTER", "sip:example.com", new byte[0]);

    /** RFC 7616 3.9.1. */
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void theExamplesOfRfc7616AreMet(String algorithm, String response) {
        DigestChallenge challenge = DigestChallenge.parse(
                        false,
                        "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=" + algorithm
                                + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                                + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"")
                .orElseThrow();

        String answer = new DigestCredentials("Mufasa", Secret.of("Circle of Life"))
                .answer(
                        challenge,
                        1,
                        "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                        "GET",
                        "/dir/index.html",
                        new byte[0]);

        Map<String, String> parameters =
                AuthParameters.parse(answer.substring("Digest ".length())).orElseThrow();
        assertEquals(response, parameters.get("response"));
        assertEquals("00000001", parameters.get("nc"));
        assertEquals("auth", parameters.get("qop"));
        assertEquals(algorithm, parameters.get("algorithm"));
        assertEquals("FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", parameters.get("opaque"));
    }

    /** RFC 2617 3.5. */
    @Test
    void theExampleOfRfc2617IsMet() {
        DigestChallenge challenge = DigestChallenge.parse(
                        false,
                        "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\","
                                + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"")
                .orElseThrow();

        String answer = new DigestCredentials("Mufasa", Secret.of("Circle Of Life"))
                .answer(challenge, 1, "0a4f113b", "GET", "/dir/index.html", new byte[0]);

        assertTrue(answer.contains("response=\"6629fae49393a05397450978507c4ef1\""), answer);
        assertFalse(answer.contains("algorithm"), answer);
    }

    /** RFC 2069 2.4 with its erratum. */
    @Test
    void withoutQopTheAnswerIsThatOfRfc2069() {
        DigestChallenge challenge = DigestChallenge.parse(
                        false,
                        "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\","
                                + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"")
                .orElseThrow();

        String answer = new DigestCredentials("Mufasa", Secret.of("CircleOfLife"))
                .answer(challenge, 1, "unused", "GET", "/dir/index.html", new byte[0]);

        assertTrue(answer.contains("response=\"1949323746fe6a43ef61f9606e7febea\""), answer);
        assertFalse(answer.contains("cnonce"), answer);
        assertFalse(answer.contains("nc="), answer);
    }

    @Test
    void sha512With256BitsIsTheJdksOwn() {
        assertEquals(
                "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
                DigestAlgorithm.SHA_512_256.hash("abc"));
    }

    @Test
    void authIntCoversTheBody() {
        String challenge = "Digest realm=\"a\", nonce=\"n\", qop=\"auth-int\"";

        assertNotEquals(response(challenge, "one"), response(challenge, "two"));
    }

    @Test
    void authDoesNotCoverTheBody() {
        String challenge = "Digest realm=\"a\", nonce=\"n\", qop=\"auth\"";

        assertEquals(response(challenge, "one"), response(challenge, "two"));
    }

    /** RFC 8760 2.4: the server lists what it prefers first; MD5 is for those who have nothing else (3). */
    @ParameterizedTest
    @CsvSource({
        "SHA-256 SHA-512-256 MD5, SHA-256",
        "SHA-512-256 SHA-256 MD5, SHA-512-256",
        "SHA-3000 SHA-256 SHA-512-256, SHA-256",
        "MD5 SHA-256 SHA-512-256, SHA-256",
        "MD5-sess SHA-3000 SHA-512-256-sess, SHA-512-256",
        "SHA-3000 MD5, MD5",
        "MD5, MD5"
    })
    void theTopmostAlgorithmThatIsUnderstoodIsAnsweredAndMd5OnlyWithoutAnother(String offered, String taken) {
        DigestExchange exchange = exchange();
        List<DigestChallenge> challenges = Stream.of(offered.split(" "))
                .map(algorithm -> challenge("a", "nonce-" + algorithm, "qop=\"auth\", algorithm=" + algorithm))
                .toList();

        Answered answer = assertInstanceOf(Answered.class, exchange.answer(challenges, new Round(), REGISTER, true));

        assertEquals(1, answer.headers().size());
        String value = answer.headers().get(0).value();
        assertTrue(value.contains("nonce=\"nonce-" + taken), value);
        assertEquals("Digest " + taken, exchange.authentication());
    }

    @Test
    void eachRealmIsAnsweredByItself() {
        Answered answer = assertInstanceOf(
                Answered.class,
                exchange()
                        .answer(
                                List.of(challenge("a", "n1", ""), challenge("b", "n2", "")),
                                new Round(),
                                REGISTER,
                                true));

        assertEquals(
                List.of("a", "b"),
                answer.headers().stream().map(DigestExchange.Header::realm).toList());
    }

    @Test
    void aSecondChallengeMeansAWrongPassword() {
        DigestExchange exchange = exchange();
        Round round = new Round();
        exchange.answer(List.of(challenge("a", "n1", "")), round, REGISTER, true);

        assertInstanceOf(Refused.class, exchange.answer(List.of(challenge("a", "n2", "")), round, REGISTER, true));
    }

    @Test
    void aStaleNonceIsAnsweredOnceMore() {
        DigestExchange exchange = exchange();
        Round round = new Round();
        exchange.answer(List.of(challenge("a", "n1", "")), round, REGISTER, true);

        assertInstanceOf(
                Answered.class, exchange.answer(List.of(challenge("a", "n2", "stale=TRUE")), round, REGISTER, true));
    }

    @Test
    void theSameNonceAgainIsARefusalEvenWhenItIsCalledStale() {
        DigestExchange exchange = exchange();
        Round round = new Round();
        exchange.answer(List.of(challenge("a", "n1", "")), round, REGISTER, true);

        assertInstanceOf(
                Refused.class, exchange.answer(List.of(challenge("a", "n1", "stale=true")), round, REGISTER, true));
    }

    @Test
    void endlessStalenessComesToAnEnd() {
        DigestExchange exchange = exchange();
        Round round = new Round();
        DigestExchange.Answer last = new NotUnderstood();
        for (int i = 0; i < 10; i++) {
            last = exchange.answer(List.of(challenge("a", "n" + i, "stale=true")), round, REGISTER, true);
        }

        assertInstanceOf(Refused.class, last);
    }

    @Test
    void theNextRegistrationUsesTheNonceAgainAndCounts() {
        DigestExchange exchange = exchange();
        exchange.answer(List.of(challenge("a", "n1", "qop=\"auth\"")), new Round(), REGISTER, true);

        String second = exchange.before(REGISTER).get(0).value();

        assertTrue(second.contains("nc=00000002"), second);
    }

    @Test
    void aPeersRealmGetsNoHashOfThePassword() {
        DigestExchange exchange = exchange();
        exchange.answer(List.of(challenge("a", "n1", "")), new Round(), REGISTER, true);

        assertInstanceOf(
                NotUnderstood.class,
                exchange.answer(
                        List.of(challenge("evil", "n2", "")),
                        new Round(),
                        new RequestFacts("MESSAGE", "sip:eve@example.org", new byte[0]),
                        false));
    }

    @Test
    void quotesInNamesAreEscaped() {
        DigestChallenge challenge = challenge("say \\\"hi\\\"", "n", "");

        String answer = new DigestCredentials("al\"ice", Secret.of("x"))
                .answer(challenge, 1, "c", "REGISTER", "sip:a", new byte[0]);

        assertTrue(answer.contains("username=\"al\\\"ice\""), answer);
        assertTrue(answer.contains("realm=\"say \\\"hi\\\"\""), answer);
    }

    @Test
    void thePasswordIsInNoText() {
        assertFalse(
                new DigestCredentials("alice", Secret.of("hunter2")).toString().contains("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic realm=\"a\"",
                "Digest",
                "Digest realm=\"a\"",
                "Digest nonce=\"a\"",
                "Digest realm=\"a, nonce=b",
                "Digest realm=\"a\" nonce=\"b\"",
                "Digest realm=\"a\", nonce=\"b\", nonce=\"c\"",
                "Digest =, nonce"
            })
    void whatIsNoDigestChallengeIsNotTakenForOne(String value) {
        assertTrue(DigestChallenge.parse(false, value).isEmpty());
    }

    private static DigestExchange exchange() {
        return new DigestExchange(new DigestCredentials("alice", Secret.of("secret")));
    }

    private static DigestChallenge challenge(String realm, String nonce, String more) {
        String text = "Digest realm=\"" + realm + "\", nonce=\"" + nonce + "\"";
        return DigestChallenge.parse(false, more.isEmpty() ? text : text + ", " + more)
                .orElseThrow();
    }

    private static String response(String challenge, String body) {
        String answer = new DigestCredentials("alice", Secret.of("secret"))
                .answer(
                        DigestChallenge.parse(false, challenge).orElseThrow(),
                        1,
                        "c",
                        "MESSAGE",
                        "sip:b",
                        body.getBytes(StandardCharsets.UTF_8));
        return AuthParameters.parse(answer.substring("Digest ".length()))
                .orElseThrow()
                .get("response");
    }
}
