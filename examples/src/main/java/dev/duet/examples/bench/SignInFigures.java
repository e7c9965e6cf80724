package dev.duet.examples.bench;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.model.AccountConfig;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig.Encryption;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.XmppServer;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Round trips and bytes of signing in, counted on the wire. */
final class SignInFigures {

    private static final int DELAY_MILLIS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SignInFigures() {}

    static void tell(PrintWriter out) throws Exception {
        out.printf(
                Locale.ROOT,
                "Round trips of signing in, besides the one of TCP, until the server has bound a resource, and until"
                        + " the account is online with its contacts; each way takes %d ms%n",
                DELAY_MILLIS);
        for (boolean atOnce : new boolean[] {false, true}) {
            for (Encryption encryption : new Encryption[] {Encryption.STARTTLS, Encryption.DIRECT_TLS}) {
                tell(atOnce, encryption, out);
            }
        }
    }

    private static void tell(boolean atOnce, Encryption encryption, PrintWriter out) throws Exception {
        Path folder = Files.createTempDirectory("duet-bench");
        try (DuetSandbox sandbox = DuetSandbox.builder()
                        .xmpp(half -> (atOnce ? half : half.without("XEP-0388")).resumption(Duration.ofMinutes(5)))
                        .build();
                CountingRelay relay = CountingRelay.start(
                        encryption == Encryption.STARTTLS
                                ? sandbox.xmpp().port()
                                : sandbox.xmpp().directTlsPort(),
                        DELAY_MILLIS)) {
            sandbox.addUser("alice", "secret");
            Path pem = sandbox.authority().writePem(folder);
            try (Account alice = Duet.open(AccountConfig.builder("alice")
                    .xmpp("alice@" + sandbox.domain(), "secret", half -> half.server("127.0.0.1", relay.port())
                            .encryption(encryption)
                            .trust(Trust.authorities(pem)))
                    .build())) {
                String how = atOnce ? "in one exchange, " : "step by step, ";
                tell(how + encryption + ", the first time", alice, sandbox.xmpp(), relay, out);
                alice.disconnect().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                sandbox.xmpp().awaitOffline("alice", PATIENCE);
                String then = atOnce ? ", with a token" : ", the second time";
                tell(how + encryption + then, alice, sandbox.xmpp(), relay, out);
            }
            Files.delete(pem);
        } finally {
            Files.delete(folder);
        }
    }

    private static void tell(String how, Account alice, XmppServer server, CountingRelay relay, PrintWriter out)
            throws Exception {
        relay.passed();
        server.clearLog();
        long begin = System.nanoTime();
        CompletableFuture<?> online = alice.connect();
        server.awaitExchange(SignInFigures::binds, PATIENCE);
        int bound = relay.turns();
        online.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        CountingRelay.Passed passed = relay.passed();
        out.printf(
                Locale.ROOT,
                "%-50s %2d and %2d round trips, %d ms; %d bytes up, %d down%n",
                how,
                bound,
                passed.turns(),
                millis,
                passed.up(),
                passed.down());
        out.flush();
    }

    private static boolean binds(XmppServer.Exchange said) {
        return said.direction() == XmppServer.Direction.SENT
                && (said.text().contains("<bound") || said.text().contains("<jid>"));
    }
}
