package dev.duet.sandbox;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for programs that cannot choose one by themselves, such as a real server or a SIPp beside the sandbox. A port
 * that the system has just given away and got back is of no use for that: any socket may be given it again before the
 * program takes it. So these are from 10,000 to 31,999, below those that Linux gives away by itself (from 32,768).
 *
 * <p>Each is told once until all have been, and no other in its group of four is: SIPp binds one for its media and the
 * one two behind it. Several of these objects, in one process or in several, begin at random places; keep one for all
 * that runs together. Any thread may ask.
 */
public final class FreePorts {

    private static final int FIRST = 10_000;
    private static final int GROUP = 4;
    private static final int GROUPS = 5_500;

    private final AtomicInteger group =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(GROUPS));

    /**
     * A port that nobody on 127.0.0.1 uses now, neither by UDP nor by TCP.
     *
     * @throws IllegalStateException when all are taken
     */
    public int next() {
        for (int attempt = 0; attempt < GROUPS; attempt++) {
            int port = FIRST + GROUP * Math.floorMod(group.getAndIncrement(), GROUPS);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("All ports are taken");
    }

    private static boolean isFree(int port) {
        try {
            InetAddress host = InetAddress.getByName("127.0.0.1");
            try (ServerSocket tcp = new ServerSocket(port, 1, host);
                    DatagramSocket udp = new DatagramSocket(port, host)) {
                return tcp.isBound() && udp.isBound();
            }
        } catch (IOException taken) {
            return false;
        }
    }
}
