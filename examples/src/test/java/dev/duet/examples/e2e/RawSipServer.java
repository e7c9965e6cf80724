package dev.duet.examples.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;

/** One by UDP. */
final class RawSipServer extends RawSip {

    private final DatagramSocket socket;
    private SocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    RawSipServer() {
        super("UDP");
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    int port() {
        return socket.getLocalPort();
    }

    @Override
    String receive(Deque<String> kept) {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
            socket.receive(packet);
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing came; kept: " + kept, e);
        }
        client = packet.getSocketAddress();
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Override
    void send(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, client));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
