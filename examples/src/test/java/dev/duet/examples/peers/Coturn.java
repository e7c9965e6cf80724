package dev.duet.examples.peers;

import dev.duet.model.IceServer;
import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * coturn as STUN and TURN server of {@code turn.test}.
 *
 * @param port UDP and TCP
 * @param tlsPort TLS over TCP
 * @param authority the PEM file of the authority that issued its certificate
 */
record Coturn(PeerProcess process, int port, int tlsPort, Path authority) implements AutoCloseable {

    static final String REALM = "turn.test";
    static final String USER = "alice";
    static final String PASSWORD = "secret";

    /** How clients come to it. */
    enum By {
        UDP("turn:%s:%d?transport=udp", "127.0.0.1", IceServer.Transport.UDP),
        TCP("turn:%s:%d?transport=tcp", "127.0.0.1", IceServer.Transport.TCP),
        TLS("turns:%s:%d?transport=tcp", "localhost", IceServer.Transport.TLS);

        private final String uri;
        private final String host;
        private final IceServer.Transport transport;

        By(String uri, String host, IceServer.Transport transport) {
            this.uri = uri;
            this.host = host;
            this.transport = transport;
        }
    }

    /** What it says of an allocation that is over: packets and octets it took in from, and sent to, its client. */
    record Usage(String user, long packetsIn, long octetsIn, long packetsOut, long octetsOut) {}

    private static final Pattern USAGE = Pattern.compile(
            "(?<!peer )usage: realm=<[^>]*>, username=<([^>]*)>, rp=(\\d+), rb=(\\d+), sp=(\\d+), sb=(\\d+)");

    /** With the long-term credentials of one user, on 127.0.0.1 and ::1. */
    static Coturn start(Path parent) {
        return start(parent, List.of(), "lt-cred-mech\nuser=" + USER + ":" + PASSWORD, "127.0.0.1", "::1");
    }

    /** With credentials that expire, made from a secret that an XMPP server shares (XEP-0215). */
    static Coturn startWithSecret(Path parent, String secret) {
        return start(parent, List.of(), "use-auth-secret\nstatic-auth-secret=" + secret, "127.0.0.1", "::1");
    }

    /** Starts it by another program, such as one that puts it into a network of its own. */
    static Coturn start(Path parent, List<String> by, String credentials, String... addresses) {
        try {
            Path folder = Files.createTempDirectory(parent, "coturn");
            TestAuthority authority = TestAuthority.create();
            TestCertificate certificate =
                    authority.issue(Stream.concat(Stream.of(REALM, "localhost"), Arrays.stream(addresses))
                            .toArray(String[]::new));
            certificate.writeChain(folder);
            certificate.writeKey(folder);
            int port = PeerProcess.freePort();
            int tlsPort = PeerProcess.freePort();
            String listening = Arrays.stream(addresses)
                    .map(address -> "listening-ip=" + address + "\nrelay-ip=" + address)
                    .collect(Collectors.joining("\n"));
            Path config = PeerProcess.write(
                    "turnserver.conf",
                    folder.resolve("turnserver.conf"),
                    Map.of(
                            "ADDRESSES",
                            listening,
                            "CREDENTIALS",
                            credentials,
                            "DIR",
                            folder.toString(),
                            "PORT",
                            Integer.toString(port),
                            "TLSPORT",
                            Integer.toString(tlsPort)));
            List<String> command = Stream.concat(by.stream(), Stream.of("turnserver", "-c", config.toString()))
                    .toList();
            // Each of its threads listens on the same ports, one after the other. A connection that comes in between
            // may be reset: it is whole when what comes after the last of them has begun.
            PeerProcess process = PeerProcess.start(folder, Map.of(), command).awaitLog("IO method (auth thread)");
            return new Coturn(process, port, tlsPort, authority.writePem(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its address as RFC 7065 writes it, on IPv4 loopback. */
    String uri(By by) {
        return String.format(by.uri, by.host, by == By.TLS ? tlsPort : port);
    }

    /** It as Duet's configuration has it. */
    IceServer server(By by) {
        return IceServer.turn(by.transport, by.host, by == By.TLS ? tlsPort : port, USER, PASSWORD);
    }

    /** It with credentials that it will refuse. */
    IceServer serverWithWrongPassword(By by) {
        return IceServer.turn(by.transport, by.host, by == By.TLS ? tlsPort : port, USER, "not the " + PASSWORD);
    }

    /** The password that belongs to a user when credentials are made from a secret: the user is when they end. */
    static String passwordFor(String secret, String user) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many allocations it has granted since it started. */
    long allocations() {
        return Pattern.compile("ALLOCATE processed, success")
                .matcher(process.log())
                .results()
                .count();
    }

    /** How many requests of any kind it has refused for a wrong password or user. */
    long refusals() {
        return Pattern.compile("processed, error 401|check_stun_auth: Cannot find credentials|Wrong|error 431")
                .matcher(process.log())
                .results()
                .count();
    }

    /** What it tells of the allocations that are over. */
    List<Usage> usage() {
        return USAGE.matcher(process.log()).results().map(Coturn::usage).toList();
    }

    private static Usage usage(MatchResult line) {
        return new Usage(
                line.group(1),
                Long.parseLong(line.group(2)),
                Long.parseLong(line.group(3)),
                Long.parseLong(line.group(4)),
                Long.parseLong(line.group(5)));
    }

    @Override
    public void close() {
        process.close();
    }
}
