package dev.duet.media.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.duet.model.Endpoint;
import dev.duet.model.MediaConfig;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
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
