package dev.duet.internal.file;

import dev.duet.model.Trust;
import dev.duet.model.XmppConfig;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.spi.net.ServerTrust;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * HTTP for one account: whom it trusts, and where it goes at all. The client is made when it is wanted first; its own
 * thread ends when nobody holds the client any more.
 */
final class Web {

    private final Supplier<Optional<XmppConfig>> config;
    private final Executor executor;
    private @Nullable HttpClient client; // guarded by this

    Web(Supplier<Optional<XmppConfig>> config, Executor executor) {
        this.config = config;
        this.executor = executor;
    }

    /** The client; the first time this blocks. */
    synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            Trust trust = config.get().map(XmppConfig::trust).orElse(Trust.system());
            // for whom a certificate is, HTTPS checks by itself, unless anybody is trusted
            ServerTrust servers = ServerTrust.of(trust, certificate -> null);
            known = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1) // one connection for each file: giving one up ends it
                    .followRedirects(HttpClient.Redirect.NEVER) // looked at one by one
                    .connectTimeout(patience())
                    .executor(executor)
                    .sslContext(servers.context())
                    .build();
            client = known;
        }
        return known;
    }

    /** Lets go of the client. */
    synchronized void close() {
        client = null;
    }

    /** How long nothing may happen. */
    Duration patience() {
        return config.get().map(XmppConfig::timeout).orElse(Duration.ofSeconds(30));
    }

    /** Whether files are put there, or fetched from there. */
    boolean allows(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean unprotected = config.get()
                .filter(half -> half.trust() instanceof Trust.Insecure || half.encryption() == Encryption.PLAIN)
                .isPresent();
        return uri.getHost() != null
                && uri.getUserInfo() == null
                && (scheme.equals("https") || scheme.equals("http") && unprotected);
    }
}
