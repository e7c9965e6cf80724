package dev.duet.sip.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.model.ClientCertificate;
import dev.duet.model.Failure;
import dev.duet.model.Secret;
import dev.duet.model.SipConfig.Transport;
import dev.duet.model.SipLimits;
import dev.duet.model.Trust;
import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that wants to know by TLS who its clients are. */
class ClientCertificateTest {

    private static final char[] PASSWORD = "geheim".toCharArray();

    private final TestAuthority authority = TestAuthority.create();

    @TempDir
    Path folder;

    private KeyStore store(TestCertificate certificate, String algorithm) throws Exception {
        Path sub = Files.createTempDirectory(folder, "keys");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        String pem = Files.readString(certificate.writeKey(sub));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        try (InputStream chain = Files.newInputStream(certificate.writeChain(sub))) {
            store.setKeyEntry(
                    "own",
                    KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)),
                    PASSWORD,
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(chain)
                            .toArray(new java.security.cert.Certificate[0]));
        }
        return store;
    }

    private ClientCertificate file(TestCertificate certificate) throws Exception {
        Path file = folder.resolve("alice.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store(certificate, certificate.certificate().getPublicKey().getAlgorithm())
                    .store(out, PASSWORD);
        }
        return new ClientCertificate(file, Secret.of(new String(PASSWORD)));
    }

    private SSLServerSocket server() throws Exception {
        TestCertificate own = authority.issue("example.com");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(own, own.certificate().getPublicKey().getAlgorithm()), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {authority.trustManager()}, null);
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        server.setNeedClientAuth(true);
        return server;
    }

    /** Connects; gives how the wire ended. The server sends a pong once it knows who came, and then hangs up. */
    private Failure end(Transport transport, @Nullable ClientCertificate certificate, CompletableFuture<String> seen)
            throws Exception {
        try (SSLServerSocket server = server()) {
            Thread accepting = new Thread(() -> {
                try (SSLSocket socket = (SSLSocket) server.accept()) {
                    socket.startHandshake();
                    seen.complete(socket.getSession().getPeerPrincipal().getName());
                } catch (IOException e) {
                    seen.completeExceptionally(e);
                }
            });
            accepting.start();
            CompletableFuture<Failure> closed = new CompletableFuture<>();
            StreamWire.Target target = new StreamWire.Target(
                    transport,
                    new InetSocketAddress("127.0.0.1", server.getLocalPort()),
                    null,
                    "/",
                    Trust.authorities(authority.writePem(folder)),
                    certificate,
                    new PeerIdentity("example.com", Set.of()),
                    5_000,
                    SipLimits.DEFAULTS);
            StreamWire wire = StreamWire.open(target, new Wire.Listener() {
                @Override
                public void opened(Wire.TlsFacts tls) {}

                @Override
                public void received(byte[] message, InetSocketAddress from) {}

                @Override
                public void closed(Failure failure) {
                    closed.complete(failure);
                }
            });
            try {
                return closed.get(20, TimeUnit.SECONDS);
            } finally {
                wire.close();
                accepting.join(20_000);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"TLS", "WSS"})
    void theCertificateIsShown(Transport transport) throws Exception {
        TestCertificate own = authority.issue("alice.example.com");
        CompletableFuture<String> seen = new CompletableFuture<>();

        end(transport, file(own), seen);

        assertEquals(own.certificate().getSubjectX500Principal().getName(), seen.get(20, TimeUnit.SECONDS));
    }

    @Test
    void withoutOneTheServerRefuses() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();

        end(Transport.TLS, null, seen);

        assertTrue(seen.isCompletedExceptionally());
    }

    @Test
    void aFileThatCannotBeReadIsToldAsThat() throws Exception {
        Path nonsense = Files.writeString(folder.resolve("bad.p12"), "nonsense");
        for (ClientCertificate wrong : new ClientCertificate[] {
            new ClientCertificate(nonsense, Secret.of("x")),
            new ClientCertificate(folder.resolve("none.p12"), Secret.of("x")),
            new ClientCertificate(file(authority.issue("alice.example.com")).keyStore(), Secret.of("wrong"))
        }) {
            Failure failure = end(Transport.TLS, wrong, new CompletableFuture<>());
            assertEquals(Failure.Kind.TLS, failure.kind(), failure::toString);
            assertEquals(Failure.Origin.LOCAL, failure.origin(), failure::toString);
            assertEquals(Failure.Retry.NEVER, failure.retry(), failure::toString);
        }
    }
}
