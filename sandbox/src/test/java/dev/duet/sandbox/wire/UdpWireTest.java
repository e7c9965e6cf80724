package dev.duet.sandbox.wire;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UdpWireTest {

    private static final WireSettings PERFECT = WireSettings.perfect();

    private DatagramSocket server;
    private DatagramSocket client;

    @BeforeEach
    void open() throws IOException {
        server = loopbackSocket();
        client = loopbackSocket();
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    private static DatagramSocket loopbackSocket() throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        socket.setSoTimeout(10_000);
        return socket;
    }

    private UdpWire wire(long seed) {
        return UdpWire.start((InetSocketAddress) server.getLocalSocketAddress(), seed);
    }

    private static void send(DatagramSocket from, SocketAddress to, int number) throws IOException {
        byte[] payload = ByteBuffer.allocate(4).putInt(number).array();
        from.send(new DatagramPacket(payload, payload.length, to));
    }

    private static DatagramPacket receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        at.receive(packet);
        return packet;
    }

    private static int number(DatagramPacket packet) {
        return ByteBuffer.wrap(packet.getData()).getInt();
    }

    @Test
    void datagrams_pass_and_answers_come_back() throws IOException {
        try (UdpWire wire = wire(1)) {
            send(client, wire.address(), 7);
            DatagramPacket seen = receive(server);
            assertEquals(7, number(seen));
            assertNotEquals(client.getLocalPort(), seen.getPort());
            send(server, seen.getSocketAddress(), 8);
            DatagramPacket answer = receive(client);
            assertEquals(8, number(answer));
            assertEquals(wire.address(), answer.getSocketAddress());
            assertEquals(1, wire.stats(Direction.UP).packetsOut());
            assertEquals(4, wire.stats(Direction.DOWN).bytesOut());
        }
    }

    @Test
    void clients_are_told_apart() throws IOException {
        try (UdpWire wire = wire(1);
                DatagramSocket other = loopbackSocket()) {
            send(client, wire.address(), 1);
            SocketAddress first = receive(server).getSocketAddress();
            send(other, wire.address(), 2);
            SocketAddress second = receive(server).getSocketAddress();
            assertNotEquals(first, second);
            send(server, second, 20);
            send(server, first, 10);
            assertEquals(10, number(receive(client)));
            assertEquals(20, number(receive(other)));
        }
    }

    /** Sends so many datagrams and returns the numbers of those that came through. */
    private List<Integer> survivors(long seed, double loss, int packets) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        try (UdpWire wire = wire(seed).set(Direction.UP, PERFECT.withLoss(loss))) {
            for (int i = 0; i < packets; i++) {
                send(client, wire.address(), i);
                int sent = i + 1;
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> wire.stats(Direction.UP).packetsIn() == sent);
            }
            WireStats stats = wire.stats(Direction.UP);
            assertEquals(packets, stats.packetsOut() + stats.lost());
            for (long i = 0; i < stats.packetsOut(); i++) {
                numbers.add(number(receive(server)));
            }
        }
        return numbers;
    }

    @Test
    void the_same_seed_loses_the_same_datagrams() throws IOException {
        List<Integer> once = survivors(99, 0.3, 50);
        assertEquals(once, survivors(99, 0.3, 50));
        assertNotEquals(once, survivors(100, 0.3, 50));
    }

    @Test
    void the_directions_lose_different_datagrams() {
        WirePlanView up = new WirePlanView(Direction.UP);
        WirePlanView down = new WirePlanView(Direction.DOWN);
        assertNotEquals(up.losses(), down.losses());
    }

    private record WirePlanView(Direction direction) {
        List<WireDecision.Fate> losses() {
            var lane = new dev.duet.sandbox.internal.wire.Lane(5, direction);
            lane.settings(PERFECT.withLoss(0.5));
            return IntStream.range(0, 100)
                    .mapToObj(i -> lane.enter(i, 1).fate())
                    .toList();
        }
    }

    @Test
    void jitter_reorders_what_was_sent_in_a_row() throws IOException {
        try (UdpWire wire = wire(3).set(PERFECT.withJitter(Duration.ofMillis(200)))) {
            for (int i = 0; i < 50; i++) {
                send(client, wire.address(), i);
            }
            List<Integer> seen = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                seen.add(number(receive(server)));
            }
            assertEquals(
                    IntStream.range(0, 50).boxed().toList(),
                    seen.stream().sorted().toList());
            assertNotEquals(IntStream.range(0, 50).boxed().toList(), seen);
            await().until(() -> wire.stats(Direction.UP).reordered() > 0);
        }
    }

    @Test
    void duplicates_arrive_twice() throws IOException {
        try (UdpWire wire = wire(3).set(PERFECT.withDuplication(1))) {
            send(client, wire.address(), 5);
            assertEquals(5, number(receive(server)));
            assertEquals(5, number(receive(server)));
        }
    }

    @Test
    void a_cut_wire_passes_nothing_until_resumed() throws IOException {
        try (UdpWire wire = wire(3).set(PERFECT.withDelay(Duration.ofSeconds(1)))) {
            send(client, wire.address(), 1);
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> wire.stats(Direction.UP).packetsIn() == 1);
            wire.cut();
            send(client, wire.address(), 2);
            await().until(() -> wire.stats(Direction.UP).packetsIn() == 2);
            wire.resume();
            wire.set(PERFECT);
            send(client, wire.address(), 3);
            assertEquals(3, number(receive(server)));
            await().until(() -> wire.stats(Direction.UP).swallowed() == 2);
            server.setSoTimeout(1);
            assertThrows(SocketTimeoutException.class, () -> receive(server));
        }
    }

    @Test
    void a_target_that_comes_later_is_reached() throws IOException {
        int port = server.getLocalPort();
        try (UdpWire wire = wire(3)) {
            server.close();
            send(client, wire.address(), 1);
            await().until(() -> wire.stats(Direction.UP).packetsOut() == 1);
            server = new DatagramSocket(port, InetAddress.getByName("127.0.0.1"));
            server.setSoTimeout(10_000);
            send(client, wire.address(), 2);
            assertEquals(2, number(receive(server)));
        }
    }

    @Test
    void closing_twice_leaves_no_thread() {
        UdpWire wire = wire(1);
        String name = "duet-sandbox-udp-wire-" + wire.port();
        assertTrue(threads().contains(name));
        wire.close();
        wire.close();
        assertFalse(threads().contains(name));
        assertEquals(1, wire.seed());
    }

    @Test
    void a_target_without_an_address_is_misuse() {
        assertThrows(
                IllegalArgumentException.class,
                () -> UdpWire.start(InetSocketAddress.createUnresolved("example.com", 5060), 1));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }
}
