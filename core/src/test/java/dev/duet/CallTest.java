package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import dev.duet.api.Call;
import dev.duet.api.event.CallRouteFailed;
import dev.duet.api.event.CallStateChanged;
import dev.duet.api.event.DtmfReceived;
import dev.duet.api.event.IncomingCall;
import dev.duet.audio.AudioSink;
import dev.duet.model.Activity;
import dev.duet.model.Address;
import dev.duet.model.CallHop;
import dev.duet.model.CallPhase;
import dev.duet.model.CallState;
import dev.duet.model.DuetException;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.Hold;
import dev.duet.model.IceCandidate;
import dev.duet.model.MediaDirection;
import dev.duet.model.MediaPath;
import dev.duet.model.OwnPresence;
import dev.duet.model.Protocol;
import dev.duet.model.WireDetail;
import dev.duet.spi.CallLeg;
import dev.duet.testing.CountedSource;
import dev.duet.testing.FakeLeg;
import dev.duet.testing.FakeMedia;
import dev.duet.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallTest {

    private static final Address BOB = Address.sip("bob@example.com");

    private final World world = World.both().online();

    @Test
    void aCallGoesBySipAndSaysWhy() {
        Call call = world.account.call("bob@example.com");
        world.run();
        assertEquals(CallPhase.DIALING, call.phase());
        assertEquals(Protocol.SIP, call.route().orElseThrow().protocol());
        assertTrue(call.route().orElseThrow().why().contains("RFC 7081"));
        assertTrue(world.sip.link().did.contains("dial sip:bob@example.com as Alice"));
        assertEquals(List.of("offer SENDRECV"), leg().did);
        assertEquals(List.of(call), world.account.calls());
    }

    @Test
    void whileACallIsAnsweredThePhoneShowsInPresence() {
        Call call = connected();
        assertTrue(onThePhone(), "on both halves while the call is up");
        call.hangup();
        world.run();
        assertFalse(onThePhone());
        assertEquals(List.of(), world.account.calls());
    }

    @Test
    void theWayOfItsPacketsIsThatOfItsMedia() {
        Call call = connected();
        assertEquals(Optional.empty(), call.media().path());
        Endpoint here = new Endpoint("192.0.2.1", 4000);
        MediaPath path = new MediaPath(IceCandidate.Type.HOST, here, null, IceCandidate.Type.RELAY, here);
        world.media.session().path = path;
        assertEquals(Optional.of(path), call.media().path());
        assertTrue(path.isRelayed());
        call.hangup();
        world.run();
        assertEquals(Optional.empty(), call.media().path());
    }

    @Test
    void theWayThatACallTookIsToldOnceItIsKnown() {
        Call call = world.account.call("bob@example.com");
        world.run();
        CallHop hop = new CallHop(CallHop.Source.HISTORY_INFO, Address.sip("carol@example.com"), "", "1", 302, "");
        assertEquals(List.of(), call.details().hops());
        leg().listener.sentOn(List.of(hop));
        world.run();
        assertEquals(List.of(hop), call.details().hops());
        assertEquals("bob@example.com", call.remote().text());
    }

    @Test
    void ringingAloneIsNotOnThePhone() {
        world.account.call("bob@example.com");
        world.run();
        leg().listener.ringing();
        world.run();
        assertFalse(onThePhone());
    }

    @Test
    void whenSipDoesNotReachThemJingleIsTried() {
        Call call = world.account.call("bob@example.com");
        world.run();
        leg().listener.ended(EndReason.of(Kind.UNREACHABLE, By.NETWORK));
        world.run();
        assertEquals(Protocol.XMPP, call.route().orElseThrow().protocol());
        assertEquals(CallPhase.DIALING, call.phase());
        assertEquals(
                Kind.UNREACHABLE, world.last(CallRouteFailed.class).reason().kind());
        assertEquals(2, world.media.sessions.size(), "each attempt has media of its own");
        assertEquals("close", world.media.sessions.get(0).did.get(1));
    }

    @Test
    void aSourceIsHeardOnlyByWhoAnswered() {
        AtomicInteger closed = new AtomicInteger();
        Call call = world.account.call("bob@example.com");
        call.media().source(new CountedSource(closed));
        world.run();
        leg().listener.ended(EndReason.of(Kind.UNREACHABLE, By.NETWORK));
        world.run();
        FakeLeg second = world.xmpp.link().leg();
        assertNull(world.media.session().source);
        second.listener.answered(FakeMedia.description(MediaDirection.SENDRECV));
        second.listener.accepted();
        world.run();
        assertNotNull(world.media.session().source);
        assertEquals(CallPhase.ACTIVE, call.phase());
        assertEquals(0, closed.get(), "the session has it now, and closes it");
    }

    @Test
    void aSourceThatWasNeverHeardIsClosed() {
        AtomicInteger closed = new AtomicInteger();
        Call call = world.account.call("bob@example.com");
        call.media().source(new CountedSource(closed));
        world.run();
        leg().listener.ended(EndReason.of(Kind.BUSY, By.REMOTE));
        world.run();
        assertEquals(1, closed.get());
        call.media().source(new CountedSource(closed));
        world.run();
        assertEquals(2, closed.get(), "too late is never heard, too");
    }

    @Test
    void busyIsAnOutcomeAndNoError() {
        Call call = world.account.call("bob@example.com");
        CompletableFuture<Call> connected = call.connected();
        world.run();
        leg().listener.ended(EndReason.of(Kind.BUSY, By.REMOTE));
        world.run();
        assertEquals(Kind.BUSY, call.ended().join().kind());
        CompletionException failed = assertThrows(CompletionException.class, connected::join);
        assertEquals(
                Failure.Kind.REFUSED,
                ((DuetException) failed.getCause()).failure().kind());
    }

    @Test
    void anIncomingCallIsToldOnceItCanBeTaken() {
        FakeLeg leg = arrive();
        Call call = world.last(IncomingCall.class).call();
        assertEquals(List.of("ring"), leg.did);
        assertEquals("Bob", call.remoteName());
        CompletableFuture<Call> answered = call.answer();
        world.run();
        assertEquals(call, answered.join());
        assertEquals(List.of("ring", "answer SENDRECV", "accept"), leg.did);
        assertEquals(List.of("mute false", "answer waits", "answer left"), world.media.session().did);
        assertTrue(onThePhone());
    }

    @Test
    void theCallerHearsThisSideEarlyAndIsNotHeard() {
        FakeLeg leg = arrive();
        Call call = world.last(IncomingCall.class).call();
        AtomicInteger closed = new AtomicInteger();
        call.media().source(new CountedSource(closed));
        call.media().sink(mock(AudioSink.class));
        CompletableFuture<Void> early = call.progress();
        world.run();
        assertEquals(List.of("ring", "progress SENDRECV"), leg.did);
        assertNull(world.media.session().source);
        incoming.progressed(null);
        world.run();
        early.join();
        assertNotNull(world.media.session().source);
        assertNull(world.media.session().sink);
        call.answer();
        world.run();
        assertNotNull(world.media.session().sink);
        assertThrows(IllegalStateException.class, connected()::progress);
    }

    @Test
    void aCallIsTurnedAwayInWordsOfItsProtocol() {
        arrive();
        Call call = world.last(IncomingCall.class).call();
        assertThrows(IllegalArgumentException.class, () -> call.reject(Kind.BUSY, WireDetail.sip(302, "")));
        EndReason end =
                call.reject(Kind.BUSY, WireDetail.sip(600, "Busy Everywhere")).getNow(null);
        assertNull(end, "not before the loop has had its turn");
        world.run();
        assertEquals(600, call.ended().join().wire().status());
    }

    @Test
    void onlyCallsBySipAreOfferedAgain() {
        Call call = world.account.call(Address.xmpp("bob@example.com"));
        world.run();
        CompletionException failed =
                assertThrows(CompletionException.class, () -> call.reinvite().join());
        assertEquals(
                Failure.Kind.UNSUPPORTED,
                ((DuetException) failed.getCause()).failure().kind());
        Call bySip = connected();
        CompletableFuture<Void> updated = bySip.update();
        world.run();
        assertEquals("offer SENDRECV", leg().did.get(leg().did.size() - 1));
        leg().listener.answered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();
        updated.join();
    }

    @Test
    void aCallerWhoGivesUpIsSeen() {
        FakeLeg leg = arrive();
        incoming.ended(EndReason.of(Kind.CANCELLED, By.REMOTE));
        world.run();
        assertEquals(CallPhase.ENDED, world.last(CallStateChanged.class).after().phase());
        assertEquals(List.of("ring"), leg.did);
    }

    @Test
    void anUnansweredCallStopsRinging() {
        FakeLeg leg = arrive();
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of("ring", "end NO_ANSWER"), leg.did);
    }

    @Test
    void rejectingSaysHow() {
        FakeLeg leg = arrive();
        Call call = world.last(IncomingCall.class).call();
        assertThrows(IllegalArgumentException.class, () -> call.reject(Kind.HANGUP));
        call.reject(Kind.BUSY);
        world.run();
        assertEquals(List.of("ring", "end BUSY"), leg.did);
    }

    @Test
    void misuseNamesTheRightCall() {
        Call call = connected();
        assertTrue(assertThrows(IllegalStateException.class, call::answer)
                .getMessage()
                .contains("connected()"));
        assertTrue(assertThrows(IllegalStateException.class, call::reject)
                .getMessage()
                .contains("hangup()"));
        assertThrows(IllegalArgumentException.class, () -> call.dtmf("12x"));
        Call dialing = world.account.call("carol@example.com");
        assertTrue(assertThrows(IllegalStateException.class, () -> dialing.dtmf("1"))
                .getMessage()
                .contains("connected()"));
        assertThrows(IllegalArgumentException.class, () -> world.account.call("nobody"));
    }

    @Test
    void holdIsAgreedWithTheOtherSide() {
        Call call = connected();
        CompletableFuture<Void> held = call.hold();
        world.run();
        assertFalse(held.isDone());
        leg().listener.answered(FakeMedia.description(MediaDirection.RECVONLY));
        world.run();
        assertTrue(held.isDone());
        assertEquals(new Hold(true, false), ((CallState.Active) call.state()).hold());
    }

    @Test
    void keysGoBothWays() {
        Call call = connected();
        call.dtmf("15#");
        world.media.session().listener.dtmf('7');
        world.run();
        assertTrue(world.media.session().did.contains("dtmf 15#"));
        assertEquals('7', world.last(DtmfReceived.class).digit());
    }

    @Test
    void withoutAWayTheCallEndsAtOnceAndSaysWhy() {
        world.account.disconnect();
        world.run();
        Call call = world.account.call("bob@example.com");
        world.run();
        EndReason reason = call.ended().join();
        assertEquals(Kind.UNREACHABLE, reason.kind());
        assertTrue(reason.text().contains("SIP is not online"), reason.text());
    }

    @Test
    void everyStepIsTold() {
        Call call = connected();
        call.hangup();
        world.run();
        assertEquals(
                List.of(CallPhase.DIALING, CallPhase.ALERTING, CallPhase.CONNECTING, CallPhase.ACTIVE, CallPhase.ENDED),
                world.events(CallStateChanged.class).stream()
                        .map(event -> event.after().phase())
                        .toList());
    }

    private CallLeg.Listener incoming = new FakeLeg(BOB, nobody()).listener;

    private FakeLeg arrive() {
        FakeLeg leg = new FakeLeg(BOB, nobody());
        incoming = world.sip.link().listener.incoming(leg, BOB, "Bob");
        incoming.offered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();
        return leg;
    }

    private static CallLeg.Listener nobody() {
        return mock(CallLeg.Listener.class);
    }

    private FakeLeg leg() {
        return world.sip.link().leg();
    }

    private Call connected() {
        Call call = world.account.call("sip:bob@example.com");
        world.run();
        leg().listener.ringing();
        leg().listener.accepted();
        leg().listener.answered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();
        assertEquals(CallPhase.ACTIVE, call.phase());
        return call;
    }

    private boolean onThePhone() {
        boolean bySip = last(world.sip.link().published);
        assertEquals(bySip, last(world.xmpp.link().published), "both halves say the same");
        return bySip;
    }

    private static boolean last(List<OwnPresence> published) {
        return published.get(published.size() - 1).activities().contains(Activity.ON_THE_PHONE);
    }
}
