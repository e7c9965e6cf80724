package dev.duet.media.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaConfig;
import dev.duet.model.MediaDescription;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of ports when ICE begins anew. */
class IceRestartTest {

    private static void restart(IcePair pair) {
        pair.aliceWay.restart();
        pair.passing(() -> pair.alice.locals.size() == 2);
        pair.bobWay.remote(pair.alice.description());
        pair.passing(() -> pair.bob.locals.size() == 2);
        pair.aliceWay.remote(pair.bob.description());
        pair.passing(() -> pair.alice.connected.get() == 2 && pair.bob.connected.get() == 2);
    }

    private static boolean isFree(Endpoint port) {
        try (DatagramSocket socket = new DatagramSocket(port.port(), InetAddress.getByName(port.host()))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Alice begins anew, and Bob, who takes the probe for one of her ports, is about to look for her. */
    private static void offerAnew(IcePair pair, DatagramChannel probe) throws IOException {
        pair.connect();
        probe.configureBlocking(false);
        pair.until(() -> pair.runtime.loop().timers() == 0);
        pair.aliceWay.restart();
        pair.until(() -> pair.alice.locals.size() == 2);
        MediaDescription offer = pair.alice.description();
        pair.bobWay.remote(withProbe(offer, probe));
        // The whole of Bob's search has a limit, and so has his patience.
        pair.until(() -> pair.bob.locals.size() == 2 && pair.runtime.loop().timers() == 2);
        assertFalse(isChecked(probe));
    }

    private static MediaDescription withProbe(MediaDescription offer, DatagramChannel probe) throws IOException {
        IceDescription ice = offer.ice();
        IceCandidate known = ice.candidates().get(0);
        InetSocketAddress at = (InetSocketAddress) probe.getLocalAddress();
        IceCandidate added = new IceCandidate(
                "probe",
                1,
                "udp",
                known.priority() - 1,
                Addresses.endpoint(at),
                IceCandidate.Type.HOST,
                null,
                null,
                Map.of());
        return offer.toBuilder()
                .ice(new IceDescription(
                        ice.usernameFragment(), ice.password(), ice.options(), List.of(known, added), true))
                .build();
    }

    private static boolean isChecked(DatagramChannel probe) throws IOException {
        return probe.receive(ByteBuffer.allocate(1500)) != null;
    }

    /** Libwebrtc does not try a candidate again that was heard before it was told. */
    @Test
    void whoAnswersLooksForTheOtherOnceThatOneHasTheAnswer() throws Exception {
        try (IcePair pair = new IcePair(IcePair.CONFIG, IcePair.CONFIG, false);
                DatagramChannel probe = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            offerAnew(pair, probe);
            pair.aliceWay.remote(pair.bob.description());
            pair.until(() -> pair.alice.connected.get() == 2 && pair.bob.connected.get() == 2);
        }
    }

    @Test
    void whoAnswersWaitsForASecondOnly() throws Exception {
        try (IcePair pair = new IcePair(IcePair.CONFIG, IcePair.CONFIG, false);
                DatagramChannel probe = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            offerAnew(pair, probe);
            pair.runtime.loop().advance(IceSearch.ANSWER_WAIT.minusMillis(1));
            pair.drain();
            assertEquals(2, pair.runtime.loop().timers());
            assertFalse(isChecked(probe));
            pair.runtime.loop().advance(Duration.ofMillis(1));
            pair.until(() -> isChecked(probe));
            assertEquals(1, pair.bob.connected.get());
        }
    }

    /** Chromium stays with an address that it has a way to, by the credentials before. */
    @Test
    void anotherPortIsUsedAndTheOneBeforeIsHeardForSomeTime() throws Exception {
        try (IcePair pair = new IcePair(IcePair.CONFIG, IcePair.CONFIG, false)) {
            pair.connect();
            Endpoint old = pair.alice.local().rtp();
            restart(pair);
            assertNotEquals(old, pair.alice.local().rtp());
            assertFalse(isFree(old));
            pair.until(() -> pair.runtime.loop().timers() == 2);
            pair.runtime.loop().advance(IceTransport.LATECOMERS);
            pair.until(() -> isFree(old));
            pair.bothWaysWork();
            assertEquals(0, pair.runtime.loop().timers());
        }
    }

    @Test
    void aPortThatHasNoOtherStays() throws Exception {
        int only;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            only = socket.getLocalPort();
        }
        MediaConfig config = IcePair.CONFIG.toBuilder().ports(only, only).build();
        try (IcePair pair = new IcePair(config, IcePair.CONFIG, false)) {
            pair.connect();
            restart(pair);
            assertEquals(only, pair.alice.local().rtp().port());
            pair.bothWaysWork();
        }
    }
}
