package dev.duet.media.internal.transport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.media.internal.rfc8489.Stun;
import dev.duet.media.internal.rfc8489.StunMessage;
import dev.duet.media.internal.rfc8489.StunWriter;
import dev.duet.media.internal.rfc8656.TurnProblem;
import dev.duet.media.internal.tick.Ticker;
import dev.duet.model.IceServer;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is lent is given back, to a server that the test plays and that loses what it is told. */
class FarewellsTest {

    private static final int ALLOCATE = 0x0003;
    private static final int REFRESH = 0x0004;

    private final TestRuntime runtime = new TestRuntime();
    private final Ticker ticker = new Ticker();
    private final Farewells farewells = new Farewells(ticker);
    private DatagramSocket server;
    private UdpPort port;
    private TurnRelay relay;
    private InetSocketAddress client;

    @BeforeEach
    void allocate() throws Exception {
        InetAddress here = InetAddress.getByName("127.0.0.1");
        server = new DatagramSocket(0, here);
        server.setSoTimeout(10_000);
        port = UdpPort.open(here, 0);
        InetSocketAddress address = new InetSocketAddress(here, server.getLocalPort());
        relay = new TurnRelay(
                1,
                IceServer.turn(IceServer.Transport.UDP, "127.0.0.1", server.getLocalPort(), "alice", "secret"),
                new UdpTurnLink(port, address),
                new Random(1),
                runtime.loop(),
                farewells,
                new TurnRelay.Events() {
                    @Override
                    public void allocated(TurnRelay lent, InetSocketAddress mapped) {
                        // as it should be
                    }

                    @Override
                    public void ended(TurnRelay lost, TurnProblem problem) {
                        throw new AssertionError(problem);
                    }
                });
        relay.start();
        StunMessage request = next();
        assertEquals(ALLOCATE, request.type());
        answer(new StunWriter(ALLOCATE | 0x0100, request.transaction())
                .xorAddress(Stun.XOR_RELAYED_ADDRESS, new InetSocketAddress("127.0.0.1", 50_000))
                .xorAddress(Stun.XOR_MAPPED_ADDRESS, client)
                .number(Stun.LIFETIME, 600));
        until(() -> {
            relay.drain((from, data, offset, length, peer) -> {});
            return !relay.ports().isEmpty();
        });
    }

    @AfterEach
    void stop() {
        ticker.close();
        farewells.close();
        server.close();
        runtime.close();
    }

    private StunMessage next() throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        server.receive(packet);
        client = (InetSocketAddress) packet.getSocketAddress();
        return StunMessage.parse(packet.getData(), 0, packet.getLength());
    }

    private void answer(StunWriter message) throws Exception {
        byte[] bytes = message.withFingerprint();
        server.send(new DatagramPacket(bytes, bytes.length, client));
    }

    private static void until(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(20))
                .until(condition);
    }

    /** Nobody has its port any more. */
    private boolean isClosed() {
        try (DatagramSocket again = new DatagramSocket(port.local())) {
            return again.isBound();
        } catch (java.net.SocketException taken) {
            return false;
        }
    }

    @Test
    void aLostFarewellIsRepeated() throws Exception {
        relay.close();
        relay.close();
        StunMessage lost = next();
        assertEquals(REFRESH, lost.type());
        assertEquals(0, lost.number(Stun.LIFETIME));
        assertEquals(1, ticker.size());
        runtime.loop().advance(Duration.ofMillis(600));
        StunMessage heard = next();
        assertEquals(REFRESH, heard.type());
        answer(new StunWriter(REFRESH | 0x0100, heard.transaction()).number(Stun.LIFETIME, 0));
        until(() -> ticker.size() == 0);
        assertTrue(isClosed());
    }

    @Test
    void aServerThatIsGoneIsLeftAlone() {
        relay.close();
        until(() -> {
            runtime.loop().advance(Duration.ofSeconds(1));
            return ticker.size() == 0;
        });
        assertTrue(isClosed());
    }

    @Test
    void theEndOfAllDoesNotWait() {
        relay.close();
        ticker.close();
        farewells.close();
        assertTrue(isClosed());
    }

    @Test
    void nothingBeginsAfterTheEnd() {
        farewells.close();
        relay.close();
        assertTrue(isClosed());
        assertEquals(0, ticker.size());
    }
}
