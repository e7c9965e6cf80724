package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.IceDescription;
import dev.duet.model.IceServer;
import dev.duet.model.LinkPhase;
import dev.duet.model.MediaDescription;
import dev.duet.model.PayloadType;
import dev.duet.model.SessionDescription;
import dev.duet.sandbox.ExternalService;
import dev.duet.spi.CallLeg;
import dev.duet.xmpp.internal.Fixture.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls between links at the sandbox's server; the descriptions go nowhere. */
class JingleCallsTest {

    private Fixture fixture = new Fixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static SessionDescription audio(String ufrag) {
        return SessionDescription.of(MediaDescription.audio("0")
                .payload(PayloadType.of(0, "PCMU", 8_000, 1))
                .ice(new IceDescription(ufrag, "0123456789012345678901", List.of("trickle"), List.of(), false))
                .build());
    }

    private Client device(String user, String resource) {
        return fixture.client(fixture.config(user).resource(resource)).online();
    }

    private CallLeg dial(Client from, Address to, LegFacts facts) {
        return fixture.runtime.onLoop(() -> {
            CallLeg leg = from.link.dial(to, "", facts);
            leg.offer(audio("caller"));
            return leg;
        });
    }

    private void does(Runnable task) {
        fixture.runtime.onLoop(task);
    }

    private Facts.Incoming callAt(Client callee) {
        Fixture.eventually(() -> !callee.facts.calls.isEmpty());
        return callee.facts.calls.get(0);
    }

    @Test
    void oneOfThreeDevicesAnswersAndTheOthersStopRinging() {
        Client alice = device("alice", "desk");
        List<Client> bobs = new ArrayList<>();
        for (String resource : List.of("phone", "tablet", "laptop")) {
            bobs.add(device("bob", resource));
        }
        fixture.befriend(alice, bobs.get(0));
        fixture.server.awaitOnline("bob", Fixture.PATIENCE);
        Fixture.eventually(() -> fixture.server.online("bob").size() == 3
                && fixture.server.sessions().stream().allMatch(session -> session.carbons()));
        Fixture.eventually(() -> alice.facts.capabilities.entrySet().stream()
                .anyMatch(entry -> entry.getValue().contains(Capability.AUDIO_CALL)));
        LegFacts caller = new LegFacts();
        CallLeg leg = dial(alice, Address.xmpp("bob@example.org/phone"), caller);
        bobs.forEach(bob -> {
            Facts.Incoming call = callAt(bob);
            assertEquals(alice.address, call.from());
            assertEquals(leg.id(), call.leg().id());
            does(() -> call.leg().ring());
        });
        Fixture.eventually(() -> caller.has("ringing"));
        Facts.Incoming taken = callAt(bobs.get(1));
        does(() -> taken.leg().accept());
        Fixture.eventually(() -> caller.has("accepted") && taken.told().has("offered"));
        does(() -> taken.leg().answer(audio("callee")));
        Fixture.eventually(() -> caller.has("answered"));
        for (Client other : List.of(bobs.get(0), bobs.get(2))) {
            Facts.Incoming call = callAt(other);
            Fixture.eventually(() -> call.told().ended != null);
            assertEquals(Kind.ANSWERED_ELSEWHERE, call.told().ended.kind());
        }
        does(() -> leg.end(EndReason.of(Kind.HANGUP, By.LOCAL)));
        Fixture.eventually(() -> taken.told().ended != null);
        assertEquals(Kind.HANGUP, taken.told().ended.kind());
        assertEquals(List.of(), fixture.server.violations());
    }

    @Test
    void aStrangerHearsNothingBeforeTheCallIsTaken() {
        Client alice = device("alice", "desk");
        Client bob = device("bob", "phone");
        Fixture.eventually(() -> fixture.server.online("bob").size() == 1);
        LegFacts caller = new LegFacts();
        dial(alice, bob.address, caller);
        Facts.Incoming call = callAt(bob);
        does(() -> call.leg().ring());
        does(() -> call.leg().accept());
        Fixture.eventually(() -> call.told().has("offered"));
        assertTrue(!caller.has("ringing"));
        assertTrue(caller.has("accepted"));
    }

    @Test
    void aFloodOfCallsThatRingIsBoundedAndCallsThatWereTakenAreNot() {
        Client alice = device("alice", "desk");
        Client bob = device("bob", "phone");
        Fixture.eventually(() -> fixture.server.online("bob").size() == 1);
        for (int taken = 1; taken <= 60; taken++) {
            int count = taken;
            dial(alice, bob.address, new LegFacts());
            Fixture.eventually(() -> bob.facts.calls.size() == count);
            Facts.Incoming call = bob.facts.calls.get(count - 1);
            does(() -> call.leg().accept());
        }
        for (int ringing = 1; ringing <= 55; ringing++) {
            dial(alice, bob.address, new LegFacts());
        }
        Fixture.eventually(() -> bob.facts.calls.size() == 60 + 50);
        // What comes later shows that the rest came, too, and rang nowhere.
        does(() -> alice.link.send("after", bob.address, "after them"));
        Fixture.eventually(() -> !bob.facts.messages.isEmpty());
        assertEquals(60 + 50, bob.facts.calls.size());
    }

