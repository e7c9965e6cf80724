package dev.duet.sandbox.wire;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpWireTest {

    private static final WireSettings PERFECT = WireSettings.perfect();

    private ServerSocket listener;
    private TcpWire wire;

    @BeforeEach
    void open() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        listener.setSoTimeout(10_000);
        wire = TcpWire.start((InetSocketAddress) listener.getLocalSocketAddress(), 1);
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        listener.close();
    }

    private Socket connect() throws IOException {
        Socket client = new Socket("127.0.0.1", wire.port());
        client.setSoTimeout(10_000);
        return client;
    }

    private Socket accept() throws IOException {
        Socket server = listener.accept();
        server.setSoTimeout(10_000);
        return server;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes());
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes));
    }

    @Test
    void bytes_pass_both_ways_and_the_end_of_each_stream_too() throws IOException {
        try (Socket client = connect();
                Socket server = accept()) {
            send(client, "ping");
            client.shutdownOutput();
            assertEquals("ping", new String(server.getInputStream().readAllBytes()));
            send(server, "pong");
            server.shutdownOutput();
            assertEquals("pong", new String(client.getInputStream().readAllBytes()));
            await().until(() -> wire.open() == 0);
            assertEquals(1, wire.accepted());
            assertEquals(4, wire.stats(Direction.UP).bytesOut());
            assertEquals(4, wire.stats(Direction.DOWN).bytesOut());
        }
    }

    @Test
    void a_large_stream_arrives_whole_and_in_order_whatever_the_jitter() throws IOException {
        byte[] sent = new byte[2_000_000];
        new Random(1).nextBytes(sent);
        wire.set(PERFECT.withDelay(Duration.ofMillis(2)).withJitter(Duration.ofMillis(3)));
        try (Socket client = connect();
                Socket server = accept()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    client.getOutputStream().write(sent);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertArrayEquals(sent, server.getInputStream().readAllBytes());
            sending.join();
        }
    }

    @Test
    void a_receiver_that_does_not_read_makes_the_sender_wait() throws IOException {
        byte[] sent = new byte[20_000_000];
        try (Socket client = connect();
                Socket server = accept()) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    client.getOutputStream().write(sent);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            await().until(() -> wire.stats(Direction.UP).bytesOut() > 0);
            assertFalse(sending.isDone());
            assertEquals(sent.length, server.getInputStream().readAllBytes().length);
            sending.join();
        }
    }

    @Test
    void bandwidth_makes_a_stream_take_its_time() throws IOException {
        wire.set(Direction.UP, PERFECT.withBandwidth(800_000));
        try (Socket client = connect();
                Socket server = accept()) {
            long start = System.nanoTime();
            client.getOutputStream().write(new byte[20_000]);
            client.shutdownOutput();
            assertEquals(20_000, server.getInputStream().readAllBytes().length);
            // A lower bound only: 20 kB at 100 kB/s cannot come sooner.
            assertTrue(System.nanoTime() - start >= 200_000_000L);
        }
    }

    @Test
    void a_reset_is_seen_at_both_ends_and_by_whoever_comes_until_resumed() throws IOException {
        try (Socket client = connect();
                Socket server = accept()) {
            wire.cut(Cut.RESET);
            assertThrows(SocketException.class, () -> client.getInputStream().read());
            assertThrows(SocketException.class, () -> server.getInputStream().read());
            assertThrows(SocketException.class, () -> {
                try (Socket late = connect()) {
                    late.getInputStream().read();
                }
            });
        }
        wire.resume();
        try (Socket client = connect();
                Socket server = accept()) {
            send(client, "again");
            assertEquals("again", read(server, 5));
        }
    }

    @Test
    void a_close_is_an_orderly_end_at_both_ends() throws IOException {
        try (Socket client = connect();
                Socket server = accept()) {
            wire.cut(Cut.CLOSE);
            assertEquals(-1, client.getInputStream().read());
            assertEquals(-1, server.getInputStream().read());
            try (Socket late = connect()) {
                assertEquals(-1, late.getInputStream().read());
            }
        }
    }

    @Test
    void a_silent_cut_holds_the_bytes_back_until_resumed() throws IOException {
        try (Socket client = connect();
                Socket server = accept()) {
            wire.cut(Cut.SILENT);
            send(client, "held");
            server.setSoTimeout(50);
            assertThrows(
                    SocketTimeoutException.class, () -> server.getInputStream().read());
            try (Socket late = connect()) {
                wire.resume();
                server.setSoTimeout(10_000);
                assertEquals("held", read(server, 4));
                try (Socket lateServer = accept()) {
                    send(late, "late");
                    assertEquals("late", read(lateServer, 4));
                }
            }
        }
    }

    @Test
    void a_cut_after_so_many_bytes_is_exact() throws IOException {
        try (Socket client = connect();
                Socket server = accept()) {
            send(client, "before");
            assertEquals("before", read(server, 6));
            wire.cutAfter(Direction.UP, 5, Cut.SILENT);
            send(server, "the other way does not count");
            assertEquals("the other way does not count", read(client, 28));
            send(client, "0123456789");
            assertEquals("01234", read(server, 5));
            server.setSoTimeout(50);
            assertThrows(
                    SocketTimeoutException.class, () -> server.getInputStream().read());
            wire.resume();
            server.setSoTimeout(10_000);
            assertEquals("56789", read(server, 5));
        }
    }

    @Test
    void a_close_after_so_many_bytes_leaves_just_those() throws IOException {
        try (Socket client = connect();
                Socket server = accept()) {
            wire.cutAfter(Direction.UP, 3, Cut.CLOSE);
            send(client, "0123456789");
            assertEquals("012", new String(server.getInputStream().readAllBytes()));
            // The client's own seven bytes were never read by the relay's peer: any end will do, but an end there is.
            await().until(() -> wire.open() == 0);
        }
    }

    @Test
    void a_cut_after_nothing_more_comes_at_once() throws IOException {
        try (Socket client = connect();
                Socket server = accept()) {
            wire.cutAfter(Direction.DOWN, 0, Cut.CLOSE);
            assertEquals(-1, client.getInputStream().read());
            assertEquals(-1, server.getInputStream().read());
        }
    }

    @Test
    void dropping_spares_new_connections() throws IOException {
        try (Socket old = connect();
                Socket oldServer = accept()) {
            wire.drop(Cut.SILENT);
            try (Socket client = connect();
                    Socket server = accept()) {
                send(client, "new");
                assertEquals("new", read(server, 3));
            }
            wire.resume();
            send(old, "dead");
            oldServer.setSoTimeout(50);
            assertThrows(
                    SocketTimeoutException.class,
                    () -> oldServer.getInputStream().read());
        }
    }

    @Test
    void who_roams_is_reset_and_the_target_is_not_told() throws IOException {
        try (Socket old = connect();
                Socket oldServer = accept()) {
            wire.cutAfter(Direction.UP, 3, Cut.ROAM);
            send(old, "abcdef");
            assertEquals("abc", read(oldServer, 3));
            old.setSoTimeout(10_000);
            assertThrows(SocketException.class, () -> old.getInputStream().read());
            try (Socket early = connect()) {
                early.setSoTimeout(10_000);
                assertThrows(SocketException.class, () -> early.getInputStream().read());
            }
            wire.resume();
            send(oldServer, "nobody reads this");
            oldServer.setSoTimeout(50);
            assertThrows(
                    SocketTimeoutException.class,
                    () -> oldServer.getInputStream().read());
            try (Socket client = connect();
                    Socket server = accept()) {
                send(client, "new");
                assertEquals("new", read(server, 3));
            }
        }
    }

    @Test
    void a_target_that_refuses_resets_the_client() throws IOException {
        listener.close();
        try (Socket client = connect()) {
            assertThrows(SocketException.class, () -> client.getInputStream().read());
        }
        await().until(() -> wire.open() == 0);
    }

    @Test
    void loss_and_duplication_are_misuse() {
        assertThrows(IllegalArgumentException.class, () -> wire.set(PERFECT.withLoss(0.1)));
        assertThrows(IllegalArgumentException.class, () -> wire.set(PERFECT.withDuplication(0.1)));
        assertThrows(IllegalArgumentException.class, () -> wire.cutAfter(Direction.UP, -1, Cut.RESET));
    }

    @Test
    void closing_twice_ends_the_connections_and_leaves_no_thread() throws IOException {
        String name = "duet-sandbox-tcp-wire-" + wire.port();
        assertTrue(threads().contains(name));
        try (Socket client = connect();
                Socket server = accept()) {
            wire.close();
            wire.close();
            assertEquals(-1, client.getInputStream().read());
            assertEquals(-1, server.getInputStream().read());
        }
        assertFalse(threads().contains(name));
        assertThrows(IllegalStateException.class, () -> wire.cut(Cut.RESET));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    @Test
    void whatIsPutInComesBehindWhatWasSent() throws IOException {
        try (Socket client = connect();
                Socket server = accept()) {
            send(server, "abc");
            assertEquals("abc", new String(client.getInputStream().readNBytes(3)));
            wire.inject(Direction.DOWN, "de".getBytes());
            wire.inject(Direction.UP, "xy".getBytes());
            assertEquals("de", new String(client.getInputStream().readNBytes(2)));
            assertEquals("xy", new String(server.getInputStream().readNBytes(2)));
            send(server, "f");
            assertEquals("f", new String(client.getInputStream().readNBytes(1)));
        }
        assertThrows(IllegalArgumentException.class, () -> wire.inject(Direction.UP, new byte[0]));
    }
}
