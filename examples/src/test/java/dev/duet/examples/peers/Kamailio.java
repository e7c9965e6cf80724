package dev.duet.examples.peers;

import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Kamailio as registrar, proxy and presence server of {@code sip.test}; every user's password is {@code secret}.
 *
 * @param port UDP and TCP
 * @param tlsPort TLS
 * @param wsPort WebSocket
 * @param wssPort secure WebSocket
 * @param authority the PEM file of the authority that issued its certificate
 */
record Kamailio(PeerProcess process, int port, int tlsPort, int wsPort, int wssPort, Path authority)
        implements AutoCloseable {

    static final String DOMAIN = "sip.test";
    static final String PASSWORD = "secret";
    private static final List<String> TABLES =
            List.of("version", "presentity", "active_watchers", "watchers", "xcap", "pua");

    /** Starts it with digest by that algorithm: {@code MD5} or {@code SHA-256}. */
    static Kamailio start(Path parent, String algorithm) {
        return start(parent, algorithm, List.of());
    }

    /** The same with more options, such as {@code -A WITH_STUN}. */
    static Kamailio start(Path parent, String algorithm, List<String> options) {
        Kamailio kamailio = start(parent, List.of(), List.of("127.0.0.1"), algorithm, options);
        for (int port : List.of(kamailio.port, kamailio.tlsPort, kamailio.wsPort, kamailio.wssPort)) {
            kamailio.process.awaitTcp(port);
        }
        return kamailio;
    }

    /**
     * Starts it by another program, such as one that puts it into a network of its own, at addresses there. It may not
     * listen yet when this returns.
     */
    static Kamailio start(Path parent, List<String> by, List<String> addresses, String algorithm) {
        return start(parent, by, addresses, algorithm, List.of());
    }

    private static Kamailio start(
            Path parent, List<String> by, List<String> addresses, String algorithm, List<String> options) {
        try {
            Path folder = Files.createTempDirectory(parent, "kamailio");
            Path tables = Files.createDirectory(folder.resolve("dbtext"));
            for (String table : TABLES) {
                Files.copy(Path.of("/usr/share/kamailio/dbtext/kamailio", table), tables.resolve(table));
            }
            TestAuthority authority = TestAuthority.create();
            TestCertificate certificate =
                    authority.issue(Stream.concat(Stream.of(DOMAIN, "localhost"), addresses.stream())
                            .toArray(String[]::new));
            certificate.writeChain(folder);
            certificate.writeKey(folder);
            int port = PeerProcess.freePort();
            int tlsPort = PeerProcess.freePort();
            int wsPort = PeerProcess.freePort();
            int wssPort = PeerProcess.freePort();
            Map<String, String> values = Map.of(
                    "DIR",
                    folder.toString(),
                    "PORT",
                    Integer.toString(port),
                    "LISTEN",
                    addresses.stream()
                            .map(address -> listen(address, port, tlsPort, wsPort, wssPort))
                            .collect(Collectors.joining("\n")));
            Path config = PeerProcess.write("kamailio.cfg", folder.resolve("kamailio.cfg"), values);
            PeerProcess.write("kamailio-tls.cfg", folder.resolve("tls.cfg"), values);
            List<String> command = new ArrayList<>(by);
            command.addAll(List.of("kamailio", "-f", config.toString(), "-DD", "-E", "-m", "64", "-M", "8"));
            command.addAll(List.of(
                    "-Y",
                    folder.toString(),
                    "-w",
                    folder.toString(),
                    "-P",
                    folder.resolve("pid").toString()));
            if (algorithm.equals("SHA-256")) {
                command.addAll(List.of("-A", "WITH_SHA256"));
            }
            command.addAll(options);
            PeerProcess process = PeerProcess.start(folder, Map.of(), command);
            return new Kamailio(process, port, tlsPort, wsPort, wssPort, authority.writePem(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String listen(String address, int port, int tlsPort, int wsPort, int wssPort) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        StringBuilder lines = new StringBuilder("listen=udp:" + host + ":" + port);
        for (int each : List.of(port, wsPort)) {
            lines.append("\nlisten=tcp:").append(host).append(':').append(each);
        }
        for (int each : List.of(tlsPort, wssPort)) {
            lines.append("\nlisten=tls:").append(host).append(':').append(each);
        }
        for (int each : List.of(port, tlsPort, wsPort, wssPort)) {
            lines.append("\nalias=").append(host).append(':').append(each);
        }
        return lines.toString();
    }

    /** Where it listens for a transport. */
    int port(Transport transport) {
        return switch (transport) {
            case UDP, TCP -> port;
            case TLS -> tlsPort;
            case WS -> wsPort;
            case WSS -> wssPort;
            case SCTP -> throw new IllegalArgumentException("Kamailio has no SCTP here");
        };
    }

    /** What it knows of those who are registered; for one that was started with {@code -A WITH_EDGES}. */
    String bindings() {
        Path folder = authority.toAbsolutePath().getParent();
        List<String> command = List.of("kamcmd", "-s", "unix:" + folder.resolve("ctl"), "ul.dump");
        try (PeerProcess asked = PeerProcess.start(Files.createTempDirectory(folder, "dump"), Map.of(), command)) {
            asked.awaitExit(Duration.ofSeconds(10));
            return asked.log();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
