package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.api.event.CallLogged;
import dev.duet.api.event.StoreFailed;
import dev.duet.jdbc.JdbcStore;
import dev.duet.model.Address;
import dev.duet.model.CallDirection;
import dev.duet.model.CallQuality;
import dev.duet.model.CallRecord;
import dev.duet.model.CallRecord.Outcome;
import dev.duet.model.EndReason;
import dev.duet.model.MediaDirection;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.model.WireDetail;
import dev.duet.spi.CallLeg;
import dev.duet.spi.CallStore;
import dev.duet.testing.Database;
import dev.duet.testing.FakeLeg;
import dev.duet.testing.FakeMedia;
import dev.duet.testing.FakeStack;
import dev.duet.testing.World;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The list of calls that are over. */
class CallLogTest {

    private static final Address BOB = Address.sip("bob@example.com");
    private static final Address BOB_XMPP = Address.xmpp("bob@example.com/desk");

    private final Database database = Database.inMemory();
    private World world = keeping(JdbcStore.on(database).calls());

    private static World keeping(CallStore.Provider stores) {
        return new World(World.both().config, null, builder -> builder.callStore(stores)).online();
    }

    private CallLeg.Listener comes(FakeStack half, Address from) {
        CallLeg.Listener leg = half.link().listener.incoming(new FakeLeg(from, null), from, "Bob");
        leg.offered(FakeMedia.description(MediaDirection.SENDRECV));
        world.run();
        return leg;
    }

    private CallRecord logged(int number) {
        world.until("it is logged", () -> world.events(CallLogged.class).size() == number);
        return world.last(CallLogged.class).call();
    }

    @Test
    void anAnsweredCallHasItsDurationAndRoute() {
        Instant began = world.loop.now();
        comes(world.sip, BOB);
        world.pass(Duration.ofSeconds(5));
        Call call = world.account.calls().get(0);
        call.answer();
        world.run();
        world.pass(Duration.ofSeconds(42));
        call.hangup();
        CallRecord record = logged(1);
        assertEquals(Outcome.ANSWERED, record.outcome());
        assertEquals(Duration.ofSeconds(42), record.talkTime());
        assertEquals(began, record.began());
        assertEquals(Protocol.SIP, record.route().protocol());
        assertEquals(CallDirection.INCOMING, record.direction());
        assertEquals(BOB, record.remote());
        assertEquals("Bob", record.name());
        assertEquals(call.id(), record.id());
        assertEquals(List.of(record), world.account.callLog().recent());
    }

    @Test
    void whatAnotherDeviceAnsweredIsNotMissedByWhateverProtocol() {
        comes(world.xmpp, BOB_XMPP).ended(EndReason.of(EndReason.Kind.ANSWERED_ELSEWHERE, EndReason.By.REMOTE));
        assertEquals(Outcome.ANSWERED_ELSEWHERE, logged(1).outcome());
        comes(world.sip, BOB).ended(EndReason.of(EndReason.Kind.CANCELLED, EndReason.By.REMOTE));
        assertEquals(Outcome.MISSED, logged(2).outcome());
        comes(world.sip, BOB);
        world.pass(Duration.ofMinutes(2));
        assertEquals(Outcome.MISSED, logged(3).outcome(), "nobody answered");
        comes(world.xmpp, BOB_XMPP);
        world.account.calls().get(0).reject();
        assertEquals(Outcome.REJECTED, logged(4).outcome());
        Call out = world.account.call(BOB);
        world.run();
        out.hangup();
        assertEquals(Outcome.NOT_ANSWERED, logged(5).outcome());
    }

    @Test
    void callsAreThereAfterARestartTheNewestFirst() {
        for (int number = 1; number <= 5; number++) {
            world.pass(Duration.ofMinutes(1));
            comes(world.sip, BOB).ended(EndReason.of(EndReason.Kind.CANCELLED, EndReason.By.REMOTE));
            logged(number);
        }
        List<CallRecord> before = world.account.callLog().recent();
        world.close();
        world = keeping(JdbcStore.on(database).calls());
        assertEquals(List.of(), world.account.callLog().recent());
        List<CallRecord> page = world.done(world.account.callLog().latest(3));
        assertEquals(before.subList(0, 3), page);
        page = world.done(world.account.callLog().before(page.get(2).began(), 3));
        assertEquals(before.subList(3, 5), page);
    }

    @Test
    void aStoreThatFailsIsToldOnceAndCatchesUp() throws IOException {
        AtomicBoolean broken = new AtomicBoolean(true);
        CallStore real = JdbcStore.on(database).calls().open("Alice");
        world = keeping(account -> new CallStore() {
            @Override
            public void put(Collection<CallRecord> calls) throws IOException {
                if (broken.get()) {
                    throw new IOException("disk full");
                }
                real.put(calls);
            }

            @Override
            public List<CallRecord> newest(Instant before, int most) throws IOException {
                return real.newest(before, most);
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        });
        for (int number = 1; number <= 3; number++) {
            broken.set(number < 3);
            comes(world.sip, BOB).ended(EndReason.of(EndReason.Kind.CANCELLED, EndReason.By.REMOTE));
            logged(number);
        }
        assertEquals(1, world.events(StoreFailed.class).size());
        assertEquals(3, real.newest(Instant.MAX, 10).size());
        assertEquals(3, world.done(world.account.callLog().latest(10)).size());
    }

    @Test
    void withoutAStoreTheLogIsOfThisSession() {
        world = World.both().online();
        comes(world.sip, BOB).ended(EndReason.of(EndReason.Kind.CANCELLED, EndReason.By.REMOTE));
        logged(1);
        assertEquals(1, world.done(world.account.callLog().latest(10)).size());
        assertEquals(
                List.of(),
                world.done(world.account
                        .callLog()
                        .before(world.account.callLog().recent().get(0).began(), 10)));
    }

    @Test
    void everythingOfACallIsKeptAndOnce() throws IOException {
        CallQuality quality = new CallQuality(
                "opus/48000",
                1,
                2,
                3,
                4,
                0.125,
                Duration.ofMillis(5),
                Duration.ofMillis(60),
                Duration.ofMillis(30),
                0.5);
        CallRecord full = new CallRecord(
                "id",
                CallDirection.OUTGOING,
                Address.tel("+49301234"),
                "Bob|\\",
                Instant.parse("2026-01-01T00:00:00.000001Z"),
                new Route(BOB, Protocol.SIP, "SIP | first"),
                EndReason.of(EndReason.Kind.HANGUP, EndReason.By.REMOTE, WireDetail.sip(200, "OK|")),
                Duration.ofNanos(1_000_000_001),
                quality);
        CallRecord plain = new CallRecord(
                "id2",
                CallDirection.INCOMING,
                BOB_XMPP,
                "",
                full.began(),
                null,
                EndReason.of(EndReason.Kind.FAILED, EndReason.By.NETWORK),
                Duration.ZERO,
                CallQuality.NONE);
        try (CallStore store = JdbcStore.on(database).calls().open("Alice");
                CallStore carol = JdbcStore.on(database).calls().open("Carol")) {
            store.put(List.of(full, plain));
            store.put(List.of(plain));
            assertEquals(List.of(plain, full), store.newest(Instant.MAX, 10));
            assertEquals(List.of(plain), store.newest(full.began().plusNanos(1000), 1));
            assertTrue(store.newest(full.began(), 10).isEmpty());
            assertTrue(carol.newest(Instant.MAX, 10).isEmpty());
        }
    }
}
