package dev.duet.xmpp.internal.stream;

import dev.duet.model.ClientCertificate;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig;
import dev.duet.spi.net.ServerTrust;
import dev.duet.xmpp.internal.xep0156.HostMeta;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * HTTP for all accounts of a runtime. Those that trust the same, and show the same certificate, share one client with
 * its one thread, which ends when nobody holds the client any more; all clients share two threads on which what comes
 * is taken. None of these is there before the first account wants one.
 */
public final class WebClients {

    private static final int THREADS = 2;
    private static final int IDLE_SECONDS = 10;

    private final int port;
    private final ThreadPoolExecutor executor;
    private final Map<Key, WeakReference<HttpClient>> clients = new HashMap<>(); // guarded by this

    /** None yet. */
    public WebClients() {
        this(443);
    }

    /** None yet; asks domains at another port than that of https. */
    public WebClients(int port) {
        this.port = port;
        executor = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "duet-xmpp-websocket");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /** What clients differ in; files that change make another. */
    private record Key(
            Trust trust,
            @Nullable FileTime authorities,
            @Nullable ClientCertificate own,
            @Nullable FileTime ownFile) {

        static Key of(XmppConfig config) {
            ClientCertificate own = config.clientCertificate();
            return new Key(
                    config.trust(),
                    config.trust() instanceof Trust.Authorities file ? changed(file.pem()) : null,
                    own,
                    own == null ? null : changed(own.keyStore()));
        }

        private static @Nullable FileTime changed(Path file) {
            try {
                return Files.getLastModifiedTime(file);
            } catch (IOException e) {
                return null; // whoever reads it says so
            }
        }
    }

    /** What takes the work of the clients. */
    ExecutorService executor() {
        return executor;
    }

    /**
     * The client for an account. Blocks when it reads files.
     *
     * @throws dev.duet.model.DuetException when what was configured for TLS cannot be used
     */
    synchronized HttpClient client(XmppConfig config) {
        Key key = Key.of(config);
        WeakReference<HttpClient> held = clients.get(key);
        HttpClient known = held == null ? null : held.get();
        if (known == null) {
            clients.values().removeIf(other -> other.get() == null);
            known = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER) // looked at one by one
                    .executor(executor)
                    // for whom a certificate is, HTTPS checks by itself, unless anybody is trusted
                    .sslContext(
                            ServerTrust.of(config.trust(), certificate -> null).context(config.clientCertificate()))
                    .build();
            clients.put(key, new WeakReference<>(known));
        }
        return known;
    }

    /** Where a domain says that it takes WebSocket (XEP-0156); empty when it does not say. Blocks. */
    List<URI> find(XmppConfig config, Duration timeout) throws IOException, InterruptedException {
        String document = HostMeta.fetch(client(config), config.address().domain(), port, timeout);
        try {
            return HostMeta.webSockets(StreamParser.whole(StreamParser.factory(), document));
        } catch (XMLStreamException e) {
            throw new IOException("The host-meta of " + config.address().domain() + " is not XML", e);
        }
    }

    /** Ends the threads, when all connections are closed. */
    public void close() {
        executor.shutdown();
    }
}
