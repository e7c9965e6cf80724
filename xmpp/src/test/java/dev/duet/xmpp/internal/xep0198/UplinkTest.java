package dev.duet.xmpp.internal.xep0198;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.spi.VirtualLoop;
import dev.duet.xmpp.internal.xep0198.Intake.Taken;
import dev.duet.xmpp.internal.xml.Xml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Counting, asking and sending again. */
class UplinkTest {

    private final List<String> arrived = new ArrayList<>();
    private final List<String> wire = new ArrayList<>();
    private static final Xml QUESTION = Xml.empty("r", Management.NAMESPACE);

    private int broken;
    private final VirtualLoop loop = new VirtualLoop();
    private final Uplink uplink = new Uplink(loop, stanza -> arrived.add(id(stanza)), () -> broken++);

    private static String id(Xml element) {
        return element.attribute("id", element.name() + element.attribute("h", ""));
    }

    private static Xml message(String id) {
        return Xml.element("message", Xml.CLIENT).attribute("id", id).build();
    }

    private static Xml of(String name, String attribute, String value) {
        return Xml.element(name, Management.NAMESPACE)
                .attribute(attribute, value)
                .build();
    }

    private boolean write(Xml element) {
        return wire.add(id(element));
    }

    private void managed() {
        uplink.begin(this::write, new Management(true, "s1", Duration.ofSeconds(60), false, -1));
        uplink.take(of("enabled", "id", "s1"));
    }

    private void resume(long handled) {
        uplink.resume(this::write, new Management(true, "s1", Duration.ofSeconds(60), true, handled));
        uplink.take(of("resumed", "previd", "s1"));
    }

    @Test
    void asksOnceUntilItIsAnswered() {
        managed();
        uplink.send(message("m1"));
        uplink.send(message("m2"));
        assertEquals(List.of("m1", "r", "m2"), wire);
        uplink.take(of("a", "h", "1"));
        assertEquals(List.of("m1"), arrived);
        loop.advance(Pace.PAUSE);
        assertEquals(List.of("m1", "r", "m2", "r"), wire);
        uplink.take(of("a", "h", "2"));
        assertEquals(List.of("m1", "m2"), arrived);
        loop.advance(Pace.PAUSE);
        assertEquals(4, wire.size(), "Nothing waits, nothing is asked");
    }

    @Test
    void asksOfManyMessagesThatFollowEachOtherNowAndThen() {
        managed();
        for (int i = 1; i <= 40; i++) {
            uplink.send(message("m" + i));
            uplink.take(of("a", "h", Integer.toString(i)));
            loop.advance(Pace.PAUSE.dividedBy(10));
        }
        assertEquals(4, Collections.frequency(wire, "r"));
        loop.advance(Pace.PAUSE);
        uplink.send(message("alone"));
        assertEquals(List.of("alone", "r"), wire.subList(wire.size() - 2, wire.size()), "It is asked at once");
    }

    @Test
    void asksAtOnceWhenMuchWaits() {
        managed();
        uplink.send(message("m1"));
        uplink.take(of("a", "h", "1"));
        for (int i = 0; i < Uplink.SOON; i++) {
            assertEquals(1, Collections.frequency(wire, "r"));
            uplink.send(message("n" + i));
        }
        assertEquals(2, Collections.frequency(wire, "r"));
    }

    @Test
    void asksAtOnceWhenTheSessionGoesOn() {
        managed();
        uplink.send(message("m1"));
        uplink.detach();
        wire.clear();
        resume(0);
        assertEquals(List.of("m1", "r"), wire);
    }

    @Test
    void asksLastOfAllThatWasSentThoughItsQuestionWaits() {
        managed();
        uplink.send(message("m1"));
        uplink.send(message("m2"));
        uplink.settle();
        assertEquals(List.of("m1", "r", "m2", "r"), wire);
        uplink.take(of("a", "h", "1"));
        uplink.take(of("a", "h", "2"));
        assertEquals(List.of("m1", "m2"), arrived);
    }

