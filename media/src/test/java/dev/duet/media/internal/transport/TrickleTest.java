package dev.duet.media.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.Endpoint;
import dev.duet.model.Failure;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.IceServer;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDescription;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Candidates that come one by one, and the addresses that they come from. */
class TrickleTest {

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private IcePair pair(MediaConfig alice, boolean trickle) throws Exception {
        IcePair pair = new IcePair(alice, IcePair.CONFIG, trickle);
        open.add(pair);
        return pair;
    }

    private DatagramSocket silent() throws Exception {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        open.add(socket);
        return socket;
    }

    private MediaConfig asking(int stunPort) {
        return IcePair.CONFIG.withIceServers(List.of(IceServer.stun("127.0.0.1", stunPort)));
    }

    @Test
    void anOfferLeavesAtOnceAndCandidatesFollow() throws Exception {
        Endpoint told = new Endpoint("127.0.0.1", silent().getLocalPort());
        TestStunServer server = new TestStunServer(new InetSocketAddress(told.host(), told.port()));
        open.add(server);
        IcePair pair = pair(asking(server.port()), true);
        pair.aliceWay.open(null);
        // No time has passed, so that nothing but this host's own can be known.
        pair.until(() -> !pair.alice.locals.isEmpty());
        IceDescription first = pair.alice.local().ice();
        assertEquals(1, first.candidates().size());
        assertFalse(first.endOfCandidates());
        assertEquals(0, pair.alice.ends.get());
        pair.passing(() -> pair.alice.ends.get() == 1);
        assertEquals(1, pair.alice.candidates.size());
        assertEquals(told, pair.alice.candidates.get(0).endpoint());
        assertEquals(IceCandidate.Type.SRFLX, pair.alice.candidates.get(0).type());
    }

    @Test
    void anOfferThatMustBeWholeWaitsForASecondAtMost() throws Exception {
        IcePair pair = pair(asking(silent().getLocalPort()), false);
        pair.aliceWay.open(null);
        pair.until(() -> pair.runtime.loop().timers() == 1);
        pair.runtime.loop().advance(IceTransport.GATHER_LIMIT.minusMillis(1));
        pair.drain();
        assertTrue(pair.alice.locals.isEmpty());
        pair.runtime.loop().advance(Duration.ofMillis(1));
        pair.until(() -> !pair.alice.locals.isEmpty());
        assertTrue(pair.alice.local().ice().endOfCandidates());
    }

    @Test
    void halfTrickleWaitsAsLongAndTellsTheRestAfterwards() throws Exception {
        IcePair pair = new IcePair(asking(silent().getLocalPort()), IcePair.CONFIG, Trickling.HALF);
        open.add(pair);
        pair.aliceWay.open(null);
        pair.until(() -> pair.runtime.loop().timers() == 1);
        pair.runtime.loop().advance(IceTransport.GATHER_LIMIT);
        pair.until(() -> !pair.alice.locals.isEmpty());
        assertFalse(pair.alice.local().ice().endOfCandidates());
        pair.passing(() -> pair.alice.ends.get() == 1);
    }

    @Test
    void whoIsOfferedTrickleAnswersAtOnce() throws Exception {
        IcePair pair = new IcePair(asking(silent().getLocalPort()), IcePair.CONFIG, Trickling.HALF);
        open.add(pair);
        MediaDescription offer = pair.answer(pair.offer()); // any description of a side that trickles
        IcePair other = new IcePair(asking(silent().getLocalPort()), IcePair.CONFIG, Trickling.HALF);
        open.add(other);
        other.aliceWay.open(offer);
        other.aliceWay.remote(offer);
        // No time has passed.
        other.until(() -> !other.alice.locals.isEmpty());
        assertFalse(other.alice.local().ice().endOfCandidates());
    }

    @Test
    void whoOffersNoTrickleGetsAWholeAnswer() throws Exception {
        IcePair pair = new IcePair(asking(silent().getLocalPort()), IcePair.CONFIG, Trickling.HALF);
        open.add(pair);
        MediaDescription described = pair.answer(pair.offer());
        IceDescription ice = described.ice();
        MediaDescription offer = described.toBuilder()
                .ice(new IceDescription(
                        ice.usernameFragment(), ice.password(), List.of(), ice.candidates(), ice.endOfCandidates()))
                .build();
        IcePair other = new IcePair(asking(silent().getLocalPort()), IcePair.CONFIG, Trickling.HALF);
        open.add(other);
        other.aliceWay.open(offer);
        other.until(() -> other.runtime.loop().timers() == 1);
        other.runtime.loop().advance(IceTransport.GATHER_LIMIT.minusMillis(1));
        other.drain();
        assertTrue(other.alice.locals.isEmpty());
        other.runtime.loop().advance(Duration.ofMillis(1));
        other.until(() -> !other.alice.locals.isEmpty());
    }

