package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.duet.api.Call;
import dev.duet.model.Address;
import dev.duet.model.CallPhase;
import dev.duet.model.DuetException;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.model.MediaDirection;
import dev.duet.testing.FakeLeg;
import dev.duet.testing.FakeLink;
import dev.duet.testing.FakeMedia;
import dev.duet.testing.World;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Two calls become one between the two others (RFC 5589 7). */
class AttendedTransferTest {

    private static final Address BOB = Address.sip("bob@example.com");
    private static final Address CAROL = Address.sip("carol@example.com");
    private static final EndReason HANGUP = EndReason.of(Kind.HANGUP, By.REMOTE);

    private final World world = World.both().online();
    private final Call bob = connected(BOB);
    private final FakeLeg toBob = world.sip.link().leg();
    private final Call carol = connected(CAROL);
    private final FakeLeg toCarol = world.sip.link().leg();

    @Test
    void bothCallsEndAsTransferred() {
        CompletableFuture<Void> transferred = bob.transfer(carol);
        world.run();
        assertEquals("transfer to sip:carol@example.com", toBob.did.get(toBob.did.size() - 1));

        toBob.listener.transferred(null);
        world.run();

        transferred.join();
        assertEquals(Kind.TRANSFERRED, bob.ended().join().kind());
        assertEquals(Kind.TRANSFERRED, carol.ended().join().kind());
        assertEquals("end TRANSFERRED", toCarol.did.get(toCarol.did.size() - 1));
    }

    @Test
    void whoIsReplacedThereHangsUpFirst() {
        CompletableFuture<Void> transferred = bob.transfer(carol);
        world.run();

        toCarol.listener.ended(HANGUP);
        world.run();
        assertEquals(Kind.TRANSFERRED, carol.ended().join().kind());
        toBob.listener.transferred(null);
        world.run();

        transferred.join();
    }

    @Test
    void whatFailsLeavesBothCallsAsTheyWere() {
        CompletableFuture<Void> transferred = bob.transfer(carol);
        world.run();

        toBob.listener.transferred(Failure.of(Failure.Kind.REFUSED, Failure.Origin.PEER, Failure.Retry.LATER, "481"));
        world.run();

        assertEquals(Failure.Kind.REFUSED, failure(transferred).kind());
        assertEquals(CallPhase.ACTIVE, bob.phase());
        assertEquals(CallPhase.ACTIVE, carol.phase());
        toCarol.listener.ended(HANGUP);
        world.run();
        assertEquals(Kind.HANGUP, carol.ended().join().kind());
    }

    @Test
    void onlyToAConnectedCall() {
        Call rings = world.account.call(Address.sip("dave@example.com"));
        world.run();

        CompletableFuture<Void> early = bob.transfer(rings);
        CompletableFuture<Void> late = rings.transfer(bob);
        carol.hangup();
        CompletableFuture<Void> over = bob.transfer(carol);
        world.run();

        assertEquals(Failure.Kind.REFUSED, failure(early).kind());
        assertEquals(Failure.Kind.REFUSED, failure(late).kind());
        assertEquals(Failure.Kind.REFUSED, failure(over).kind());
        assertEquals(CallPhase.ACTIVE, bob.phase());
    }

    @Test
    void onlyByTheSameProtocol() {
        Call byXmpp = connected(Address.xmpp("carol@example.com"));

        CompletableFuture<Void> transferred = bob.transfer(byXmpp);
        world.run();

        assertEquals(Failure.Kind.UNSUPPORTED, failure(transferred).kind());
        assertEquals(CallPhase.ACTIVE, byXmpp.phase());
    }

    @Test
    void onlyToAnotherCallOfTheAccount() {
        World elsewhere = World.both().online();
        Call strange = elsewhere.account.call(BOB);
        assertThrows(IllegalArgumentException.class, () -> bob.transfer(strange));
        assertThrows(IllegalArgumentException.class, () -> bob.transfer(bob));
    }

    private Call connected(Address to) {
        Call call = world.account.call(to);
        world.run();
        FakeLink link = to instanceof Address.Sip ? world.sip.link() : world.xmpp.link();
        link.leg().listener.accepted();
        link.leg().listener.answered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();
        assertEquals(CallPhase.ACTIVE, call.phase());
        return call;
    }

    private static Failure failure(CompletableFuture<?> future) {
        return ((DuetException)
                        assertThrows(CompletionException.class, future::join).getCause())
                .failure();
    }
}
