package dev.duet.sip.internal.rfc3261;

import static dev.duet.sip.internal.rfc3261.VirtualAgent.header;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Failure;
import dev.duet.model.SipConfig.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    private final VirtualAgent virtual = new VirtualAgent(Transport.TCP);
    private final List<String> told = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final Registration registration = new Registration(virtual.agent.binding(), new Registration.Listener() {
        @Override
        public void bound() {
            told.add("bound");
        }

        @Override
        public void failed(Failure failure, Duration wait) {
            failures.add(failure);
            told.add("failed " + wait.toSeconds());
        }
    });

    @Test
    void aRequestIsAsRfc3261Wants() {
        registration.bind();

        String request = virtual.next();

        assertTrue(request.startsWith("REGISTER sip:example.com SIP/2.0\r\n"), request);
        assertTrue(header(request, "From").startsWith("<sip:alice@example.com>;tag="), request);
        assertEquals("<sip:alice@example.com>", header(request, "To"));
        assertEquals("70", header(request, "Max-Forwards"));
        assertTrue(header(request, "Contact").contains("+sip.instance=\"<urn:uuid:"), request);
        assertTrue(header(request, "Contact").contains("expires=600"), request);
        assertTrue(header(request, "Via").contains("rport"), request);
    }

    @Test
    void itIsRefreshedAheadOfItsEndWithTheSameCallIdAndAHigherNumber() {
        registration.bind();
        String first = virtual.next();
        virtual.answer(first, 200, "Contact: " + header(first, "Contact").replace("600", "120") + "\r\n");
        assertEquals(List.of("bound"), told);

        virtual.loop.advance(Duration.ofSeconds(89));
        assertTrue(virtual.isSilent());
        virtual.loop.advance(Duration.ofSeconds(2));

        String second = virtual.next();
        assertEquals(header(first, "Call-ID"), header(second, "Call-ID"));
        assertEquals("1 REGISTER", header(first, "CSeq"));
        assertEquals("2 REGISTER", header(second, "CSeq"));
    }

    @Test
    void anIntervalThatIsTooBriefIsMadeLonger() {
        registration.bind();
        virtual.answer(virtual.next(), 423, "Min-Expires: 1800\r\n");

        String second = virtual.next();

        assertEquals("1800", header(second, "Expires"));
        virtual.answer(second, 200, "Expires: 1800\r\n");
        assertEquals(List.of("bound"), told);
    }

    @Test
    void aServerThatAsksForMoreThanADayIsNotFollowed() {
        registration.bind();
        virtual.answer(virtual.next(), 423, "Min-Expires: 99999999\r\n");

        assertEquals(List.of("failed 0"), told);
        assertTrue(virtual.isSilent());
    }

    @Test
    void theServersWishToBeLeftAloneIsPassedOn() {
        registration.bind();
        virtual.answer(virtual.next(), 503, "Retry-After: 77\r\n");

        assertEquals(List.of("failed 77"), told);
        assertEquals(Failure.Retry.LATER, failures.get(0).retry());
    }

    @Test
    void aChallengeIsAnsweredOnceAndTheNonceUsedAgain() {
        String challenge = "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n1\", qop=\"auth\"\r\n";
        registration.bind();
        virtual.answer(virtual.next(), 401, challenge);
        String second = virtual.next();
        assertTrue(header(second, "Authorization").contains("nc=00000001"), second);
        assertEquals("2 REGISTER", header(second, "CSeq"));
        virtual.answer(second, 200, "Expires: 100\r\n");

        virtual.loop.advance(Duration.ofSeconds(76));

        assertTrue(header(virtual.next(), "Authorization").contains("nc=00000002"));
    }

    @Test
    void theNonceThatTheServerTellsAheadIsUsedNext() {
        registration.bind();
        virtual.answer(
                virtual.next(), 401, "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n1\", qop=\"auth\"\r\n");
        virtual.answer(virtual.next(), 200, "Authentication-Info: nextnonce=\"n2\"\r\nExpires: 100\r\n");

        virtual.loop.advance(Duration.ofSeconds(76));

        String answer = header(virtual.next(), "Authorization");
        assertTrue(answer.contains("nonce=\"n2\"") && answer.contains("nc=00000001"), answer);
    }

    @Test
    void aWrongPasswordIsToldAfterOneTry() {
        registration.bind();
        virtual.answer(virtual.next(), 401, "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n1\"\r\n");
        virtual.answer(virtual.next(), 401, "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n2\"\r\n");

        assertEquals(Failure.Kind.AUTHENTICATION, failures.get(0).kind());
        assertEquals(Failure.Retry.NEVER, failures.get(0).retry());
        assertFalse(failures.get(0).toString().contains("secret"));
        assertTrue(virtual.isSilent());
    }

    @Test
    void forbiddenAfterAPasswordWasShownIsAWrongPasswordToo() {
        registration.bind();
        virtual.answer(virtual.next(), 401, "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n1\"\r\n");
        virtual.answer(virtual.next(), 403, "");

        assertEquals(Failure.Kind.AUTHENTICATION, failures.get(0).kind());
    }

    @Test
    void noAnswerIsATimeout() {
        registration.bind();
        virtual.loop.advance(Duration.ofSeconds(33));

        assertEquals(Failure.Kind.TIMEOUT, failures.get(0).kind());
    }

    @Test
    void behindANatTheContactFollowsTheAddressThatTheServerSees() {
        registration.bind();
        String first = virtual.next();
        virtual.answer(
                first.replace(";rport;", ";rport=4711;received=203.0.113.9;")
                        .replace(";rport\r", ";rport=4711;received=203.0.113.9\r"),
                200,
                "Expires: 600\r\n");

        String second = virtual.next();

        assertTrue(second.contains("@203.0.113.9:4711"), second);
        assertTrue(second.contains("expires=0"), second); // the old one goes
        virtual.answer(second, 200, "Expires: 600\r\n");
        assertEquals(List.of("bound"), told);
        assertTrue(virtual.agent.contact().contains("@203.0.113.9:4711"));
    }

    @Test
    void unbindingSaysZero() {
        registration.bind();
        virtual.answer(virtual.next(), 200, "Expires: 600\r\n");

        registration.end(() -> told.add("ended"));
        String last = virtual.next();

        assertEquals("0", header(last, "Expires"));
        virtual.answer(last, 200, "");
        assertEquals(List.of("bound", "ended"), told);
        virtual.loop.advance(Duration.ofHours(1));
        assertTrue(virtual.isSilent());
    }
}
