package dev.duet.examples.contract;

import dev.duet.model.Address;
import dev.duet.model.Secret;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.xmpp.XmppStackProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class JingleCallContractTest extends CallContract {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Override
    ScriptedPhone phone(DuetSandbox server, String user) {
        SandboxUser account = server.addUser(user, "secret");
        try {
            Path authority = server.authority().writePem(Files.createTempDirectory(folder, user));
            return new ScriptedPhone(
                    new XmppStackProvider(),
                    XmppConfig.builder(Address.xmpp(account.jid()), Secret.of("secret"))
                            .server("127.0.0.1", server.xmpp().port())
                            .trust(Trust.authorities(authority))
                            .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ringing is told to contacts alone. */
    @Override
    void meet(DuetSandbox server) {
        server.xmpp().awaitOnline("alice", PATIENCE);
        server.xmpp().awaitOnline("bob", PATIENCE);
        server.xmpp().befriend("alice", "bob");
        ScriptedPhone.until("roster", () -> server.xmpp().roster("bob").size() == 1);
    }
}
