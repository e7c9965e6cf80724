package dev.duet.xmpp.internal.xep0156;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** A site that answers by HTTPS what it is told to. */
public final class HostMetaServer implements AutoCloseable {

    private final HttpsServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** Listens on loopback. */
    public HostMetaServer(SSLContext tls) {
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** What was asked for. */
    public List<String> asked() {
        return asked;
    }

    /** Answers at a path; with a status of redirection the text is where to. */
    public void answer(String path, int status, String text) {
        server.createContext(path, exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            boolean elsewhere = status / 100 == 3;
            if (elsewhere) {
                exchange.getResponseHeaders().set("Location", text);
            }
            exchange.sendResponseHeaders(status, elsewhere ? -1 : body.length);
            if (!elsewhere) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
    }

    /** A host-meta with those places. */
    public static String hostMeta(String... places) {
        StringBuilder text = new StringBuilder(
                "<?xml version='1.0' encoding='utf-8'?><XRD xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0'>"
                        + "<Link rel='urn:xmpp:alt-connections:xbosh' href='https://localhost/bosh'/>");
        for (String place : places) {
            text.append("<Link rel='urn:xmpp:alt-connections:websocket' href='")
                    .append(place)
                    .append("'/>");
        }
        return text + "</XRD>";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
