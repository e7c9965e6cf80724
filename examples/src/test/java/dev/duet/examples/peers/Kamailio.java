package dev.duet.examples.peers;

import dev.duet.model.SipConfig.Transport;
import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        try {
            Path folder = Files.createTempDirectory(parent, "kamailio");
            Path tables = Files.createDirectory(folder.resolve("dbtext"));
            for (String table : TABLES) {
                Files.copy(Path.of("/usr/share/kamailio/dbtext/kamailio", table), tables.resolve(table));
            }
            TestAuthority authority = TestAuthority.create();
            TestCertificate certificate = authority.issue(DOMAIN, "localhost", "127.0.0.1");
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
                    "TLSPORT",
                    Integer.toString(tlsPort),
                    "WSPORT",
                    Integer.toString(wsPort),
                    "WSSPORT",
                    Integer.toString(wssPort));
            Path config = PeerProcess.write("kamailio.cfg", folder.resolve("kamailio.cfg"), values);
            PeerProcess.write("kamailio-tls.cfg", folder.resolve("tls.cfg"), values);
            List<String> command =
                    new ArrayList<>(List.of("kamailio", "-f", config.toString(), "-DD", "-E", "-m", "64", "-M", "8"));
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
            PeerProcess process = PeerProcess.start(folder, Map.of(), command)
                    .awaitTcp(port)
                    .awaitTcp(tlsPort)
                    .awaitTcp(wsPort)
                    .awaitTcp(wssPort);
            return new Kamailio(process, port, tlsPort, wsPort, wssPort, authority.writePem(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    @Override
    public void close() {
        process.close();
    }
}
