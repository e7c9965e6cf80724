package dev.duet.xmpp.internal.rfc6120;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Failure;
import dev.duet.spi.VirtualLoop;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PingerTest {

    private final VirtualLoop loop = new VirtualLoop();
    private final List<Xml> sent = new ArrayList<>();
    private final List<Failure> dead = new ArrayList<>();
    private final Iqs iqs = new Iqs(sent::add, loop, Address.xmpp("alice@x.org/desk"), Duration.ofSeconds(30));
    private long heard;
    private final Pinger pinger = new Pinger(iqs, loop, Address.xmpp("x.org"), () -> heard, dead::add);

    private void pong() {
        heard = loop.nanoTime();
        iqs.answered(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "result")
                .attribute("id", sent.get(sent.size() - 1).attribute("id"))
                .attribute("from", "x.org")
                .build());
    }

    @Test
    void asksAfterAMinuteOfSilence() {
        pinger.start();
        loop.advance(Duration.ofSeconds(59));
        assertEquals(0, sent.size());
        loop.advance(Duration.ofSeconds(2));
        assertEquals(1, sent.size());
        pong();
        loop.advance(Duration.ofSeconds(58));
        assertEquals(1, sent.size());
        loop.advance(Duration.ofSeconds(4));
        assertEquals(2, sent.size());
    }

    @Test
    void asksNothingWhileSomethingComes() {
        pinger.start();
        for (int i = 0; i < 60; i++) {
            loop.advance(Duration.ofSeconds(30));
            heard = loop.nanoTime();
        }
        assertEquals(0, sent.size());
    }

    @Test
    void declaresTheServerDeadWithin76Seconds() {
        pinger.start();
        loop.advance(Duration.ofSeconds(76));
        assertEquals(1, dead.size());
        loop.advance(Duration.ofMinutes(10));
        assertEquals(1, dead.size());
        assertEquals(0, loop.timers());
    }

    @Test
    void declaresTheServerDeadWithin5SecondsOfANetworkChange() {
        pinger.start();
        loop.advance(Duration.ofSeconds(1));
        pinger.check();
        loop.advance(Duration.ofSeconds(5));
        assertEquals(1, dead.size());
    }

    @Test
    void asksAgainWhenSomethingElseCameInsteadOfTheAnswer() {
        pinger.start();
        pinger.check();
        loop.advance(Duration.ofSeconds(1));
        heard = loop.nanoTime();
        loop.advance(Duration.ofSeconds(4));
        assertTrue(dead.isEmpty());
        assertEquals(2, sent.size());
        loop.advance(Duration.ofSeconds(5));
        assertEquals(1, dead.size());
    }

    @Test
    void takesARefusalForASignOfLife() {
        pinger.start();
        pinger.check();
        iqs.answered(Xml.element("iq", Xml.CLIENT)
                .attribute("type", "error")
                .attribute("id", sent.get(0).attribute("id"))
                .attribute("from", "x.org")
                .build());
        loop.advance(Duration.ofSeconds(30));
        assertTrue(dead.isEmpty());
    }

    @Test
    void isSilentOnceStopped() {
        pinger.start();
        pinger.stop();
        loop.advance(Duration.ofHours(1));
        assertEquals(0, sent.size());
    }
}
