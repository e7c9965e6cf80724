package dev.duet.examples.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A program for {@link NatNetwork}: tells whether a TCP port can be reached. */
final class TcpKnock {

    private TcpKnock() {}

    /** {@code HOST PORT}. */
    public static void main(String[] arguments) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), 2000);
            System.out.println("open");
        } catch (IOException e) {
            System.out.println("closed: " + e.getMessage());
        }
    }
}
