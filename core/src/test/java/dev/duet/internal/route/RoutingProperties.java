package dev.duet.internal.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.internal.route.MessageRouting.LastIn;
import dev.duet.model.Address;
import dev.duet.model.Capability;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.Route;
import dev.duet.spi.RoutingPolicy.Answer;
import dev.duet.spi.RoutingPolicy.Question;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every way that a call or a message may go. */
class RoutingProperties {

    private static final List<Address> ADDRESSES = List.of(
            Address.xmpp("bob@example.com"),
            Address.xmpp("bob@example.org"),
            Address.sip("bob@example.com"),
            Address.sip("bob@example.net"),
            Address.sip("+49301234567@example.com"),
            Address.tel("+49301234567"),
            Address.tel("+12015550123"));
    private static final List<Address> DEVICES = List.of(
            Address.xmpp("bob@example.com/b"), Address.xmpp("bob@example.com/a"), Address.xmpp("x@y.example/z"));
    private static final Map<Protocol, Address> OWN =
            Map.of(Protocol.SIP, Address.sip("alice@example.com"), Protocol.XMPP, Address.xmpp("alice@example.com"));

    @Provide
    Arbitrary<Question> questions() {
        Arbitrary<List<Address>> some =
                Arbitraries.of(ADDRESSES).list().uniqueElements().ofMaxSize(5);
        Arbitrary<Map<Protocol, LinkPhase>> phases = Arbitraries.maps(
                        Arbitraries.of(Protocol.class),
                        Arbitraries.of(LinkPhase.ONLINE, LinkPhase.ONLINE, LinkPhase.WAITING))
                .ofMinSize(1);
        Arbitrary<Map<Protocol, Set<Capability>>> can = Arbitraries.maps(
                Arbitraries.of(Protocol.class),
                Arbitraries.of(
                        Set.of(Capability.AUDIO_CALL), Set.of(Capability.AUDIO_CALL, Capability.MESSAGE), Set.of()));
        Arbitrary<Map<Address, Set<Capability>>> devices = Arbitraries.maps(
                Arbitraries.of(DEVICES), Arbitraries.of(Set.of(Capability.AUDIO_CALL), Set.of(Capability.MESSAGE)));
        return Combinators.combine(Arbitraries.of(ADDRESSES).injectNull(0.8), some, some, phases, can, devices)
                .as((explicit, addresses, claimed, links, capabilities, online) -> {
                    List<Address> said = new ArrayList<>(claimed);
                    said.removeIf(address -> address.protocol() == Protocol.XMPP || addresses.contains(address));
                    return new Question(explicit, addresses, said, OWN, links, capabilities, online);
                });
    }

    private static Answer ask(Question question) {
        return new CusaxRouting().routes(question);
    }

    @Property
    void thereIsAWayOrAReason(@ForAll("questions") Question question) {
        Answer answer = ask(question);
        assertEquals(answer.routes().isEmpty(), !answer.whyNone().isEmpty());
        answer.routes().forEach(route -> assertTrue(!route.why().isEmpty()));
    }

    @Property
    void noWayGoesByAHalfThatCannotCall(@ForAll("questions") Question question) {
        ask(question).routes().forEach(route -> {
            assertTrue(question.callable(route.protocol()));
            assertEquals(route.target().protocol(), route.protocol());
        });
    }

    @Property
    void whatTheApplicationNamesIsTheOnlyWay(@ForAll("questions") Question question) {
        if (question.explicit() != null) {
            List<Address> expected =
                    question.callable(question.explicit().protocol()) ? List.of(question.explicit()) : List.of();
            assertEquals(expected, targets(ask(question)));
        }
    }

    @Property
    void everyWayLeadsToThatPersonAndNoneTwice(@ForAll("questions") Question question) {
        Set<Address> theirs = new HashSet<>(question.addresses());
        theirs.addAll(question.claimed());
        if (question.explicit() != null) {
            theirs.add(question.explicit());
        }
        List<Address> targets = targets(ask(question));
        targets.forEach(target -> assertTrue(theirs.contains(target.bare())));
        Set<Address> certain = targets.stream()
                .filter(target -> !question.claimed().contains(target))
                .map(target -> target instanceof Address.Sip sip && sip.host().equals("example.com")
                        ? sip.number().map(Address.class::cast).orElse(sip)
                        : target)
                .collect(Collectors.toSet());
        long claims =
                targets.stream().filter(question.claimed()::contains).distinct().count();
        assertEquals(targets.size(), certain.size() + claims);
    }

    @Property
    void sipComesBeforeJingleAndWhatOnlyTheySayOfOtherDomainsLast(@ForAll("questions") Question question) {
        if (question.explicit() == null) {
            List<Integer> ranks = ask(question).routes().stream()
                    .map(route -> rank(route, question))
                    .toList();
            List<Integer> sorted = new ArrayList<>(ranks);
            Collections.sort(sorted);
            assertEquals(sorted, ranks);
            assertTrue(ranks.stream().filter(rank -> rank == 2).count() <= 1, "one Jingle call is enough");
        }
    }

    private static int rank(Route route, Question question) {
        if (route.protocol() == Protocol.XMPP) {
            return 2;
        }
        if (!question.claimed().contains(route.target())) {
            return 0;
        }
        return route.target() instanceof Address.Sip sip && sip.host().equals("example.com") ? 1 : 3;
    }

    @Property
    void allThatIsKnownOfSipIsTried(@ForAll("questions") Question question) {
        if (question.explicit() == null && question.callable(Protocol.SIP)) {
            List<Address> targets = targets(ask(question));
            question.addresses().stream()
                    .filter(address ->
                            address instanceof Address.Sip sip && sip.number().isEmpty())
                    .forEach(address -> assertTrue(targets.contains(address)));
            assertTrue(targets.containsAll(question.claimed()));
        }
    }

