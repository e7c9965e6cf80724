package dev.duet.examples.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * SIPp, playing one of this package's scenarios.
 *
 * @param folder where it keeps what it logs
 * @param port where it listens, by UDP
 */
record Sipp(PeerProcess process, Path folder, int port) implements AutoCloseable {

    /** Waits to be called, and sends back what it hears. */
    static Sipp callee(Path parent, String scenario) {
        return callee(parent, scenario, 1, Map.of());
    }

    /**
     * Waits for what an account sends, be it to a callee, a proxy or a registrar.
     *
     * @param exchanges how many with a Call-ID each the scenario is for
     * @param words what the scenario has in brackets
     */
    static Sipp callee(Path parent, String scenario, int exchanges, Map<String, String> words) {
        Sipp callee = start(parent, scenario, exchanges, keys(words));
        callee.process.awaitUdp(callee.port);
        return callee;
    }

    /** Where it is called. */
    String uri() {
        return "sip:" + address();
    }

    /** The same without the scheme. */
    String address() {
        return "sipp@127.0.0.1:" + port;
    }

    /** Calls a user of a server. */
    static Sipp caller(Path parent, String scenario, Kamailio server, String user) {
        return caller(parent, scenario, server, user, Map.of());
    }

    /**
     * Calls a user of a server.
     *
     * @param words what the scenario has in brackets
     */
    static Sipp caller(Path parent, String scenario, Kamailio server, String user, Map<String, String> words) {
        List<String> more = new ArrayList<>(List.of("-s", user, "-key", "domain", Kamailio.DOMAIN));
        more.addAll(keys(words));
        more.add("127.0.0.1:" + server.port());
        return start(parent, scenario, 1, more);
    }

    private static List<String> keys(Map<String, String> words) {
        return words.entrySet().stream()
                .flatMap(word -> Stream.of("-key", word.getKey(), word.getValue()))
                .toList();
    }

    /** Waits for what the scenario logs. */
    String logged() {
        Awaitility.await("what SIPp logs").until(() -> !said().isEmpty());
        return said();
    }

    /** What the scenario has logged so far. */
    String said() {
        Path log = folder.resolve("messages");
        try {
            return Files.exists(log) ? Files.readString(log).strip() : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sipp start(Path parent, String scenario, int exchanges, List<String> more) {
        try {
            Path folder = Files.createTempDirectory(parent, "sipp");
            int port = PeerProcess.freePort();
            Path file = PeerProcess.write(scenario, folder.resolve("scenario.xml"), Map.of());
            List<String> command = new ArrayList<>(List.of("sipp", "-sf", file.toString(), "-nostdin"));
            command.addAll(List.of("-m", Integer.toString(exchanges)));
            command.addAll(List.of("-i", "127.0.0.1", "-p", Integer.toString(port), "-mi", "127.0.0.1"));
            command.addAll(List.of("-mp", Integer.toString(PeerProcess.freePort()), "-rtp_echo", "-timeout", "60s"));
            command.addAll(List.of(
                    "-trace_err", "-error_file", folder.resolve("errors").toString()));
            command.addAll(List.of(
                    "-trace_logs", "-log_file", folder.resolve("messages").toString()));
            command.addAll(more);
            PeerProcess process = PeerProcess.start(folder, Map.of("TERM", "dumb"), command);
            return new Sipp(process, folder, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True when the scenario went as written. */
    boolean succeeded() {
        return process.awaitExit(Duration.ofSeconds(70)) == 0;
    }

    @Override
    public void close() {
        process.close();
    }
}
