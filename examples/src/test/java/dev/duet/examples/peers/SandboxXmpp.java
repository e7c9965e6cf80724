package dev.duet.examples.peers;

import dev.duet.sandbox.DuetSandbox;
import java.nio.file.Path;

/** The XMPP server of a sandbox, as one more of those that every test of all servers has to pass. */
record SandboxXmpp(DuetSandbox sandbox, Path authority) implements XmppPeer {

    static SandboxXmpp start(Path folder, String... users) {
        DuetSandbox sandbox = DuetSandbox.builder().domain(DOMAIN).build();
        for (String user : users) {
            sandbox.addUser(user, PASSWORD);
        }
        return new SandboxXmpp(sandbox, sandbox.authority().writePem(folder));
    }

    @Override
    public int port() {
        return sandbox.xmpp().port();
    }

    @Override
    public int directTlsPort() {
        throw new UnsupportedOperationException("The sandbox has STARTTLS");
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
