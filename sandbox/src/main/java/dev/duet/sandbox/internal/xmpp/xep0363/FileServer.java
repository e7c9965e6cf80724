package dev.duet.sandbox.internal.xmpp.xep0363;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.duet.sandbox.internal.xmpp.xep0363.FileStore.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Takes and gives files by HTTPS on 127.0.0.1, from the first time on that somebody wants to know where. */
public final class FileServer implements AutoCloseable {

    private static final ThreadFactory THREADS = task -> {
        Thread thread = new Thread(task, "sandbox-files");
        thread.setDaemon(true);
        return thread;
    };
    private static final int MOST_HEAD = 8192;

    private final FileStore store;
    private final Supplier<SSLContext> tls;
    private final List<Integer> refusals = new CopyOnWriteArrayList<>();
    private int port; // this and the next three: guarded by this
    private int shownPort;
    private @Nullable HttpsServer server;
    private @Nullable ExecutorService workers;

    public FileServer(FileStore store, Supplier<SSLContext> tls) {
        this.store = store;
        this.tls = tls;
    }

    public FileStore store() {
        return store;
    }

    /** Where it listens; the same after a {@link #close}. */
    public synchronized int port() {
        if (server == null) {
            start();
        }
        return port;
    }

    /** Listens again where it did before, if it did. */
    public synchronized void resume() {
        if (port != 0 && server == null) {
            start();
        }
    }

    /** Tells others of another port from now on; 0 for its own. */
    public synchronized void show(int other) {
        shownPort = other;
    }

    /** Answers all that is put here with that status, until the returned handle is run. */
    public Runnable refuse(int status) {
        refusals.add(status);
        return () -> refusals.remove((Integer) status);
    }

    synchronized String url(Place place) {
        int known = port();
        String name = URLEncoder.encode(place.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return "https://localhost:" + (shownPort == 0 ? known : shownPort) + "/" + place.id() + "/" + name;
    }

    private void start() {
        try {
            HttpsServer started = HttpsServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
            started.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
            started.createContext("/", this::answer);
            workers = Executors.newCachedThreadPool(THREADS);
            started.setExecutor(workers);
            started.start();
            port = started.getAddress().getPort();
            server = started;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen for files on port " + port, e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getRawPath().split("/");
            Place place = path.length < 2 ? null : store.find(path[1]);
            switch (exchange.getRequestMethod()) {
                case "PUT" -> put(exchange, place);
                case "GET" -> get(exchange, place, true);
                case "HEAD" -> get(exchange, place, false);
                default -> say(exchange, 405);
            }
        }
    }

    private void put(HttpExchange exchange, @Nullable Place place) throws IOException {
        String secret = exchange.getRequestHeaders().getFirst("Authorization");
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (!refusals.isEmpty()) {
            say(exchange, refusals.get(0));
        } else if (place == null || !authorization(place).equals(secret)) {
            say(exchange, 403);
        } else if (!Long.toString(place.size()).equals(length)) {
            say(exchange, 413);
        } else {
            byte[] content = read(exchange.getRequestBody(), place.size());
            if (content.length != place.size()) {
                say(exchange, 400);
            } else {
                say(exchange, store.put(place, content) ? 201 : 409);
            }
        }
    }

    private static byte[] read(InputStream in, long size) throws IOException {
        byte[] content = in.readNBytes(Math.toIntExact(size));
        return in.read() < 0 ? content : Arrays.copyOf(content, 0);
    }

    static String authorization(Place place) {
        return "Bearer " + place.secret();
    }

    private static void get(HttpExchange exchange, @Nullable Place place, boolean withContent) throws IOException {
        byte[] content = place == null ? null : place.content();
        if (content == null) {
            say(exchange, 404);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", place.mediaType());
        if (!withContent) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(content);
        }
    }

    /** Reads a little of what is left, so that who still sends hears the answer. */
    private static void say(HttpExchange exchange, int status) throws IOException {
        exchange.getRequestBody().readNBytes(MOST_HEAD);
        exchange.sendResponseHeaders(status, -1);
    }

    @Override
    public synchronized void close() {
        HttpsServer stopping = server;
        ExecutorService idle = workers;
        server = null;
        workers = null;
        if (stopping != null) {
            stopping.stop(0);
        }
        if (idle != null) {
            idle.shutdownNow();
        }
    }
}
