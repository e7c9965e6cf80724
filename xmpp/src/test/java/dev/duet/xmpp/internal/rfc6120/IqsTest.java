package dev.duet.xmpp.internal.rfc6120;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.spi.VirtualLoop;
import dev.duet.xmpp.internal.rfc6120.Iqs.Answer;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IqsTest {

    private static final Xml PING = Xml.empty("ping", "urn:xmpp:ping");

    private final VirtualLoop loop = new VirtualLoop();
    private final List<Xml> sent = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private boolean connected = true;
    private final Iqs iqs = new Iqs(
            stanza -> connected && sent.add(stanza), loop, Address.xmpp("alice@x.org/desk"), Duration.ofSeconds(30));

    @Test
    void aServerThatIsSilentAfterARequestIsDoubtedOnce() {
        long[] heard = {loop.nanoTime()};
        int[] doubts = {0};
        Iqs careful = new Iqs(
                sent::add,
                loop,
                Address.xmpp("alice@x.org/desk"),
                Duration.ofSeconds(12),
                () -> heard[0],
                () -> doubts[0]++);
        loop.advance(Duration.ofSeconds(1));
        careful.get(null, PING, answers::add);
        loop.advance(Duration.ofMillis(3_999));
        assertEquals(0, doubts[0]);
        loop.advance(Duration.ofMillis(1));
        assertEquals(1, doubts[0]);
        loop.advance(Duration.ofMillis(7_999));
        assertEquals(List.of(), answers);
        loop.advance(Duration.ofMillis(1));
        assertEquals(1, answers.size());
        assertEquals(1, doubts[0]);
        careful.get(null, PING, answers::add);
        loop.advance(Duration.ofSeconds(1));
        heard[0] = loop.nanoTime(); // somebody else's stanza: the stream is there
        loop.advance(Duration.ofSeconds(20));
        assertEquals(2, answers.size());
        assertEquals(1, doubts[0]);
        assertEquals(0, loop.timers());
    }

    private void answer(String type, String from) {
        iqs.answered(Xml.element("iq", Xml.CLIENT)
                .attribute("type", type)
                .attribute("id", sent.get(0).attribute("id"))
                .attribute("from", from)
                .build());
    }

    @ParameterizedTest
    @CsvSource({
        // to, from, believed
        ", , true",
        ", alice@x.org, true",
        ", alice@x.org/desk, true",
        ", x.org, true",
        ", bob@x.org, false",
        ", y.org, false",
        ", @@@, false",
        "x.org, x.org, true",
        "x.org, , true",
        "x.org, alice@x.org, false",
        "alice@x.org, , true",
        "alice@x.org, alice@x.org, true",
        "bob@x.org/pda, bob@x.org/pda, true",
        "bob@x.org/pda, bob@x.org, false",
        "bob@x.org/pda, , false"
    })
    void believesOnlyWhomItAsked(String to, String from, boolean believed) {
        iqs.get(to == null ? null : Address.xmpp(to), PING, answers::add);
        answer("result", from);
        assertEquals(believed ? 1 : 0, answers.size());
    }

    @Test
    void tellsAnErrorAsAFailure() {
        iqs.set(null, PING, answers::add);
        answer("error", null);
        assertNotNull(answers.get(0).failure());
    }

    @Test
    void takesOneAnswerAlone() {
        iqs.get(null, PING, answers::add);
        answer("result", null);
        answer("result", null);
        assertEquals(1, answers.size());
        assertEquals(0, loop.timers(), "Nothing waits any more");
    }

    @Test
    void givesUpWhenTheTimeIsOver() {
        iqs.get(null, PING, answers::add);
        loop.advance(Duration.ofSeconds(29));
        assertTrue(answers.isEmpty());
        loop.advance(Duration.ofSeconds(2));
        assertEquals(Kind.TIMEOUT, answers.get(0).failure().kind());
        answer("result", null);
        assertEquals(1, answers.size());
    }

    @Test
    void failsAtTheEndWhatStillWaits() {
        iqs.get(null, PING, answers::add);
        iqs.get(null, PING, answers::add);
        iqs.end(Failure.of(Kind.CLOSED, Failure.Origin.LOCAL, Failure.Retry.NEVER, "over"));
        assertEquals(2, answers.size());
        assertEquals(0, loop.timers());
    }

    @Test
    void failsWithoutAConnection() {
        connected = false;
        iqs.get(null, PING, answers::add);
        loop.run();
        assertEquals(Kind.NETWORK, answers.get(0).failure().kind());
    }
}