    @Property
    void aDeviceThatTakesCallsGoesBeforeThePersonWhateverTheOrder(
            @ForAll("questions") Question question, @ForAll long seed) {
        List<Map.Entry<Address, Set<Capability>>> shuffled =
                new ArrayList<>(question.devices().entrySet());
        Collections.shuffle(shuffled, new Random(seed));
        Map<Address, Set<Capability>> turned = new LinkedHashMap<>();
        shuffled.forEach(device -> turned.put(device.getKey(), device.getValue()));
        Question other = new Question(
                question.explicit(),
                question.addresses(),
                question.claimed(),
                question.own(),
                question.links(),
                question.capabilities(),
                turned);
        assertEquals(ask(question), ask(other));
        if (question.explicit() == null) {
            Set<Address> able = question.devices().entrySet().stream()
                    .filter(device -> device.getValue().contains(Capability.AUDIO_CALL))
                    .map(Map.Entry::getKey)
                    .filter(device -> question.addresses().contains(device.bare()))
                    .collect(Collectors.toSet());
            ask(question).routes().stream()
                    .filter(route -> route.protocol() == Protocol.XMPP)
                    .forEach(route -> assertEquals(!able.isEmpty(), able.contains(route.target())));
        }
    }

    private static List<Address> targets(Answer answer) {
        return answer.routes().stream().map(Route::target).toList();
    }

    @Property
    void aMessageGoesBackAsTheLastOneCameElseByXmppElseBySip(
            @ForAll("questions") Question question,
            @ForAll("lastOnes") Optional<Address> last,
            @ForAll boolean byNeed,
            @ForAll boolean away) {
        Map<Protocol, LinkPhase> links = question.links();
        LastIn lastIn = last.map(from -> new LastIn(from, byNeed)).orElse(null);
        Optional<Route> route =
                MessageRouting.route(new MessageRouting.Question(question.addresses(), links, lastIn, null, away));
        boolean over = byNeed && !away && links.get(Protocol.XMPP) == LinkPhase.ONLINE;
        boolean sip = links.get(Protocol.SIP) == LinkPhase.ONLINE && has(question, Protocol.SIP);
        boolean xmpp = links.get(Protocol.XMPP) == LinkPhase.ONLINE && has(question, Protocol.XMPP);
        boolean comes =
                Set.of(LinkPhase.WAITING, LinkPhase.CONNECTING).contains(phase(links)) && has(question, Protocol.XMPP);
        if (last.isPresent() && !over && links.get(last.get().protocol()) == LinkPhase.ONLINE) {
            assertEquals(last.get().bare(), route.orElseThrow().target());
            assertEquals(last.get().protocol(), route.orElseThrow().protocol());
        } else if (xmpp || sip || comes) {
            assertEquals(
                    xmpp || !sip ? Protocol.XMPP : Protocol.SIP,
                    route.orElseThrow().protocol());
            assertEquals(
                    question.addresses().stream()
                            .filter(address -> address.protocol() == route.get().protocol())
                            .findFirst(),
                    Optional.of(route.get().target()));
        } else {
            assertTrue(route.isEmpty());
        }
    }

    private static LinkPhase phase(Map<Protocol, LinkPhase> links) {
        return links.getOrDefault(Protocol.XMPP, LinkPhase.OFFLINE);
    }

    @Property
    void nothingOvertakesWhatWaits(
            @ForAll("questions") Question question,
            @ForAll("lastOnes") Optional<Address> last,
            @ForAll Protocol waiting) {
        LastIn lastIn = last.map(from -> new LastIn(from, false)).orElse(null);
        MessageRouting.Question asked =
                new MessageRouting.Question(question.addresses(), question.links(), lastIn, waiting, false);
        LinkPhase phase = question.links().getOrDefault(waiting, LinkPhase.OFFLINE);
        boolean takes = phase == LinkPhase.ONLINE
                || waiting == Protocol.XMPP
                        && Set.of(LinkPhase.WAITING, LinkPhase.CONNECTING).contains(phase);
        if (takes && has(question, waiting)) {
            assertEquals(waiting, MessageRouting.route(asked).orElseThrow().protocol());
        }
    }

    @Property
    void anotherWayIsOnlineAndNotTriedButForXmppWhereItWaits(
            @ForAll("questions") Question question, @ForAll Protocol from, @ForAll boolean both) {
        MessageRouting.Question asked =
                new MessageRouting.Question(question.addresses(), question.links(), null, null, false);
        Set<Protocol> tried = both ? Set.of(Protocol.XMPP, Protocol.SIP) : Set.of(from);
        MessageRouting.instead(asked, from, tried, "No way").ifPresent(way -> {
            assertNotEquals(from, way.protocol());
            LinkPhase phase = question.links().get(way.protocol());
            boolean waits = way.protocol() == Protocol.XMPP && both;
            assertTrue(phase == LinkPhase.ONLINE || waits, way + " while " + phase);
            assertTrue(waits || !tried.contains(way.protocol()));
        });
    }

    @Provide
    Arbitrary<Optional<Address>> lastOnes() {
        return Arbitraries.of(
                Optional.empty(),
                Optional.of(Address.xmpp("bob@example.com/phone")),
                Optional.of(Address.sip("bob@example.com")));
    }

    private static boolean has(Question question, Protocol protocol) {
        return question.addresses().stream().anyMatch(address -> address.protocol() == protocol);
    }
}
