package dev.duet.sandbox.internal.xmpp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listening port on 127.0.0.1. */
final class Listener implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 500;

    private final ServerSocket socket;
    private final Consumer<Socket> accepted;

    /** Listens at once; port 0 takes any that is free. */
    Listener(int port, Consumer<Socket> accepted) {
        this.accepted = accepted;
        try {
            socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void run() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                client.setTcpNoDelay(true);
                accepted.accept(client);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.warn("cannot accept a connection: {}", e.getMessage());
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing port {}: {}", port(), e.getMessage());
        }
    }
}
