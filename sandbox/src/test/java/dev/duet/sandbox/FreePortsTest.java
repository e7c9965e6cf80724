package dev.duet.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class FreePortsTest {

    private final FreePorts ports = new FreePorts();

    @Test
    void a_port_can_be_taken_by_udp_and_by_tcp() throws Exception {
        int port = ports.next();
        InetAddress host = InetAddress.getByName("127.0.0.1");
        try (DatagramSocket udp = new DatagramSocket(port, host);
                ServerSocket tcp = new ServerSocket(port, 1, host)) {
            assertEquals(udp.getLocalPort(), tcp.getLocalPort());
        }
    }

    @Test
    void each_is_told_once_apart_from_the_others_below_those_of_the_system() {
        TreeSet<Integer> told = new TreeSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertTrue(told.add(ports.next()));
        }
        assertTrue(told.first() >= 10_000 && told.last() < 32_000, told::toString);
        List<Integer> sorted = new ArrayList<>(told);
        for (int i = 1; i < sorted.size(); i++) {
            assertTrue(sorted.get(i) - sorted.get(i - 1) >= 4, told::toString);
        }
    }

    @Test
    void what_somebody_has_is_passed_over() throws Exception {
        InetAddress host = InetAddress.getByName("127.0.0.1");
        List<AutoCloseable> taken = new ArrayList<>();
        try {
            int last = ports.next();
            for (int i = 1; i <= 8; i++) {
                int next = 10_000 + (last - 10_000 + 4 * i) % 22_000;
                taken.add(i % 2 == 0 ? udp(next, host) : tcp(next, host));
            }
            int port = ports.next();
            assertTrue(Math.floorMod(port - last, 22_000) > 32, port + " after " + last);
        } finally {
            for (AutoCloseable one : taken) {
                one.close();
            }
        }
    }

    /** It may be that somebody else has it: just as well. */
    private static AutoCloseable udp(int port, InetAddress host) {
        try {
            return new DatagramSocket(new InetSocketAddress(host, port));
        } catch (IOException taken) {
            return () -> {};
        }
    }

    private static AutoCloseable tcp(int port, InetAddress host) {
        try {
            return new ServerSocket(port, 1, host);
        } catch (IOException taken) {
            return () -> {};
        }
    }
}
