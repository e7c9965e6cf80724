package dev.duet.media.internal.transport;

import dev.duet.model.IceServer;
import dev.duet.model.Trust;
import dev.duet.sandbox.FreePorts;
import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.TestCertificate;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A coturn of the test's own on loopback: user alice, password secret. */
public final class Coturn implements AutoCloseable {

    private final Path folder;
    private final int port;
    private final int tlsPort;
    private final Process process;
    private final Path authority;

    private Coturn(Path folder, int port, int tlsPort, Process process, Path authority) {
        this.folder = folder;
        this.port = port;
        this.tlsPort = tlsPort;
        this.process = process;
        this.authority = authority;
    }

    /** Skips the test when there is none, unless peers are required. */
    public static Coturn start(Path folder) throws IOException {
        String program = Stream.of("/usr/bin/turnserver", "/usr/sbin/turnserver", "/usr/local/bin/turnserver")
                .filter(path -> new File(path).canExecute())
                .findFirst()
                .orElse(null);
        if (program == null && "required".equals(System.getenv("DUET_PEERS"))) {
            throw new IllegalStateException("DUET_PEERS=required, but coturn is not installed");
        }
        Assumptions.assumeTrue(program != null, "coturn is not installed");
        TestAuthority authority = TestAuthority.create();
        TestCertificate certificate = authority.issue("127.0.0.1", "localhost");
        FreePorts ports = new FreePorts();
        int port = ports.next();
        int tlsPort = ports.next();
        List<String> lines = List.of(
                "listening-ip=127.0.0.1",
                "listening-ip=::1",
                "relay-ip=127.0.0.1",
                "relay-ip=::1",
                "listening-port=" + port,
                "tls-listening-port=" + tlsPort,
                "realm=duet.test",
                "lt-cred-mech",
                "user=alice:secret",
                "fingerprint",
                "no-cli",
                "allow-loopback-peers",
                "cert=" + certificate.writeChain(folder),
                "pkey=" + certificate.writeKey(folder),
                "pidfile=" + folder.resolve("turn.pid"),
                "userdb=" + folder.resolve("turn.db"),
                "log-file=stdout",
                "verbose",
                "no-rfc5780");
        Path config = Files.write(folder.resolve("turnserver.conf"), lines);
        Process process = new ProcessBuilder(program, "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("turn.log").toFile())
                .start();
        Coturn started = new Coturn(folder, port, tlsPort, process, authority.writePem(folder));
        // Each of its threads listens on the same ports, one after the other. A connection that comes in between may be
        // reset: only when all listen, others are begun.
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> started.log()
                .contains("IO method (auth thread)"));
        return started;
    }

    public IceServer server(IceServer.Transport transport) {
        return server(transport, "secret");
    }

    IceServer server(IceServer.Transport transport, String password) {
        return server(transport, "127.0.0.1", password);
    }

    IceServer server(IceServer.Transport transport, String host, String password) {
        return IceServer.turn(
                transport, host, transport == IceServer.Transport.TLS ? tlsPort : port, "alice", password);
    }

    Trust trust() {
        return Trust.authorities(authority);
    }

    /** What it wrote down. */
    String log() throws IOException {
        return Files.readString(folder.resolve("turn.log"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, java.util.concurrent.TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
