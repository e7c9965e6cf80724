package dev.duet.media.internal.transport;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells everybody one and the same IPv4 address; ignores the first request, as a lossy network would. */
final class TestStunServer implements AutoCloseable {

    final AtomicInteger requests = new AtomicInteger();
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));

    TestStunServer(InetSocketAddress told) throws IOException {
        Thread thread = new Thread(() -> serve(told), "test-stun");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve(InetSocketAddress told) {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            while (true) {
                socket.receive(packet);
                if (requests.getAndIncrement() > 0) {
                    byte[] response = response(packet.getData(), told);
                    socket.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private static byte[] response(byte[] request, InetSocketAddress told) {
        int cookie = 0x2112_A442;
        return ByteBuffer.allocate(40)
                .putInt(0x0101_0014)
                .putInt(cookie)
                .put(request, 8, 12)
                .putInt(0x8022_0002) // SOFTWARE, to be skipped
                .putInt(0x4142_0000)
                .putInt(0x0020_0008)
                .putShort((short) 1)
                .putShort((short) (told.getPort() ^ cookie >>> 16))
                .putInt(ByteBuffer.wrap(told.getAddress().getAddress()).getInt() ^ cookie)
                .array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
