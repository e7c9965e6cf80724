package dev.duet.examples.bench;

import dev.duet.sandbox.FreePorts;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** SIPp, calling at a rate that can be changed. It is the registrar of whom it calls, too. */
final class SippLoad implements AutoCloseable {

    private static final int STATISTICS_MILLIS = 200;

    /** Somebody else has one of its ports: the one for media, or for what it is told. */
    private static final int NO_SOCKET = 254;

    private final Process process;
    private final Path folder;
    private final int control;

    private SippLoad(Process process, Path folder, int control) {
        this.process = process;
        this.folder = folder;
        this.control = control;
    }

    /**
     * Begins to call.
     *
     * @param from its port
     * @param to the port of whom it calls
     * @param rate calls a second
     */
    static SippLoad start(int from, int to, int rate) throws IOException, InterruptedException {
        for (int tries = 0; ; tries++) {
            SippLoad load = tryToStart(from, to, rate);
            if (!load.process.waitFor(300, TimeUnit.MILLISECONDS)) {
                return load;
            }
            int status = load.process.exitValue();
            load.close();
            if (status != NO_SOCKET || tries == 3) {
                throw new IllegalStateException("SIPp ended with status " + status);
            }
        }
    }

    private static SippLoad tryToStart(int from, int to, int rate) throws IOException {
        Path folder = Files.createTempDirectory("duet-bench-sipp");
        FreePorts ports = new FreePorts();
        int control = ports.next();
        Process process = new ProcessBuilder(
                        "sipp",
                        "127.0.0.1:" + to,
                        "-sf",
                        copy("caller.xml", folder),
                        "-oocsf",
                        copy("registrar.xml", folder),
                        "-s",
                        "callee",
                        "-i",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(from),
                        "-mp",
                        Integer.toString(ports.next()),
                        "-cp",
                        Integer.toString(control),
                        "-r",
                        Integer.toString(rate),
                        "-l",
                        "100000",
                        "-nostdin",
                        "-trace_stat",
                        "-stf",
                        folder.resolve("statistics.csv").toString(),
                        "-fd",
                        STATISTICS_MILLIS + "ms")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        return new SippLoad(process, folder, control);
    }

    private static String copy(String name, Path folder) throws IOException {
        try (InputStream in = SippLoad.class.getResourceAsStream(name)) {
            Path file = folder.resolve(name);
            Files.write(file, in.readAllBytes());
            return file.toString();
        }
    }

    /** Calls at that rate from now on. */
    void rate(int callsPerSecond) throws IOException {
        say("cset rate " + callsPerSecond);
    }

    /** Begins no more calls, or goes on. */
    void pauseOrResume() throws IOException {
        say("p");
    }

    /** Waits until all calls have ended, for as long as they may take. */
    Figures settled(int seconds) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Thread.sleep(2 * STATISTICS_MILLIS);
        Figures now = figures();
        while (now.current > 0 && System.nanoTime() < end) {
            Thread.sleep(STATISTICS_MILLIS);
            now = figures();
        }
        return now;
    }

    /** What it counted until now. */
    Figures figures() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("SIPp ended with status " + process.exitValue());
        }
        List<String> rows = Files.readAllLines(folder.resolve("statistics.csv"));
        String[] names = rows.get(0).split(";");
        String[] last = rows.get(rows.size() - 1).split(";");
        if (last.length < names.length - 1) { // it is being written
            last = rows.get(rows.size() - 2).split(";");
        }
        return new Figures(
                number(names, last, "TotalCallCreated"),
                number(names, last, "CurrentCall"),
                number(names, last, "FailedCall(C)"),
                number(names, last, "Retransmissions(C)"));
    }

    private static long number(String[] names, String[] row, String name) {
        int column = Arrays.asList(names).indexOf(name);
        if (column < 0 || column >= row.length) {
            throw new IllegalStateException("SIPp does not count " + name);
        }
        return Long.parseLong(row[column].strip());
    }

    private void say(String command) throws IOException {
        byte[] bytes = command.getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(
                    bytes, bytes.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), control)));
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        for (File file : folder.toFile().listFiles()) {
            Files.delete(file.toPath());
        }
        Files.delete(folder);
    }

    /**
     * Counts since its start.
     *
     * @param calls that it began
     * @param current that have not ended
     * @param failed calls
     * @param again messages that it sent again
     */
    record Figures(long calls, long current, long failed, long again) {

        Figures since(Figures before) {
            return new Figures(calls - before.calls, current, failed - before.failed, again - before.again);
        }
    }
}
