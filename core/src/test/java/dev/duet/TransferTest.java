package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.api.TransferRequest;
import dev.duet.api.event.CallTransferred;
import dev.duet.api.event.TransferProgress;
import dev.duet.api.event.TransferRequested;
import dev.duet.audio.AudioSource;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.CallPhase;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.TransferRules;
import dev.duet.model.TransferRules.Answer;
import dev.duet.model.WireDetail;
import dev.duet.testing.CountedSource;
import dev.duet.testing.FakeLeg;
import dev.duet.testing.FakeMedia;
import dev.duet.testing.FakeReferral;
import dev.duet.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TransferTest {

    private static final Address BOB = Address.sip("bob@example.com");
    private static final Address CAROL = Address.sip("carol@example.com");
    private static final EndReason HANGUP = EndReason.of(Kind.HANGUP, By.REMOTE);

    private World world = world(TransferRules.DEFAULT);

    @Test
    void howFarATransferIsIsTold() {
        Call call = connected();
        CompletableFuture<Void> transferred = call.transfer("carol@example.com");
        world.run();
        leg().listener.transferring(WireDetail.sip(180, "Ringing"));
        world.run();
        TransferProgress told = world.last(TransferProgress.class);
        assertSame(call, told.call());
        assertEquals(180, told.progress().status());
        leg().listener.transferred(null);
        world.run();
        transferred.join();
        assertEquals(Kind.TRANSFERRED, call.ended().join().kind());
    }

    @Test
    void aTransferWithinACallIsFollowedByACallThatSaysWhoWantedIt() {
        Call call = connected();
        Call next = follow(call);
        assertEquals(CallPhase.DIALING, next.phase());
        assertEquals(CAROL, next.remote());
        assertEquals(Optional.of(BOB), next.referredBy());
        assertEquals("bob@example.com asked for it", next.route().orElseThrow().why());
        assertEquals(List.of(call, next), world.account.calls());
        assertEquals(CallPhase.ACTIVE, call.phase());
    }

    @Test
    void theOldCallEndsAsTransferredWhenTheOtherSideHangsUp() {
        Call call = connected();
        FakeLeg old = leg();
        follow(call);
        old.listener.ended(HANGUP);
        world.run();
        EndReason end = call.ended().join();
        assertEquals(Kind.TRANSFERRED, end.kind());
        assertEquals(By.REMOTE, end.by());
    }

    @Test
    void theOldCallIsEndedHereWhenTheOtherSideForgetsTo() {
        Call call = connected();
        Call next = follow(call);
        answer();
        assertEquals(CallPhase.ACTIVE, next.phase());
        assertEquals(CallPhase.ACTIVE, call.phase());
        world.pass(Duration.ofSeconds(32));
        assertEquals(Kind.TRANSFERRED, call.ended().join().kind());
        assertEquals(CallPhase.ACTIVE, next.phase());
    }

    @Test
    void theOldCallGoesOnWhenNobodyIsReached() {
        Call call = connected();
        FakeLeg old = leg();
        Call next = follow(call);
        leg().listener.ended(EndReason.of(Kind.BUSY, By.REMOTE));
        world.run();
        assertEquals(CallPhase.ENDED, next.phase());
        assertEquals(CallPhase.ACTIVE, call.phase());
        old.listener.ended(HANGUP);
        world.run();
        assertEquals(Kind.HANGUP, call.ended().join().kind());
    }

    @Test
    void theSoundGoesOverWhenTheNewCallIsAnswered() {
        Call call = connected();
        CountedSource source = new CountedSource();
        call.media().source(source);
        call.media().mute(true);
        world.run();
        FakeMedia.Session old = world.media.session();
        AudioSource given = old.source;
        Call next = follow(call);
        assertEquals(160, given.read(new short[160], 0, 160), "it is heard where it was until then");
        answer();
        assertEquals(0, given.read(new short[160], 0, 160), "it is heard there no more");
        given.close();
        assertEquals(0, source.closed().get(), "who had it before does not close it");
        assertEquals(160, world.media.session().source.read(new short[160], 0, 160));
        assertTrue(next.media().muted());
        world.media.session().source.close();
        assertEquals(1, source.closed().get());
    }

    @Test
    void theSoundGoesOverWhenTheOldCallIsOverBefore() {
        Call call = connected();
        CountedSource source = new CountedSource();
        call.media().source(source);
        world.run();
        FakeLeg old = leg();
        follow(call);
        old.listener.ended(HANGUP);
        world.run();
        assertNull(world.media.session().source, "not before it is answered");
        assertEquals(0, source.closed().get());
        answer();
        assertEquals(160, world.media.session().source.read(new short[160], 0, 160));
    }

    @Test
    void aNewCallWithASoundOfItsOwnLeavesTheOldOnes() {
        Call call = connected();
        CountedSource before = new CountedSource();
        call.media().source(before);
        world.run();
        Call next = follow(call);
        CountedSource own = new CountedSource();
        next.media().source(own);
        answer();
        assertEquals(1, before.closed().get());
        world.media.session().source.close();
        assertEquals(1, own.closed().get());
    }

    @Test
    void theApplicationIsAskedWhereItWantsToBe() {
        world = world(TransferRules.DEFAULT.withInCall(Answer.ASK));
        Call call = connected();
        FakeReferral referral = refer();
        assertEquals(List.of("consider"), referral.did);
        TransferRequest request = world.last(TransferRequested.class).request();
        assertSame(call, request.call().orElseThrow());
        assertEquals(BOB, request.from());
        assertEquals(CAROL, request.target());
        assertEquals(Optional.of(BOB), request.referredBy());
        assertFalse(request.attended());
        Call next = request.accept();
        assertSame(next, request.accept());
        request.reject();
        world.run();
        assertEquals(List.of("consider", "follow"), referral.did);
        assertEquals(CallPhase.DIALING, next.phase());
        world.pass(Duration.ofMinutes(2));
        assertEquals(List.of("consider", "follow"), referral.did);
    }

    @Test
    void whoIsNotAnsweredIsRefused() {
        world = world(TransferRules.DEFAULT.withInCall(Answer.ASK));
        connected();
        FakeReferral referral = refer();
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of("consider", "refuse"), referral.did);
        TransferRequest request = world.last(TransferRequested.class).request();
        assertThrows(IllegalStateException.class, request::accept);
    }

    @Test
    void transfersAreRefusedWhereTheyAreNotWanted() {
        world = world(TransferRules.DEFAULT.withInCall(Answer.REJECT));
        connected();
        assertEquals(List.of("refuse"), refer().did);
        assertEquals(1, world.account.calls().size());
    }

    @Test
    void strangersAreRefusedUnlessTheApplicationWantsToBeAsked() {
        FakeReferral refused = new FakeReferral(CAROL, null);
        world.sip.link().listener.referred(BOB, refused);
        world.run();
        assertEquals(List.of("refuse"), refused.did);

        world = world(TransferRules.DEFAULT.withOutOfCall(Answer.ASK));
        FakeReferral asked = new FakeReferral(CAROL, null);
        world.sip.link().listener.referred(BOB, asked);
        world.run();
        TransferRequest request = world.last(TransferRequested.class).request();
        assertEquals(Optional.empty(), request.call());
        Call call = request.accept();
        world.run();
        assertEquals(CallPhase.DIALING, call.phase());
        assertEquals(0, world.events(CallTransferred.class).size());
    }

    @Test
    void thoseWhoAreBlockedAreRefused() {
        world = world(TransferRules.DEFAULT.withOutOfCall(Answer.ACCEPT));
        world.account.blockList().block(BOB);
        world.run();
        FakeReferral refused = new FakeReferral(CAROL, null);
        world.sip.link().listener.referred(BOB, refused);
        world.run();
        assertEquals(List.of("refuse"), refused.did);
    }

    @Test
    void whoIsSentToAndFroIsLeftInTheEnd() {
        connected();
        for (int i = 0; i < 16; i++) {
            assertEquals(List.of("follow"), refer().did);
            answer();
        }
        assertEquals(List.of("refuse"), refer().did);
    }

    @Test
    void aCallThatRingsElsewhereIsTaken() {
        Call call = world.account.pickUp("carol@example.com");
        world.run();
        assertTrue(world.sip.link().did.contains("pickUp sip:carol@example.com as Alice"));
        assertEquals(CAROL, call.remote());
        leg().listener.identified(BOB);
        answer();
        assertEquals(CallPhase.ACTIVE, call.phase());
        assertEquals(BOB, call.remote());
    }

    @Test
    void aCallThatWaitsElsewhereIsTaken() {
        world.account.retrieve("sip:park@example.com");
        world.run();
        assertTrue(world.sip.link().did.contains("retrieve sip:park@example.com as Alice"));
    }

    @Test
    void callsElsewhereAreTakenBySipAlone() {
        World both = World.both().online();
        both.account.pickUp("carol@example.com");
        both.run();
        assertTrue(both.sip.link().did.contains("pickUp sip:carol@example.com as Alice"));
        EndReason end = both.account.pickUp("xmpp:carol@example.com").ended().getNow(null);
        assertNull(end, "not before the loop has had its turn");
        Call call = both.account.retrieve("xmpp:carol@example.com");
        both.run();
        assertEquals(Kind.UNREACHABLE, call.ended().join().kind());
    }

    @Test
    void aCallIsParked() {
        Call call = connected();
        CompletableFuture<Void> parked = call.park("park@example.com");
        world.run();
        assertEquals("park sip:park@example.com", leg().did.get(leg().did.size() - 1));
        leg().listener.transferred(null);
        world.run();
        parked.join();
        assertEquals(Kind.TRANSFERRED, call.ended().join().kind());
    }

    private static World world(TransferRules rules) {
        return new World(AccountConfig.builder("Alice")
                        .sip("alice@example.com", "secret")
                        .transfers(rules)
                        .build())
                .online();
    }

    private Call connected() {
        return world.connected(BOB);
    }

    private FakeLeg leg() {
        return world.sip.link().leg();
    }

    private void answer() {
        world.answered(leg());
    }

    private FakeReferral refer() {
        FakeReferral referral = new FakeReferral(CAROL, world.sip.link());
        leg().listener.referred(referral);
        world.run();
        return referral;
    }

    private Call follow(Call call) {
        assertEquals(List.of("follow"), refer().did);
        CallTransferred told = world.last(CallTransferred.class);
        assertSame(call, told.before());
        assertNotNull(told.after());
        return told.after();
    }
}
