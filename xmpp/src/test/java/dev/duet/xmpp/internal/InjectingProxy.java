package dev.duet.xmpp.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands between a client and a server that talk in plain text, and can put words into the server's mouth. */
final class InjectingProxy implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final StringBuffer fromClient = new StringBuffer();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile OutputStream toClient = OutputStream.nullOutputStream();

    InjectingProxy(int serverPort) throws IOException {
        go(() -> {
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                sockets.add(client);
                sockets.add(server);
                toClient = client.getOutputStream();
                go(() -> pump(client.getInputStream(), server.getOutputStream(), true, server));
                go(() -> pump(server.getInputStream(), client.getOutputStream(), false, client));
            }
        });
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What the client has said since the last time. */
    String said() {
        return fromClient.toString();
    }

    void forget() {
        fromClient.setLength(0);
    }

    /** Says something to the client in the server's name. */
    void say(String xml) throws IOException {
        OutputStream out = toClient;
        synchronized (out) {
            out.write(xml.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private void pump(InputStream in, OutputStream out, boolean client, Socket other) throws IOException {
        try (other) {
            byte[] buffer = new byte[8_192];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (client) {
                    fromClient.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
                }
                synchronized (out) {
                    out.write(buffer, 0, count);
                    out.flush();
                }
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void go(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
