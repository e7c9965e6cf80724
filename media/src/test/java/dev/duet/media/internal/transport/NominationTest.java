package dev.duet.media.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.model.Endpoint;
import dev.duet.model.IceCandidate;
import dev.duet.model.IceDescription;
import dev.duet.model.MediaDescription;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two ways of one kind, as IPv4 and IPv6 are: the answers on the better one take longer than those on the other. */
class NominationTest {

    private IcePair pair;
    private DatagramChannel detour;
    private InetSocketAddress aliceAt;
    private InetSocketAddress bobAt;

    @BeforeEach
    void searchByBoth() throws Exception {
        pair = new IcePair(IcePair.CONFIG, IcePair.CONFIG, false);
        detour = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
        detour.configureBlocking(false);
        MediaDescription offer = pair.offer();
        MediaDescription answer = pair.answer(offer);
        aliceAt = address(offer.rtp());
        bobAt = address(answer.rtp());
        pair.aliceWay.remote(withDetour(answer));
        // Each waits as long as a search may take. The one who leads knows of the way that works, waits for what may be
        // better, and less long for what is like it; the other one may wait, too, when ice4j checks once more.
        pair.until(() -> pair.runtime.loop().timers() >= 4);
        assertEquals(0, pair.alice.connected.get() + pair.bob.connected.get());
    }

    @AfterEach
    void close() throws Exception {
        detour.close();
        pair.close();
    }

    @Test
    void theBetterOneIsTakenWhenItWorksInTime() {
        pair.runtime.loop().advance(IceSearch.LIKE_WAIT.minusMillis(1));
        pair.until(() -> {
            forward();
            return pair.alice.connected.get() > 0 && pair.bob.connected.get() > 0;
        });
        assertEquals(detourAt(), pair.aliceWay.way().remoteEndpoint());
    }

    @Test
    void theOtherOneIsTakenWhenItDoesNot() {
        pair.runtime.loop().advance(IceSearch.LIKE_WAIT.minusMillis(1));
        pair.drain();
        assertEquals(0, pair.alice.connected.get());
        pair.runtime.loop().advance(Duration.ofMillis(1));
        pair.until(() -> pair.alice.connected.get() > 0 && pair.bob.connected.get() > 0);
        assertEquals(Addresses.endpoint(bobAt), pair.aliceWay.way().remoteEndpoint());
    }

    private Endpoint detourAt() {
        return Addresses.endpoint((InetSocketAddress) detour.socket().getLocalSocketAddress());
    }

    private static InetSocketAddress address(Endpoint endpoint) {
        return new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    /** Bob is told to be at the detour, too, and rather. */
    private MediaDescription withDetour(MediaDescription answer) {
        IceDescription ice = answer.ice();
        IceCandidate direct = ice.candidates().get(0);
        IceCandidate better = new IceCandidate(
                "9",
                1,
                "udp",
                direct.priority() + 256,
                detourAt(),
                IceCandidate.Type.HOST,
                null,
                null,
                Map.of("generation", "0"));
        return answer.toBuilder()
                .ice(new IceDescription(
                        ice.usernameFragment(), ice.password(), ice.options(), List.of(better, direct), true))
                .build();
    }

    /** Takes what came to the detour to whom it was meant for. */
    private void forward() throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(2048);
        for (InetSocketAddress from = (InetSocketAddress) detour.receive(packet);
                from != null;
                from = (InetSocketAddress) detour.receive(packet)) {
            detour.send(packet.flip(), from.equals(bobAt) ? aliceAt : bobAt);
            packet.clear();
        }
    }
}
