package dev.duet.examples.peers;

import static org.awaitility.Awaitility.await;

import dev.duet.sandbox.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of somebody else's, with a folder of its own; ended with everything that it started. */
final class PeerProcess implements AutoCloseable {

    /** A program is waited for several times in most tests. */
    private static final Duration OFTEN = Duration.ofMillis(20);

    private static final FreePorts PORTS = new FreePorts();

    private final Process process;
    private final Path log;
    private final ProcessBuilder how;

    private PeerProcess(ProcessBuilder how, Path log) throws IOException {
        this.process = how.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        this.log = log;
        this.how = how;
    }

    static PeerProcess start(Path folder, Map<String, String> environment, List<String> command) {
        return start(folder, Path.of(command.get(0)).getFileName().toString(), environment, command);
    }

    /** Starts a program whose log has a name of its own. */
    static PeerProcess start(Path folder, String name, Map<String, String> environment, List<String> command) {
        Path log = folder.resolve(name + ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().putAll(environment);
            return new PeerProcess(builder, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the program at once, as the system does when memory is short: it saves nothing and says nothing. */
    void kill() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        awaitExit(Duration.ofSeconds(10));
        all.forEach(one -> one.onExit().orTimeout(5, TimeUnit.SECONDS).join());
    }

    /** Lets the program end, with all the time that it wants to save things, and starts it again with a new log. */
    PeerProcess restarted() {
        process.destroy();
        awaitExit(Duration.ofMinutes(1));
        close();
        try {
            return new PeerProcess(how, log.resolveSibling("again-" + log.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a template of this package's resources with its {@code @NAMES@} filled in. */
    static Path write(String template, Path target, Map<String, String> values) {
        try (InputStream in = PeerProcess.class.getResourceAsStream(template)) {
            if (in == null) {
                throw new IllegalArgumentException("No resource " + template);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("@" + value.getKey() + "@", value.getValue());
            }
            return Files.writeString(target, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a program to listen at. */
    static int freePort() {
        return PORTS.next();
    }

    PeerProcess awaitTcp(int port) {
        return awaitUntil("port " + port, () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException refused) {
                return false;
            }
        });
    }

    /** By the system's own table: a datagram that is sent to see whether it is taken would be one for the peer. */
    PeerProcess awaitUdp(int port) {
        return awaitTable("udp", String.format(":%04X ", port));
    }

    /** The same for TCP, and a peer that is not to see any connection. */
    PeerProcess awaitListening(int port) {
        return awaitTable("tcp", String.format(":%04X 00000000", port)); // with no other side
    }

    private PeerProcess awaitTable(String protocol, String local) {
        return awaitUntil("a socket at " + local, () -> {
            for (String table : List.of(protocol, protocol + "6")) {
                try (Stream<String> sockets = Files.lines(Path.of("/proc/net/" + table))) {
                    if (sockets.anyMatch(socket -> socket.contains(local))) {
                        return true;
                    }
                }
            }
            return false;
        });
    }

    PeerProcess awaitLog(String text) {
        return awaitUntil("\"" + text + "\"", () -> log().contains(text));
    }

    private PeerProcess awaitUntil(String what, Callable<Boolean> condition) {
        try {
            await(what)
                    .atMost(Duration.ofMinutes(1))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(OFTEN)
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new IllegalStateException("The peer ended before " + what + ":\n" + log());
                        }
                        return condition.call();
                    });
            return this;
        } catch (RuntimeException e) {
            close();
            throw new IllegalStateException("No " + what + " from the peer:\n" + log(), e);
        }
    }

    String log() {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** Waits for the program to end by itself. */
    int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                close();
                throw new IllegalStateException("The peer did not end:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        all.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (ProcessHandle one : all) {
            one.destroyForcibly();
            one.onExit().orTimeout(5, TimeUnit.SECONDS).exceptionally(e -> one).join();
        }
    }
}
