package dev.duet.examples.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/**
 * A way to a server that counts what passes: bytes each way, and how often the client spoke after the server or for the
 * first time, which is how often it has to wait for a round trip. What passes may be held up, so that what belongs
 * together comes together.
 */
final class CountingRelay implements AutoCloseable {

    private final ServerSocket door;
    private final int port;
    private final int delayMillis;
    private long up; // guarded by this, as are the next
    private long down;
    private int turns;
    private boolean clientSpoke;

    private CountingRelay(ServerSocket door, int port, int delayMillis) {
        this.door = door;
        this.port = port;
        this.delayMillis = delayMillis;
    }

    /** Starts it in front of a port of this machine. */
    static CountingRelay start(int port, int delayMillis) throws IOException {
        CountingRelay relay =
                new CountingRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port, delayMillis);
        begin(relay::accept);
        return relay;
    }

    /** Where it listens. */
    int port() {
        return door.getLocalPort();
    }

    /** What passed since it was last asked; counting begins anew. */
    synchronized Passed passed() {
        Passed passed = new Passed(turns, up, down);
        turns = 0;
        up = 0;
        down = 0;
        clientSpoke = false;
        return passed;
    }

    /** How often the client began to speak. */
    synchronized int turns() {
        return turns;
    }

    /**
     * What passed.
     *
     * @param turns how often the client began to speak
     * @param up bytes to the server
     * @param down bytes to the client
     */
    record Passed(int turns, long up, long down) {}

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                begin(() -> pass(client, server, true));
                begin(() -> pass(server, client, false));
            }
        } catch (IOException closed) {
            // nobody comes any more
        }
    }

    private void pass(Socket from, Socket to, boolean fromClient) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                count(count, fromClient);
                TimeUnit.MILLISECONDS.sleep(delayMillis);
                out.write(buffer, 0, count);
            }
        } catch (IOException closed) {
            // by one of them
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void count(int bytes, boolean fromClient) {
        if (fromClient) {
            turns += clientSpoke ? 0 : 1;
            up += bytes;
        } else {
            down += bytes;
        }
        clientSpoke = fromClient;
    }

    private static void begin(Runnable task) {
        Thread thread = new Thread(task, "bench-relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
