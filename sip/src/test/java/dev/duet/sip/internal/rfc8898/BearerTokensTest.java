package dev.duet.sip.internal.rfc8898;

import static dev.duet.sip.internal.rfc3261.VirtualAgent.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Failure;
import dev.duet.model.Secret;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.TokenSource;
import dev.duet.sip.internal.rfc3261.Registration;
import dev.duet.sip.internal.rfc3261.VirtualAgent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access tokens in place of passwords, as a registrar asks for them. */
class BearerTokensTest {

    private static final String CHALLENGE =
            "WWW-Authenticate: Bearer authz_server=\"https://login.example.com\", scope=\"sip\", realm=\"example.com\"";

    private final List<TokenSource.Challenge> asked = new ArrayList<>();
    private final Deque<String> tokens = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private VirtualAgent virtual = agent(Transport.TLS);

    private VirtualAgent agent(Transport transport) {
        return new VirtualAgent(
                transport,
                settings -> settings.tokens(challenge -> {
                    asked.add(challenge);
                    return tokens.isEmpty() ? null : Secret.of(tokens.poll());
                }));
    }

    private void register() {
        new Registration(virtual.agent.binding(), new Registration.Listener() {
                    @Override
                    public void bound() {
                        told.add("bound");
                    }

                    @Override
                    public void failed(Failure failure, Duration wait) {
                        told.add("failed " + failure.kind());
                        assertFalse(failure.toString().contains("t1"), failure.toString());
                    }
                })
                .bind();
    }

    @Test
    void aTokenIsFetchedWhenTheServerAsksAndShownFromThenOn() {
        tokens.add("t1.abc-_~+/==");
        register();
        String first = virtual.next();
        assertEquals("", header(first, "Authorization"));
        virtual.answer(first, 401, CHALLENGE + "\r\n");

        String second = virtual.next();
        assertEquals("Bearer t1.abc-_~+/==", header(second, "Authorization"));
        assertEquals("2 REGISTER", header(second, "CSeq"));
        assertEquals(List.of(new TokenSource.Challenge("https://login.example.com", "example.com", "sip", "")), asked);
        virtual.answer(second, 200, "Expires: 100\r\n");
        assertEquals(List.of("bound"), told);
        assertEquals("Bearer", virtual.agent.authentication());

        virtual.loop.advance(Duration.ofSeconds(76));
        assertEquals("Bearer t1.abc-_~+/==", header(virtual.next(), "Authorization"));
    }

    @Test
    void aTokenThatHasRunOutIsReplaced() {
        tokens.addAll(List.of("t1", "t2"));
        register();
        virtual.answer(virtual.next(), 401, CHALLENGE + "\r\n");
        virtual.answer(virtual.next(), 200, "Expires: 100\r\n");
        virtual.loop.advance(Duration.ofSeconds(76));
        virtual.answer(virtual.next(), 401, CHALLENGE + ", error=\"invalid_token\"\r\n");

        assertEquals("Bearer t2", header(virtual.next(), "Authorization"));
        assertEquals("invalid_token", asked.get(1).error());
    }

    @Test
    void aTokenThatIsNotTakenIsNotShownAgainAndAgain() {
        tokens.addAll(List.of("t1", "t2", "t3"));
        register();
        virtual.answer(virtual.next(), 401, CHALLENGE + "\r\n");
        virtual.answer(virtual.next(), 401, CHALLENGE + "\r\n");

        assertEquals(List.of("failed AUTHENTICATION"), told);
        assertEquals(1, asked.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\r\nContact: <sip:evil@example.com>", "Grüße"})
    void withoutAUsableTokenSigningInFails(String token) {
        if (!token.isEmpty()) {
            tokens.add(token);
        }
        register();
        virtual.answer(virtual.next(), 401, CHALLENGE + "\r\n");

        assertEquals(List.of("failed AUTHENTICATION"), told);
        assertTrue(virtual.isSilent());
    }

    @Test
    void aSourceThatThrowsIsOneWithoutToken() {
        virtual = new VirtualAgent(
                Transport.TLS,
                settings -> settings.tokens(challenge -> {
                    throw new IllegalStateException("no network");
                }));
        register();
        virtual.answer(virtual.next(), 401, CHALLENGE + "\r\n");

        assertEquals(List.of("failed AUTHENTICATION"), told);
    }

    @Test
    void inTheClearNoTokenIsShownAndThePasswordProvesTheUser() {
        tokens.add("t1");
        virtual = agent(Transport.TCP);
        register();
        virtual.answer(
                virtual.next(),
                401,
                CHALLENGE + "\r\nWWW-Authenticate: Digest realm=\"example.com\", nonce=\"n1\"\r\n");

        assertTrue(header(virtual.next(), "Authorization").startsWith("Digest "));
        assertEquals(List.of(), asked);
    }

    @Test
    void aTokenIsPreferredToThePassword() {
        tokens.add("t1");
        register();
        virtual.answer(
                virtual.next(),
                401,
                "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n1\"\r\n" + CHALLENGE + "\r\n");

        assertEquals("Bearer t1", header(virtual.next(), "Authorization"));
    }
}
