package dev.duet.media.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import dev.duet.media.internal.rfc8489.StunWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose answer it is that tells how a server sees us (RFC 8489 14.2), on time of the test's making. */
class StunProbeTest {

    private static final InetSocketAddress SERVER = new InetSocketAddress("203.0.113.9", 3478);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("203.0.113.10", 3478);
    private static final byte[] TRANSACTION = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    private final List<InetSocketAddress> asked = new ArrayList<>();
    private final IcePort port = port();
    private final StunProbe probe = new StunProbe(port, SERVER, TRANSACTION, 0);

    private IcePort port() {
        LocalPort local = new LocalPort() {
            @Override
            public InetSocketAddress local() {
                return new InetSocketAddress("192.0.2.1", 5000);
            }

            @Override
            public boolean send(byte[] bytes, int offset, int count, InetSocketAddress to) {
                asked.add(to);
                return true;
            }
        };
        return IcePort.relay(1, local, 0, local.local());
    }

    private static StunMessage answer(byte[] transaction) {
        byte[] bytes = new StunWriter(Stun.BINDING_SUCCESS, transaction).bytes();
        StunMessage message = StunMessage.parse(bytes, 0, bytes.length);
        assertNotNull(message);
        return message;
    }

    @Test
    void theServerThatWasAskedAnswersToThePortThatAsked() {
        assertTrue(probe.isAnswer(port, answer(TRANSACTION), SERVER));
        assertFalse(probe.isAnswer(port, answer(TRANSACTION), STRANGER));
        assertFalse(probe.isAnswer(port(), answer(TRANSACTION), SERVER));
        byte[] guessed = TRANSACTION.clone();
        guessed[11]++;
        assertFalse(probe.isAnswer(port, answer(guessed), SERVER));
    }

    @Test
    void itAsksFiveTimesWithLongerAndLongerWaits() {
        List<Long> at = new ArrayList<>();
        boolean goesOn = true;
        for (long millis = 0; goesOn; millis += 10) {
            int before = asked.size();
            goesOn = probe.tick(Duration.ofMillis(millis).toNanos());
            if (asked.size() > before) {
                at.add(millis);
            }
            if (!goesOn) {
                at.add(millis);
            }
        }
        assertEquals(Arrays.asList(0L, 250L, 750L, 1750L, 3750L, 7750L), at);
        assertEquals(List.of(SERVER, SERVER, SERVER, SERVER, SERVER), asked);
    }
}
