package dev.duet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.api.Call;
import dev.duet.api.Contact;
import dev.duet.model.AccountConfig;
import dev.duet.model.Address;
import dev.duet.model.AnswerWish;
import dev.duet.model.CallOptions;
import dev.duet.model.CallPhase;
import dev.duet.model.DuetException;
import dev.duet.model.EndReason;
import dev.duet.model.EndReason.By;
import dev.duet.model.EndReason.Kind;
import dev.duet.model.Failure;
import dev.duet.model.Protocol;
import dev.duet.model.RosterEntry;
import dev.duet.model.Route;
import dev.duet.model.SipPrivacy;
import dev.duet.spi.RoutingPolicy.Answer;
import dev.duet.testing.FakeLeg;
import dev.duet.testing.World;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wished of a single call: by which ways it may go, and that no other way is taken behind its back. */
class CallWishesTest {

    private static final Address BOB = Address.xmpp("bob@example.com");
    private static final Address BOB_SIP = Address.sip("bob@example.com");
    private static final Address CAROL = Address.xmpp("carol@example.com");
    private static final Address CAROL_SIP = Address.sip("carol@example.com");
    private static final CallOptions HIDDEN = CallOptions.DEFAULT.withCallerHidden();
    private static final String WHY =
            "SIP comes first for calls when an account has both halves (RFC 7081); XMPP always tells who calls";

    private final World world = World.both().online();

    private static World xmppOnly() {
        return new World(AccountConfig.builder("Alice")
                        .xmpp("alice@example.com", "secret")
                        .build())
                .online();
    }

    private static Contact bobOnRoster(World where) {
        where.xmpp
                .link()
                .listener
                .rosterEntry(new RosterEntry(BOB, "Bob", Set.of(), RosterEntry.Visibility.BOTH, false));
        where.run();
        return where.account.contacts().find(BOB).orElseThrow();
    }

    private static void assertRevealedToNobody(World where) {
        assertEquals(List.of(), where.xmpp.link().legs);
    }

    private static void assertUnsupported(World where, Call call, String why) {
        where.run();
        EndReason reason = where.done(call.ended());
        assertEquals(Kind.UNSUPPORTED, reason.kind());
        assertEquals(By.LOCAL, reason.by());
        assertEquals(why, reason.text());
        CompletionException failed =
                assertThrows(CompletionException.class, () -> call.connected().join());
        Failure failure =
                assertInstanceOf(DuetException.class, failed.getCause()).failure();
        assertEquals(Failure.Kind.UNSUPPORTED, failure.kind());
        assertEquals(Failure.Retry.NEVER, failure.retry());
        assertTrue(failure.message().endsWith(why), failure.message());
        assertRevealedToNobody(where);
    }

    @Test
    void aWishGoesToTheLinkForThisCallAlone() {
        world.account.call("bob@example.com", HIDDEN);
        world.account.call(BOB_SIP, HIDDEN.withAnswer(AnswerWish.AUTO));
        world.account.call("bob@example.com");
        world.run();
        assertEquals(List.of(HIDDEN, HIDDEN.withAnswer(AnswerWish.AUTO), CallOptions.DEFAULT), world.sip.link().wished);
    }

    @Test
    void aCallThatHidesItsCallerGoesBySipAndSaysWhy() {
        Call call = world.account.call(bobOnRoster(world), HIDDEN);
        world.run();
        Route route = call.route().orElseThrow();
        assertEquals(Protocol.SIP, route.protocol());
        assertEquals(WHY, route.why());
    }

    @ParameterizedTest
    @EnumSource(names = {"UNREACHABLE", "NOT_FOUND"})
    void whenSipDoesNotReachThemNobodyIsToldByXmpp(Kind kind) {
        Call call = world.account.call(bobOnRoster(world), HIDDEN);
        world.run();
        world.sip.link().leg().listener.ended(EndReason.of(kind, By.NETWORK));
        world.run();
        assertEquals(kind, world.done(call.ended()).kind());
        assertRevealedToNobody(world);
    }

    @Test
    void whereOnlyXmppIsThereTheCallFailsAndSaysWhy() {
        World here = xmppOnly();
        assertUnsupported(
                here,
                here.account.call(bobOnRoster(here), HIDDEN),
                "No way to call as is wished: XMPP always tells who calls. The way without that wish: No online XMPP"
                        + " device says that it takes calls: all are asked (no SIP address or telephone number is"
                        + " known)");
        here.close();
    }

    @Test
    void whileSipIsOfflineTheCallFailsAndSaysWhy() {
        world.sip.link().lose();
        world.run();
        assertUnsupported(
                world,
                world.account.call("bob@example.com", HIDDEN),
                "No way to call as is wished: XMPP always tells who calls. The way without that wish: No online XMPP"
                        + " device says that it takes calls: all are asked (SIP is not online)");
    }

