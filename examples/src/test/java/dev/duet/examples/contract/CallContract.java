package dev.duet.examples.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.MediaDirection;
import dev.duet.sandbox.DuetSandbox;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every stack's calls do, told by the SPI alone: Alice calls Bob. */
abstract class CallContract {

    private final DuetSandbox sandbox = DuetSandbox.start();
    private ScriptedPhone alice;
    private ScriptedPhone bob;

    /** Signs a user in, who is new to the sandbox. */
    abstract ScriptedPhone phone(DuetSandbox server, String user);

    /** Called when both are signed in. */
    void meet(DuetSandbox server) {}

    @BeforeEach
    void signIn() {
        alice = phone(sandbox, "alice");
        bob = phone(sandbox, "bob");
        meet(sandbox);
    }

    @AfterEach
    void signOut() {
        alice.close();
        bob.close();
        sandbox.close();
    }

    /** A call that both took: Alice's side and Bob's. */
    private List<ScriptedCall> talking() {
        ScriptedCall caller = alice.call(bob.address());
        ScriptedCall callee = bob.incoming();
        callee.take();
        caller.until("accepted");
        caller.until("answered");
        return List.of(caller, callee);
    }

    private void assertNoFault() {
        assertEquals(List.of(), sandbox.violations());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rings_isTaken_andEndsByEitherSide(boolean byCaller) {
        ScriptedCall caller = alice.call(bob.address());
        ScriptedCall callee = bob.incoming();
        callee.ring();
        caller.until("ringing");
        callee.take();
        caller.until("accepted");
        caller.until("answered");
        callee.until("offered");
        assertEquals("caller1", Descriptions.ufrag(callee.offer()));
        assertEquals("callee1", Descriptions.ufrag(caller.answer()));
        assertEquals(1, caller.count("accepted"));
        ScriptedCall first = byCaller ? caller : callee;
        ScriptedCall second = byCaller ? callee : caller;
        first.hangUp();
        assertEquals(Kind.HANGUP, second.end().kind());
        assertEquals(By.REMOTE, second.end().by());
        assertEquals(By.LOCAL, first.end().by());
        assertEquals(1, first.count("ended"));
        assertEquals(1, second.count("ended"));
        assertNoFault();
    }

    @ParameterizedTest
    @CsvSource({"CANCELLED", "NO_ANSWER"})
    void theCallerGivesUp(Kind why) {
        ScriptedCall caller = alice.call(bob.address());
        ScriptedCall callee = bob.incoming();
        callee.ring();
        caller.until("ringing");
        caller.end(why);
        assertEquals(Kind.CANCELLED, callee.end().kind());
        assertEquals(By.REMOTE, callee.end().by());
        assertEquals(1, caller.count("ended"));
        assertNoFault();
    }

    @ParameterizedTest
    @CsvSource({"DECLINED", "BUSY", "INCOMPATIBLE"})
    void theCalleeDoesNotWantTo(Kind why) {
        ScriptedCall caller = alice.call(bob.address());
        ScriptedCall callee = bob.incoming();
        callee.ring();
        caller.until("ringing");
        callee.end(why);
        assertEquals(why, caller.end().kind());
        assertEquals(By.REMOTE, caller.end().by());
        assertEquals(1, callee.count("ended"));
        assertNoFault();
    }

    @Test
    void theCalleeSendsTheCallerOn() {
        ScriptedCall caller = alice.call(bob.address());
        ScriptedCall callee = bob.incoming();
        callee.ring();
        caller.until("ringing");
        Address elsewhere = Address.xmpp("carol@example.net"); // where neither half goes by itself
        callee.forward(List.of(elsewhere));
        assertEquals(Kind.FORWARDED, caller.end().kind());
        assertEquals(By.REMOTE, caller.end().by());
        assertEquals(List.of(elsewhere), caller.forwardedTo());
        assertEquals(Kind.FORWARDED, callee.end().kind());
        assertEquals(1, callee.count("ended"));
        assertNoFault();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eitherSideHoldsAndResumes(boolean byCaller) {
        List<ScriptedCall> both = talking();
        ScriptedCall holder = both.get(byCaller ? 0 : 1);
        ScriptedCall held = both.get(byCaller ? 1 : 0);
        long before = held.count("offered");
        holder.wants(MediaDirection.SENDONLY);
        assertEquals(MediaDirection.RECVONLY, Descriptions.direction(holder.answer()));
        ScriptedPhone.until("hold", () -> held.count("offered") == before + 1);
        assertEquals(MediaDirection.SENDONLY, Descriptions.direction(held.offer()));
        holder.wants(MediaDirection.SENDRECV);
        assertEquals(MediaDirection.SENDRECV, Descriptions.direction(holder.answer()));
        ScriptedPhone.until("resume", () -> held.count("offered") == before + 2);
        assertEquals(MediaDirection.SENDRECV, Descriptions.direction(held.offer()));
        assertNoFault();
    }

    @Test
    void bothHold() {
        List<ScriptedCall> both = talking();
        both.get(0).wants(MediaDirection.SENDONLY);
        ScriptedPhone.until("hold", () -> both.get(1).count("offered") == 2);
        both.get(1).wants(MediaDirection.SENDONLY);
        assertEquals(MediaDirection.INACTIVE, Descriptions.direction(both.get(1).answer()));
        both.get(0).wants(MediaDirection.SENDRECV);
        assertEquals(MediaDirection.SENDONLY, Descriptions.direction(both.get(0).answer()));
        assertNoFault();
    }

    @Test
    void changesOfBothSidesAtOnceBothSucceedOrSaySo() {
        List<ScriptedCall> both = talking();
        long alices = both.get(0).count("answered");
        both.get(0).offers(MediaDirection.SENDONLY, "caller1");
        both.get(1).offers(MediaDirection.SENDONLY, "callee1");
        ScriptedPhone.until(
                "outcomes, " + both.get(0).told + both.get(1).told,
                () -> both.get(0).count("answered") + both.get(0).count("offerRefused") > alices
                        && both.get(1).count("answered") + both.get(1).count("offerRefused") > 0);
        assertEquals(0, both.get(0).count("ended") + both.get(1).count("ended"));
        both.get(0).hangUp();
        both.get(1).end();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eitherSideBeginsIceAnew(boolean byCaller) {
        List<ScriptedCall> both = talking();
        ScriptedCall one = both.get(byCaller ? 0 : 1);
        ScriptedCall other = both.get(byCaller ? 1 : 0);
        other.answersWith("answer2");
        long before = one.count("answered");
        one.offers(MediaDirection.SENDRECV, "offer2");
        ScriptedPhone.until("the answer", () -> one.count("answered") > before);
        assertEquals("answer2", Descriptions.ufrag(one.answer()));
        assertEquals("offer2", Descriptions.ufrag(other.offer()));
        assertNoFault();
    }

    @Test
    void candidatesFollowTheDescription() {
        ScriptedCall caller = alice.call(bob.address());
        caller.trickles(40_001); // perhaps before anybody is there to hear of it
        ScriptedCall callee = bob.incoming();
        callee.ring();
        callee.trickles(40_002); // before the answer
        callee.take();
        caller.until("answered");
        caller.trickles(40_003);
        assertTrue(Descriptions.ufrag(caller.answer()).startsWith("callee"));
        heard(callee, List.of(40_001, 40_003));
        heard(caller, List.of(40_002));
        assertNoFault();
    }

    /** What a side knows of the other's candidates. */
    void heard(ScriptedCall call, List<Integer> ports) {
        ScriptedPhone.until("candidates " + ports, () -> ports.stream()
                .allMatch(port -> call.count("candidate " + port) > 0 || call.described(port)));
    }

    @Test
    void whoVanishedCannotKeepACallAlive() {
        List<ScriptedCall> both = talking();
        sandbox.xmpp().cutConnections();
        sandbox.sip().stop();
        both.get(0).hangUp();
        both.get(0).end();
        assertEquals(1, both.get(0).count("ended"));
        both.get(0).offers(MediaDirection.SENDONLY, "caller2"); // too late, and harmless
    }
}
