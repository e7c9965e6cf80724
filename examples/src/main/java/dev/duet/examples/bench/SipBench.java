package dev.duet.examples.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What it costs to take calls, and how many at a time. */
@Command(
        name = "sip",
        mixinStandardHelpOptions = true,
        description = {
            "SIPp calls over UDP, and hangs up when it is answered: CPU seconds for 1,000 calls of the process that",
            "takes them, calls that failed, and messages that had to be sent again. JAIN_SIP is the least that takes",
            "calls with JAIN-SIP alone, DUET is an account whose media carry nothing, DUET_MEDIA one with media.",
            "Each in a JVM of its own, in turn at each rate. Then the same in new JVMs that nothing warmed.",
            "Wants sipp on the path."
        })
final class SipBench implements Callable<Integer> {

    private static final int SETTLE_SECONDS = 40;

    @Spec
    private CommandSpec spec;

    @Option(names = "--who", split = ",", paramLabel = "WHO", description = "Of ${COMPLETION-CANDIDATES}.")
    private Callee[] who = {Callee.JAIN_SIP, Callee.DUET, Callee.DUET_MEDIA};

    @Option(names = "--rates", split = ",", paramLabel = "N", description = "Calls a second: 100 to 1500.")
    private int[] rates = {100, 200, 300, 500, 750, 1000, 1250, 1500};

    @Option(names = "--seconds", paramLabel = "S", description = "How long each rate lasts: 10.")
    private int seconds = 10;

    @Option(names = "--warm-up", paramLabel = "S", description = "Seconds at 500 calls a second before: 20.")
    private int warmUp = 20;

    @Option(
            names = "--cold",
            paramLabel = "N",
            description = "Calls a second that a new JVM begins with: 1000; 0: none.")
    private int cold = 1000;

    @Option(names = "--jvm", split = " ", paramLabel = "OPTION", description = "Of the JVMs that are called: -Xmx2g.")
    private List<String> jvm = List.of("-Xmx2g");

    @Option(names = "--callee", hidden = true, description = "Is called, and nothing else.")
    private @Nullable Callee callee;

    @Option(names = "--server", hidden = true, description = "Where the callee registers.")
    private int server;

    @Option(names = "--port", hidden = true, description = "Where the callee listens.")
    private int port;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (callee != null) {
            callee.start(server, port);
            out.println(CalleeProcess.READY);
            out.flush();
            new CountDownLatch(1).await();
        }
        if (rates.length > 0) {
            warm(out);
        }
        if (cold > 0) {
            for (Callee each : who) {
                cold(each, out);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private void warm(PrintWriter out) throws IOException, InterruptedException {
        List<AutoCloseable> open = new ArrayList<>();
        Map<Callee, Line> lines = new EnumMap<>(Callee.class);
        try {
            for (Callee each : who) {
                CalleeProcess process = CalleeProcess.start(each, jvm);
                open.add(process);
                SippLoad load = process.calls(500);
                open.add(load);
                TimeUnit.SECONDS.sleep(warmUp);
                load.pauseOrResume();
                load.settled(SETTLE_SECONDS);
                lines.put(each, new Line(process, load));
            }
            for (int rate : rates) {
                for (Callee each : who) {
                    step(each, lines.get(each), rate, out);
                }
            }
        } finally {
            for (int i = open.size() - 1; i >= 0; i--) {
                close(open.get(i));
            }
        }
    }

    private void step(Callee each, Line line, int rate, PrintWriter out) throws IOException, InterruptedException {
        SippLoad.Figures before = line.load.figures();
        double cpu = line.process.cpu().toNanos() / 1e9;
        line.load.rate(rate);
        line.load.pauseOrResume();
        TimeUnit.SECONDS.sleep(seconds);
        line.load.pauseOrResume();
        SippLoad.Figures did = line.load.settled(SETTLE_SECONDS).since(before);
        tell(out, each, Integer.toString(rate), did, line.process.cpu().toNanos() / 1e9 - cpu);
    }

    private void cold(Callee each, PrintWriter out) throws IOException, InterruptedException {
        try (CalleeProcess process = CalleeProcess.start(each, jvm)) {
            double cpu = process.cpu().toNanos() / 1e9;
            try (SippLoad load = process.calls(cold)) {
                TimeUnit.SECONDS.sleep(seconds);
                load.pauseOrResume();
                SippLoad.Figures did = load.settled(SETTLE_SECONDS);
                tell(out, each, cold + " cold", did, process.cpu().toNanos() / 1e9 - cpu);
                step(each, new Line(process, load), 200, out);
            }
        }
    }

    private void tell(PrintWriter out, Callee each, String rate, SippLoad.Figures did, double cpu) {
        out.printf(
                Locale.ROOT,
                "%-10s %9s calls/s: %6d calls, %d failed, %d sent again, %.3f CPU s per 1000 calls; load %.1f%n",
                each,
                rate,
                did.calls(),
                did.failed() + did.current(),
                did.again(),
                cpu / did.calls() * 1000,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        out.flush();
    }

    private static void close(AutoCloseable open) throws IOException {
        try {
            open.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Cannot end " + open, e);
        }
    }

    private record Line(CalleeProcess process, SippLoad load) {}
}