    @Test
    void whoeverNamesXmppIsNotCalledBySipInstead() {
        assertUnsupported(
                world,
                world.account.call(BOB, HIDDEN),
                "No way to call as is wished: XMPP always tells who calls. The way without that wish: The address "
                        + "xmpp:bob@example.com was asked for");
        assertEquals(List.of(), world.sip.link().legs);
    }

    @Test
    void whereThereIsNoWayAtAllTheWishIsNotToBlame() {
        world.sip.link().lose();
        world.xmpp.link().lose();
        world.run();
        Call call = world.account.call("bob@example.com", HIDDEN);
        world.run();
        EndReason reason = world.done(call.ended());
        assertEquals(Kind.UNREACHABLE, reason.kind());
        assertEquals("No way to call: SIP is not online; XMPP is not online", reason.text());
    }

    @Test
    void aPolicyOfTheApplicationsRevealsNobodyEither() {
        World here = new World(
                        world.config,
                        null,
                        builder -> builder.routing(question -> new Answer(
                                List.of(
                                        new Route(BOB, Protocol.XMPP, "as the user wishes"),
                                        new Route(BOB_SIP, Protocol.SIP, "if XMPP does not reach them")),
                                "")))
                .online();
        Call call = here.account.call("bob@example.com", HIDDEN);
        here.run();
        assertEquals(
                "if XMPP does not reach them; XMPP always tells who calls",
                call.route().orElseThrow().why());
        assertRevealedToNobody(here);
        here.close();
    }

    @Test
    void whoSendsTheCallOnToAnXmppAddressDoesNotLearnWhoCalls() {
        Call call = world.account.call(BOB_SIP, HIDDEN);
        world.run();
        FakeLeg leg = world.sip.link().leg();
        leg.listener.ringing();
        leg.listener.forwarded(List.of(CAROL));
        leg.listener.ended(EndReason.of(Kind.FORWARDED, By.REMOTE));
        assertUnsupported(
                world,
                call,
                "No way to call as is wished: XMPP always tells who calls. The way without that wish: The call was sent"
                        + " on to xmpp:carol@example.com");
    }

    @Test
    void whoRefusesAfterItWasSentOnHasTheLastWord() {
        Call call = world.account.call(BOB_SIP, HIDDEN);
        world.run();
        FakeLeg leg = world.sip.link().leg();
        leg.listener.forwarded(List.of(CAROL));
        leg.listener.ended(EndReason.of(Kind.BUSY, By.REMOTE));
        world.run();
        assertEquals(Kind.BUSY, world.done(call.ended()).kind());
    }

    @Test
    void ofThoseToWhomItIsSentOnThoseBySipAreCalledWithTheSameWishes() {
        Call call = world.account.call(BOB_SIP, HIDDEN);
        world.run();
        FakeLeg leg = world.sip.link().leg();
        leg.listener.forwarded(List.of(CAROL, CAROL_SIP));
        leg.listener.ended(EndReason.of(Kind.FORWARDED, By.REMOTE));
        world.run();
        assertEquals(CAROL_SIP, call.route().orElseThrow().target());
        assertEquals(List.of(HIDDEN, HIDDEN), world.sip.link().wished);
        assertRevealedToNobody(world);
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO_REQUIRED", "MANUAL_REQUIRED"})
    void anAnswerThatIsRequiredIsNotLeftOut(AnswerWish wish) {
        World here = xmppOnly();
        Call call = here.account.call(BOB, CallOptions.DEFAULT.withAnswer(wish));
        assertUnsupported(
                here,
                call,
                "No way to call as is wished: XMPP cannot ask for an answer of that kind. The way without that wish:"
                        + " The address xmpp:bob@example.com was asked for");
        here.close();
    }

    @Test
    void whateverIsToBeHiddenIsNotTakenToXmpp() {
        assertUnsupported(
                world,
                world.account.call(BOB, CallOptions.DEFAULT.withPrivacy(SipPrivacy.SESSION)),
                "No way to call as is wished: XMPP hides nothing. The way without that wish: The address "
                        + "xmpp:bob@example.com was asked for");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hintsKeepNoCallFromXmpp(boolean shown) {
        CallOptions hints = CallOptions.DEFAULT.withAnswer(AnswerWish.AUTO).withAlerts("urn:alert:source:internal");
        World here = xmppOnly();
        Call call = here.account.call(BOB, shown ? hints.withCallerShown() : hints);
        here.run();
        assertEquals(CallPhase.DIALING, call.phase());
        Route route = call.route().orElseThrow();
        assertEquals(Protocol.XMPP, route.protocol());
        assertEquals("The address xmpp:bob@example.com was asked for", route.why());
        here.close();
    }
}
