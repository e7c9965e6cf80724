package dev.duet.examples.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.examples.Futures;
import dev.duet.model.AccountState.Summary;
import dev.duet.sandbox.DuetSandbox;
import dev.duet.sandbox.SandboxUser;
import dev.duet.sandbox.junit.Sandbox;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Accounts that were closed leave nothing behind. */
@Sandbox
@Tag("beside")
class ManyAccountsTest {

    private static final int ACCOUNTS = 200;
    /** Publications that have not expired, and nonces. */
    private static final long BYTES_THAT_THE_SANDBOX_KEEPS = 8 * 1024;

    @Test
    void twoHundredAccountsLeaveNoThreadAndNoGrowingHeap(DuetSandbox sandbox) throws Exception {
        List<SandboxUser> users = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            users.add(sandbox.addUser("user" + i, "secret"));
        }
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        openAndClose(accounts, users); // what is loaded once, or kept once for each address, stays once
        awaitNoThreads();
        long before = heap(sandbox);
        openAndClose(accounts, users);
        awaitNoThreads();
        // What threads of the sandbox and of the JVM still hold for a moment is no leak: what stays is.
        long[] after = new long[1];
        await("a heap that did not grow").atMost(Duration.ofSeconds(30)).until(() -> {
            after[0] = heap(sandbox);
            return after[0] - before < ACCOUNTS * BYTES_THAT_THE_SANDBOX_KEEPS;
        });
        System.out.printf(
                "Heap after %d more accounts came and went: %+d KiB, %.1f KiB each%n",
                ACCOUNTS, (after[0] - before) / 1024, (after[0] - before) / 1024.0 / ACCOUNTS);
    }

    @Test
    void anAccountOfItsOwnTakesItsRuntimeWithIt(DuetSandbox sandbox) {
        SandboxUser alice = sandbox.addUser("alice", "secret");
        SandboxAccounts accounts = SandboxAccounts.of(sandbox);
        for (int i = 0; i < 3; i++) {
            try (Account account = Duet.open(accounts.both(alice).build())) {
                Futures.await(account.connect());
            }
        }
        awaitNoThreads();
    }

    private static void awaitNoThreads() {
        await("all threads gone").atMost(Duration.ofSeconds(20)).until(() -> duetThreads()
                .isEmpty());
    }

    private static void openAndClose(SandboxAccounts accounts, List<SandboxUser> users) throws Exception {
        try (Duet duet = Duet.builder().build()) {
            List<Account> open = new ArrayList<>();
            for (SandboxUser user : users) {
                // Two hundred handshakes at once take their time on a small machine.
                open.add(duet.account(accounts.both(
                                user,
                                half -> accounts.sip().apply(half).timeout(Duration.ofMinutes(1)),
                                half -> accounts.xmpp().apply(half).timeout(Duration.ofMinutes(1)))
                        .build()));
            }
            CompletableFuture.allOf(open.stream().map(Account::connect).toArray(CompletableFuture[]::new))
                    .get(90, TimeUnit.SECONDS);
            for (Account account : open) {
                assertEquals(Summary.ONLINE, account.state().summary(), () -> account.state()
                        .toString());
            }
        }
    }

    private static Set<String> duetThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("duet-") && !name.startsWith("duet-sandbox"))
                .collect(Collectors.toSet());
    }

    /** What is reachable, without the sandbox's log of every message. */
    private static long heap(DuetSandbox sandbox) {
        sandbox.clearLog();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
