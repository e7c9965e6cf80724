package dev.duet.examples.peers;

import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * ejabberd as server of {@code xmpp.test}; every user's password is {@code secret}.
 *
 * @param port STARTTLS
 * @param directTlsPort TLS from the first byte
 * @param httpPort WebSocket (RFC 7395), not encrypted, on loopback
 * @param authority the PEM file of the authority that issued its certificate
 */
record Ejabberd(PeerProcess process, int port, int directTlsPort, int httpPort, Path authority) implements XmppPeer {

    private static final String READY = "is started in the node";
    private static final String MODULES = "/usr/lib/x86_64-linux-gnu";
    private static final String SCHEMA = "/usr/share/ejabberd/sql/lite.sql";

    static Ejabberd start(Path parent, String... users) {
        return start(parent, TestAuthority.create(), false, 120, false, "", "", users);
    }

    /** Starts it so that it asks for certificates of that authority, and signs in by them (XEP-0178). */
    static Ejabberd startAsking(Path parent, TestAuthority authority, String... users) {
        return start(parent, authority, true, 120, false, "", "", users);
    }

    /**
     * Starts it so that it remembers a session that lost its stream for two seconds, with its archive in SQLite: in
     * Mnesia each message takes as long as all before it.
     */
    static Ejabberd startForgetful(Path parent, String... users) {
        return start(parent, TestAuthority.create(), false, 2, true, "", "", users);
    }

    /** Starts it so that it tells its users of that TURN server (XEP-0215), with credentials made from a secret. */
    static Ejabberd startWithTurn(Path parent, Coturn turn, String secret, String... users) {
        String service = "{host: \"127.0.0.1\", port: %d, type: %s, transport: %s, restricted: %b}";
        return start(
                parent,
                TestAuthority.create(),
                false,
                120,
                false,
                "  mod_stun_disco: {secret: \"" + secret + "\", services: ["
                        + String.format(service, turn.port(), "stun", "udp", false) + ", "
                        + String.format(service, turn.port(), "turn", "udp", true) + ", "
                        + String.format(service, turn.port(), "turn", "tcp", true) + "]}",
                "",
                users);
    }

    /**
     * Starts it so that it takes files of at most 1 MiB (XEP-0363).
     *
     * @param filesPort where it takes and gives them, by HTTPS
     * @param shownPort what it tells its users instead
     */
    static Ejabberd startWithFiles(Path parent, int filesPort, int shownPort, String... users) {
        String module = "  mod_http_upload: {host: \"upload.xmpp.test\", max_size: 1048576, docroot: \""
                + parent.resolve("files") + "\", put_url: \"https://localhost:" + shownPort
                + "/upload\", custom_headers: {\"Access-Control-Allow-Origin\": \"*\", "
                + "\"Access-Control-Allow-Methods\": \"GET, PUT\", "
                + "\"Access-Control-Allow-Headers\": \"Content-Type\"}}";
        String listener = "  - {port: " + filesPort + ", ip: \"127.0.0.1\", module: ejabberd_http, tls: true, "
                + "request_handlers: {/upload: mod_http_upload}}";
        return start(parent, TestAuthority.create(), false, 120, false, module, listener, users);
    }

    /**
     * Starts it so that it takes WebSocket with TLS, and remembers a session that lost its stream for two seconds. That
     * it was lost it does not always hear of the socket: it asks each second.
     */
    static OverWebSocket startWithWebSocket(Path parent, String... users) {
        int port = PeerProcess.freePort();
        String listener = "  - {port: " + port + ", ip: \"127.0.0.1\", module: ejabberd_http, tls: true, "
                + "request_handlers: {/ws: ejabberd_http_ws}}\nwebsocket_ping_interval: 1";
        Ejabberd server = start(parent, TestAuthority.create(), false, 2, true, "", listener, users);
        return new OverWebSocket(server, URI.create("wss://localhost:" + port + "/ws"));
    }

