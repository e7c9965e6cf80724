package dev.duet.examples.peers;

import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Prosody as server of {@code xmpp.test}; every user's password is {@code secret}.
 *
 * @param port STARTTLS
 * @param directTlsPort TLS from the first byte
 * @param httpPort WebSocket (RFC 7395), not encrypted, on loopback
 * @param authority the PEM file of the authority that issued its certificate
 */
record Prosody(PeerProcess process, int port, int directTlsPort, int httpPort, Path authority) implements XmppPeer {

    static Prosody start(Path parent, String... users) {
        return start(parent, List.of(), "127.0.0.1", "", "", "", users);
    }

    /** Starts it by another program, such as one that puts it into a network of its own, at addresses there. */
    static Prosody startAt(Path parent, List<String> by, List<String> addresses, String... users) {
        return start(parent, by, String.join("\"; \"", addresses), "", "", "", users);
    }

    /** Starts it so that it tells its users of that TURN server (XEP-0215), with credentials made from a secret. */
    static Prosody startWithTurn(Path parent, Coturn turn, String secret, String... users) {
        String settings = "turn_external_host = \"127.0.0.1\"\nturn_external_port = " + turn.port()
                + "\nturn_external_tcp = true\nturn_external_secret = \"" + secret + "\"";
        return start(parent, List.of(), "127.0.0.1", "", "\"external_services\"; \"turn_external\";", settings, users);
    }

    /**
     * Starts it so that it takes files of at most 1 MiB (XEP-0363).
     *
     * @param filesPort where it takes and gives them, by HTTPS
     * @param shownPort what it tells its users instead
     */
    static Prosody startWithFiles(Path parent, int filesPort, int shownPort, String... users) {
        String settings = "Component \"upload.xmpp.test\" \"http_file_share\"\n  http_host = \"localhost\"\n"
                + "  http_external_url = \"https://localhost:" + shownPort + "/\"\n"
                + "  http_file_share_size_limit = 1048576\n  http_file_share_daily_quota = 104857600\n";
        return start(parent, List.of(), "127.0.0.1", Integer.toString(filesPort), "", settings, users);
    }

    /** Starts it so that it takes WebSocket with TLS, and remembers a session that lost its stream for two seconds. */
    static OverWebSocket startWithWebSocket(Path parent, String... users) {
        int port = PeerProcess.freePort();
        String settings = "smacks_hibernation_time = 2\nhttp_host = \"localhost\"";
        Prosody server = start(parent, List.of(), "127.0.0.1", Integer.toString(port), "", settings, users);
        return new OverWebSocket(server, URI.create("wss://localhost:" + port + "/xmpp-websocket"));
    }

    /** Starts it so that it remembers a session that lost its stream for two seconds. */
    static Prosody startForgetful(Path parent, String... users) {
        return start(parent, List.of(), "127.0.0.1", "", "", "smacks_hibernation_time = 2", users);
    }

    private static Prosody start(
            Path parent,
            List<String> by,
            String address,
            String httpsPort,
            String modules,
            String settings,
            String... users) {
        try {
            Path folder = Files.createTempDirectory(parent, "prosody");
            Files.createDirectory(folder.resolve("data"));
            TestAuthority authority = TestAuthority.create();
            TestCertificate certificate = authority.issue(DOMAIN, "localhost");
            certificate.writeChain(folder);
            certificate.writeKey(folder);
            int port = PeerProcess.freePort();
            int directTlsPort = PeerProcess.freePort();
            int httpPort = PeerProcess.freePort();
            Path config = PeerProcess.write(
                    "prosody.cfg.lua",
                    folder.resolve("prosody.cfg.lua"),
                    Map.of(
                            "DIR",
                            folder.toString(),
                            "PORT",
                            Integer.toString(port),
                            "DIRECTPORT",
                            Integer.toString(directTlsPort),
                            "HTTPPORT",
                            Integer.toString(httpPort),
                            "HTTPSPORT",
                            httpsPort,
                            "ADDRESS",
                            address,
                            "MORE",
                            modules,
                            "SETTINGS",
                            settings));
            for (String user : users) {
                addUser(folder, user);
            }
            List<String> command = new ArrayList<>(by);
            command.addAll(List.of("prosody", "--config", config.toString(), "-F"));
            PeerProcess process = awaitReady(PeerProcess.start(folder, Map.of(), command));
            return new Prosody(process, port, directTlsPort, httpPort, authority.writePem(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PeerProcess awaitReady(PeerProcess process) {
        return process.awaitLog("Activated service 'c2s' on")
                .awaitLog("Activated service 'c2s_direct_tls' on")
                .awaitLog("Activated service 'http' on");
    }

    @Override
    public Prosody restarted() {
        return new Prosody(awaitReady(process.restarted()), port, directTlsPort, httpPort, authority);
    }

    /** Where pages sign in. */
    URI webSocket() {
        return URI.create("ws://127.0.0.1:" + httpPort + "/xmpp-websocket");
    }

    /** The file that Prosody's internal storage keeps of a user whose password is stored as it is. */
    private static void addUser(Path folder, String user) throws IOException {
        Path accounts =
                folder.resolve("data").resolve(DOMAIN.replace(".", "%2e")).resolve("accounts");
        Files.createDirectories(accounts);
        Files.writeString(
                accounts.resolve(user.replace("-", "%2d") + ".dat"),
                "return {\n\t[\"password\"] = \"" + PASSWORD + "\";\n};\n");
    }

    @Override
    public void close() {
        process.close();
    }
}
