package dev.duet.examples.bench;

import dev.duet.model.Trust;
import dev.duet.sandbox.DuetSandbox;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long it takes until the first sound is heard. */
@Command(
        name = "connect",
        mixinStandardHelpOptions = true,
        description = {
            "Milliseconds from the answer until the first decoded sound leaves the receiver.",
            "Cold: the first call of a new JVM, made as soon as both are signed in. First: the same, three seconds",
            "after that. Warm: after three others."
        })
final class ConnectBench implements Callable<Integer> {

    private static final int CALLS_TO_WARM_UP = 3;
    private static final int SECONDS_TO_WARM_UP = 3;

    @Spec
    private CommandSpec spec;

    @Option(names = "--ways", split = ",", paramLabel = "WAY", description = "Of ${COMPLETION-CANDIDATES}; all.")
    private Way[] ways = Way.values();

    @Option(names = "--codec", paramLabel = "NAME", description = "opus (the default), PCMU or PCMA.")
    private String codec = "opus";

    @Option(names = "-n", paramLabel = "N", description = "How many calls of each kind: 20.")
    private int count = 20;

    @Option(names = "--first", hidden = true, description = "Prints the figure of the first call alone, so much later.")
    private Integer first;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (first != null) {
            out.println("first " + millis(ways[0], first, 0, 1).get(0));
            return CommandLine.ExitCode.OK;
        }
        for (Way way : ways) {
            tell(out, way, "warm", millis(way, 0, CALLS_TO_WARM_UP, count));
            tell(out, way, "first", inNewJvms(way, SECONDS_TO_WARM_UP));
            tell(out, way, "cold", inNewJvms(way, 0));
        }
        return CommandLine.ExitCode.OK;
    }

    private List<Double> inNewJvms(Way way, int later) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            millis.add(inANewJvm(way, later));
        }
        return millis;
    }

    private static void tell(PrintWriter out, Way way, String how, List<Double> millis) {
        Collections.sort(millis);
        out.printf(
                Locale.ROOT,
                "%-12s %s: median %.0f ms, worst %.0f ms of %d%n",
                way,
                how,
                millis.get(millis.size() / 2),
                millis.get(millis.size() - 1),
                millis.size());
        out.flush();
    }

    private List<Double> millis(Way way, int later, int before, int wanted) throws Exception {
        Path folder = Files.createTempDirectory("duet-bench");
        try (DuetSandbox sandbox = DuetSandbox.start()) {
            Path pem = sandbox.authority().writePem(folder);
            try (Pair pair = Pair.open(sandbox, Trust.authorities(pem), way, codec)) {
                TimeUnit.SECONDS.sleep(later);
                for (int i = 0; i < before; i++) {
                    pair.nanosToSound();
                }
                List<Double> millis = new ArrayList<>();
                for (int i = 0; i < wanted; i++) {
                    millis.add(pair.nanosToSound() / 1e6);
                }
                return millis;
            } finally {
                Files.delete(pem);
            }
        } finally {
            Files.delete(folder);
        }
    }

    private double inANewJvm(Way way, int later) throws IOException, InterruptedException {
        List<String> told =
                List.of("connect", "--first", Integer.toString(later), "--codec", codec, "--ways", way.name());
        Process process = Jvm.bench(List.of(), told)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(said::add);
        }
        process.waitFor();
        return said.stream()
                .filter(line -> line.startsWith("first "))
                .map(line -> Double.parseDouble(line.substring(6)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The call in a new JVM failed: " + said));
    }
}
