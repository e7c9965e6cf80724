package dev.duet.examples.e2e;

import dev.duet.model.AccountConfig;
import dev.duet.model.SipConfig;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Accounts at a sandbox. */
record SandboxAccounts(DuetSandbox sandbox, Path authority) {

    static SandboxAccounts of(DuetSandbox sandbox) {
        try {
            return new SandboxAccounts(sandbox, sandbox.authority().writePem(Files.createTempDirectory("duet-e2e")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Trust trust() {
        return Trust.authorities(authority);
    }

    UnaryOperator<SipConfig.Builder> sip() {
        return half ->
                half.server("127.0.0.1", sandbox.sip().tlsPort()).trust(trust()).timeout(Duration.ofSeconds(10));
    }

    UnaryOperator<XmppConfig.Builder> xmpp() {
        return half ->
                half.server("127.0.0.1", sandbox.xmpp().port()).trust(trust()).timeout(Duration.ofSeconds(10));
    }

    /** The XMPP half alone. */
    AccountConfig.Builder xmpp(SandboxUser user) {
        return AccountConfig.builder(user.name())
                .xmpp(user.jid(), user.password(), xmpp())
                .acceptContacts(true);
    }

    /** Both halves, by TLS. */
    AccountConfig.Builder both(SandboxUser user) {
        return both(user, sip(), xmpp());
    }

    /** Both halves, with those settings. */
    AccountConfig.Builder both(
            SandboxUser user, UnaryOperator<SipConfig.Builder> sip, UnaryOperator<XmppConfig.Builder> xmpp) {
        return AccountConfig.builder(user.name())
                .sip(user.sipUri(), user.password(), sip)
                .xmpp(user.jid(), user.password(), xmpp)
                .acceptContacts(true);
    }
}