    @Test
    void doesNotAskForEachStanzaThatIsNoMessage() {
        managed();
        for (int i = 0; i < 4; i++) {
            uplink.send(Xml.element("iq", Xml.CLIENT).attribute("id", "q" + i).build());
        }
        assertFalse(wire.contains("r"));
        uplink.send(Xml.element("iq", Xml.CLIENT).attribute("id", "q4").build());
        assertTrue(wire.contains("r"));
    }

    @Test
    void countsWhatComesFromTheAnswerOnAndTellsIt() {
        uplink.begin(this::write, new Management(true, "s1", Duration.ofSeconds(60), false, -1));
        Taken before = uplink.take(message("before"));
        assertNotNull(before, "It is for others, but not counted");
        before.release();
        assertNull(uplink.take(of("enabled", "id", "s1")));
        uplink.take(message("a")).release();
        uplink.take(message("b")).release();
        assertNull(uplink.take(QUESTION));
        assertEquals(List.of("a2"), wire);
        assertEquals(new Management.Wish("s1", 2), uplink.wish());
    }

    @Test
    void countsWhatIsKeptAndAnswersWhenThatIsAllBeforeTheQuestion() {
        managed();
        Taken first = uplink.take(message("a"));
        Taken second = uplink.take(message("b"));
        uplink.take(QUESTION);
        uplink.take(QUESTION);
        Taken third = uplink.take(message("c"));
        second.release();
        assertEquals(List.of(), wire, "there is a gap before it");
        first.hold();
        first.release();
        assertEquals(List.of(), wire, "somebody holds it still");
        assertFalse(first.isCounted());
        first.release();
        assertTrue(first.isCounted());
        assertEquals(List.of("a2"), wire);
        uplink.take(QUESTION);
        third.release();
        loop.advance(Pace.PAUSE);
        assertEquals(List.of("a2", "a3"), wire);
        assertEquals(0, loop.timers());
    }

    @Test
    void answersAtOnceAndThenNowAndThen() {
        managed();
        for (int i = 1; i <= 40; i++) {
            uplink.take(message("m" + i)).release();
            uplink.take(QUESTION);
            loop.advance(Pace.PAUSE.dividedBy(10));
        }
        assertEquals(List.of("a1", "a10", "a20", "a30", "a40"), wire);
        loop.advance(Pace.PAUSE);
        uplink.take(QUESTION);
        assertEquals(List.of("a40", "a40"), wire.subList(4, wire.size()), "It is answered at once");
        assertEquals(0, loop.timers());
    }

    @Test
    void tellsLastWhatWasHandledThoughItsAnswerWaits() {
        managed();
        uplink.take(QUESTION);
        uplink.take(message("a")).release();
        uplink.take(QUESTION);
        uplink.take(message("b")).release();
        assertEquals(List.of("a0"), wire);
        uplink.settle();
        assertEquals(List.of("a0", "a2"), wire);
        loop.advance(Pace.PAUSE);
        uplink.settle();
        assertEquals(List.of("a0", "a2"), wire, "There is nothing new");
        assertEquals(0, loop.timers());
    }

    @Test
    void whatWaitsToBeAnsweredIsForgottenWithItsStream() {
        managed();
        uplink.take(QUESTION);
        uplink.take(message("a")).release();
        uplink.take(QUESTION);
        uplink.detach();
        assertEquals(0, loop.timers());
        resume(0);
        loop.advance(Pace.PAUSE);
        assertEquals(List.of("a0"), wire);
        uplink.take(QUESTION);
        assertEquals(List.of("a0", "a1"), wire);
    }

    @Test
    void aQuestionWaitsFiveSecondsAtMost() {
        managed();
        Taken slow = uplink.take(message("a"));
        loop.advance(Duration.ofSeconds(3));
        Taken slower = uplink.take(message("b"));
        uplink.take(QUESTION);
        loop.advance(Duration.ofMillis(1_999));
        assertEquals(List.of(), wire);
        loop.advance(Duration.ofSeconds(3));
        assertEquals(List.of(), wire);
        assertTrue(slow.isCounted());
        loop.advance(Duration.ofMillis(1));
        assertEquals(List.of("a2"), wire);
        slow.release();
        slower.release();
        uplink.take(message("c")).release();
        loop.advance(Pace.PAUSE);
        uplink.take(QUESTION);
        assertEquals(List.of("a2", "a3"), wire);
    }