    @Test
    void whatIsToldAgainIsOneCandidate() throws Exception {
        IcePair pair = pair(IcePair.CONFIG, true);
        MediaDescription offer = pair.offer();
        MediaDescription answer = pair.answer(offer);
        pair.aliceWay.remote(with(answer, List.of(), false));
        for (int i = 0; i < 100; i++) {
            IceCandidate told = candidate("127.0.0.1", 9);
            pair.aliceWay.remoteCandidate(new IceCandidate(
                    told.foundation(),
                    told.component(),
                    told.transport(),
                    told.priority() - i,
                    told.endpoint(),
                    told.type(),
                    null,
                    null,
                    Map.of("ufrag", answer.ice().usernameFragment())));
        }
        answer.ice().candidates().forEach(pair.aliceWay::remoteCandidate);
        pair.passing(() -> pair.alice.connected.get() > 0);
    }

    private static IceCandidate candidate(String host, int port) {
        return new IceCandidate(
                "9", 1, "udp", 2_130_706_431L, new Endpoint(host, port), IceCandidate.Type.HOST, null, null, Map.of());
    }

    private static MediaDescription with(MediaDescription from, List<IceCandidate> candidates, boolean end) {
        IceDescription ice = from.ice();
        return from.toBuilder()
                .ice(new IceDescription(ice.usernameFragment(), ice.password(), ice.options(), candidates, end))
                .build();
    }

    @Test
    void aPeerWithoutAnyCandidateThatWorksFailsEarly() throws Exception {
        IcePair pair = pair(IcePair.CONFIG, false);
        MediaDescription answer = with(pair.answer(pair.offer()), List.of(candidate("224.0.0.1", 9)), false);
        pair.bobWay.close();
        pair.aliceWay.remote(answer);
        pair.until(() -> pair.runtime.loop().timers() == 1);
        pair.aliceWay.remoteEndOfCandidates();
        pair.until(() -> pair.runtime.loop().timers() == 2);
        pair.runtime.loop().advance(IceSearch.GRACE);
        pair.until(() -> !pair.alice.failures.isEmpty());
        assertEquals(Failure.Kind.MEDIA, pair.alice.failures.get(0).kind());
        assertEquals(0, pair.runtime.loop().timers());
    }

    @Test
    void aPeerThatIsHeardAlthoughItsCandidatesAreUselessIsReached() throws Exception {
        IcePair pair = pair(IcePair.CONFIG, false);
        MediaDescription answer = pair.answer(pair.offer());
        pair.aliceWay.remote(with(answer, List.of(), true));
        pair.passing(() -> pair.alice.connected.get() == 1 && pair.bob.connected.get() == 1);
        pair.bothWaysWork();
        assertEquals(List.of(), pair.alice.failures);
    }

