package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.api.Call;
import dev.duet.api.event.CallReplaced;
import dev.duet.api.event.ConferenceChanged;
import dev.duet.api.event.IncomingCall;
import dev.duet.model.Address;
import dev.duet.model.CallDetails;
import dev.duet.model.Conference;
import dev.duet.model.Conference.Participant;
import dev.duet.model.EndReason;
import dev.duet.model.MediaDirection;
import dev.duet.spi.Arrival;
import dev.duet.spi.CallLeg;
import dev.duet.testing.FakeLeg;
import dev.duet.testing.FakeMedia;
import dev.duet.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** A call whose other side is a conference. */
class ConferenceTest {

    private static final Address BOB = Address.sip("bob@example.com");
    private static final Address ROOM = Address.sip("room@example.com");
    private static final Conference TWO = new Conference(
            "Plans",
            "",
            List.of(
                    new Participant("sip:a@example.com", "Ann", List.of(), List.of()),
                    new Participant("sip:b@example.com", "Bob", List.of(), List.of())));

    private final World world = World.both().online();
    private final List<Optional<Conference>> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        world.account.on(ConferenceChanged.class, event -> told.add(event.conference()));
    }

    private Call connected() {
        return world.connected(BOB);
    }

    private FakeLeg leg() {
        return world.sip.link().leg();
    }

    private static FakeLeg arriving(Address from) {
        return new FakeLeg(from, Mockito.mock(CallLeg.Listener.class));
    }

    @Test
    void whatItTellsIsToldWhenItChanges() {
        Call call = connected();
        assertEquals(Optional.empty(), call.conference());

        leg().listener.conference(Conference.UNTOLD);
        leg().listener.conference(Conference.UNTOLD);
        leg().listener.conference(TWO);
        world.run();
        assertEquals(Optional.of(TWO), call.conference());
        leg().listener.conference(null);
        leg().listener.conference(null);
        world.run();

        assertEquals(List.of(Optional.of(Conference.UNTOLD), Optional.of(TWO), Optional.empty()), told);
        assertEquals(Optional.empty(), call.conference());
    }

    @Test
    void afterTheEndNothingIsToldAndTheLastStays() {
        Call call = connected();
        leg().listener.conference(TWO);
        world.run();
        leg().listener.ended(EndReason.of(EndReason.Kind.HANGUP, EndReason.By.REMOTE));
        leg().listener.conference(Conference.UNTOLD);
        world.run();
        assertEquals(Optional.of(TWO), call.conference());
        assertEquals(1, told.size());
    }

    @Test
    void oneThatCallsIsKnownFromTheStart() {
        List<Optional<Conference>> atFirst = new ArrayList<>();
        world.account.on(IncomingCall.class, event -> atFirst.add(event.call().conference()));
        Arrival arrival = new Arrival(ROOM, "", CallDetails.NONE, null, true, Conference.UNTOLD);
        CallLeg.Listener facts = world.sip.link().listener.incoming(arriving(ROOM), arrival);
        facts.offered(FakeMedia.description(MediaDirection.SENDRECV));
        facts.conference(Conference.UNTOLD);
        world.run();

        assertEquals(List.of(Optional.of(Conference.UNTOLD)), atFirst);
        assertEquals(List.of(), told);
    }

    /** RFC 4579: the other side moves a call of two into a conference. */
    @Test
    void oneThatTakesTheOtherSidesPlaceIsTheCallsFromThen() {
        Call call = connected();
        Arrival arrival = new Arrival(ROOM, "", CallDetails.NONE, leg(), true, Conference.UNTOLD);
        CallLeg.Listener newcomer = world.sip.link().listener.incoming(arriving(ROOM), arrival);
        newcomer.offered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();
        assertEquals(
                1, world.events.stream().filter(CallReplaced.class::isInstance).count());
        assertEquals(Optional.of(Conference.UNTOLD), call.conference());

        newcomer.conference(TWO);
        leg().listener.conference(null); // the side before says nothing any more
        world.run();
        assertEquals(Optional.of(TWO), call.conference());
        assertEquals(List.of(Optional.of(TWO)), told);
    }
}
