package dev.duet.xmpp.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Address;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.IceDescription;
import dev.duet.model.LinkPhase;
import dev.duet.model.MediaDescription;
import dev.duet.model.MediaDirection;
import dev.duet.model.PayloadType;
import dev.duet.model.SessionDescription;
import dev.duet.model.XmppConfig;
import dev.duet.sandbox.XmppServer;
import dev.duet.sandbox.XmppServerConfigBuilder;
import dev.duet.sandbox.wire.Cut;
import dev.duet.sandbox.wire.Direction;
import dev.duet.sandbox.wire.TcpWire;
import dev.duet.spi.CallLeg;
import dev.duet.xmpp.internal.Fixture.Client;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that both sides took, while the sign-in of one side ends and another begins; the descriptions go nowhere. */
class CallsOverBreaksTest {

    private Fixture fixture;
    private TcpWire wire;
    private Client alice;
    private Client bob;
    private TcpWire bobsWire;
    private final LegFacts caller = new LegFacts();
    private XmppConfig.Encryption encryption = XmppConfig.Encryption.STARTTLS;
    private CallLeg leg;
    private Facts.Incoming call;

    @AfterEach
    void stop() {
        if (fixture != null) {
            wire.close();
            bobsWire.close();
            fixture.close();
        }
    }

    /** Alice, behind a network of her own, and Bob talk to each other. */
    private void talking(UnaryOperator<XmppServerConfigBuilder> server) {
        fixture = new Fixture(server);
        wire = fixture.wire();
        alice = fixture.client(
                        fixture.config("alice").server("127.0.0.1", wire.port()).encryption(encryption))
                .online();
        bobsWire = fixture.wire();
        bob = fixture.client(fixture.config("bob").resource("phone").server("127.0.0.1", bobsWire.port()))
                .online();
        fixture.befriend(alice, bob);
        leg = fixture.runtime.onLoop(() -> {
            CallLeg begun = alice.link.dial(bob.facts.self(), "", caller);
            begun.offer(audio(MediaDirection.SENDRECV));
            return begun;
        });
        Fixture.eventually(() -> !bob.facts.calls.isEmpty());
        call = bob.facts.calls.get(0);
        fixture.runtime.onLoop(() -> call.leg().accept());
        Fixture.eventually(() -> call.told().offer != null);
        fixture.runtime.onLoop(() -> call.leg().answer(audio(MediaDirection.SENDRECV)));
        Fixture.eventually(() -> caller.answer != null);
    }

    private static UnaryOperator<XmppServerConfigBuilder> forgetful() {
        return builder -> builder.conflict(XmppServer.Conflict.REPLACE);
    }

    private static SessionDescription audio(MediaDirection direction) {
        return SessionDescription.of(MediaDescription.audio("0")
                .payload(PayloadType.of(0, "PCMU", 8_000, 1))
                .ice(new IceDescription("ufrag", "0123456789012345678901", List.of("trickle"), List.of(), false))
                .direction(direction)
                .build());
    }

    private void lose() {
        wire.cut(Cut.RESET);
        alice.reaches(LinkPhase.WAITING);
    }

    private void comeBack() {
        wire.resume();
        fixture.runtime.onLoop(alice.link::networkChanged);
        alice.reaches(LinkPhase.ONLINE);
    }

    private static int count(LegFacts facts, String fact) {
        return Collections.frequency(facts.told, fact);
    }

    private void assertTheyTalk() {
        assertNull(caller.ended);
        assertNull(call.told().ended);
        int offers = count(call.told(), "offered");
        int answers = count(caller, "answered");
        fixture.runtime.onLoop(() -> leg.offer(audio(MediaDirection.SENDONLY)));
        Fixture.eventually(() -> count(call.told(), "offered") > offers && count(caller, "answered") > answers);
        fixture.runtime.onLoop(() -> call.leg().end(EndReason.of(Kind.HANGUP, By.LOCAL)));
        Fixture.eventually(() -> caller.ended != null);
        assertEquals(Kind.HANGUP, caller.ended.kind());
    }

