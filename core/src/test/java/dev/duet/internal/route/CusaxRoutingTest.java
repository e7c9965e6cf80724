package dev.duet.internal.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.internal.route.MessageRouting.LastIn;
import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.spi.RoutingPolicy.Answer;
import dev.duet.spi.RoutingPolicy.Question;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CusaxRoutingTest {

    private static final Address SIP = Address.sip("bob@example.com");
    private static final Address XMPP = Address.xmpp("bob@example.com");
    private static final Address PHONE = Address.xmpp("bob@example.com/phone");
    private static final Map<Protocol, Address> OWN =
            Map.of(Protocol.SIP, Address.sip("alice@example.com"), Protocol.XMPP, Address.xmpp("alice@example.com"));
    private static final Set<Capability> CALLS = Set.of(Capability.AUDIO_CALL);

    @Test
    void sipComesFirstAndJingleNext() {
        Answer answer = ask(null, List.of(XMPP, SIP), both(LinkPhase.ONLINE, LinkPhase.ONLINE), Map.of(PHONE, CALLS));
        assertEquals(List.of(SIP, PHONE), targets(answer));
        assertTrue(answer.routes().get(0).why().contains("RFC 7081"));
    }

    @Test
    void whoHasOnlyXmppIsCalledByJingle() {
        Answer answer = ask(null, List.of(XMPP), both(LinkPhase.ONLINE, LinkPhase.ONLINE), Map.of());
        assertEquals(List.of(XMPP), targets(answer));
        assertEquals(Protocol.XMPP, answer.routes().get(0).protocol());
    }

    @Test
    void aHalfThatIsDownIsLeftOut() {
        Answer answer = ask(null, List.of(XMPP, SIP), both(LinkPhase.WAITING, LinkPhase.ONLINE), Map.of());
        assertEquals(List.of(XMPP), targets(answer));
        assertTrue(
                answer.routes().get(0).why().contains("SIP is not online"),
                answer.routes().get(0).why());
    }

    @Test
    void anAddressThatWasAskedForIsTheOnlyWay() {
        Answer answer = ask(XMPP, List.of(XMPP, SIP), both(LinkPhase.ONLINE, LinkPhase.ONLINE), Map.of());
        assertEquals(List.of(XMPP), targets(answer));
    }

    @Test
    void aTelephoneNumberGoesBySip() {
        Answer answer =
                ask(null, List.of(Address.tel("+15551234")), both(LinkPhase.ONLINE, LinkPhase.ONLINE), Map.of());
        assertEquals(Protocol.SIP, answer.routes().get(0).protocol());
    }

    @Test
    void withoutAWayTheReasonIsTold() {
        Answer answer = ask(null, List.of(XMPP, SIP), both(LinkPhase.FAILED, LinkPhase.OFFLINE), Map.of());
        assertTrue(answer.routes().isEmpty());
        assertEquals("SIP is not online; XMPP is not online", answer.whyNone());
    }

    @Test
    void aHalfThatCannotCallIsNoWay() {
        Question question = new Question(
                null,
                List.of(XMPP),
                List.of(),
                Map.of(),
                Map.of(Protocol.XMPP, LinkPhase.ONLINE),
                Map.of(Protocol.XMPP, Set.of(Capability.MESSAGE)),
                Map.of());
        assertTrue(new CusaxRouting().routes(question).whyNone().contains("XMPP cannot make calls here"));
    }

    @Test
    void messagesPreferXmppAndAnswerTheWayTheyCame() {
        Map<Protocol, LinkPhase> online = both(LinkPhase.ONLINE, LinkPhase.ONLINE);
        assertEquals(XMPP, route(List.of(SIP, XMPP), online, null).orElseThrow().target());
        assertEquals(SIP, route(List.of(SIP, XMPP), online, SIP).orElseThrow().target());
        assertEquals(
                SIP,
                route(List.of(SIP, XMPP), both(LinkPhase.ONLINE, LinkPhase.WAITING), XMPP)
                        .orElseThrow()
                        .target());
        assertTrue(route(List.of(SIP), both(LinkPhase.OFFLINE, LinkPhase.ONLINE), null)
                .isEmpty());
    }

    @Test
    void aMessageWaitsForXmppWhenNothingElseReachesThem() {
        for (LinkPhase coming : List.of(LinkPhase.WAITING, LinkPhase.CONNECTING)) {
            assertEquals(
                    Protocol.SIP,
                    route(List.of(SIP, XMPP), both(LinkPhase.ONLINE, coming), null)
                            .orElseThrow()
                            .protocol());
            assertEquals(
                    Protocol.XMPP,
                    route(List.of(SIP, XMPP), both(LinkPhase.OFFLINE, coming), null)
                            .orElseThrow()
                            .protocol());
            assertTrue(route(List.of(SIP, XMPP), both(coming, LinkPhase.FAILED), null)
                    .isEmpty());
        }
    }

    private static Optional<Route> route(
            List<Address> addresses, Map<Protocol, LinkPhase> links, @Nullable Address lastFrom) {
        LastIn last = lastFrom == null ? null : new LastIn(lastFrom, false);
        return MessageRouting.route(new MessageRouting.Question(addresses, links, last, null, false));
    }

    private static Map<Protocol, LinkPhase> both(LinkPhase sip, LinkPhase xmpp) {
        return Map.of(Protocol.SIP, sip, Protocol.XMPP, xmpp);
    }

    private static Answer ask(
            @Nullable Address explicit,
            List<Address> addresses,
            Map<Protocol, LinkPhase> links,
            Map<Address, Set<Capability>> devices) {
        return new CusaxRouting()
                .routes(new Question(
                        explicit,
                        addresses,
                        List.of(),
                        OWN,
                        links,
                        Map.of(Protocol.SIP, CALLS, Protocol.XMPP, CALLS),
                        devices));
    }

    private static List<Address> targets(Answer answer) {
        return answer.routes().stream().map(Route::target).toList();
    }
}