    private static Ejabberd start(
            Path parent,
            TestAuthority authority,
            boolean asks,
            int resumeSeconds,
            boolean sql,
            String modules,
            String listeners,
            String... users) {
        try {
            Path folder = Files.createTempDirectory(parent, "ejabberd");
            Path spool = Files.createDirectory(folder.resolve("spool"));
            TestCertificate certificate = authority.issue(DOMAIN, "localhost");
            Files.writeString(
                    folder.resolve("server.all.pem"),
                    Files.readString(certificate.writeChain(folder))
                            + keyWithPublicPart(certificate, Files.readString(certificate.writeKey(folder))));
            Path pem = authority.writePem(folder);
            int port = PeerProcess.freePort();
            int directTlsPort = PeerProcess.freePort();
            int httpPort = PeerProcess.freePort();
            Path config = PeerProcess.write(
                    "ejabberd.yml",
                    folder.resolve("ejabberd.yml"),
                    Map.of(
                            "DIR",
                            folder.toString(),
                            "PORT",
                            Integer.toString(port),
                            "DIRECTPORT",
                            Integer.toString(directTlsPort),
                            "HTTPPORT",
                            Integer.toString(httpPort),
                            "SQL",
                            sql ? "sql_type: sqlite\nsql_database: \"" + database(folder) + "\"" : "",
                            "ARCHIVE",
                            sql ? "sql" : "mnesia",
                            "ASKS",
                            asks ? ", tls_verify: true, cafile: \"" + pem + "\"" : "",
                            "RESUME",
                            Integer.toString(resumeSeconds),
                            "MORE",
                            modules,
                            "LISTENERS",
                            listeners));
            PeerProcess process = PeerProcess.start(
                            folder,
                            Map.of(
                                    "HOME",
                                    folder.toString(),
                                    "EJABBERD_CONFIG_PATH",
                                    config.toString(),
                                    "EJABBERD_LOG_PATH",
                                    folder.resolve("ejabberd.log").toString(),
                                    "EJABBERD_PID_PATH",
                                    folder.resolve("ejabberd.pid").toString(),
                                    "CONTRIB_MODULES_CONF_DIR",
                                    folder.resolve("modules.d").toString(),
                                    "ERL_CRASH_DUMP",
                                    "/dev/null",
                                    "ERL_LIBS",
                                    MODULES),
                            List.of(
                                    "erl",
                                    "+S",
                                    "2",
                                    "-noinput",
                                    "-mnesia",
                                    "dir",
                                    "\"" + spool + "\"",
                                    "-s",
                                    "ejabberd"))
                    .awaitLog(READY);
            try {
                for (String user : users) {
                    addUser(httpPort, user);
                }
            } catch (IOException e) {
                process.close();
                throw new IOException(process.log(), e);
            }
            return new Ejabberd(process, port, directTlsPort, httpPort, pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where pages sign in. */
    URI webSocket() {
        return URI.create("ws://127.0.0.1:" + httpPort + "/xmpp-websocket");
    }

    private static Path database(Path folder) throws IOException {
        Path database = folder.resolve("ejabberd.db");
        Process process = new ProcessBuilder("sqlite3", database.toString(), ".read " + SCHEMA)
                .redirectErrorStream(true)
                .start();
        try (InputStream said = process.getInputStream()) {
            String words = new String(said.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("No database: " + words);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return database;
    }

    /**
     * The key as RFC 5915 writes it, with the public part, by which ejabberd finds the certificate: PKCS#8 as the JDK
     * writes it leaves that out.
     */
    private static String keyWithPublicPart(TestCertificate certificate, String pkcs8) {
        byte[] encoded = Base64.getMimeDecoder().decode(pkcs8.replaceAll("-----[A-Z ]+-----", ""));
        byte[] info = certificate.certificate().getPublicKey().getEncoded();
        try {
            ECPrivateKey key =
                    (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            byte[] number = key.getS().toByteArray();
            byte[] fixed = new byte[32];
            int length = Math.min(32, number.length);
            System.arraycopy(number, number.length - length, fixed, 32 - length, length);
            // SEQUENCE { 1, OCTET STRING of 32, [0] OID of P-256, [1] BIT STRING of 65 }
            HexFormat hex = HexFormat.of();
            byte[] der = hex.parseHex("30770201010420" + hex.formatHex(fixed) + "a00a06082a8648ce3d030107a144034200"
                    + hex.formatHex(info, info.length - 65, info.length));
            return "-----BEGIN EC PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                    + "\n-----END EC PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void addUser(int httpPort, String user) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/api/register"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        JsonValue.write(Map.of("user", user, "host", DOMAIN, "password", PASSWORD))))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("No user " + user + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public Ejabberd restarted() {
        return new Ejabberd(process.restarted().awaitLog(READY), port, directTlsPort, httpPort, authority);
    }

    @Override
    public void close() {
        process.close();
    }
}
