package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.api.event.CallReplaced;
import dev.duet.api.event.IncomingCall;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.CallDetails;
import dev.duet.model.CallPhase;
import dev.duet.model.DuetException;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.model.MediaDirection;
import dev.duet.model.TransferRules;
import dev.duet.model.TransferRules.Replacement;
import dev.duet.spi.Arrival;
import dev.duet.spi.CallLeg;
import dev.duet.testing.CountedSource;
import dev.duet.testing.FakeLeg;
import dev.duet.testing.FakeMedia;
import dev.duet.testing.World;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Somebody takes the other side's place in a call (RFC 3891). */
class CallReplacedTest {

    private static final Address BOB = Address.sip("bob@example.com");
    private static final Address CAROL = Address.sip("carol@example.com");

    private World world = world(TransferRules.DEFAULT);
    private CallLeg.Listener newcomer;

    @Test
    void theCallGoesOnWithSomebodyElse() {
        Call call = connected();
        FakeLeg old = leg();
        FakeLeg next = arrive(old, new CallDetails(BOB), true);
        assertEquals(BOB, call.remote(), "not before there is an answer");

        newcomer.offered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();

        assertEquals(List.of("answer SENDRECV", "accept"), next.did);
        assertTrue(old.did.contains("end TRANSFERRED"), old.did.toString());
        assertEquals(CallPhase.ACTIVE, call.phase());
        assertEquals(CAROL, call.remote());
        assertEquals("Carol", call.remoteName());
        assertEquals(Optional.of(BOB), call.referredBy());
        assertEquals(CAROL, call.route().orElseThrow().target());
        CallReplaced told = world.last(CallReplaced.class);
        assertSame(call, told.call());
        assertEquals(BOB, told.before());
        assertEquals(CAROL, told.after());
        assertEquals(List.of(call), world.account.calls());
        assertEquals(0, world.events(IncomingCall.class).size(), "nothing rings");
        newcomer.ended(EndReason.of(Kind.HANGUP, By.REMOTE));
        world.run();
        assertEquals(Kind.HANGUP, call.ended().join().kind());
    }

    @Test
    void theSoundGoesOnWithTheCall() {
        Call call = connected();
        AtomicInteger closed = new AtomicInteger();
        call.media().source(new CountedSource(closed));
        world.run();
        FakeMedia.Session before = world.media.session();

        arrive(leg(), CallDetails.NONE, true);
        newcomer.offered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();

        assertNotSame(before, world.media.session());
        assertTrue(before.did.contains("close"));
        assertEquals(0, before.source.read(new short[160], 0, 160));
        assertEquals(160, world.media.session().source.read(new short[160], 0, 160));
        assertEquals(0, closed.get());
    }

    @Test
    void whoCallsAndIsAnsweredByAColleagueIsConnected() {
        Call call = world.account.call(BOB);
        world.run();
        FakeLeg old = leg();
        old.listener.ringing();
        FakeLeg next = arrive(old, CallDetails.NONE, true);

        newcomer.wantsOffer();
        world.run();
        newcomer.answered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();

        assertEquals(List.of("offer SENDRECV", "accept"), next.did);
        assertTrue(old.did.contains("end ANSWERED_ELSEWHERE"), old.did.toString());
        assertSame(call, call.connected().join());
        assertEquals(CAROL, call.remote());
    }

    @Test
    void whoGivesUpLeavesTheCallAsItWas() {
        Call call = connected();
        FakeLeg old = leg();
        arrive(old, CallDetails.NONE, true);

        newcomer.ended(EndReason.of(Kind.CANCELLED, By.REMOTE));
        world.run();

        assertEquals(CallPhase.ACTIVE, call.phase());
        assertEquals(BOB, call.remote());
        assertTrue(world.media.session().did.contains("close"));
        assertEquals(List.of("offer SENDRECV"), old.did);
    }

    @Test
    void whoComesWhenItIsOverIsTurnedAway() {
        Call call = connected();
        FakeLeg next = arrive(leg(), CallDetails.NONE, true);

        call.hangup();
        world.run();

        assertEquals(List.of("end TRANSFERRED"), next.did);
    }

    @Test
    void oneComesAtATime() {
        connected();
        arrive(leg(), CallDetails.NONE, true);

        assertEquals(List.of("end BUSY"), arrive(leg(), CallDetails.NONE, true).did);
    }

    @Test
    void whatWasUnderWayWithTheOtherSideIsNotDone() {
        Call call = connected();
        CompletableFuture<Void> transferred = call.transfer("dave@example.com");
        arrive(leg(), CallDetails.NONE, true);

        newcomer.offered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();

        assertEquals(Failure.Kind.REFUSED, failure(transferred).kind());
    }

    @Test
    void holdIsKept() {
        Call call = connected();
        call.hold();
        world.run();
        leg().listener.answered(FakeMedia.description(MediaDirection.RECVONLY));
        world.run();
        FakeLeg next = arrive(leg(), CallDetails.NONE, true);

        newcomer.offered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();

        assertEquals(List.of("answer SENDONLY", "accept"), next.did);
    }

    @Test
    void onlyWhoMayTakesTheOtherSidesPlace() {
        assertTakenOver(false, Replacement.SERVER, false, CallDetails.NONE);
        assertTakenOver(true, Replacement.SERVER, false, new CallDetails(BOB));
        assertTakenOver(false, Replacement.PARTY, true, CallDetails.NONE);
        assertTakenOver(false, Replacement.PARTY, true, new CallDetails(Address.sip("eve@example.com")));
        assertTakenOver(true, Replacement.PARTY, true, new CallDetails(BOB));
        assertTakenOver(false, Replacement.NOBODY, true, new CallDetails(BOB));
    }

    private void assertTakenOver(boolean may, Replacement who, boolean throughServer, CallDetails details) {
        world = world(TransferRules.DEFAULT.withReplacement(who));
        connected();
        FakeLeg next = arrive(leg(), details, throughServer);
        newcomer.offered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();
        assertEquals(may ? List.of("answer SENDRECV", "accept") : List.of("end DECLINED"), next.did);
    }

    @Test
    void theOtherSideMayComeFromAnotherDevice() {
        world = world(TransferRules.DEFAULT.withReplacement(Replacement.PARTY));
        connected();
        FakeLeg next = new FakeLeg(BOB, null);
        Arrival arrival = new Arrival(BOB, "", CallDetails.NONE, leg(), false);
        newcomer = world.sip.link().listener.incoming(next, arrival);
        newcomer.offered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();
        assertEquals(List.of("answer SENDRECV", "accept"), next.did);
    }

    private FakeLeg arrive(FakeLeg replaced, CallDetails details, boolean throughServer) {
        FakeLeg next = new FakeLeg(CAROL, null);
        newcomer =
                world.sip.link().listener.incoming(next, new Arrival(CAROL, "Carol", details, replaced, throughServer));
        world.run();
        return next;
    }

    private static World world(TransferRules rules) {
        return new World(AccountConfig.builder("Alice")
                        .sip("alice@example.com", "secret")
                        .transfers(rules)
                        .build())
                .online();
    }

    private FakeLeg leg() {
        return world.sip.link().leg();
    }

    private Call connected() {
        return world.connected(BOB);
    }

    private static Failure failure(CompletableFuture<?> future) {
        return ((DuetException)
                        assertThrows(CompletionException.class, future::join).getCause())
                .failure();
    }
}
