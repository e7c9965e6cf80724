package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.api.Call;
import dev.duet.api.event.CallRuleApplied;
import dev.duet.api.event.IncomingCall;
import dev.duet.examples.Futures;
import dev.duet.model.Address;
import dev.duet.model.Availability;
import dev.duet.model.CallForwarding;
import dev.duet.model.CallPhase;
import dev.duet.model.CallRecord.Outcome;
import dev.duet.model.CallRules;
import dev.duet.model.CallRules.DoNotDisturb;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.OwnPresence;
import dev.duet.model.Protocol;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.junit.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bob has rules for calls; Alice calls him by either half, and Carol takes what is sent on. */
@Sandbox(users = {"alice", "bob", "carol"})
@Tag("beside")
class CallRulesTest {

    private record People(
            Account alice, Account bob, Account carol, BlockingQueue<Call> atBob, BlockingQueue<Call> atCarol)
            implements AutoCloseable {

        static People of(DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
            SandboxAccounts accounts = SandboxAccounts.of(sandbox);
            People people = new People(
                    Duet.open(accounts.both(alice).build()),
                    Duet.open(accounts.both(bob).build()),
                    Duet.open(accounts.both(carol).build()),
                    new LinkedBlockingQueue<>(),
                    new LinkedBlockingQueue<>());
            people.bob.on(IncomingCall.class, e -> people.atBob.add(e.call()));
            people.carol.on(IncomingCall.class, e -> people.atCarol.add(e.call()));
            for (Account each : List.of(people.alice, people.bob, people.carol)) {
                Futures.await(each.connect());
            }
            return people;
        }

        @Override
        public void close() {
            alice.close();
            bob.close();
            carol.close();
        }
    }

    private static String address(SandboxUser user, Protocol protocol) {
        return protocol == Protocol.SIP ? user.sipUri() : "xmpp:" + user.jid();
    }

    @ParameterizedTest
    @CsvSource({"SIP, 486, 480, 603", "XMPP, busy, gone, decline"})
    void whoIsNotToBeDisturbedIsNot(
            Protocol by,
            String busy,
            String unreachable,
            String declined,
            DuetSandbox sandbox,
            SandboxUser alice,
            SandboxUser bob,
            SandboxUser carol) {
        try (People people = People.of(sandbox, alice, bob, carol)) {
            Futures.await(people.bob.publish(OwnPresence.of(Availability.DO_NOT_DISTURB)));
            Map<DoNotDisturb, String> words = Map.of(
                    DoNotDisturb.BUSY, busy, DoNotDisturb.UNREACHABLE, unreachable, DoNotDisturb.DECLINED, declined);
            words.forEach((way, word) -> {
                people.bob.callRules(CallRules.NONE.withDoNotDisturb(way));
                EndReason end =
                        Futures.await(people.alice.call(address(bob, by)).ended());
                assertEquals(Kind.valueOf(way.name()), end.kind());
                assertTrue(end.wire().toString().startsWith(word), () -> word + " unlike " + end.wire());
            });
            assertTrue(people.atBob.isEmpty());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void whoCallsDuringACallIsSentOnAndTheCallGoesOn(
            Protocol by, DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
        try (People people = People.of(sandbox, alice, bob, carol)) {
            Address at = Address.parse(address(carol, by));
            people.bob.callRules(
                    CallRules.NONE.withCallWaiting(false).withForwarding(CallForwarding.NONE.whenBusy(at)));
            Call first = people.alice.call(address(bob, by));
            Futures.await(Futures.next(people.atBob).answer());
            Futures.await(first.connected());
            BlockingQueue<CallRuleApplied> ruled = new LinkedBlockingQueue<>();
            people.bob.on(CallRuleApplied.class, ruled::add);

            Call second = people.alice.call(address(bob, by));
            Futures.await(Futures.next(people.atCarol).answer());
            Futures.await(second.connected());
            assertEquals(
                    "There is another call, and no call waiting: sent on to " + at.text(),
                    Futures.next(ruled).verdict().why());
            assertEquals(CallPhase.ACTIVE, first.phase());
            await("it is in the log").until(() -> people.bob.callLog().recent().stream()
                    .anyMatch(call -> call.outcome() == Outcome.FORWARDED));
            Futures.await(second.hangup());
            Futures.await(first.hangup());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @ParameterizedTest
    @CsvSource({"SIP, XMPP", "XMPP, SIP"})
    void whoIsSentToTheOtherProtocolCallsThere(
            Protocol by, Protocol on, DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
        try (People people = People.of(sandbox, alice, bob, carol)) {
            people.bob.callRules(
                    CallRules.NONE.withForwarding(CallForwarding.NONE.always(Address.parse(address(carol, on)))));
            Call call = people.alice.call(address(bob, by));
            Futures.await(Futures.next(people.atCarol).answer());
            Futures.await(call.connected());
            assertEquals(on, call.route().orElseThrow().protocol());
            assertTrue(people.atBob.isEmpty());
            Futures.await(call.hangup());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void whatNobodyAnswersIsSentOn(
            Protocol by, DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
        try (People people = People.of(sandbox, alice, bob, carol)) {
            people.bob.callRules(CallRules.NONE.withForwarding(
                    CallForwarding.NONE.whenNoAnswer(Duration.ofSeconds(1), Address.parse(address(carol, by)))));
            Call call = people.alice.call(address(bob, by));
            Call atBob = Futures.next(people.atBob);
            Call atCarol = Futures.next(people.atCarol);
            assertEquals(Kind.FORWARDED, Futures.await(atBob.ended()).kind());
            Futures.await(atCarol.answer());
            Futures.await(call.connected());
            Futures.await(call.hangup());
            assertEquals(List.of(), sandbox.violations());
        }
    }

    @Test
    void whoIsBlockedIsTurnedAwayOnBothHalves(
            DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
        try (People people = People.of(sandbox, alice, bob, carol)) {
            Futures.await(people.bob.blockList().block(Address.xmpp(alice.jid())));
            Kind bySip = Futures.await(
                            people.alice.call(address(bob, Protocol.SIP)).ended())
                    .kind();
            Kind byXmpp = Futures.await(
                            people.alice.call(address(bob, Protocol.XMPP)).ended())
                    .kind();
            assertEquals(List.of(Kind.DECLINED, Kind.UNREACHABLE), List.of(bySip, byXmpp));
            assertTrue(people.atBob.isEmpty());
            assertEquals(List.of(), people.bob.callLog().recent());
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void whatAnotherDeviceAnswersIsNotMissed(
            Protocol by, DuetSandbox sandbox, SandboxUser alice, SandboxUser bob, SandboxUser carol) {
        try (People people = People.of(sandbox, alice, bob, carol);
                Account bobs = Duet.open(SandboxAccounts.of(sandbox).both(bob).build())) {
            BlockingQueue<Call> atOther = new LinkedBlockingQueue<>();
            bobs.on(IncomingCall.class, e -> atOther.add(e.call()));
            Futures.await(bobs.connect());
            Call call = people.alice.call(address(bob, by));
            Call atFirst = Futures.next(people.atBob);
            Futures.await(Futures.next(atOther).answer());
            Futures.await(call.connected());
            assertEquals(Kind.ANSWERED_ELSEWHERE, Futures.await(atFirst.ended()).kind());
            await("it is in the log").until(() -> !people.bob.callLog().recent().isEmpty());
            assertEquals(
                    Outcome.ANSWERED_ELSEWHERE,
                    people.bob.callLog().recent().get(0).outcome());
            Futures.await(call.hangup());
            assertEquals(List.of(), sandbox.violations());
        }
    }
}
