package dev.duet.examples.peers;

import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Prosody as server of {@code xmpp.test}; every user's password is {@code secret}.
 *
 * @param port STARTTLS
 * @param directTlsPort TLS from the first byte
 * @param authority the PEM file of the authority that issued its certificate
 */
record Prosody(PeerProcess process, int port, int directTlsPort, Path authority) implements XmppPeer {

    static Prosody start(Path parent, String... users) {
        try {
            Path folder = Files.createTempDirectory(parent, "prosody");
            Files.createDirectory(folder.resolve("data"));
            TestAuthority authority = TestAuthority.create();
            TestCertificate certificate = authority.issue(DOMAIN, "localhost");
            certificate.writeChain(folder);
            certificate.writeKey(folder);
            int port = PeerProcess.freePort();
            int directTlsPort = PeerProcess.freePort();
            Path config = PeerProcess.write(
                    "prosody.cfg.lua",
                    folder.resolve("prosody.cfg.lua"),
                    Map.of(
                            "DIR", folder.toString(),
                            "PORT", Integer.toString(port),
                            "DIRECTPORT", Integer.toString(directTlsPort)));
            for (String user : users) {
                addUser(folder, user);
            }
            PeerProcess process = PeerProcess.start(
                            folder, Map.of(), List.of("prosody", "--config", config.toString(), "-F"))
                    .awaitTcp(port)
                    .awaitTcp(directTlsPort);
            return new Prosody(process, port, directTlsPort, authority.writePem(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file that Prosody's internal storage keeps of a user whose password is stored as it is. */
    private static void addUser(Path folder, String user) throws IOException {
        Path accounts =
                folder.resolve("data").resolve(DOMAIN.replace(".", "%2e")).resolve("accounts");
        Files.createDirectories(accounts);
        Files.writeString(accounts.resolve(user + ".dat"), "return {\n\t[\"password\"] = \"" + PASSWORD + "\";\n};\n");
    }
}
