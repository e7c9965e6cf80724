package dev.duet.examples.contract;

import dev.duet.model.Address;
import dev.duet.model.Secret;
import dev.duet.model.SipConfig;
import dev.duet.model.Trust;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sip.SipStackProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class SipCallContractTest extends CallContract {

    @TempDir
    private Path folder;

    @Override
    ScriptedPhone phone(DuetSandbox server, String user) {
        SandboxUser account = server.addUser(user, "secret");
        try {
            Path authority = server.authority().writePem(Files.createTempDirectory(folder, user));
            return new ScriptedPhone(
                    new SipStackProvider(),
                    SipConfig.builder(Address.sip(account.sipUri()), Secret.of("secret"))
                            .server("127.0.0.1", server.sip().tlsPort())
                            .transport(SipConfig.Transport.TLS)
                            .trust(Trust.authorities(authority))
                            .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Candidates are in the first offer and answer; those found later wait for RFC 8840. */
    @Override
    void heard(ScriptedCall call, List<Integer> ports) {
        super.heard(call, List.of(40_000));
    }
}