    @Test
    void asLongAsSomethingMovesNothingCountsThatIsNotKept() {
        managed();
        List<Taken> backlog = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            backlog.add(uplink.take(message("m" + i)));
        }
        uplink.take(QUESTION);
        for (Taken slow : backlog.subList(0, 10)) {
            loop.advance(Duration.ofSeconds(4));
            slow.release();
        }
        assertFalse(backlog.get(10).isCounted(), "40 seconds are over, and it is not kept");
        assertEquals(List.of(), wire);
        loop.advance(Duration.ofSeconds(5));
        assertEquals(List.of("a20"), wire, "now everything stands still");
        assertEquals(0, loop.timers());
    }

    @Test
    void tellsWithoutAQuestionWhatIsHandledOfMuch() {
        managed();
        List<Taken> backlog = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            backlog.add(uplink.take(message("m" + i)));
        }
        uplink.take(QUESTION);
        backlog.subList(0, 249).forEach(Taken::release);
        assertEquals(List.of("a100", "a200"), wire);
        backlog.get(249).release();
        loop.advance(Pace.PAUSE);
        assertEquals(List.of("a100", "a200", "a250"), wire);
    }

    @Test
    void whatIsNotKeptWhenTheStreamIsLostComesAgain() {
        managed();
        uplink.take(message("a")).release();
        Taken lost = uplink.take(message("b"));
        uplink.take(QUESTION);
        uplink.detach();
        Management.Wish wish = uplink.wish();
        assertEquals(1, wish.handled());
        lost.release();
        assertFalse(lost.isCounted());
        assertEquals(wish, uplink.wish(), "the server was, or will be, told of one");
        resume(0);
        wire.clear();
        uplink.take(message("b")).release();
        uplink.take(QUESTION);
        assertEquals(List.of("a2"), wire);
        assertEquals(0, loop.timers());
    }

    @Test
    void doesNotSendAgainWhatIsWithdrawn() {
        managed();
        for (int i = 1; i <= 4; i++) {
            uplink.send(message("m" + i));
        }
        uplink.withdraw("m1");
        uplink.withdraw("m3");
        uplink.detach();
        uplink.send(message("m5"));
        uplink.withdraw("m5");
        uplink.send(message("m6"));
        uplink.send(message("m3"));
        wire.clear();
        resume(1);
        assertEquals(List.of("m1"), arrived, "that one could not be called back");
        assertEquals(List.of("m2", "m4", "m6", "m3", "r"), wire, "m3 was sent anew");
        uplink.take(of("a", "h", "5"));
        assertEquals(List.of("m1", "m2", "m4", "m6", "m3"), arrived);
        assertEquals(0, broken);
        uplink.send(message("m7"));
        uplink.send(message("m8"));
        uplink.withdraw("m7");
        assertEquals(List.of("m8"), uplink.end(-1).stream().map(UplinkTest::id).toList());
    }

    @Test
    void sendsOnTheNextStreamWhatTheServerDoesNotHaveAndThenWhatIsNew() {
        managed();
        for (int i = 1; i <= 4; i++) {
            uplink.send(message("m" + i));
        }
        uplink.detach();
        assertTrue(uplink.send(message("m5")));
        wire.clear();
        resume(2);
        assertEquals(List.of("m1", "m2"), arrived);
        uplink.send(message("m6"));
        assertEquals(List.of("m3", "m4", "m5", "r", "m6"), wire);
        uplink.take(of("a", "h", "6"));
        assertEquals(List.of("m1", "m2", "m3", "m4", "m5", "m6"), arrived);
    }

    @Test
    void handsOutWhatTheServerDoesNotHaveWhenItIsOver() {
        managed();
        uplink.send(message("m1"));
        uplink.send(message("m2"));
        uplink.detach();
        uplink.send(message("m3"));
        assertEquals(
                List.of("m2", "m3"), uplink.end(1).stream().map(UplinkTest::id).toList());
        assertEquals(List.of("m1"), arrived);
        assertNull(uplink.wish());
        assertFalse(uplink.send(message("m4")));
    }

    @Test
    void doesNotBelieveAServerThatHasMoreThanWasSent() {
        managed();
        uplink.send(message("m1"));
        uplink.take(of("a", "h", "2"));
        assertEquals(1, broken);
        assertEquals(List.of(), arrived);
        uplink.detach();
        assertFalse(uplink.resume(this::write, new Management(true, "s1", Duration.ofSeconds(60), true, 7)));
    }

    @Test
    void doesNotBelieveNonsense() {
        for (String nonsense : List.of("", "-1", "4294967296", "99999999999999999999", "one", "0x1", "1.0")) {
            Uplink one = new Uplink(loop, stanza -> arrived.add(id(stanza)), () -> broken++);
            one.begin(element -> true, new Management(true, null, Duration.ZERO, false, -1));
            one.send(message("m1"));
            one.take(of("a", "h", nonsense));
        }
        assertEquals(7, broken);
        assertEquals(List.of(), arrived);
    }

    @Test
    void letsNothingOvertakeWhatDidNotPass() {
        List<String> passed = new ArrayList<>();
        uplink.begin(
                element -> !id(element).equals("m2") && passed.add(id(element)),
                new Management(true, "s1", Duration.ofSeconds(60), false, -1));
        uplink.send(message("m1"));
        uplink.send(message("m2"));
        uplink.send(message("m3"));
        assertEquals(List.of("m1", "r"), passed);
        assertEquals(1, broken);
        resume(0);
        assertEquals(List.of("m1", "m2", "m3", "r"), wire);
    }

    @Test
    void takesWhatWasWrittenAsArrivedWhereNothingIsCounted() {
        uplink.begin(this::write, Management.none(-1));
        Xml first = message("m1");
        Xml second = message("m2");
        uplink.send(first);
        uplink.send(second);
        uplink.written(first);
        assertEquals(List.of("m1"), arrived);
        assertEquals(List.of("m1", "m2"), wire);
        assertNull(uplink.wish());
        assertEquals(List.of(second), uplink.end(-1));
    }

    @Test
    void countsRoundTwoToThePowerOf32() {
        Acks acks = new Acks();
        long most = (1L << 32) - 1;
        assertNull(acks.acknowledge(most), "Nothing was sent");
        acks.sent(message("m1"));
        assertNull(acks.acknowledge(0xFFFF_FFFFL + 1));
        assertEquals(List.of(message("m1")), acks.acknowledge(1));
        assertEquals(List.of(), acks.acknowledge(1));
        assertNull(acks.acknowledge(0), "It goes round, never back");
    }

    @Test
    void readsWhatServersAnswer() {
        Xml enabled = Xml.element("enabled", Management.NAMESPACE)
                .attribute("id", "x")
                .attribute("resume", "1")
                .attribute("max", "600")
                .build();
        assertEquals(new Management(true, "x", Duration.ofMinutes(10), false, 3), Management.enabled(enabled, 3));
        assertNull(Management.enabled(of("enabled", "id", "x"), -1).id(), "Counted, but not to be resumed");
        assertFalse(Management.enabled(Xml.empty("failed", Management.NAMESPACE), -1)
                .on());

        Management.Wish wish = new Management.Wish("x", 5);
        Xml resumed = Xml.element("resumed", Management.NAMESPACE)
                .attribute("previd", "x")
                .attribute("h", "9")
                .build();
        assertTrue(Management.answered(wish, resumed).resumed());
        assertEquals(9, Management.answered(wish, resumed).handled());
        assertFalse(Management.answered(new Management.Wish("y", 5), resumed).resumed(), "Another session");
        Management failed = Management.answered(wish, of("failed", "h", "4"));
        assertFalse(failed.resumed());
        assertEquals(4, failed.handled());
        assertNotNull(wish.write().attribute("previd"));
        assertEquals("5", wish.write().attribute("h"));
    }
}
