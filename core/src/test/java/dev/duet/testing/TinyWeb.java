package dev.duet.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server that says, byte by byte, what a test wants it to say; one request for each connection. */
public final class TinyWeb implements AutoCloseable {

    /** What was put here: each request's head and body. */
    public final List<Request> requests = new CopyOnWriteArrayList<>();

    private final ServerSocket socket;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** A request. */
    public record Request(String head, byte[] body) {}

    public TinyWeb() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "tiny-web");
        thread.setDaemon(true);
        thread.start();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
    }

    /** Says that at that path, and closes; says nothing, and goes on listening, when it is empty. */
    public TinyWeb says(String path, String answer) {
        answers.put(path, answer);
        return this;
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                open.add(connection);
                thread(() -> answer(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void answer(Socket connection) {
        try {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                head.write(next);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            byte[] body = in.readNBytes(length(text));
            requests.add(new Request(text, body));
            String answer =
                    answers.getOrDefault(text.split(" ")[1], "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            if (!answer.isEmpty()) {
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                connection.close();
            }
        } catch (IOException e) {
            // whoever asked has gone
        }
    }

    private static int length(String head) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                return Integer.parseInt(line.substring(15).strip());
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
