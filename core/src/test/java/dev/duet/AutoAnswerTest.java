package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.api.event.CallAutoAnswered;
import dev.duet.api.event.CallRuleApplied;
import dev.duet.api.event.IncomingCall;
import dev.duet.model.Address;
import dev.duet.model.AnswerHint;
import dev.duet.model.Availability;
import dev.duet.model.CallDetails;
import dev.duet.model.CallRules;
import dev.duet.model.CallRules.AutoAnswer;
import dev.duet.model.MediaDirection;
import dev.duet.model.OwnPresence;
import dev.duet.spi.Arrival;
import dev.duet.testing.FakeLeg;
import dev.duet.testing.FakeMedia;
import dev.duet.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Calls that wish to be answered by themselves (RFC 5373): whose are, and when none is. */
class AutoAnswerTest {

    private static final Address BOB = Address.sip("bob@example.com");
    private static final AnswerHint AT_ONCE = new AnswerHint(Duration.ZERO, false);
    private static final AnswerHint LATER = new AnswerHint(Duration.ofSeconds(5), false);
    private static final AnswerHint REQUIRED = new AnswerHint(Duration.ZERO, true);
    private static final List<String> RINGS = List.of("ring");

    private final World world = World.both().online();

    private FakeLeg comes(AnswerHint hint, boolean asserted, boolean throughServer) {
        FakeLeg leg = new FakeLeg(BOB, null);
        CallDetails details = new CallDetails(null, List.of(), List.of(), hint, asserted);
        world.sip
                .link()
                .listener
                .incoming(leg, new Arrival(BOB, "Bob", details, null, throughServer))
                .offered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();
        return leg;
    }

    private void rule(AutoAnswer whose) {
        world.account.callRules(CallRules.NONE.withAutoAnswer(whose));
        world.run();
    }

    private int answered() {
        return world.events(CallAutoAnswered.class).size();
    }

    private void assertRings(FakeLeg leg) {
        assertEquals(RINGS, leg.did);
        assertEquals(0, answered());
    }

    @Test
    void nobodysCallIsAnsweredUnlessARuleSaysSo() {
        assertRings(comes(AT_ONCE, true, true));
    }

    @Test
    void whoeverDoesNotWishItIsNotAnswered() {
        rule(AutoAnswer.SERVER);
        assertRings(comes(null, true, true));
    }

    @Test
    void aCallThatWishesItIsToldThenAnsweredAndToldToBe() {
        rule(AutoAnswer.SERVER);
        FakeLeg leg = comes(AT_ONCE, false, true);
        assertEquals("accept", leg.did.get(leg.did.size() - 1), leg.did::toString);
        assertEquals(1, world.events(IncomingCall.class).size());
        assertEquals(
                world.last(IncomingCall.class).call(),
                world.last(CallAutoAnswered.class).call());
    }

    @Test
    void itRingsForAsLongAsTheCallerWishes() {
        rule(AutoAnswer.SERVER);
        FakeLeg leg = comes(LATER, false, true);
        world.pass(Duration.ofMillis(4999));
        assertRings(leg);
        world.pass(Duration.ofMillis(1));
        assertEquals(1, answered());
    }

    @Test
    void whatTheUserAnswersMeanwhileIsNotAnsweredAgain() {
        rule(AutoAnswer.SERVER);
        comes(LATER, false, true);
        world.last(IncomingCall.class).call().answer();
        world.pass(Duration.ofSeconds(10));
        assertEquals(0, answered());
    }

    @Test
    void whoComesAnotherWayThanByTheServerIsNeverAnswered() {
        rule(AutoAnswer.SERVER);
        assertRings(comes(AT_ONCE, true, false));
    }

    @Test
    void theServerHasToVouchForTheCallerWhereTheRuleSaysSo() {
        rule(AutoAnswer.ASSERTED);
        assertRings(comes(AT_ONCE, false, true));
        world.last(IncomingCall.class).call().hangup();
        world.run();
        comes(AT_ONCE, true, true);
        assertEquals(1, answered());
    }

    @Test
    void contactsAreAnsweredAndOthersAreNot() {
        rule(AutoAnswer.CONTACTS);
        assertRings(comes(AT_ONCE, true, true));
        world.last(IncomingCall.class).call().hangup();
        world.run();
        world.account.contacts().add(BOB.uri(), "Bob", Set.of());
        world.run();
        FakeLeg unproved = comes(AT_ONCE, false, true);
        assertRings(unproved);
        world.last(IncomingCall.class).call().hangup();
        world.run();
        comes(AT_ONCE, true, true);
        assertEquals(1, answered());
    }

    @Test
    void whoIsNotToBeDisturbedIsNot() {
        rule(AutoAnswer.SERVER);
        world.account.publish(OwnPresence.of(Availability.DO_NOT_DISTURB));
        world.run();
        assertRings(comes(AT_ONCE, true, true));
    }

    @Test
    void anotherCallIsNotLeftNorJoined() {
        rule(AutoAnswer.SERVER);
        comes(null, true, true);
        assertRings(comes(AT_ONCE, true, true));
        world.account.calls().get(0).answer();
        world.run();
        assertRings(comes(AT_ONCE, true, true));
    }

    @Test
    void whoIsBlockedDoesNotGetThrough() {
        rule(AutoAnswer.SERVER);
        world.account.blockList().block(BOB);
        world.run();
        assertEquals(List.of("end DECLINED"), comes(AT_ONCE, true, true).did);
        assertEquals(0, answered());
    }

    @Test
    void whoRequiresItIsAnsweredOrTurnedAway() {
        assertEquals(List.of("end DECLINED"), comes(REQUIRED, true, true).did);
        assertEquals(1, world.events(CallRuleApplied.class).size());
        assertEquals(0, world.events(IncomingCall.class).size());
        rule(AutoAnswer.SERVER);
        comes(REQUIRED, true, true);
        assertEquals(1, answered());
    }
}
