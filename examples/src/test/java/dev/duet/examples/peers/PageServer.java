package dev.duet.examples.peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Serves pages and scripts on loopback: those of this package's resources, and files put there by name. */
final class PageServer implements AutoCloseable {

    private static final Map<String, String> TYPES =
            Map.of("html", "text/html; charset=utf-8", "js", "text/javascript; charset=utf-8", "wav", "audio/wav");

    private final HttpServer server;
    private final Map<String, Path> files = new ConcurrentHashMap<>();

    private PageServer(HttpServer server) {
        this.server = server;
    }

    static PageServer start() {
        return start(InetAddress.getLoopbackAddress());
    }

    static PageServer start(InetAddress address) {
        try {
            PageServer pages = new PageServer(HttpServer.create(new InetSocketAddress(address, 0), 0));
            pages.server.createContext("/", pages::answer);
            pages.server.start();
            return pages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Serves a file by a name of one part. */
    PageServer with(String name, Path file) {
        files.put(name, file);
        return this;
    }

    URI uri(String name) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String name = exchange.getRequestURI().getPath().substring(1);
            byte[] content = content(name);
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            String ending = name.substring(name.lastIndexOf('.') + 1);
            exchange.getResponseHeaders().add("Content-Type", TYPES.getOrDefault(ending, "application/octet-stream"));
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private byte @Nullable [] content(String name) throws IOException {
        Path file = files.get(name);
        if (file != null) {
            return Files.readAllBytes(file);
        }
        if (name.isEmpty() || name.contains("/")) {
            return null;
        }
        try (InputStream in = PageServer.class.getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
