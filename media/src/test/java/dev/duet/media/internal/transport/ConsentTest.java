package dev.duet.media.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import dev.duet.media.internal.rfc8489.StunWriter;
import dev.duet.model.IceCandidate;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is an answer to a check of consent (RFC 7675 5.1), on time of the test's making. */
class ConsentTest {

    private static final InetSocketAddress PEER = new InetSocketAddress("203.0.113.9", 6000);
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("203.0.113.10", 6000);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LocalPort port = new Port();
    private final Consent consent = new Consent(new IceWay(1, port, PEER, IceCandidate.Type.HOST), new Random(7), 0);

    private record Port() implements LocalPort {
        @Override
        public InetSocketAddress local() {
            return new InetSocketAddress("192.0.2.1", 5000);
        }

        @Override
        public boolean send(byte[] bytes, int offset, int count, InetSocketAddress to) {
            return true;
        }

        @Override
        public boolean equals(Object other) {
            return this == other; // two sockets are two, whatever their addresses
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private static StunMessage answer(byte[] transaction) {
        byte[] bytes = new StunWriter(Stun.BINDING_SUCCESS, transaction).withFingerprint();
        StunMessage message = StunMessage.parse(bytes, 0, bytes.length);
        assertNotNull(message);
        return message;
    }

    @Test
    void anAnswerFromTheOtherEndRenewsIt() {
        byte[] check = consent.next(5 * SECOND);
        assertTrue(consent.answered(port, answer(check), PEER, 6 * SECOND));
        assertEquals(SECOND, consent.age(7 * SECOND));
        assertFalse(consent.isOver(35 * SECOND));
        assertTrue(consent.isOver(36 * SECOND));
    }

    @Test
    void anAnswerFromElsewhereDoesNot() {
        byte[] check = consent.next(5 * SECOND);
        assertFalse(consent.answered(port, answer(check), ELSEWHERE, 6 * SECOND));
        assertFalse(consent.answered(new Port(), answer(check), PEER, 6 * SECOND));
        assertTrue(consent.isOver(30 * SECOND));
    }

    @Test
    void norDoesOneThatWasNotAskedFor() {
        consent.next(5 * SECOND);
        assertFalse(consent.answered(port, answer(new byte[Stun.TRANSACTION_BYTES]), PEER, 6 * SECOND));
        assertTrue(consent.isOver(30 * SECOND));
    }

    @Test
    void anotherPairIsFollowedWhenItAnswersItselfAndNotSooner() {
        assertTrue(consent.mayFollow(port, ELSEWHERE, SECOND));
        byte[] check = consent.follow(port, ELSEWHERE);
        assertFalse(consent.answered(port, answer(check), PEER, 2 * SECOND));
        assertEquals(PEER, consent.way.remote());
        assertTrue(consent.answered(port, answer(check), ELSEWHERE, 2 * SECOND));
        assertEquals(ELSEWHERE, consent.way.remote());
    }
}
