package dev.duet.examples.peers;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A program for {@link NatNetwork}: an echo that tells its client under which address it came, and such a client. */
final class UdpEcho {

    private static final int ATTEMPTS = 10;

    private UdpEcho() {}

    /** {@code serve PORT}, or {@code ask HOST PORT} more than once, by one socket. */
    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("serve")) {
            serve(Integer.parseInt(arguments[1]));
            return;
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(300);
            for (int i = 1; i < arguments.length; i += 2) {
                System.out.println(ask(socket, arguments[i], Integer.parseInt(arguments[i + 1])));
            }
        }
    }

    private static void serve(int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(port)) {
            System.out.println("listening");
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            while (true) {
                packet.setLength(100);
                socket.receive(packet);
                packet.setData(packet.getSocketAddress().toString().getBytes(StandardCharsets.US_ASCII));
                socket.send(packet);
                packet.setData(new byte[100]);
            }
        }
    }

    private static String ask(DatagramSocket socket, String host, int port) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getByName(host), port);
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            socket.send(new DatagramPacket(new byte[] {1}, 1, server));
            try {
                socket.receive(packet);
                return "seen as " + new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
            } catch (SocketTimeoutException nothing) {
                continue;
            } catch (PortUnreachableException nobody) {
                return "refused";
            }
        }
        return "no answer";
    }
}