    @Test
    void aNameOfTheLocalNetworkThatNobodyKnowsIsSkipped() throws Exception {
        IcePair pair = pair(IcePair.CONFIG, false);
        MediaDescription answer = pair.answer(pair.offer());
        List<IceCandidate> odd = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            odd.add(candidate("0a9c6d1e-1b2c-4d3e-8f4a-5b6c7d8e9f" + i + ".local", 4000));
        }
        odd.addAll(answer.ice().candidates());
        pair.aliceWay.remote(with(answer, odd, false));
        pair.passing(() -> pair.alice.connected.get() == 1);
        pair.bothWaysWork();
    }

    @Test
    void candidatesWithoutEndDoNoHarm() throws Exception {
        IcePair pair = pair(IcePair.CONFIG, false);
        MediaDescription answer = pair.answer(pair.offer());
        pair.aliceWay.remote(with(answer, List.of(answer.ice().candidates().get(0)), false));
        for (int i = 0; i < 2000; i++) {
            pair.aliceWay.remoteCandidate(candidate("127.0.0." + (2 + i % 250), 1 + i));
        }
        pair.passing(() -> pair.alice.connected.get() == 1 && pair.bob.connected.get() == 1);
        pair.bothWaysWork();
    }

    @Test
    void ipVersion6AloneIsEnough() throws Exception {
        MediaConfig six = MediaConfig.DEFAULT.withLocalHost("::1");
        IcePair pair = new IcePair(six, six, true);
        open.add(pair);
        pair.connect();
        pair.bothWaysWork();
        assertTrue(pair.alice.local().rtp().host().contains(":"));
    }

    @Test
    void anAddressThatGoesInterruptsAtOnceAndARestartFindsAnother() throws Exception {
        IcePair pair = pair(IcePair.CONFIG, true);
        pair.connect();
        pair.aliceAddresses.set(List.of(InetAddress.getByName("127.0.0.2")));
        pair.aliceWay.networkChanged();
        pair.until(() -> !pair.alice.interruptions.isEmpty());
        assertFalse(pair.aliceWay.sendRtp(Side.rtp(1), 0, 172));
        pair.aliceWay.restart();
        pair.until(() -> pair.alice.locals.size() == 2);
        assertEquals("127.0.0.2", pair.alice.local().rtp().host());
        assertTrue(pair.bobWay.remote(pair.alice.description()));
        pair.until(() -> pair.bob.locals.size() == 2);
        pair.aliceWay.remote(pair.bob.description());
        pair.passing(() -> pair.alice.connected.get() == 2 && pair.bob.connected.get() == 2);
        pair.bothWaysWork();
    }

    @Test
    void aHostWithoutAnyAddressKeepsItsWayAndWaits() throws Exception {
        IcePair pair = pair(IcePair.CONFIG, true);
        pair.connect();
        pair.aliceAddresses.set(List.of());
        pair.aliceWay.networkChanged();
        pair.aliceWay.restart();
        pair.until(() -> pair.runtime.loop().timers() == 1);
        pair.bothWaysWork();
        pair.runtime.loop().advance(Duration.ofSeconds(1));
        pair.until(() -> pair.runtime.loop().timers() == 1);
        assertEquals(List.of(), pair.alice.failures);
        assertEquals(List.of(), pair.alice.interruptions);
        assertEquals(1, pair.alice.locals.size());
        pair.aliceAddresses.set(List.of(InetAddress.getByName("127.0.0.2")));
        pair.aliceWay.networkChanged();
        pair.until(() -> pair.alice.locals.size() == 2);
        pair.bobWay.remote(pair.alice.description());
        pair.until(() -> pair.bob.locals.size() == 2);
        pair.aliceWay.remote(pair.bob.description());
        pair.passing(() -> pair.alice.connected.get() == 2 && pair.bob.connected.get() == 2);
        pair.bothWaysWork();
        assertEquals("127.0.0.2", pair.aliceWay.way().localEndpoint().host());
    }

    @Test
    void anAddressMoreKeepsTheWay() throws Exception {
        IcePair pair = pair(IcePair.CONFIG, true);
        pair.connect();
        IcePath before = pair.aliceWay.path();
        pair.aliceAddresses.set(List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("127.0.0.2")));
        pair.aliceWay.networkChanged();
        pair.aliceWay.restart();
        pair.until(() -> pair.alice.locals.size() == 2);
        pair.bothWaysWork();
        assertEquals(before, pair.aliceWay.path());
        assertEquals(List.of(), pair.alice.interruptions);
        assertEquals(2, pair.alice.local().ice().candidates().size());
        assertNotEquals(
                pair.alice.local().ice().candidates().get(0).priority(),
                pair.alice.local().ice().candidates().get(1).priority());
    }

    @Test
    void aRestartThatFindsNothingKeepsTheOldWay() throws Exception {
        IcePair pair = pair(IcePair.CONFIG, false);
        pair.connect();
        pair.aliceWay.restart();
        pair.until(() -> pair.alice.locals.size() == 2);
        pair.aliceWay.remote(pair.bob.description().toBuilder()
                .ice(new IceDescription("wxyz", "abcdefghijklmnopqrstuv", List.of(), List.of(), false))
                .build());
        pair.until(() -> pair.runtime.loop().timers() == 1);
        for (int i = 0; i < 30; i++) {
            pair.runtime.loop().advance(Duration.ofSeconds(1));
            pair.until(() -> pair.aliceWay.path().age(pair.runtime.loop().nanoTime()) < 7_000_000_000L);
        }
        pair.until(() -> !pair.alice.warnings.isEmpty());
        pair.bothWaysWork();
        assertEquals(List.of(), pair.alice.failures);
    }
}