    @Test
    void aCallGoesOnInANewSessionOfTheSameName() {
        talking(forgetful());
        Address.Xmpp before = alice.facts.self();
        lose();
        Fixture.eventually(() -> count(call.told(), "doubted") == 1);
        comeBack();
        assertEquals(before, alice.facts.self());
        assertTheyTalk();
        assertEquals(List.of(), fixture.server.violations());
    }

    @Test
    void whatIsChangedWithoutASessionIsToldInTheNext() {
        talking(forgetful());
        lose();
        int offers = count(call.told(), "offered");
        fixture.runtime.onLoop(() -> leg.offer(audio(MediaDirection.SENDONLY)));
        comeBack();
        Fixture.eventually(() -> count(call.told(), "offered") > offers);
        assertEquals(
                MediaDirection.SENDONLY, call.told().offer.audio().orElseThrow().direction());
        Fixture.eventually(() -> count(caller, "answered") == 2);
        assertNull(call.told().ended);
    }

    @Test
    void whoHangsUpWithoutASessionIsHeardInTheNext() {
        talking(forgetful());
        lose();
        fixture.runtime.onLoop(() -> leg.end(EndReason.of(Kind.HANGUP, By.LOCAL)));
        assertEquals(Kind.HANGUP, caller.ended.kind());
        assertNull(call.told().ended);
        wire.resume();
        fixture.runtime.onLoop(alice.link::networkChanged);
        Fixture.eventually(() -> call.told().ended != null);
        assertEquals(Kind.HANGUP, call.told().ended.kind());
    }

    @Test
    void whatIsNoXmlEndsTheSessionAndNotTheCall() {
        encryption = XmppConfig.Encryption.PLAIN;
        talking(builder -> forgetful().apply(builder).startTls(XmppServer.StartTls.OPTIONAL));
        long before = wire.accepted();
        wire.inject(Direction.DOWN, "<<<".getBytes(StandardCharsets.UTF_8));
        Fixture.eventually(() -> wire.accepted() > before);
        alice.reaches(LinkPhase.ONLINE);
        assertTheyTalk();
    }

    @Test
    void whenTheServerIsStartedAgainTheCallGoesOn() {
        talking(builder -> builder);
        fixture.server.stop();
        alice.reaches(LinkPhase.WAITING);
        bob.reaches(LinkPhase.WAITING);
        fixture.runtime.onLoop(() -> leg.offer(audio(MediaDirection.SENDONLY)));
        fixture.server.restart();
        fixture.runtime.onLoop(alice.link::networkChanged);
        alice.reaches(LinkPhase.ONLINE);
        fixture.runtime.onLoop(bob.link::networkChanged);
        bob.reaches(LinkPhase.ONLINE);
        Fixture.eventually(() -> count(caller, "answered") == 2);
        assertEquals(
                MediaDirection.SENDONLY, call.told().offer.audio().orElseThrow().direction());
        assertNull(caller.ended);
        assertNull(call.told().ended);
    }

    @Test
    void aDeviceThatComesBackWithoutItsCallHasNone() {
        talking(forgetful());
        bobsWire.cut(Cut.RESET); // what knows of the call does not come back
        Client again = fixture.client(fixture.config("bob").resource("phone")).online();
        Fixture.eventually(() -> caller.ended != null);
        assertEquals(Kind.MEDIA_LOST, caller.ended.kind());
        assertEquals(By.REMOTE, caller.ended.by());
        assertTrue(again.facts.calls.isEmpty());
    }

    @Test
    void underAnotherNameTheCallIsLost() {
        talking(builder -> builder.conflict(XmppServer.Conflict.ASSIGN));
        Address.Xmpp before = alice.facts.self();
        Client ghost = fixture.client(fixture.config("alice").resource(before.resource()));
        wire.cut(Cut.SILENT);
        fixture.runtime.onLoop(alice.link::networkChanged);
        alice.reaches(LinkPhase.CONNECTING);
        assertFalse(fixture.server.online("alice").isEmpty());
        wire.drop(Cut.SILENT);
        wire.resume();
        Fixture.eventually(() -> caller.ended != null);
        alice.reaches(LinkPhase.ONLINE);
        assertNotEquals(before, alice.facts.self());
        assertEquals(Kind.MEDIA_LOST, caller.ended.kind());
        assertEquals(By.NETWORK, caller.ended.by());
        fixture.runtime.onLoop(ghost.link::close);
    }
}
