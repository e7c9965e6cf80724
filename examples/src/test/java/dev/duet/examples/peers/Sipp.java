package dev.duet.examples.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * SIPp, playing one of this package's scenarios once.
 *
 * @param port where it listens, by UDP
 */
record Sipp(PeerProcess process, int port) implements AutoCloseable {

    /** Waits to be called, and sends back what it hears. */
    static Sipp callee(Path parent, String scenario) {
        return start(parent, scenario, List.of());
    }

    /** Where it is called. */
    String uri() {
        return "sip:sipp@127.0.0.1:" + port;
    }

    /** Calls a user of a server. */
    static Sipp caller(Path parent, String scenario, Kamailio server, String user) {
        return start(
                parent, scenario, List.of("-s", user, "-key", "domain", Kamailio.DOMAIN, "127.0.0.1:" + server.port()));
    }

    private static Sipp start(Path parent, String scenario, List<String> more) {
        try {
            Path folder = Files.createTempDirectory(parent, "sipp");
            int port = PeerProcess.freePort();
            Path file = PeerProcess.write(scenario, folder.resolve("scenario.xml"), Map.of());
            List<String> command = new ArrayList<>(List.of("sipp", "-sf", file.toString(), "-m", "1", "-nostdin"));
            command.addAll(List.of("-i", "127.0.0.1", "-p", Integer.toString(port), "-mi", "127.0.0.1"));
            command.addAll(List.of("-mp", Integer.toString(PeerProcess.freePort()), "-rtp_echo", "-timeout", "60s"));
            command.addAll(List.of(
                    "-trace_err", "-error_file", folder.resolve("errors").toString()));
            command.addAll(more);
            return new Sipp(PeerProcess.start(folder, Map.of("TERM", "dumb"), command), port);
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
