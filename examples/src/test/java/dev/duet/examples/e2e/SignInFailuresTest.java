package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.examples.Futures;
import dev.duet.model.AccountConfig;
import dev.duet.model.Failure;
import dev.duet.model.Failure.Kind;
import dev.duet.model.Failure.Origin;
import dev.duet.model.Failure.Retry;
import dev.duet.model.LinkPhase;
import dev.duet.model.LinkState;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig;
import dev.duet.model.Trust;
import dev.duet.model.XmppConfig;
import dev.duet.sandbox.DnsQuery;
import dev.duet.sandbox.DnsServer;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.FreePorts;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.TestAuthority;
import dev.duet.sandbox.junit.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One half fails: it says how, and the other half stays up. */
@Sandbox(users = "alice")
@Tag("beside")
class SignInFailuresTest {

    @Test
    void aWrongSipPassword(DuetSandbox sandbox, SandboxUser alice) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        AccountConfig config = AccountConfig.builder("alice")
                .sip(alice.sipUri(), "wrong", accounts.sip())
                .xmpp(alice.jid(), alice.password(), accounts.xmpp())
                .build();
        assertFails(config, Protocol.SIP, LinkPhase.FAILED, Kind.AUTHENTICATION, Origin.SERVER, Retry.NEVER);
    }

    @Test
    void aWrongXmppPassword(DuetSandbox sandbox, SandboxUser alice) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        AccountConfig config = AccountConfig.builder("alice")
                .sip(alice.sipUri(), alice.password(), accounts.sip())
                .xmpp(alice.jid(), "wrong", accounts.xmpp())
                .build();
        Failure failure =
                assertFails(config, Protocol.XMPP, LinkPhase.FAILED, Kind.AUTHENTICATION, Origin.SERVER, Retry.NEVER);
        assertEquals("not-authorized", failure.wire().condition());
    }

    @Test
    void anUnknownSipHost(DuetSandbox sandbox, SandboxUser alice) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        UnaryOperator<SipConfig.Builder> nowhere =
                half -> accounts.sip().apply(half).server("nowhere.example.com", 5061);
        AccountConfig config = accounts.both(alice, nowhere, accounts.xmpp()).build();
        assertUnknown(sandbox.dns(), config, Protocol.SIP);
    }

    @Test
    void anUnknownXmppHost(DuetSandbox sandbox, SandboxUser alice) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        UnaryOperator<XmppConfig.Builder> nowhere =
                half -> accounts.xmpp().apply(half).server("nowhere.example.com", 5222);
        AccountConfig config = accounts.both(alice, accounts.sip(), nowhere).build();
        assertUnknown(sandbox.dns(), config, Protocol.XMPP);
    }

    @Test
    void aRefusedSipPort(DuetSandbox sandbox, SandboxUser alice) {
        int closed = new FreePorts().next();
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        UnaryOperator<SipConfig.Builder> refused =
                half -> accounts.sip().apply(half).server("127.0.0.1", closed);
        AccountConfig config = accounts.both(alice, refused, accounts.xmpp()).build();
        assertFails(config, Protocol.SIP, LinkPhase.WAITING, Kind.NETWORK, Origin.NETWORK, Retry.LATER);
    }

    @Test
    void aRefusedXmppPort(DuetSandbox sandbox, SandboxUser alice) {
        int closed = new FreePorts().next();
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        UnaryOperator<XmppConfig.Builder> refused =
                half -> accounts.xmpp().apply(half).server("127.0.0.1", closed);
        AccountConfig config = accounts.both(alice, accounts.sip(), refused).build();
        assertFails(config, Protocol.XMPP, LinkPhase.WAITING, Kind.NETWORK, Origin.NETWORK, Retry.LATER);
    }

    @Test
    void anUntrustedSipCertificate(DuetSandbox sandbox, SandboxUser alice, @TempDir Path folder) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        UnaryOperator<SipConfig.Builder> stranger =
                half -> accounts.sip().apply(half).trust(anotherAuthority(folder));
        AccountConfig config = accounts.both(alice, stranger, accounts.xmpp()).build();
        assertTls(config, Protocol.SIP);
    }

    @Test
    void anUntrustedXmppCertificate(DuetSandbox sandbox, SandboxUser alice, @TempDir Path folder) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        UnaryOperator<XmppConfig.Builder> stranger =
                half -> accounts.xmpp().apply(half).trust(anotherAuthority(folder));
        AccountConfig config = accounts.both(alice, accounts.sip(), stranger).build();
        assertTls(config, Protocol.XMPP);
    }

    @Test
    void aCertificateForAnotherName(DuetSandbox unused) {
        TestAuthority authority = TestAuthority.create();
        try (DuetSandbox impostor = DuetSandbox.builder()
                .sip(sip -> sip.tls(authority.serverContext("example.org")))
                .build()) {
            SandboxUser alice = impostor.addUser("alice", "secret");
            SandboxAccounts accounts = SandboxAccounts.of(impostor);
            UnaryOperator<SipConfig.Builder> sip = half -> accounts.sip()
                    .apply(half)
                    .trust(Trust.authorities(
                            authority.writePem(accounts.authority().getParent())));
            AccountConfig config = AccountConfig.builder("alice")
                    .sip(alice.sipUri(), "secret", sip)
                    .xmpp(alice.jid(), "secret", half -> half.server(
                                    "127.0.0.1", impostor.xmpp().port())
                            .trust(Trust.authorities(impostor.authority().writePem(other(accounts)))))
                    .build();
            assertTls(config, Protocol.SIP);
        }
    }

    @Test
    void aServerThatStopsIsNoticedAndFoundAgain(DuetSandbox sandbox, SandboxUser alice) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        try (Account account = Duet.open(accounts.both(alice).build())) {
            Futures.await(account.connect());
            sandbox.sip().stop();
            awaitPhase(account, Protocol.SIP, LinkPhase.WAITING);
            assertEquals(LinkPhase.ONLINE, phase(account, Protocol.XMPP));
            sandbox.sip().restart();
            awaitPhase(account, Protocol.SIP, LinkPhase.ONLINE);

            sandbox.xmpp().stop();
            awaitPhase(account, Protocol.XMPP, LinkPhase.WAITING);
            assertEquals(LinkPhase.ONLINE, phase(account, Protocol.SIP));
            sandbox.xmpp().restart();
            account.networkChanged();
            awaitPhase(account, Protocol.XMPP, LinkPhase.ONLINE);
        }
    }

    @Test
    void anXmppStreamError(DuetSandbox sandbox, SandboxUser alice) {
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        try (Account account = Duet.open(accounts.both(alice).build())) {
            Futures.await(account.connect());
            assertEquals(1, sandbox.xmpp().sendStreamError("alice", null, "conflict"));
            awaitPhase(account, Protocol.XMPP, LinkPhase.FAILED);
            LinkState.Failed failed =
                    (LinkState.Failed) account.link(Protocol.XMPP).state();
            assertEquals(Origin.SERVER, failed.failure().origin());
            assertEquals("conflict", failed.failure().wire().condition());
            assertEquals(LinkPhase.ONLINE, phase(account, Protocol.SIP));
        }
    }

    private static void assertTls(AccountConfig config, Protocol half) {
        try (Account account = Duet.open(config)) {
            Failure failure = Futures.failure(account.connect());
            assertEquals(Kind.TLS, failure.kind(), failure::toString);
            assertEquals(LinkPhase.FAILED, phase(account, half));
            assertOtherStaysUp(account, half);
        }
    }

    private static void assertUnknown(DnsServer dns, AccountConfig config, Protocol half) {
        dns.asDefault();
        assertFails(config, half, LinkPhase.WAITING, Kind.NETWORK, Origin.NETWORK, Retry.LATER);
        assertTrue(
                dns.queries().contains(new DnsQuery("nowhere.example.com", "A", DnsQuery.Transport.UDP)),
                () -> "asked " + dns.queries());
    }

    private static Failure assertFails(
            AccountConfig config, Protocol half, LinkPhase phase, Kind kind, Origin origin, Retry retry) {
        try (Account account = Duet.open(config)) {
            Failure failure = Futures.failure(account.connect());
            assertEquals(kind, failure.kind(), failure::toString);
            assertEquals(origin, failure.origin(), failure::toString);
            assertEquals(retry, failure.retry(), failure::toString);
            assertTrue(!failure.message().contains("wrong"), "no password in " + failure);
            assertEquals(phase, phase(account, half));
            assertOtherStaysUp(account, half);
            return failure;
        }
    }

    private static void assertOtherStaysUp(Account account, Protocol failed) {
        assertEquals(LinkPhase.ONLINE, phase(account, failed == Protocol.SIP ? Protocol.XMPP : Protocol.SIP));
    }

    private static LinkPhase phase(Account account, Protocol half) {
        return account.link(half).state().phase();
    }

    private static void awaitPhase(Account account, Protocol half, LinkPhase phase) {
        await(half + " " + phase).atMost(Duration.ofSeconds(60)).until(() -> phase(account, half) == phase);
    }

    private static Trust anotherAuthority(Path folder) {
        return Trust.authorities(TestAuthority.create().writePem(folder));
    }

    private static Path other(SandboxAccounts accounts) {
        try {
            return Files.createTempDirectory(accounts.authority().getParent(), "xmpp");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