    @Test
    void whoeverIsNotThereIsNotReached() {
        fixture.close();
        fixture = new Fixture(builder -> builder.without("XEP-0160"));
        Client alice = device("alice", "desk");
        LegFacts nobody = new LegFacts();
        dial(alice, Address.xmpp("bob@example.org"), nobody);
        Fixture.eventually(() -> nobody.ended != null);
        assertEquals(Kind.UNREACHABLE, nobody.ended.kind());
        LegFacts noDevice = new LegFacts();
        dial(alice, Address.xmpp("bob@example.org/gone"), noDevice);
        Fixture.eventually(() -> noDevice.ended != null);
        assertEquals(Kind.UNREACHABLE, noDevice.ended.kind());
    }

    @Test
    void whenBothCallAtOnceOneCallIsLeft() {
        Client alice = device("alice", "desk");
        Client bob = device("bob", "phone");
        fixture.befriend(alice, bob);
        LegFacts fromAlice = new LegFacts();
        LegFacts fromBob = new LegFacts();
        AtomicReference<CallLeg> alices = new AtomicReference<>();
        AtomicReference<CallLeg> bobs = new AtomicReference<>();
        does(() -> {
            alices.set(alice.link.dial(bob.address, "", fromAlice));
            bobs.set(bob.link.dial(alice.address, "", fromBob));
        });
        boolean alicesIsLower = alices.get().id().compareTo(bobs.get().id()) < 0;
        LegFacts loser = alicesIsLower ? fromBob : fromAlice;
        LegFacts winner = alicesIsLower ? fromAlice : fromBob;
        Client callee = alicesIsLower ? bob : alice;
        Fixture.eventually(() -> loser.ended != null && callee.facts.calls.size() == 1);
        assertEquals(Kind.CANCELLED, loser.ended.kind());
        does(() -> callee.facts.calls.get(0).leg().ring());
        Fixture.eventually(() -> winner.has("ringing"));
        assertTrue((alicesIsLower ? alice : bob).facts.calls.isEmpty());
    }

    @Test
    void aCallEndsWithTheSignOutOfEitherSide() {
        Client alice = device("alice", "desk");
        Client bob = device("bob", "phone");
        fixture.befriend(alice, bob);
        LegFacts caller = new LegFacts();
        dial(alice, bob.address, caller);
        Facts.Incoming call = callAt(bob);
        does(() -> call.leg().accept());
        Fixture.eventually(() -> call.told().has("offered"));
        does(() -> call.leg().answer(audio("callee")));
        Fixture.eventually(() -> caller.has("answered"));
        does(() -> bob.link.disconnect());
        bob.reaches(LinkPhase.OFFLINE);
        Fixture.eventually(() -> caller.ended != null);
        assertEquals(By.REMOTE, caller.ended.by());
        assertEquals(Kind.CLOSED, call.told().ended.kind());
    }

    @Test
    void aTransferIsNotSupported() {
        Client alice = device("alice", "desk");
        LegFacts caller = new LegFacts();
        CallLeg leg = dial(alice, Address.xmpp("bob@example.org"), caller);
        does(() -> leg.transfer(Address.xmpp("carol@example.org")));
        assertTrue(caller.has("transferred UNSUPPORTED"));
    }

    @Test
    void stunAndTurnServersAreLearntAndLearntAgain() {
        fixture.close();
        fixture = new Fixture(builder -> builder.service(
                        new ExternalService("stun", "127.0.0.1", 3478, "udp", "", "", Duration.ZERO))
                .service(new ExternalService("turns", "127.0.0.1", 5349, "tcp", "u", "p", Duration.ofHours(1)))
                .service(new ExternalService("turn", "127.0.0.1", 3478, "udp", "gone", "p", Duration.ofSeconds(-1))));
        Client alice = device("alice", "desk");
        Fixture.eventually(() -> !alice.link.iceServers().isEmpty());
        List<IceServer> servers = alice.link.iceServers();
        assertEquals(2, servers.size(), servers.toString());
        assertEquals(IceServer.Transport.TLS, servers.get(1).transport());
        assertTrue(!servers.toString().contains("password=p"), servers.toString());
        assertEquals("127.0.0.1", alice.link.localHost());
        assertTrue(alice.link.capabilities().contains(Capability.AUDIO_CALL));
    }
}
