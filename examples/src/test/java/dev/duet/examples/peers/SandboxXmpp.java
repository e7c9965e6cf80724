package dev.duet.examples.peers;

import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.DuetSandboxBuilder;
import dev.duet.sandbox.ExternalService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** The XMPP server of a sandbox, as one more of those that every test of all servers has to pass. */
record SandboxXmpp(DuetSandbox sandbox, Path authority) implements XmppPeer {

    static SandboxXmpp start(Path folder, String... users) {
        return start(folder, UnaryOperator.identity(), users);
    }

    /** Starts it so that it takes files of at most 1 MiB (XEP-0363). */
    static SandboxXmpp startWithFiles(Path folder, String... users) {
        return start(folder, builder -> builder.xmpp(xmpp -> xmpp.maxUpload(1024 * 1024)), users);
    }

    private static SandboxXmpp start(Path folder, UnaryOperator<DuetSandboxBuilder> settings, String... users) {
        DuetSandbox sandbox =
                settings.apply(DuetSandbox.builder().domain(DOMAIN)).build();
        for (String user : users) {
            sandbox.addUser(user, PASSWORD);
        }
        try {
            Path own = Files.createTempDirectory(folder, "sandbox");
            return new SandboxXmpp(sandbox, sandbox.authority().writePem(own));
        } catch (IOException e) {
            sandbox.close();
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it so that it keeps archives (XEP-0313). */
    static SandboxXmpp startWithArchives(Path folder, String... users) {
        return start(folder, builder -> builder.xmpp(xmpp -> xmpp.archives(true)), users);
    }

    /** Starts it so that it tells its users of that TURN server (XEP-0215), with credentials made from a secret. */
    static SandboxXmpp startWithTurn(Path folder, Coturn turn, String secret, String... users) {
        Duration lifetime = Duration.ofHours(1);
        String until = Long.toString(Instant.now().plus(lifetime).getEpochSecond());
        String password = Coturn.passwordFor(secret, until);
        return start(
                folder,
                builder -> builder.xmpp(xmpp -> xmpp.service(
                                new ExternalService("stun", "127.0.0.1", turn.port(), "udp", "", "", Duration.ZERO))
                        .service(new ExternalService(
                                "turn", "127.0.0.1", turn.port(), "udp", until, password, lifetime))),
                users);
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
    public XmppPeer restarted() {
        sandbox.xmpp().stop();
        sandbox.xmpp().restart();
        return this;
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
