package dev.duet.examples.bench;

import dev.duet.Duet;
import dev.duet.api.Account;
import dev.duet.model.AccountConfig;
import dev.duet.model.LinkPhase;
import dev.duet.model.Protocol;
import dev.duet.model.SipConfig;
import dev.duet.model.Trust;
import dev.duet.sandbox.DuetSandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What accounts cost that are signed in and do nothing. */
@Command(
        name = "accounts",
        mixinStandardHelpOptions = true,
        description = {
            "SIP accounts of one runtime, registered at the registrar of the sandbox in a process of its own: how long",
            "it takes until all are, and what they cost then in heap (after collection), threads and CPU."
        })
final class AccountsBench implements Callable<Integer> {

    private static final int IDLE_SECONDS = 40; // until no transaction is remembered

    @Spec
    private CommandSpec spec;

    @Option(names = "-n", paramLabel = "N", description = "How many accounts: 2000.")
    private int count = 2000;

    @Option(names = "--transport", paramLabel = "NAME", description = "UDP, TCP or TLS; UDP unless given.")
    private SipConfig.Transport transport = SipConfig.Transport.UDP;

    @Option(names = "--registrar", hidden = true, description = "Is the registrar, and nothing else.")
    private boolean registrar;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (registrar) {
            serve(out);
            return CommandLine.ExitCode.OK;
        }
        Process server = startRegistrar();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            int port = Integer.parseInt(said.readLine());
            measure(port, Path.of(said.readLine()), out);
        } finally {
            server.getOutputStream().close(); // it ends with its input
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private void serve(PrintWriter out) throws IOException {
        Path folder = Files.createTempDirectory("duet-bench");
        try (DuetSandbox sandbox = DuetSandbox.start()) {
            Path pem = sandbox.authority().writePem(folder);
            for (int i = 0; i < count; i++) {
                sandbox.addUser("user" + i, "secret");
            }
            out.println(
                    switch (transport) {
                        case TCP -> sandbox.sip().tcpPort();
                        case TLS -> sandbox.sip().tlsPort();
                        default -> sandbox.sip().udpPort();
                    });
            out.println(pem);
            out.flush();
            while (System.in.read() >= 0) {
                // until whoever started it is gone
            }
            Files.delete(pem);
        } finally {
            Files.delete(folder);
        }
    }

    private Process startRegistrar() throws IOException {
        List<String> told =
                List.of("accounts", "--registrar", "-n", Integer.toString(count), "--transport", transport.name());
        return Jvm.bench(List.of("-Xmx1g"), told)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void measure(int port, Path pem, PrintWriter out) throws Exception {
        long heap = heap();
        int threads = threads();
        long begin = System.nanoTime();
        try (Duet duet = Duet.builder().build()) {
            List<Account> accounts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                accounts.add(duet.account(config("user" + i, port, Trust.authorities(pem))));
            }
            double opened = secondsSince(begin);
            CompletableFuture.allOf(accounts.stream().map(Account::connect).toArray(CompletableFuture[]::new))
                    .get(5, TimeUnit.MINUTES);
            double online = secondsSince(begin);
            long there = accounts.stream()
                    .filter(each -> each.link(Protocol.SIP).state().phase() == LinkPhase.ONLINE)
                    .count();
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            long cpu = cpuNanos();
            TimeUnit.SECONDS.sleep(10);
            double idle = (cpuNanos() - cpu) / 10e9;
            out.printf(
                    Locale.ROOT,
                    "%d accounts by %s: opened after %.2f s, %d online after %.2f s; %.1f KiB heap each, %d threads in"
                            + " all (%d before), %.1f %% of a core while nothing happens%n",
                    count,
                    transport,
                    opened,
                    there,
                    online,
                    (heap() - heap) / 1024.0 / count,
                    threads(),
                    threads,
                    idle * 100);
            out.flush();
            begin = System.nanoTime();
        }
        out.printf(Locale.ROOT, "All closed after %.2f s%n", secondsSince(begin));
        out.flush();
    }

    private AccountConfig config(String user, int port, Trust trust) {
        return AccountConfig.builder(user)
                .sip(user + "@example.com", "secret", half -> half.server("127.0.0.1", port)
                        .transport(transport)
                        .trust(trust)
                        .timeout(Duration.ofMinutes(1)))
                .build();
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
