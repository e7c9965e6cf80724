package dev.duet.examples.bench;

import dev.duet.api.Call;
import dev.duet.model.Trust;
import dev.duet.sandbox.DuetSandbox;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a call costs while it lasts. */
@Command(
        name = "media",
        mixinStandardHelpOptions = true,
        description = {
            "CPU seconds of one side for a minute of one call. Both sides live in this JVM and share the figure",
            "by halves; all of the JVM is in it. The median of the rounds, and their range."
        })
final class MediaBench implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--calls", split = ",", paramLabel = "N", description = "How many calls at a time: 1,20,40.")
    private int[] calls = {1, 20, 40};

    @Option(names = "--ways", split = ",", paramLabel = "WAY", description = "Of ${COMPLETION-CANDIDATES}.")
    private Way[] ways = {Way.PLAIN, Way.ICE, Way.ICE_DTLS};

    @Option(names = "--codec", paramLabel = "NAME", description = "PCMU (the default), PCMA or opus.")
    private String codec = "PCMU";

    @Option(names = "--seconds", paramLabel = "S", description = "How long a round lasts: 5.")
    private int seconds = 5;

    @Option(names = "--rounds", paramLabel = "N", description = "How many rounds count: 5.")
    private int rounds = 5;

    @Option(names = "--warm-up", paramLabel = "S", description = "Seconds before the first round: 10.")
    private int warmUp = 10;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (DuetSandbox sandbox = DuetSandbox.start()) {
            Path folder = Files.createTempDirectory("duet-bench");
            Path pem = sandbox.authority().writePem(folder);
            Trust trust = Trust.authorities(pem);
            for (Way way : ways) {
                try (Pair pair = Pair.open(sandbox, trust, way, codec)) {
                    measure(pair, way, out);
                }
            }
            Files.delete(pem);
            Files.delete(folder);
        }
        return CommandLine.ExitCode.OK;
    }

    private void measure(Pair pair, Way way, PrintWriter out) throws Exception {
        List<Call> up = new ArrayList<>();
        for (int wanted : calls) {
            while (up.size() < wanted) {
                up.add(pair.talk());
            }
            TimeUnit.SECONDS.sleep(warmUp);
            double[] costs = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                costs[i] = costOfARound() / wanted;
            }
            Arrays.sort(costs);
            out.printf(
                    Locale.ROOT,
                    "%-12s %3d calls of %s: %.3f CPU s per call-minute and side (%.3f-%.3f)%n",
                    way,
                    wanted,
                    codec,
                    costs[rounds / 2],
                    costs[0],
                    costs[rounds - 1]);
            out.flush();
        }
        for (Call call : up) {
            call.hangup().get(30, TimeUnit.SECONDS);
        }
    }

    /** CPU seconds of one side in a minute. */
    private double costOfARound() throws InterruptedException {
        long wall = System.nanoTime();
        long cpu = cpuNanos();
        TimeUnit.SECONDS.sleep(seconds);
        double used = (cpuNanos() - cpu) / 1e9 / 2;
        return used * 60 / ((System.nanoTime() - wall) / 1e9);
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
